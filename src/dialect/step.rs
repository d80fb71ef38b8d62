//! A statement of a script, and the clauses of `ALTER TABLE` that can become one.

use crate::schema::QName;

use super::facts::Facts;

/// One statement, with what the script must know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is sent.
    pub statement: StepStatement,
    /// Lines of explanation, put before it as comments.
    pub comment: Option<String>,
    /// What it does to a live database.
    pub facts: Facts,
    /// Whether it stands apart from the transactions around it, for the sake of those that use the table.
    pub apart: Option<Apart>,
    /// A setting of the session that holds for the statement alone.
    pub setting: Option<SessionSetting>,
}

/// A setting that is made before a statement and put back behind it, where the statement has no words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSetting {
    /// Makes it.
    pub set: String,
    /// Puts it back.
    pub back: String,
}

/// A step that takes long and holds nobody up. It shares no transaction with others, whose locks would last as long; apart
/// from what needs it or is needed by it, it can come earlier or later than they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// As it is.
    Whole,
    /// It changes rows, and can do so a number of them at a time.
    Batched(u32),
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepStatement {
    /// A definition, in SQL without the closing `;`.
    Sql(String),
    /// A remark about one thing that is there (`COMMENT ON`): nothing else needs it.
    Remark(String),
    /// One that reads or changes rows by an expression that may look at anything.
    Rows(String),
    /// `ALTER TABLE` with clauses: it can be joined with others of the same table.
    AlterTable {
        /// The table.
        table: QName,
        /// `ALTER TABLE users`
        head: String,
        /// The clauses, in order; one at least.
        clauses: Vec<Clause>,
    },
}

/// A clause of `ALTER TABLE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What it does.
    pub kind: ClauseKind,
    /// The column, constraint or option that it is about.
    pub about: String,
    /// `ADD COLUMN name text`
    pub sql: String,
    /// The columns, beside its own, whose old values it reads (`USING`).
    pub reads: Vec<String>,
    /// What may be asserted at the end of its statement of how it is done (MySQL: `ALGORITHM=INSTANT`), what says most first.
    /// Of a statement with several clauses the first is said that is true of all.
    pub assertions: Vec<&'static str>,
}

impl Clause {
    /// A clause about a column, constraint or option.
    pub fn new(kind: ClauseKind, about: impl Into<String>, sql: impl Into<String>) -> Self {
        Clause { kind, about: about.into(), sql: sql.into(), reads: Vec::new(), assertions: Vec::new() }
    }
}

/// What can be asserted of all clauses.
fn asserted(clauses: &[Clause]) -> Option<&'static str> {
    let (first, others) = clauses.split_first()?;
    let of_all = |words: &&&str| others.iter().all(|clause| clause.assertions.contains(words));
    first.assertions.iter().find(of_all).copied()
}

/// What a clause does: what its database says of order and cost goes by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseKind {
    /// `DROP COLUMN`
    DropColumn,
    /// `DROP CONSTRAINT`; MySQL: `DROP INDEX`, `DROP FOREIGN KEY`, …
    DropConstraint,
    /// `ALTER COLUMN … DROP DEFAULT`
    DropDefault,
    /// `ALTER COLUMN … DROP NOT NULL`
    DropNotNull,
    /// `ALTER COLUMN … DROP EXPRESSION`
    DropExpression,
    /// `ALTER COLUMN … DROP IDENTITY`
    DropIdentity,
    /// `ALTER COLUMN … TYPE`; MySQL: `MODIFY COLUMN`, `RENAME COLUMN`
    ChangeType,
    /// `ADD COLUMN`
    AddColumn,
    /// `ALTER COLUMN … SET EXPRESSION`
    SetExpression,
    /// `ALTER COLUMN … SET NOT NULL`
    SetNotNull,
    /// `ADD CONSTRAINT`; MySQL: `ADD INDEX`
    AddConstraint,
    /// `ALTER COLUMN … SET DEFAULT`
    SetDefault,
    /// `ALTER COLUMN … ADD GENERATED … AS IDENTITY`
    AddIdentity,
    /// `ALTER COLUMN … SET GENERATED`, and the options of its sequence
    SetIdentity,
    /// `VALIDATE CONSTRAINT`
    ValidateConstraint,
    /// `DROP CONSTRAINT` of a check that only stood there for a column to become NOT NULL
    DropNotNullCheck,
    /// `ALTER CONSTRAINT`; MySQL: `RENAME INDEX`, `ALTER INDEX`, `ALTER CHECK`
    AlterConstraint,
    /// `ALTER COLUMN … SET STORAGE`, `SET COMPRESSION`
    SetStorage,
    /// `ALTER COLUMN … SET STATISTICS`
    SetStatistics,
    /// `OPTIONS (ADD …, SET …, DROP …)`, `ALTER COLUMN … OPTIONS (…)` of a foreign table
    SetForeignOptions,
    /// `SET (…)`, `RESET (…)`; MySQL: options of the table
    SetParameters,
    /// `SET LOGGED`, `SET UNLOGGED`
    SetPersistence,
    /// `SET TABLESPACE`, `SET ACCESS METHOD`
    SetPlace,
    /// `REPLICA IDENTITY`
    SetReplicaIdentity,
    /// `CLUSTER ON`, `SET WITHOUT CLUSTER`
    SetCluster,
}

