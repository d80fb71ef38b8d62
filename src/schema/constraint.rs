//! Constraints of a table.

use serde::{Deserialize, Serialize};

use super::{Annotation, Expr, IndexColumn, Parameters, PartFacts, PartKind, Phase, QName, Table, words};

/// A constraint under its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its name; `None` only in SQLite, which keeps unnamed ones unnamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it demands.
    pub definition: ConstraintDefinition,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintDefinition {
    /// `PRIMARY KEY`
    PrimaryKey(Key),
    /// `UNIQUE`
    Unique(Key),
    /// `FOREIGN KEY`
    ForeignKey(ForeignKey),
    /// `CHECK`
    Check(Check),
    /// `EXCLUDE`
    Exclusion(Exclusion),
}

/// When a constraint is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// At each statement, always.
    #[default]
    No,
    /// `DEFERRABLE INITIALLY IMMEDIATE`
    Immediate,
    /// `DEFERRABLE INITIALLY DEFERRED`
    Deferred,
}

/// The columns of a primary key or a unique constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Key {
    /// Names of columns in order (SQLite allows `COLLATE` and `DESC` here; those are in `orders`).
    pub columns: Vec<String>,
    /// What follows a column in the key, by place; empty where nothing does. SQLite: `DESC`, `COLLATE nocase`; MySQL: `(10)` for
    /// a prefix, `DESC`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<String>,
    /// `INCLUDE`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// PostgreSQL: `WITHOUT OVERLAPS`: the last column is a range, and rows that are equal in the others do not overlap in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_overlaps: bool,
    /// Of a partitioned table (PostgreSQL): `ALTER TABLE ONLY … ADD`, so that partitions have one only where they say so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// When it is looked at.
    pub deferrable: Deferrable,
    /// SQLite: `AUTOINCREMENT`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub autoincrement: bool,
    /// SQLite: `ON CONFLICT`, in capitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<String>,
    /// Parameters of the index behind it (PostgreSQL: `fillfactor`; MySQL: `using`, `key_block_size`).
    #[serde(skip_serializing_if = "Parameters::is_none")]
    pub parameters: Parameters,
    /// PostgreSQL: the comment of the index behind it, which is not the constraint's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_comment: Option<String>,
}

/// What happens to the referring row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// `NO ACTION`, by saying nothing
    #[default]
    NoAction,
    /// `NO ACTION`, by saying so: MariaDB, which prints it then and only then. Saying nothing is RESTRICT to it, and its
    /// engine treats the two alike (<https://mariadb.com/kb/en/foreign-keys/>).
    NoActionSaid,
    /// `RESTRICT`
    Restrict,
    /// `CASCADE`
    Cascade,
    /// `SET NULL`
    SetNull,
    /// `SET DEFAULT`
    SetDefault,
}

impl Action {
    /// The SQL words.
    pub fn sql(self) -> &'static str {
        match self {
            Action::NoAction | Action::NoActionSaid => "NO ACTION",
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        }
    }
}

/// How a composite key with NULLs is matched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// `MATCH SIMPLE`
    #[default]
    Simple,
    /// `MATCH FULL`
    Full,
    /// `MATCH PARTIAL` (SQLite reads it and ignores it)
    Partial,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: QName,
    /// The columns referred to; empty where SQLite leaves it to the primary key.
    pub referred: Vec<String>,
    /// `ON DELETE`
    #[serde(default)]
    pub on_delete: Action,
    /// `ON DELETE SET NULL (…)`: the columns set, where not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_delete_columns: Vec<String>,
    /// `ON UPDATE`
    #[serde(default)]
    pub on_update: Action,
    /// `MATCH`
    #[serde(default)]
    pub matching: Match,
    /// When it is looked at.
    #[serde(default)]
    pub deferrable: Deferrable,
    /// PostgreSQL: `NOT VALID`: old rows were never looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// PostgreSQL: `NOT ENFORCED`: said, and not looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_enforced: bool,
    /// PostgreSQL: `PERIOD`: the last column is a range, all of which rows of the other table must cover.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub period: bool,
}

/// A check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The expression, without outer parentheses.
    pub expression: Expr,
    /// `NO INHERIT`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    /// PostgreSQL: `NOT VALID`: old rows were never looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// MySQL and PostgreSQL: `NOT ENFORCED`: said, and not looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_enforced: bool,
    /// SQLite: `ON CONFLICT`, in capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<String>,
}

