//! The functions whose bodies their own database would not accept today.
//!
//! A body that is a string is looked at once, when the function is made, and not even then with `check_function_bodies = off`. What it names
//! may be gone since. A schema.toml says so of such a function (`check_body = false`), so that what `inspect` prints can be read.

use std::collections::BTreeSet;

use crate::dialect::{Scope, Session};
use crate::error::Result;
use crate::schema::{ObjectId, Schema};

use super::canonical::{build, part_to_spell};
use super::comparer::Comparer;

impl Comparer {
    /// The functions and procedures of a schema whose bodies the server refuses when all is there. Where there is no shadow to ask in,
    /// none is known.
    pub async fn unsound_bodies(&mut self, schema: &Schema) -> BTreeSet<ObjectId> {
        self.refused_bodies(schema).await.unwrap_or_default()
    }

    async fn refused_bodies(&mut self, schema: &Schema) -> Result<BTreeSet<ObjectId>> {
        let dialect = self.dialect.clone();
        let dialect = dialect.as_ref();
        let checks: Vec<(&ObjectId, String)> =
            schema.objects.iter().filter_map(|(id, object)| Some((id, dialect.recheck(object)?))).collect();
        let Some((_, on)) = dialect.body_checks().filter(|_| !checks.is_empty()) else { return Ok(BTreeSet::new()) };
        let chosen: BTreeSet<ObjectId> = checks.iter().map(|(id, _)| (*id).clone()).collect();
        let (part, _) = part_to_spell(schema, &chosen, &BTreeSet::new(), &self.scope, dialect);
        match self.refused_among(&part, &checks, on).await {
            // What a body names in a string can be missing, where an index calls its function.
            Err(fault) if fault.code() == "schema-refused" => self.refused_among(schema, &checks, on).await,
            found => found,
        }
    }

    /// Those that are refused when these objects are there.
    async fn refused_among(
        &mut self,
        part: &Schema,
        checks: &[(&ObjectId, String)],
        on: &str,
    ) -> Result<BTreeSet<ObjectId>> {
        let dialect = self.dialect.clone();
        let dialect = dialect.as_ref();
        self.shadow.one_namespace(part.fits_one_namespace());
        let work = async |session: &mut dyn Session, _: &Scope| {
            build(part, None, dialect, session).await?;
            session.execute(on).await?;
            let mut refused = BTreeSet::new();
            for (id, statement) in checks {
                session.execute("SAVEPOINT body").await?;
                if session.execute(statement).await.is_err() {
                    session.execute("ROLLBACK TO SAVEPOINT body").await?;
                    refused.insert((*id).clone());
                }
                session.execute("RELEASE SAVEPOINT body").await?;
            }
            Ok(refused)
        };
        self.shadow.trial(&self.scope, part.objects.len(), work).await
    }
}
