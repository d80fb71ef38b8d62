//! One revision in place of many: its sections, proven to do what the many do, both ways.
//!
//! From an empty database on, the schema that the many make is generated again from the model, as long as the schema is
//! all that they make: no row, nothing beyond the model, no statement that does something else. In all other cases the
//! statements of the many are taken over as they stand, one after another.

use std::sync::Arc;

use crate::dialect::{Dialect, Scope};
use crate::error::{Error, Fault, Place, Result};
use crate::revision::{Direction, NodeSet, SquashPlan};
use crate::run::{Chain, SqlSection, Stop};
use crate::schema::{Hints, Managed, Schema, Table};
use crate::script::NewSection;
use crate::sql::{TokenKind, head_words, split, tokens};

use super::replay::sql_sections;
use super::schema_equality::{AFTER_DOWNGRADE, AFTER_UPGRADE, differences};
use super::{Comparer, Comparison};

/// Where the statements of a squash come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SquashMethod {
    /// Generated from the schema that the squashed revisions make.
    FromSchema,
    /// The statements of the squashed revisions, one after another, and why.
    FromScripts(String),
}

/// The sections of a squash, proven.
#[derive(Debug, Clone)]
pub struct Squashed {
    /// What it does.
    pub upgrade: Vec<NewSection>,
    /// What undoes it.
    pub downgrade: Vec<NewSection>,
    /// Where that comes from.
    pub origin: SquashMethod,
}

/// Why there is no squash.
#[derive(Debug, thiserror::Error)]
pub enum SquashError {
    /// A script that is rendered again for every run.
    #[error("revision {revision} is a template: what it does depends on the variables of each run")]
    Template {
        /// The revision.
        revision: String,
    },
    /// The squash does not have the effect of the revisions that it replaces.
    #[error("the {} of the squash does not give the same as those of the {count} revisions", direction.word())]
    Differs {
        /// Which way.
        direction: Direction,
        /// How many revisions.
        count: usize,
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// The squash fails where the revisions that it replaces run.
    #[error("the {} of the squash does not run in the shadow: {fault}", direction.word())]
    Run {
        /// Which way.
        direction: Direction,
        /// What a run says of it.
        fault: Error,
    },
}

impl Fault for SquashError {
    fn code(&self) -> &'static str {
        match self {
            SquashError::Template { .. } => "squash-template",
            SquashError::Differs { .. } | SquashError::Run { .. } => "squash-unproven",
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            SquashError::Template { revision } => format!("squash up to {revision} and from behind it on"),
            _ => "nothing was written, no script was moved".into(),
        })
    }
    fn places(&self) -> Vec<Place> {
        match self {
            SquashError::Run { fault, .. } => fault.fault().places(),
            _ => Vec::new(),
        }
    }
    fn notes(&self) -> Vec<String> {
        match self {
            SquashError::Run { fault, .. } => fault.fault().notes(),
            SquashError::Differs { differences, .. } => differences.clone(),
            SquashError::Template { .. } => Vec::new(),
        }
    }
}

/// The sections of one of the squashed revisions.
struct SquashedScript<'a> {
    revision: &'a str,
    message: &'a str,
    upgrade: Vec<SqlSection>,
    downgrade: Vec<SqlSection>,
}

/// What the squashed revisions do, taken together.
struct SquashGoal<'a> {
    /// What has to be there before.
    below: Vec<&'a str>,
    count: usize,
    scope: Scope,
    start: Schema,
    made: Schema,
    back: Schema,
}

impl Comparer {
    /// The sections of one revision that does what those of `squash` do, proven in a shadow.
    ///
    /// # Errors
    /// [`SquashError`]; scripts that cannot be read, that lack a downgrade, or that do not run; what keeps the shadow
    /// from being made.
    pub async fn squashed(&mut self, chain: &Chain, squash: &SquashPlan, stop: &Stop) -> Result<Squashed> {
        self.shadow.close().await;
        let result = self.squash(chain, squash, stop).await;
        self.shadow.close().await;
        result
    }