/// An exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// The index method (`gist`).
    pub method: String,
    /// Each element with its operator as SQL (`&&`, `OPERATOR(pg_catalog.=)`).
    pub elements: Vec<(IndexColumn, String)>,
    /// `INCLUDE`
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `WHERE`, without outer parentheses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expr>,
    /// When it is looked at.
    #[serde(default)]
    pub deferrable: Deferrable,
    /// Storage parameters of the index behind it.
    #[serde(default, skip_serializing_if = "Parameters::is_none")]
    pub parameters: Parameters,
    /// The comment of the index behind it, which is not the constraint's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_comment: Option<String>,
}

impl Check {
    /// A check of which nothing is said but its expression.
    pub fn new(expression: impl Into<Expr>) -> Self {
        Check { expression: expression.into(), ..Check::default() }
    }
}

impl ForeignKey {
    /// The columns of the table that it leads to: as said, or those of its primary key.
    pub fn referred_in<'t>(&'t self, target: &'t Table) -> Option<&'t Vec<String>> {
        if self.referred.is_empty() { Some(&target.primary_key()?.columns) } else { Some(&self.referred) }
    }

    /// Whether these are the columns that it refers to, in whatever order.
    pub fn refers_to(&self, columns: &[&str]) -> bool {
        self.referred.len() == columns.len() && self.referred.iter().all(|name| columns.contains(&name.as_str()))
    }
}

impl Constraint {
    /// The kind of part it is.
    pub fn kind(&self) -> PartKind {
        match self.definition {
            ConstraintDefinition::PrimaryKey(_) => PartKind::PrimaryKey,
            ConstraintDefinition::Unique(_) => PartKind::Unique,
            ConstraintDefinition::ForeignKey(_) => PartKind::ForeignKey,
            ConstraintDefinition::Check(_) => PartKind::Check,
            ConstraintDefinition::Exclusion(_) => PartKind::Exclusion,
        }
    }

    /// The comment of the index behind it.
    pub fn index_comment(&self) -> Option<&str> {
        match &self.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.index_comment.as_deref(),
            ConstraintDefinition::Exclusion(exclusion) => exclusion.index_comment.as_deref(),
            ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Check(_) => None,
        }
    }

    /// The same without the comment of the index behind it.
    pub fn without_index_comment(mut self) -> Self {
        match &mut self.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.index_comment = None,
            ConstraintDefinition::Exclusion(exclusion) => exclusion.index_comment = None,
            ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Check(_) => {}
        }
        self
    }

    /// The name, or where it has none what tells it from the others: its kind and its content.
    pub fn key(&self) -> String {
        match (&self.name, &self.definition) {
            (Some(name), _) => name.clone(),
            (None, ConstraintDefinition::PrimaryKey(_)) => "(primary key)".into(),
            (None, ConstraintDefinition::Unique(key)) => format!("({})", key.columns.join(", ")),
            (None, ConstraintDefinition::ForeignKey(key)) => format!("({}) -> {}", key.columns.join(", "), key.table),
            (None, ConstraintDefinition::Check(check)) => format!("({})", check.expression),
            (None, ConstraintDefinition::Exclusion(exclusion)) => format!("({})", exclusion.method),
        }
    }

    /// Whether [`Constraint::key`] is this.
    pub fn is_called(&self, key: &str) -> bool {
        self.name.as_ref().map_or_else(|| self.key() == key, |name| name == key)
    }

    /// The storage parameters of the index behind it.
    pub fn index_parameters(&self) -> &[(String, String)] {
        match &self.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => &key.parameters,
            ConstraintDefinition::Exclusion(exclusion) => &exclusion.parameters,
            ConstraintDefinition::ForeignKey(_) | ConstraintDefinition::Check(_) => &[],
        }
    }

    /// The check, where it is one.
    pub fn check(&self) -> Option<&Check> {
        match &self.definition {
            ConstraintDefinition::Check(check) => Some(check),
            _ => None,
        }
    }

    /// The foreign key, where it is one.
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        match &self.definition {
            ConstraintDefinition::ForeignKey(key) => Some(key),
            _ => None,
        }
    }
}

