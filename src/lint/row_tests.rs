//! What the rows are asked before statements run, found in the statements themselves.
//!
//! A test is certain or it is not made: no statement before it may change the rows, the columns or the names that it speaks
//! of. So the first statement that changes rows (or runs code that may) ends them, a column that is added or changed is not
//! asked for, and a part with a word that is not known here (a prefix, a collation, `NOT ENFORCED`) is left to the database.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::parse;
use super::statement::{Action, AlterTable, Constraint, ConstraintRule, Kind, NewIndex};
use crate::dialect::Dialect;
use crate::dialect::row_guard::RowRule;
use crate::run::{PreparedRevision, RowTest, ScriptStatement, Target};
use crate::schema::QName;
use crate::sql::{Cursor, head_words};

/// The tests before a run: [`crate::run::FindRowTests`].
pub fn row_tests(dialect: &dyn Dialect, prepared_revisions: &[PreparedRevision]) -> Vec<RowTest> {
    let mut finder = Finder { dialect, known: Known::default(), tests: Vec::new() };
    for prepared in prepared_revisions {
        for statement in prepared.all() {
            if !finder.take(prepared, statement) {
                return finder.tests;
            }
        }
    }
    finder.tests
}

/// What the statements before have changed. Names are in lower case: what is taken for the same is not asked.
#[derive(Default)]
struct Known {
    /// Tables that are made by the run, or of which something unknown was changed.
    tables: HashSet<String>,
    /// Those of them that are made by it, and hold no rows.
    empty: HashSet<String>,
    /// Columns that were added or changed, by table.
    columns: HashMap<String, HashSet<String>>,
    /// Constraints that are not validated yet, by table and name, with the text that made them.
    not_valid: HashMap<(String, String), (Constraint, Part)>,
}

struct Finder<'d> {
    dialect: &'d dyn Dialect,
    known: Known,
    tests: Vec<RowTest>,
}

/// Settings that change nothing of what a statement makes of rows.
const HARMLESS_SETTINGS: [&str; 7] = [
    "lock_timeout",
    "statement_timeout",
    "idle_in_transaction_session_timeout",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "check_function_bodies",
    "maintenance_work_mem",
];

/// First words of statements that change no rows.
const HARMLESS: [&str; 8] = ["ALTER", "ANALYZE", "COMMENT", "CREATE", "DROP", "GRANT", "REVOKE", "SECURITY"];