    async fn squash(&mut self, chain: &Chain, squash: &SquashPlan, stop: &Stop) -> Result<Squashed> {
        let graph = &chain.graph;
        let mut parts = Vec::new();
        for revision in &squash.revisions {
            if chain.is_template(revision)? {
                return Err(SquashError::Template { revision: revision.clone() }.into());
            }
            parts.push(SquashedScript {
                revision,
                message: graph.get(revision).map(|known| known.message.as_str()).unwrap_or_default(),
                upgrade: sql_sections(chain, revision, Direction::Upgrade, self.dialect.syntax())?,
                downgrade: sql_sections(chain, revision, Direction::Downgrade, self.dialect.syntax())?,
            });
        }
        let run: NodeSet = squash.revisions.iter().filter_map(|id| graph.index(id)).collect();
        let mut below = graph.needs(&run);
        below.subtract(&run);
        let below: Vec<&str> = graph.sort(&below).into_iter().map(|index| graph.id(index)).collect();

        self.play(chain, below.iter().copied(), stop).await?;
        // What the scripts say of roles is said by the one in their place, whether a schema says it or not.
        let managed = if self.dialect.has_grants() { Managed::ALL } else { Managed::NONE };
        let scope = self.shadow.within(&Scope { managed, stand_ins: false, ..Scope::everything() });
        let start = self.shadow.session().await?.introspect(&scope).await?;
        for part in &parts {
            self.step(part.revision, Direction::Upgrade, &part.upgrade, stop).await?;
        }
        let made = self.shadow.session().await?.introspect(&scope).await?;
        let mut why = beside_the_schema(&*self.dialect, &parts, &start, &made);
        if why.is_none() {
            why = self.rows_in(&made).await?;
        }
        for part in parts.iter().rev() {
            self.step(part.revision, Direction::Downgrade, &part.downgrade, stop).await?;
        }
        let back = self.shadow.session().await?.introspect(&scope).await?;
        let goal = SquashGoal { below, count: parts.len(), scope, start, made, back };

        let why = if let Some(why) = why {
            why
        } else {
            let (upgrade, downgrade) = sections_from_schema(&goal.start, &goal.made, self.dialect.as_ref())?;
            match self.does_the_same(chain, &goal, &goal.start, &upgrade, &downgrade, stop).await? {
                None => return Ok(Squashed { upgrade, downgrade, origin: SquashMethod::FromSchema }),
                Some(fault) => fault.to_string(),
            }
        };
        // In one transaction, if that works: then the squash is applied whole or not at all.
        let mut reason = None;
        for apart in [false, true] {
            let upgrade = sections_from_scripts(parts.iter().map(|part| (part, &part.upgrade)), apart);
            let downgrade = sections_from_scripts(parts.iter().rev().map(|part| (part, &part.downgrade)), apart);
            match self.does_the_same(chain, &goal, &goal.back, &upgrade, &downgrade, stop).await? {
                None => return Ok(Squashed { upgrade, downgrade, origin: SquashMethod::FromScripts(why) }),
                Some(fault) => reason = Some(fault),
            }
        }
        match reason {
            Some(fault) => Err(fault.into()),
            None => {
                Err(SquashError::Differs { direction: Direction::Upgrade, count: goal.count, differences: Vec::new() }
                    .into())
            }
        }
    }

    /// Whether any table of the shadow has a row; in words.
    async fn rows_in(&mut self, made: &Schema) -> Result<Option<String>> {
        let dialect = self.dialect.clone();
        let session = self.shadow.session().await?;
        for Table { name, .. } in made.tables() {
            let look = format!("SELECT 1 FROM {} LIMIT 1", dialect.qualified(name));
            if !session.rows(&look).await?.is_empty() {
                return Ok(Some(format!("they put rows into table {name}")));
            }
        }
        Ok(None)
    }

