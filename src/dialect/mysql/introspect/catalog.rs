//! The first round: what there is in the database, and what the server takes for granted.

use std::collections::HashMap;

use crate::dialect::mysql::parse::{Conventions, modern};
use crate::dialect::mysql::quote;
use crate::dialect::session::Row;
use crate::engine::Flavor;

/// What a thing is to `SHOW CREATE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrintedKind {
    Table,
    View,
    Sequence,
    Trigger,
    Function,
    Procedure,
    Event,
}

impl PrintedKind {
    /// The word behind `SHOW CREATE`.
    pub(super) fn word(self) -> &'static str {
        match self {
            PrintedKind::Table => "TABLE",
            PrintedKind::View => "VIEW",
            PrintedKind::Sequence => "SEQUENCE",
            PrintedKind::Trigger => "TRIGGER",
            PrintedKind::Function => "FUNCTION",
            PrintedKind::Procedure => "PROCEDURE",
            PrintedKind::Event => "EVENT",
        }
    }
}

/// A thing that `SHOW CREATE` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) kind: PrintedKind,
    pub(super) name: String,
    /// Of a trigger: its table.
    pub(super) table: Option<String>,
    /// Of a trigger: the one of the same event before it.
    pub(super) follows: Option<String>,
    /// Of an event: whether it starts when it was made or changed, as one does of which nothing is said.
    pub(super) starts_unsaid: bool,
}

/// What the first round answered.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) conventions: Conventions,
    /// How large a statement may be.
    pub(super) packet: usize,
    /// Whether names of tables are the same in any capitals.
    pub(super) ignores_case: bool,
    /// The connected account as SQL.
    pub(super) user: String,
    /// The session's time zone.
    pub(super) time_zone: String,
    /// What can be printed, in the order of the questions.
    pub(super) listed: Vec<Listed>,
    /// What the model has no place for: its kind as the server calls it, its name.
    pub(super) beyond: Vec<(String, String)>,
}

/// The questions, in one text.
pub(super) fn questions(flavor: &Flavor) -> String {
    let mut questions = vec![
        "SELECT database(), @@character_set_database, @@collation_database, @@default_storage_engine, \
         @@max_allowed_packet, @@lower_case_table_names, current_user(), @@SESSION.time_zone",
        "SELECT character_set_name, default_collate_name FROM information_schema.character_sets",
        "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = database()",
        "SELECT trigger_name, event_object_table, action_timing, event_manipulation FROM information_schema.triggers \
         WHERE trigger_schema = database() \
         ORDER BY event_object_table, event_manipulation, action_timing, action_order",
        "SELECT routine_name, routine_type FROM information_schema.routines WHERE routine_schema = database()",
        "SELECT event_name, starts IN (created, last_altered) FROM information_schema.events WHERE event_schema = database()",
    ];
    // <https://dev.mysql.com/doc/relnotes/mysql/9.2/en/news-9-2-0.html>
    if !flavor.is_mariadb() && flavor.at_least(9, 2) {
        questions.push("SELECT library_name FROM information_schema.libraries WHERE library_schema = database()");
    }
    questions.join("; ")
}

/// The spatial reference systems of columns: MariaDB's `SHOW CREATE TABLE` does not print them
/// (<https://mariadb.com/kb/en/information-schema-geometry_columns-table/>).
pub(super) const REFERENCE_SYSTEMS: &str = "SELECT g_table_name, g_geometry_column, srid \
     FROM information_schema.geometry_columns WHERE g_table_schema = database() AND srid <> 0";

impl Catalog {
    /// Reads the answers to [`questions`].
    pub(super) fn of(answers: Vec<Vec<Row>>, flavor: &Flavor) -> Self {
        let mut answers = answers.into_iter();
        let mut next = || answers.next().unwrap_or_default();
        let mut catalog = Catalog::default();
        let facts = next().into_iter().next().unwrap_or_default();
        let fact = |at: usize| facts.get(at).cloned().flatten().unwrap_or_default();
        catalog.packet = fact(4).parse().unwrap_or(1 << 20);
        catalog.ignores_case = fact(5) != "0";
        catalog.user = account(&fact(6));
        catalog.time_zone = fact(7);
        catalog.conventions = Conventions {
            database: fact(0),
            mariadb: flavor.is_mariadb(),
            engine: fact(3),
            charset: modern(&fact(1)),
            collation: modern(&fact(2)),
            collations: HashMap::new(),
        };
        for row in next() {
            let [charset, collation] = texts(row);
            catalog.conventions.collations.insert(modern(&charset), modern(&collation));
        }
        for row in next() {
            let [name, kind] = texts(row);
            match kind.as_str() {
                "BASE TABLE" | "SYSTEM VERSIONED" => catalog.list(PrintedKind::Table, name),
                "VIEW" => catalog.list(PrintedKind::View, name),
                "SEQUENCE" => catalog.list(PrintedKind::Sequence, name),
                // The session's own, which no schema holds.
                "TEMPORARY" | "TEMPORARY SEQUENCE" => {}
                _ => catalog.beyond.push((kind.to_lowercase(), name)),
            }
        }
        let mut before: Option<([String; 3], String)> = None;
        for row in next() {
            let [name, table, time, event] = texts(row);
            let place = [table.clone(), time, event];
            let follows = before.take().filter(|(other, _)| *other == place).map(|(_, name)| name);
            before = Some((place, name.clone()));
            let kind = PrintedKind::Trigger;
            catalog.listed.push(Listed { kind, name, table: Some(table), follows, starts_unsaid: false });
        }
        for row in next() {
            let [name, kind] = texts(row);
            match kind.as_str() {
                "FUNCTION" => catalog.list(PrintedKind::Function, name),
                "PROCEDURE" => catalog.list(PrintedKind::Procedure, name),
                _ => catalog.beyond.push((kind.to_lowercase(), name)),
            }
        }
        for row in next() {
            let [name, unsaid] = texts(row);
            let (kind, starts_unsaid) = (PrintedKind::Event, unsaid == "1");
            catalog.listed.push(Listed { kind, name, table: None, follows: None, starts_unsaid });
        }
        for row in next() {
            let [name] = texts(row);
            catalog.beyond.push(("library".to_owned(), name));
        }
        catalog
    }

    fn list(&mut self, kind: PrintedKind, name: String) {
        self.listed.push(Listed { kind, name, table: None, follows: None, starts_unsaid: false });
    }
}

/// The values of a row; NULL is empty.
fn texts<const N: usize>(row: Row) -> [String; N] {
    let mut values = row.into_iter();
    std::array::from_fn(|_| values.next().flatten().unwrap_or_default())
}

/// `user@host`, as `current_user()` says it, as SQL. (A host has no `@`, a user may.)
fn account(said: &str) -> String {
    match said.rsplit_once('@') {
        Some((user, host)) => format!("{}@{}", quote::always(user), quote::always(host)),
        None => quote::always(said),
    }
}