impl Finder<'_> {
    /// Takes a statement down; whether what comes behind it can still be asked.
    fn take(&mut self, prepared: &PreparedRevision, statement: &ScriptStatement) -> bool {
        let sql = statement.sql();
        match parse::parse(self.dialect.engine(), sql) {
            Kind::AlterTable(alter) => self.alter(prepared, statement, &alter),
            Kind::CreateIndex(index) if index.unique => self.unique_index(prepared, statement, &index),
            Kind::CreateTable(table) => {
                self.known.tables.insert(key(&table.name));
                if !table.elsewhere && !table.guarded {
                    self.known.empty.insert(key(&table.name));
                }
            }
            Kind::Set { name, .. } => return HARMLESS_SETTINGS.contains(&name.as_str()),
            Kind::Truncate { .. }
            | Kind::Update { .. }
            | Kind::Delete { .. }
            | Kind::Insert { .. }
            | Kind::RenameTables(_)
            | Kind::Rename { .. }
            | Kind::UpdateExtension { .. }
            | Kind::Pragma { .. } => return false,
            Kind::Program { word, .. } => return word.starts_with("CREATE"),
            Kind::Other => {
                let first = head_words(self.dialect.syntax(), sql, 1).join(" ").to_uppercase();
                return HARMLESS.contains(&first.as_str());
            }
            _ => {}
        }
        true
    }

    fn alter(&mut self, prepared: &PreparedRevision, statement: &ScriptStatement, alter: &AlterTable) {
        let table = key(&alter.table);
        let Some(written) = self.table_behind(statement.sql(), "TABLE") else {
            self.known.tables.insert(table);
            return;
        };
        for clause in &alter.clauses {
            let span = statement.span.start + clause.span.start..statement.span.start + clause.span.end;
            let text = statement.sql().get(clause.span.clone()).unwrap_or_default();
            let part = Part::new(prepared, statement, span, &written, &table, text);
            match &clause.action {
                Action::SetNotNull { column } => self.not_null(&part, column),
                Action::Modify { column, to } => {
                    if to.not_null && to.name.eq_ignore_ascii_case(column) {
                        self.not_null(&part, column);
                    }
                    self.changed(&table, column);
                    self.changed(&table, &to.name);
                }
                Action::AddConstraint(constraint) if constraint.not_valid => {
                    if let Some(name) = &constraint.name {
                        self.known.not_valid.insert((table.clone(), name.to_lowercase()), (constraint.clone(), part));
                    }
                }
                Action::AddConstraint(constraint) => self.constraint(&part, constraint),
                Action::Validate { name } => {
                    if let Some((constraint, part)) = self.known.not_valid.remove(&(table.clone(), name.to_lowercase()))
                    {
                        self.constraint(&part, &constraint);
                    }
                }
                Action::AddIndex(index) if index.unique => self.unique(&part, index.columns.as_deref(), index.partial),
                Action::AddColumn(column) => self.changed(&table, &column.name),
                Action::SetType { column, .. } | Action::DropColumn { name: column, .. } => {
                    self.changed(&table, column);
                }
                Action::RenameColumn { column, to } => {
                    self.changed(&table, column);
                    self.changed(&table, to);
                }
                Action::RenameTo { name } => {
                    self.known.tables.extend([table.clone(), key(name)]);
                    self.known.empty.remove(&table);
                }
                Action::Attach { partition, .. } | Action::Detach { partition, .. } => {
                    self.known.tables.extend([table.clone(), key(partition)]);
                    self.known.empty.remove(&table);
                }
                Action::DropConstraint { .. }
                | Action::DropForeignKey { .. }
                | Action::DropPrimaryKey
                | Action::DropIndex { .. }
                | Action::AddIndex(_)
                | Action::DropNotNull { .. }
                | Action::SetDefault { .. }
                | Action::RenameOther
                | Action::AddIdentity { .. }
                | Action::RowSecurity { .. }
                | Action::ReplicaIdentity
                | Action::Trigger { .. } => {}
                Action::Rewrite { .. }
                | Action::ConvertCharset
                | Action::Engine { .. }
                | Action::SystemVersioning
                | Action::Other => {
                    self.known.tables.insert(table.clone());
                }
            }
        }
    }

    fn unique_index(&mut self, prepared: &PreparedRevision, statement: &ScriptStatement, index: &NewIndex) {
        let Some(written) = self.table_behind(statement.sql(), "ON").filter(|_| !index.only) else { return };
        let span = statement.place(self.dialect.syntax(), None, "").span;
        let text = self.behind(statement.sql(), "ON");
        let part = Part::new(prepared, statement, span, &written, &key(&index.table), text);
        self.unique(&part, index.columns.as_deref(), index.partial);
    }

    fn constraint(&mut self, part: &Part, constraint: &Constraint) {
        let cursor = Cursor::new(self.dialect.syntax(), &part.text);
        if cursor.says("ENFORCED") || cursor.says("PERIOD") {
            return;
        }
        match &constraint.rule {
            ConstraintRule::Check(check) => match &check.not_null_of {
                Some(column) => self.not_null(part, column),
                None => self.check(part, &check.text),
            },
            ConstraintRule::NotNull(column) => self.not_null(part, column),
            ConstraintRule::Unique { columns, index: None } => self.unique(part, Some(columns), false),
            ConstraintRule::PrimaryKey { columns, index: None } => {
                columns.iter().for_each(|column| self.not_null(part, column));
                self.unique(part, Some(columns), false);
            }
            ConstraintRule::ForeignKey { columns, parent, referred } => {
                self.foreign_key(part, columns, &key(parent), referred);
            }
            ConstraintRule::Unique { .. } | ConstraintRule::PrimaryKey { .. } | ConstraintRule::Exclude => {}
        }
    }

    fn not_null(&mut self, part: &Part, column: &str) {
        if !self.stands(&part.name, std::slice::from_ref(&column.to_owned())) {
            return;
        }
        let what = format!("column {column} of {} becomes NOT NULL", part.table);
        let query = format!("SELECT * FROM {} WHERE {} IS NULL", part.table, self.dialect.quote(column));
        self.add(part, RowRule::NotNull, None, what, query);
    }

    fn unique(&mut self, part: &Part, columns: Option<&[String]>, partial: bool) {
        let Some(columns) = columns.filter(|columns| !columns.is_empty() && !partial) else { return };
        let says_distinct = Cursor::new(self.dialect.syntax(), &part.text).says("DISTINCT");
        if says_distinct || !self.is_plain_key(&part.text, columns) || !self.stands(&part.name, columns) {
            return;
        }
        let quoted: Vec<String> = columns.iter().map(|column| self.dialect.quote(column)).collect();
        let list = quoted.join(", ");
        let there: Vec<String> = quoted.iter().map(|column| format!("{column} IS NOT NULL")).collect();
        let what = format!("the key ({}) of {} becomes unique", columns.join(", "), part.table);
        let query = format!(
            "SELECT {list}, COUNT(*) AS times FROM {} WHERE {} GROUP BY {list} HAVING COUNT(*) > 1",
            part.table,
            there.join(" AND ")
        );
        self.add(part, RowRule::Unique, None, what, query);
    }

    fn check(&mut self, part: &Part, expression: &str) {
        let lower = expression.to_lowercase();
        let changed = self.known.columns.get(&part.name);
        let speaks_of_changed = changed.is_some_and(|columns| columns.iter().any(|column| lower.contains(column)));
        if speaks_of_changed || self.known.tables.contains(&part.name) || expression.trim().is_empty() {
            return;
        }
        let what = format!("a check of {} is added", part.table);
        let query = format!("SELECT * FROM {} WHERE NOT {expression}", part.table);
        self.add(part, RowRule::Check, None, what, query);
    }

    fn foreign_key(&mut self, part: &Part, columns: &[String], parent: &str, referred: &[String]) {
        let is_empty = self.known.empty.contains(parent);
        let stand = self.stands(&part.name, columns) && (is_empty || self.stands(parent, referred));
        let Some(target) = self.table_behind(&part.text, "REFERENCES").filter(|_| stand) else { return };
        if columns.is_empty() || !is_empty && referred.len() != columns.len() {
            return;
        }
        let quote = |column: &String| self.dialect.quote(column);
        let there: Vec<String> = columns.iter().map(|one| format!("referring.{} IS NOT NULL", quote(one))).collect();
        let same: Vec<String> = (columns.iter().zip(referred))
            .map(|(own, its)| format!("referred.{} = referring.{}", quote(its), quote(own)))
            .collect();
        let what = format!("a foreign key over ({}) of {} is added", columns.join(", "), part.table);
        if is_empty {
            // It is not there yet to be asked, and nothing in it is what rows could refer to.
            let query = format!("SELECT * FROM {} referring WHERE {}", part.table, there.join(" AND "));
            let target = Some(Target { name: target, is_new: true });
            return self.add(part, RowRule::ForeignKey, target, what, query);
        }
        let query = format!(
            "SELECT * FROM {} referring WHERE {} AND NOT EXISTS (SELECT 1 FROM {target} referred WHERE {})",
            part.table,
            there.join(" AND "),
            same.join(" AND ")
        );
        self.add(part, RowRule::ForeignKey, Some(Target { name: target, is_new: false }), what, query);
    }

    fn add(&mut self, part: &Part, rule: RowRule, target: Option<Target>, what: String, query: String) {
        if self.tests.iter().any(|test| test.query == query) {
            return;
        }
        self.tests.push(RowTest {
            statement: part.statement.clone(),
            span: part.span.clone(),
            revision: part.revision.clone(),
            of: part.of,
            rule,
            table: part.table.clone(),
            target,
            what,
            query,
        });
    }

    fn changed(&mut self, table: &str, column: &str) {
        self.known.columns.entry(table.to_owned()).or_default().insert(column.to_lowercase());
    }

    /// Whether a table and these columns of it are as they were before the run.
    fn stands(&self, table: &str, columns: &[String]) -> bool {
        let changed = self.known.columns.get(table);
        !self.known.tables.contains(table)
            && !columns.iter().any(|column| changed.is_some_and(|changed| changed.contains(&column.to_lowercase())))
    }

    /// What stands behind the first `word` of a statement, outside of parentheses.
    fn behind<'s>(&self, sql: &'s str, word: &str) -> &'s str {
        let mut cursor = Cursor::new(self.dialect.syntax(), sql);
        cursor.skip_while(|token| !token.is_word(word));
        cursor.skip();
        cursor.peek().and_then(|token| sql.get(token.span.start..)).unwrap_or_default()
    }

    /// The name behind the first `word`, as it is written: the server finds it as it will for the statement.
    fn table_behind(&self, sql: &str, word: &str) -> Option<String> {
        let mut cursor = Cursor::new(self.dialect.syntax(), self.behind(sql, word));
        cursor.take_all(&["IF", "EXISTS"]);
        cursor.take("ONLY");
        let start = cursor.at();
        cursor.name()?;
        Some(cursor.text(start).to_owned())
    }

    /// Whether the first parentheses hold these columns and nothing that makes more of them.
    fn is_plain_key(&self, text: &str, columns: &[String]) -> bool {
        let mut cursor = Cursor::new(self.dialect.syntax(), text);
        while !cursor.is_at_end() && !cursor.is_punct("(") {
            cursor.skip();
        }
        cursor.take_punct("(");
        for (n, column) in columns.iter().enumerate() {
            if n > 0 && !cursor.take_punct(",") || cursor.part().as_ref() != Some(column) {
                return false;
            }
            cursor.take_any(&["ASC", "DESC"]);
            if cursor.take("NULLS") {
                cursor.take_any(&["FIRST", "LAST"]);
            }
        }
        cursor.is_punct(")")
    }
}

/// A part of a statement that asks something of rows.
struct Part {
    revision: String,
    /// How many statements that has.
    of: usize,
    statement: ScriptStatement,
    /// Where the part stands in the file.
    span: Range<usize>,
    /// The table as it is written.
    table: String,
    /// What it is known by.
    name: String,
    /// The part itself.
    text: String,
}

impl Part {
    fn new(
        prepared: &PreparedRevision,
        statement: &ScriptStatement,
        span: Range<usize>,
        table: &str,
        name: &str,
        text: &str,
    ) -> Self {
        Part {
            revision: prepared.id.clone(),
            of: prepared.statements.total,
            statement: statement.clone(),
            span,
            table: table.to_owned(),
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }
}

fn key(name: &QName) -> String {
    name.to_string().to_lowercase()
}