    /// Tries sections out in a new shadow; what is wrong with them, if anything is. `back` is what the downgrade leads
    /// to.
    async fn does_the_same(
        &mut self,
        chain: &Chain,
        goal: &SquashGoal<'_>,
        back: &Schema,
        upgrade: &[NewSection],
        downgrade: &[NewSection],
        stop: &Stop,
    ) -> Result<Option<SquashError>> {
        self.shadow.close().await;
        self.play(chain, goal.below.iter().copied(), stop).await?;
        let dialect = self.dialect.clone();
        for (direction, sections, wanted, words) in [
            (Direction::Upgrade, upgrade, &goal.made, AFTER_UPGRADE),
            (Direction::Downgrade, downgrade, back, AFTER_DOWNGRADE),
        ] {
            let sql_section = |section: &NewSection| {
                SqlSection::of_sql("(the squash)", Arc::<str>::from(section.body.as_str()), section.transaction)
            };
            let sql_sections: Vec<SqlSection> = sections.iter().map(sql_section).collect();
            if let Err(fault) = self.step("(the squash)", direction, &sql_sections, stop).await {
                return Ok(Some(SquashError::Run { direction, fault }));
            }
            let reached = self.shadow.session().await?.introspect(&goal.scope).await?;
            let differences = differences(&reached, wanted, words, dialect.as_ref())?;
            if !differences.is_empty() {
                return Ok(Some(SquashError::Differs { direction, count: goal.count, differences }));
            }
        }
        Ok(None)
    }
}