impl ClauseKind {
    /// Whether it says what rows must hold or what new ones get: it may as well come after a statement that changes other
    /// columns of the rows.
    pub fn can_wait_for_rows(self) -> bool {
        matches!(
            self,
            ClauseKind::SetNotNull
                | ClauseKind::DropNotNull
                | ClauseKind::AddConstraint
                | ClauseKind::ValidateConstraint
                | ClauseKind::DropNotNullCheck
                | ClauseKind::SetDefault
                | ClauseKind::DropDefault
        )
    }
}

impl Step {
    /// A definition of which nothing else is known.
    pub fn new(sql: impl Into<String>) -> Self {
        Step {
            statement: StepStatement::Sql(sql.into()),
            comment: None,
            facts: Facts::default(),
            apart: None,
            setting: None,
        }
    }

    /// A remark about one thing.
    pub fn remark(sql: impl Into<String>) -> Self {
        Step { statement: StepStatement::Remark(sql.into()), ..Step::new("") }
    }

    /// A statement about rows.
    pub fn rows(sql: impl Into<String>) -> Self {
        Step { statement: StepStatement::Rows(sql.into()), ..Step::new("") }
    }

    /// One clause; `head` is `ALTER TABLE users`.
    pub fn alter(table: &QName, head: impl Into<String>, clause: Clause) -> Self {
        let statement = StepStatement::AlterTable { table: table.clone(), head: head.into(), clauses: vec![clause] };
        Step { statement, ..Step::new("") }
    }

    /// The same with a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Puts lines before the comment, those aside that it has already.
    pub fn explain(&mut self, lines: &str) {
        let own = self.comment.take().unwrap_or_default();
        let mut all: Vec<&str> = Vec::new();
        for line in lines.lines().chain(own.lines()) {
            if !all.contains(&line) {
                all.push(line);
            }
        }
        self.comment = (!all.is_empty()).then(|| all.join("\n"));
    }

    /// The same with what is known of it.
    #[must_use]
    pub fn facts(self, facts: Facts) -> Self {
        Step { facts, ..self }
    }

    /// The same, apart from the transactions of a script.
    #[must_use]
    pub fn apart(mut self, how: Apart) -> Self {
        self.apart = Some(how);
        self.facts.transaction = false;
        self
    }

    /// How many rows it changes at a time, where it is done so.
    pub fn batch(&self) -> Option<u32> {
        match self.apart {
            Some(Apart::Batched(rows)) => Some(rows),
            Some(Apart::Whole) | None => None,
        }
    }

    /// The statement, without the closing `;`: several clauses stand on a line each.
    pub fn sql(&self) -> String {
        match &self.statement {
            StepStatement::Sql(sql) | StepStatement::Remark(sql) | StepStatement::Rows(sql) => sql.clone(),
            StepStatement::AlterTable { head, clauses, .. } => {
                let asserted = asserted(clauses);
                let clauses: Vec<&str> = clauses.iter().map(|clause| clause.sql.as_str()).chain(asserted).collect();
                match clauses.as_slice() {
                    [only] => format!("{head} {only}"),
                    [only, words] if asserted.is_some() => format!("{head} {only}, {words}"),
                    several => format!("{head}\n    {}", several.join(",\n    ")),
                }
            }
        }
    }

    /// What stands before it in a script, a line each: what it loses, and why it is there. A name can hold line breaks.
    pub fn notes(&self) -> Vec<String> {
        let loses = self.facts.loses.iter().map(|lost| format!("loses {lost}"));
        let notes: Vec<String> = loses.chain(self.comment.clone()).collect();
        notes.iter().flat_map(|note| note.lines()).map(as_comment).collect()
    }
}

/// A line that can stand behind `-- `. Names may hold anything: what would end the comment, or make a marker of it, goes.
fn as_comment(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.trim_start().starts_with("migrate:") { format!("… {}", line.trim_start()) } else { line }
}