impl Constraint {
    /// `foreign key (a) -> t (b) on delete cascade`
    pub fn summary(&self) -> String {
        let mut text = match &self.definition {
            ConstraintDefinition::PrimaryKey(key) => key_summary("primary key", key),
            ConstraintDefinition::Unique(key) => key_summary("unique", key),
            ConstraintDefinition::ForeignKey(key) => {
                let mut text = format!("foreign key ({}) -> {}", with_period(&key.columns, key.period), key.table);
                if !key.referred.is_empty() {
                    text.push_str(&format!(" ({})", with_period(&key.referred, key.period)));
                }
                for (word, action) in [("delete", key.on_delete), ("update", key.on_update)] {
                    if action != Action::NoAction {
                        text.push_str(&format!(" on {word} {}", action.sql().to_lowercase()));
                    }
                    if word == "delete" && !key.on_delete_columns.is_empty() {
                        text.push_str(&format!(" ({})", key.on_delete_columns.join(", ")));
                    }
                }
                text.push_str(match key.matching {
                    Match::Simple => "",
                    Match::Full => " match full",
                    Match::Partial => " match partial",
                });
                words::deferrable(&mut text, key.deferrable);
                text.push_str(if key.not_valid { " not valid" } else { "" });
                text.push_str(if key.not_enforced { " not enforced" } else { "" });
                text
            }
            ConstraintDefinition::Check(check) => {
                let mut text = format!("check ({})", check.expression);
                text.push_str(if check.no_inherit { " no inherit" } else { "" });
                text.push_str(if check.not_valid { " not valid" } else { "" });
                text.push_str(if check.not_enforced { " not enforced" } else { "" });
                if let Some(conflict) = &check.on_conflict {
                    text.push_str(&format!(" on conflict {conflict}"));
                }
                text
            }
            ConstraintDefinition::Exclusion(exclusion) => {
                let elements: Vec<String> = exclusion
                    .elements
                    .iter()
                    .map(|(column, operator)| format!("{} with {operator}", column.summary()))
                    .collect();
                let mut text = format!("exclude using {} ({})", exclusion.method, elements.join(", "));
                if !exclusion.include.is_empty() {
                    text.push_str(&format!(" include ({})", exclusion.include.join(", ")));
                }
                if let Some(predicate) = &exclusion.predicate {
                    text.push_str(&format!(" where {predicate}"));
                }
                words::deferrable(&mut text, exclusion.deferrable);
                words::parameters(&mut text, &exclusion.parameters);
                text
            }
        };
        if let Some(comment) = self.index_comment() {
            text.push_str(&format!(" index comment '{comment}'"));
        }
        words::comment(&mut text, self.annotation.comment.as_ref());
        text
    }
}

/// `a, period b`
fn with_period(columns: &[String], period: bool) -> String {
    match columns.split_last() {
        Some((last, others)) if period => {
            others.iter().cloned().chain([format!("period {last}")]).collect::<Vec<_>>().join(", ")
        }
        _ => columns.join(", "),
    }
}

fn key_summary(word: &str, key: &Key) -> String {
    let columns: Vec<String> = key
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| match key.orders.get(at).filter(|order| !order.is_empty()) {
            Some(order) => format!("{name} {order}"),
            None => name.clone(),
        })
        .collect();
    let overlaps = if key.without_overlaps { " without overlaps" } else { "" };
    let mut text = format!("{word} ({}{overlaps})", columns.join(", "));
    if !key.include.is_empty() {
        text.push_str(&format!(" include ({})", key.include.join(", ")));
    }
    if key.nulls_not_distinct {
        text.push_str(" nulls not distinct");
    }
    text.push_str(if key.only { " only" } else { "" });
    if key.autoincrement {
        text.push_str(" autoincrement");
    }
    if let Some(conflict) = &key.on_conflict {
        text.push_str(&format!(" on conflict {conflict}"));
    }
    words::deferrable(&mut text, key.deferrable);
    words::parameters(&mut text, &key.parameters);
    text
}

/// What generic code must know of primary keys.
pub(super) const PRIMARY_KEY: PartFacts = PartFacts {
    word: "primary key",
    added: Phase::AddConstraints,
    dropped: Phase::DropParts,
    reaches_out: false,
    referred_to: true,
    text: false,
};
/// What generic code must know of unique constraints.
pub(super) const UNIQUE: PartFacts = PartFacts {
    word: "unique",
    added: Phase::AddConstraints,
    dropped: Phase::DropParts,
    reaches_out: false,
    referred_to: true,
    text: false,
};
/// What generic code must know of checks.
pub(super) const CHECK: PartFacts = PartFacts {
    word: "check",
    added: Phase::AddConstraints,
    dropped: Phase::DropParts,
    reaches_out: false,
    referred_to: false,
    text: false,
};
/// What generic code must know of exclusion constraints.
pub(super) const EXCLUSION: PartFacts = PartFacts {
    word: "exclusion",
    added: Phase::AddConstraints,
    dropped: Phase::DropParts,
    reaches_out: false,
    referred_to: false,
    text: false,
};
/// What generic code must know of foreign keys.
pub(super) const FOREIGN_KEY: PartFacts = PartFacts {
    word: "foreign key",
    added: Phase::AddForeignKeys,
    dropped: Phase::DropDependents,
    reaches_out: true,
    referred_to: false,
    text: false,
};