/// Why the schema alone does not say what the many do, in words; none where it does.
fn beside_the_schema(
    dialect: &dyn Dialect,
    parts: &[SquashedScript<'_>],
    start: &Schema,
    made: &Schema,
) -> Option<String> {
    if !start.is_empty() || !start.unmodelled.is_empty() {
        return Some("they do not start from an empty database".into());
    }
    if let Some(one) = made.unmodelled.first() {
        return Some(format!("they make what the schema cannot say: {} {}", one.kind, one.name));
    }
    for part in parts {
        for sql_section in &part.upgrade {
            let body = sql_section.text.get(sql_section.span.clone()).unwrap_or_default();
            for statement in split(dialect.syntax(), body).unwrap_or_default() {
                if !says_only_schema(dialect, &statement.text) {
                    let words: Vec<&str> = statement.text.split_whitespace().take(5).collect();
                    return Some(format!(
                        "revision {} does more than a schema says: {}",
                        part.revision,
                        words.join(" ")
                    ));
                }
            }
        }
    }
    None
}

/// Kinds of things whose statements leave nothing but what is read back. A function is not among them, nor a role.
const KINDS: [&str; 10] =
    ["TABLE", "INDEX", "VIEW", "MATERIALIZED", "SEQUENCE", "TYPE", "SCHEMA", "EXTENSION", "TRIGGER", "COLUMN"];

/// Words after which a statement about one of these leaves more: owners, grants, row security.
const MORE: [&str; 7] = ["OWNER", "OWNED", "AUTHORIZATION", "ENABLE", "DISABLE", "FORCE", "SECURITY"];

/// Whether all that a statement does in an empty database can be read back from its schema and its rows.
fn says_only_schema(dialect: &dyn Dialect, statement: &str) -> bool {
    if dialect.foreign_key_switch().is_some_and(|switch| switch.recognize(statement).is_some()) {
        return true;
    }
    let syntax = dialect.syntax();
    let words = head_words(syntax, statement, 4);
    let mut words = words.iter().map(String::as_str);
    let first = words.next().unwrap_or_default();
    let mut rest = words.skip_while(|word| ["OR", "REPLACE", "UNIQUE"].contains(word));
    match first {
        "COMMENT" | "INSERT" | "UPDATE" | "DELETE" => true,
        "CREATE" | "ALTER" | "DROP" => {
            let kind = rest.next().is_some_and(|word| KINDS.contains(&word));
            let more = |word: &str| MORE.iter().any(|known| known.eq_ignore_ascii_case(word));
            kind && !tokens(syntax, statement).any(|token| token.kind == TokenKind::Word && more(token.text))
        }
        _ => false,
    }
}

/// The sections that make a schema out of nothing, and that take it away again.
fn sections_from_schema(
    start: &Schema,
    made: &Schema,
    dialect: &dyn Dialect,
) -> Result<(Vec<NewSection>, Vec<NewSection>)> {
    let changes = crate::diff::changes(start, made, &Hints::default(), dialect)?;
    let before = Arc::new(start.clone());
    let comparison = Comparison {
        renamed: before.clone(),
        before,
        after: Arc::new(made.clone()),
        renames: Vec::new(),
        changes,
        managed: Managed::ALL,
        online: crate::dialect::OnlineTables::None,
        costs: super::StatementCosts::None,
    };
    let sections = |sections: Vec<super::SectionText>| {
        let section = |section: super::SectionText| section.into_new();
        sections.into_iter().map(section).collect()
    };
    Ok((sections(comparison.upgrade(dialect)?), sections(comparison.downgrade(dialect)?)))
}

/// The sections of the many, one after another, each under the name of its revision. With `apart` every revision keeps a
/// transaction of its own.
fn sections_from_scripts<'a>(
    parts: impl Iterator<Item = (&'a SquashedScript<'a>, &'a Vec<SqlSection>)>,
    apart: bool,
) -> Vec<NewSection> {
    let mut sections: Vec<NewSection> = Vec::new();
    for (part, sql_sections) in parts {
        let mut first = true;
        for sql_section in sql_sections {
            let body = sql_section.text.get(sql_section.span.clone()).unwrap_or_default().replace("\r\n", "\n");
            let body = body.trim_matches('\n').trim_end();
            if body.is_empty() {
                continue;
            }
            if apart && first && sql_section.transaction && sections.last().is_some_and(|last| last.transaction) {
                // Nothing to run: only the end of the transaction before.
                sections.push(NewSection { transaction: false, batch: None, body: String::new() });
            }
            let name = format!("-- {}: {}", part.revision, part.message);
            let body = if first { format!("{}\n{body}", name.trim_end_matches([':', ' '])) } else { body.to_owned() };
            sections.push(NewSection { transaction: sql_section.transaction, batch: None, body });
            first = false;
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::offline_dialect;
    use crate::engine::Engine;

    #[test]
    fn statements_that_do_more_are_known() {
        let sqlite = offline_dialect(Engine::Sqlite).unwrap();
        for sql in [
            "create table t (a int)",
            "CREATE UNIQUE INDEX i ON t (a)",
            "create or replace view v as select 1",
            "ALTER TABLE t ADD COLUMN b int",
            "DROP TABLE t",
            "COMMENT ON TABLE t IS 'x'",
            "INSERT INTO t VALUES (1)",
            "PRAGMA foreign_keys = OFF",
        ] {
            assert!(says_only_schema(&*sqlite, sql), "{sql}");
        }
        for sql in [
            "GRANT SELECT ON t TO r",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'",
            "CREATE ROLE r",
            "ALTER TABLE t OWNER TO r",
            "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r",
            "DO $$ BEGIN END $$",
            "SELECT setval('s', 5)",
            "PRAGMA user_version = 5",
            "CREATE TEMP TABLE t (a int)",
            "SET x = 1",
        ] {
            assert!(!says_only_schema(&*sqlite, sql), "{sql}");
        }
    }

    fn sql_section(sql: &str, transaction: bool) -> SqlSection {
        SqlSection::of_sql("x.sql", sql.to_owned(), transaction)
    }

    #[test]
    fn what_is_taken_over_keeps_its_transactions_where_it_must() {
        let part = |revision, message, upgrade| SquashedScript { revision, message, upgrade, downgrade: Vec::new() };
        let parts = [
            part("a", "one", vec![sql_section("\nSELECT 1;\n\n", true), sql_section("SELECT 2;\n", false)]),
            part("b", "", vec![sql_section("SELECT 3;", true)]),
            part("c", "none", vec![sql_section("\n", true)]),
            part("d", "four", vec![sql_section("SELECT 4;\r\nSELECT 5;", true)]),
        ];
        let told = |apart| -> Vec<(bool, String)> {
            let sections = sections_from_scripts(parts.iter().map(|part| (part, &part.upgrade)), apart);
            sections.into_iter().map(|section| (section.transaction, section.body)).collect()
        };
        let section = |transaction: bool, body: &str| (transaction, body.to_owned());
        let mut expected = vec![
            section(true, "-- a: one\nSELECT 1;"),
            section(false, "SELECT 2;"),
            section(true, "-- b\nSELECT 3;"),
            section(true, "-- d: four\nSELECT 4;\nSELECT 5;"),
        ];
        assert_eq!(told(false), expected);
        expected.insert(3, section(false, ""));
        assert_eq!(told(true), expected);
    }
}
