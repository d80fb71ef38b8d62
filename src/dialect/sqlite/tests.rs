//! Against real databases in memory, with rows in the tables.

mod conversions;
mod in_place;
mod inventory;
mod rebuilds;
mod round_trips;
mod row_ids;
mod sessions;
mod texts;
mod unrunnable;
mod written;

use super::Sqlite;
use super::connect::in_memory;
use super::session::SqliteSession;
use crate::dialect::session::ConnectSettings;
use crate::dialect::sqlite::SYNTAX;
use crate::dialect::{Dialect, Scope, Session, Step};
use crate::diff;
use crate::engine::{Engine, Flavor};
use crate::operation::Operation;
use crate::schema::{Hints, ObjectId, Schema};
use crate::sql::split;

/// A database in memory, and what a run would do with it.
pub(super) struct Database {
    session: SqliteSession,
}

impl Database {
    pub(super) async fn new(script: &str) -> Self {
        let mut database = Database { session: in_memory(&ConnectSettings::default()).await.unwrap() };
        database.run(script).await;
        database
    }

    /// Runs a script, statement by statement.
    pub(super) async fn run(&mut self, script: &str) {
        for statement in split(SYNTAX, script).unwrap() {
            let result = self.session.execute(&statement.text).await;
            result.unwrap_or_else(|fault| panic!("{fault}\n{}", statement.text));
        }
    }

    /// The rows of a query, values separated by `|`.
    pub(super) async fn rows(&mut self, sql: &str) -> Vec<String> {
        let rows = self.session.rows(sql).await.unwrap_or_else(|fault| panic!("{fault}\n{sql}"));
        let text = |value: Option<String>| value.unwrap_or_else(|| "NULL".into());
        rows.into_iter().map(|row| row.into_iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }

    /// Runs one statement that may be refused.
    pub(super) async fn attempt(&mut self, statement: &str) -> Result<(), String> {
        self.session.execute(statement).await.map(drop).map_err(|fault| fault.to_string())
    }

    pub(super) async fn schema(&mut self) -> Schema {
        self.session.introspect(&Scope::everything()).await.unwrap()
    }

    /// The schema, all of which must be modelled.
    pub(super) async fn modelled(&mut self) -> Schema {
        let schema = self.schema().await;
        assert_eq!(schema.unmodelled, []);
        schema
    }

    /// Runs steps as a run of a revision does.
    pub(super) async fn steps(&mut self, steps: &[Step]) -> Result<(), String> {
        let unenforced = steps.iter().any(|step| step.facts.foreign_keys_off);
        if unenforced {
            self.run("PRAGMA foreign_keys = OFF").await;
        }
        self.session.begin().await.unwrap();
        for step in steps {
            if let Err(fault) = self.session.execute(&step.sql()).await {
                self.session.rollback().await.unwrap();
                self.run("PRAGMA foreign_keys = ON").await;
                return Err(format!("{fault}\n{}", step.sql()));
            }
        }
        let broken = self.rows("PRAGMA foreign_key_check").await;
        self.session.commit().await.unwrap();
        self.run("PRAGMA foreign_keys = ON").await;
        if broken.is_empty() { Ok(()) } else { Err(format!("foreign keys: {broken:?}")) }
    }

    pub(super) async fn operations(&mut self, operations: &[Operation], before: &Schema, after: &Schema) {
        let dialect = self.session.dialect();
        let steps: Vec<Step> = operations.iter().flat_map(|one| dialect.render(one, before, after)).collect();
        if let Err(fault) = self.steps(&steps).await {
            panic!("{fault}\n\nin\n{}", text(&steps));
        }
    }

    pub(super) fn dialect(&self) -> std::sync::Arc<dyn Dialect> {
        self.session.dialect()
    }
}

pub(super) fn text(steps: &[Step]) -> String {
    steps.iter().map(|step| format!("{};", step.sql())).collect::<Vec<_>>().join("\n")
}

/// The schema that a script makes.
pub(super) async fn schema_of(script: &str) -> Schema {
    Database::new(script).await.modelled().await
}

pub(super) fn assert_same(found: &Schema, wanted: &Schema, why: &str) {
    let ids = |schema: &Schema| {
        let mut ids: Vec<ObjectId> = schema.objects.keys().cloned().collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(found), ids(wanted), "{why}");
    let dialect = Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 0, 0) });
    for (id, object) in &wanted.objects {
        let there = found.get(id).unwrap();
        if !dialect.same(there, object) {
            assert_eq!(there, object, "{why}");
        }
    }
}

/// What the comparison of two schemas makes of the first, up and down again, on a database with rows.
pub(super) struct AppliedChange {
    pub(super) database: Database,
    before: Schema,
    after: Schema,
    pub(super) operations: Vec<Operation>,
}

impl AppliedChange {
    pub(super) async fn new(before: &str, rows: &str, after: &str, hints: &Hints) -> Self {
        let mut database = Database::new(before).await;
        database.run(rows).await;
        let from = database.modelled().await;
        let to = schema_of(after).await;
        let operations = diff::changes(&from, &to, hints, &*database.dialect()).unwrap();
        AppliedChange { database, before: from, after: to, operations }
    }

    /// Upgrades; the schema must be the wanted one.
    pub(super) async fn up(&mut self) {
        self.database.operations(&self.operations, &self.before, &self.after).await;
        let found = self.database.modelled().await;
        assert_same(&found, &self.after, "after the upgrade");
    }

    /// Downgrades; the schema must be the one before.
    pub(super) async fn down(&mut self) {
        let back = self.back();
        self.database.operations(&back, &self.after, &self.before).await;
        let found = self.database.modelled().await;
        assert_same(&found, &self.before, "after the downgrade");
    }

    pub(super) fn sql(&self) -> String {
        let dialect = self.database.dialect();
        let steps: Vec<Step> =
            self.operations.iter().flat_map(|one| dialect.render(one, &self.before, &self.after)).collect();
        text(&steps)
    }

    pub(super) fn sql_down(&self) -> String {
        let dialect = self.database.dialect();
        let back = self.back();
        let steps: Vec<Step> = back.iter().flat_map(|one| dialect.render(one, &self.after, &self.before)).collect();
        text(&steps)
    }

    fn back(&self) -> Vec<Operation> {
        diff::downgrade_operations(&self.operations, &self.before, &self.after, &*self.database.dialect()).unwrap()
    }
}

/// Makes a schema in an empty database from the model alone.
pub(super) async fn made_again(schema: &Schema) -> Schema {
    let mut database = Database::new("").await;
    let operations = diff::creation(schema, &*database.dialect()).unwrap();
    database.operations(&operations, &Schema::default(), schema).await;
    database.modelled().await
}
