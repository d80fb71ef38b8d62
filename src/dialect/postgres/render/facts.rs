//! What PostgreSQL's statements do to a live table: the locks they take, whether rows are read or written anew.
//!
//! From the manual's page on ALTER TABLE and on explicit locking, and measured: a test runs these statements on a server
//! and looks into `pg_locks` and at the tables' files.

use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::literal;
use crate::dialect::{Clause, ClauseKind, Fact, Facts, LockMode};
use crate::schema::{Column, Constraint, ConstraintDefinition, Expr, Kind, Object, QName, Table};
use crate::sql;

use super::convert::is_string;
use super::types::{self, PostgresType};
use super::{RenderContext, quote};

/// What a clause of this kind does whatever it is about.
pub(super) fn of_clause(table: &QName, clause: &Clause) -> Facts {
    let exclusive = Facts::locking(table, LockMode::AccessExclusive);
    let shared = Facts::locking(table, LockMode::ShareUpdateExclusive);
    match clause.kind {
        ClauseKind::DropColumn
        | ClauseKind::DropConstraint
        | ClauseKind::DropNotNullCheck
        | ClauseKind::DropExpression
        | ClauseKind::DropIdentity
        | ClauseKind::AddIdentity => exclusive.repeatable(false),
        ClauseKind::DropDefault
        | ClauseKind::DropNotNull
        | ClauseKind::SetDefault
        | ClauseKind::SetIdentity
        | ClauseKind::AlterConstraint
        | ClauseKind::SetStorage
        | ClauseKind::SetReplicaIdentity => exclusive.repeatable(true),
        // An option is added once.
        ClauseKind::SetForeignOptions => exclusive.repeatable(false),
        ClauseKind::ValidateConstraint => validate(table),
        ClauseKind::SetStatistics | ClauseKind::SetCluster => shared.repeatable(true),
        // Which lock a parameter takes is a matter of the parameter.
        ClauseKind::SetParameters if parameters_are_light(&clause.sql) => shared.repeatable(true),
        ClauseKind::SetParameters => Facts { locks: None, ..exclusive }.repeatable(true),
        ClauseKind::SetNotNull => {
            let null = format!("{table}.{} holds NULL", clause.about);
            exclusive.scanning().failing_on(null).repeatable(true)
        }
        ClauseKind::SetPersistence | ClauseKind::SetPlace => exclusive.rewriting().repeatable(true),
        ClauseKind::ChangeType | ClauseKind::SetExpression | ClauseKind::AddColumn | ClauseKind::AddConstraint => {
            Facts { rewrites: Fact::Unknown, scans: Fact::Unknown, ..exclusive }
        }
    }
}

/// `SET (fillfactor = 70, autovacuum_enabled = false)`
fn parameters_are_light(clause: &str) -> bool {
    let inside = clause.split_once('(').map_or("", |(_, inside)| inside);
    let keys = inside.split(',').map(|pair| pair.trim().trim_start_matches("toast."));
    let mut keys = keys.peekable();
    keys.peek().is_some() && keys.all(|key| key.starts_with("autovacuum_") || key.starts_with("fillfactor"))
}

/// A column that rows hold nothing of, or a constant: no row is touched.
pub(super) fn add_empty_column(table: &QName) -> Facts {
    Facts::locking(table, LockMode::AccessExclusive).repeatable(false)
}

/// An object is dropped.
pub(super) fn drop(object: &Object) -> Facts {
    match object {
        Object::Namespace(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::CompositeType(_)
        | Object::Sequence(_)
        | Object::DefaultPrivileges(_)
        | Object::SystemObject(_) => Facts::light(),
        Object::Extension(_) | Object::Definition(_) => Facts::default(),
        Object::Table(table) => drop_table(table),
        Object::View(view) => Facts::locking(&view.name, LockMode::AccessExclusive),
    }
}

/// A constraint.
pub(super) fn add_constraint(table: &QName, constraint: &Constraint) -> Facts {
    let facts = Facts::locking(table, LockMode::AccessExclusive).repeatable(false);
    let name = constraint.key();
    match &constraint.definition {
        ConstraintDefinition::ForeignKey(key) => {
            let facts = Facts::locking(table, LockMode::ShareRowExclusive)
                .and_locking(&key.table, LockMode::ShareRowExclusive)
                .repeatable(false);
            if key.not_valid || key.not_enforced {
                facts
            } else {
                facts.scanning().failing_on(format!("{table} refers to rows that {} has not", key.table))
            }
        }
        ConstraintDefinition::Check(check) if check.not_valid || check.not_enforced => facts,
        ConstraintDefinition::Check(_) => {
            facts.scanning().failing_on(format!("{table} has rows that {name} does not allow"))
        }
        ConstraintDefinition::PrimaryKey(_) => {
            facts.scanning().failing_on(format!("{table} holds NULL or duplicates for {name}"))
        }
        ConstraintDefinition::Unique(_) => facts.scanning().failing_on(format!("{table} holds duplicates for {name}")),
        ConstraintDefinition::Exclusion(_) => {
            facts.scanning().failing_on(format!("{table} has rows that {name} does not allow"))
        }
    }
}

/// An index of a partitioned table alone, without those of its partitions: no row is read.
pub(super) fn add_empty_index(table: &QName) -> Facts {
    Facts::locking(table, LockMode::Share).repeatable(false)
}

/// `VALIDATE CONSTRAINT` of a foreign key: the table that it refers to is only kept from going.
pub(super) fn validate_key(table: &QName, referred: &QName) -> Facts {
    validate(table).and_locking(referred, LockMode::RowShare)
}

/// `VALIDATE CONSTRAINT`: reads and writes go on.
pub(super) fn validate(table: &QName) -> Facts {
    Facts::locking(table, LockMode::ShareUpdateExclusive)
        .scanning()
        .failing_on(format!("{table} has rows that the constraint does not allow"))
        .repeatable(true)
}

/// A table with its foreign keys: the tables they refer to get triggers.
pub(super) fn create_table(table: &Table) -> Facts {
    let keys = table.constraints.iter().filter_map(Constraint::foreign_key).filter(|key| key.table != table.name);
    keys.fold(Facts::light(), |facts, key| facts.and_locking(&key.table, LockMode::ShareRowExclusive)).repeatable(false)
}

/// A table that goes: the triggers that its foreign keys had on others go too.
pub(super) fn drop_table(table: &Table) -> Facts {
    let keys = table.constraints.iter().filter_map(Constraint::foreign_key);
    keys.fold(Facts::locking(&table.name, LockMode::AccessExclusive), |facts, key| {
        facts.and_locking(&key.table, LockMode::AccessExclusive)
    })
    .repeatable(false)
}

/// Another name or namespace of an object of this kind.
pub(super) fn rename(kind: Kind, name: &QName) -> Facts {
    match kind {
        Kind::Table | Kind::View => Facts::locking(name, LockMode::AccessExclusive),
        _ => Facts::light(),
    }
    .repeatable(false)
}

/// Rows that hold NULL get a value.
pub(super) fn update(table: &QName) -> Facts {
    Facts::locking(table, LockMode::RowExclusive).scanning().repeatable(true)
}

/// Another type.
pub(super) fn change_type(table: &QName, from: &Column, to: &Column, using: bool, declared: bool) -> Facts {
    let rewrites = if declared {
        // It may be no more than the column itself.
        Fact::Unknown
    } else if using {
        Fact::Yes
    } else {
        rewrites(&types::parse(&from.ty), &types::parse(&to.ty))
    };
    let facts = Facts { rewrites, scans: rewrites, ..Facts::locking(table, LockMode::AccessExclusive) };
    facts.repeatable(!using)
}

/// Whether a change of type writes every row anew. It does not where each value of the one is, bit for bit, one of the
/// other (<https://www.postgresql.org/docs/current/sql-altertable.html>, "binary coercible").
fn rewrites(a: &PostgresType, b: &PostgresType) -> Fact {
    if a == b {
        return Fact::No;
    }
    if a.array || b.array || !a.builtin || !b.builtin {
        return Fact::Unknown;
    }
    let numbers = |ty: &PostgresType| -> Option<Vec<i64>> {
        ty.modifiers.as_deref().map(|text| text.split(',').filter_map(|n| n.trim().parse().ok()).collect())
    };
    match (a.base.as_str(), b.base.as_str()) {
        ("character varying" | "text", "text") => Fact::No,
        ("character varying" | "text", "character varying") | ("bit varying", "bit varying") => {
            match (numbers(a), numbers(b)) {
                (_, None) => Fact::No,
                (Some(a), Some(b)) => (b < a).into(),
                (None, Some(_)) => Fact::Yes,
            }
        }
        ("numeric", "numeric") => match (numbers(a).as_deref(), numbers(b).as_deref()) {
            (_, None) => Fact::No,
            (Some([precision, scale]), Some([wider, same])) => (scale != same || wider < precision).into(),
            _ => Fact::Yes,
        },
        ("cidr", "inet") => Fact::No,
        // It depends on the session's time zone.
        (
            "timestamp without time zone" | "timestamp with time zone",
            "timestamp without time zone" | "timestamp with time zone",
        )
        | ("interval", "interval")
        | ("time without time zone", "time without time zone")
        | ("time with time zone", "time with time zone") => Fact::Unknown,
        (from, to) if is_number(from) && is_number(to) => Fact::Yes,
        ("json", "jsonb") | ("jsonb", "json") => Fact::Yes,
        (_, "text" | "character varying") if !is_string(a) => Fact::Yes,
        ("character", _) | (_, "character") => Fact::Yes,
        _ => Fact::Unknown,
    }
}

fn is_number(base: &str) -> bool {
    matches!(base, "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric")
}

impl RenderContext<'_> {
    /// A column that comes as it is declared.
    pub(super) fn added(&self, table: &QName, column: &Column) -> Facts {
        let facts = add_empty_column(table);
        let computed = column.identity.is_some() || column.generated.as_ref().is_some_and(|one| one.stored);
        let plain_type = types::parse(&column.ty).builtin || self.enum_of(&column.ty).is_some();
        let rewrites = match &column.default {
            _ if computed => Fact::Yes,
            // A domain with a check has every row looked at.
            _ if !plain_type => Fact::Unknown,
            None => Fact::No,
            Some(default) => is_volatile(default, &column.ty),
        };
        let facts = Facts { rewrites, scans: rewrites, ..facts };
        if !column.nullable && column.default.is_none() && !computed && column.generated.is_none() {
            return facts.failing_on(format!("{table} holds rows"));
        }
        facts
    }

    /// A column that becomes NOT NULL: where a check says the same already, no row is read.
    pub(super) fn not_null(&self, table: &QName, column: &Column) -> Facts {
        let clause = Clause::new(ClauseKind::SetNotNull, &column.name, "");
        let checked = self.before.table(table).is_some_and(|table| {
            table.constraints.iter().any(|one| match &one.definition {
                ConstraintDefinition::Check(check) => {
                    !check.not_valid && check.expression.text().contains(&quote::identifier(&column.name))
                }
                _ => false,
            })
        });
        let facts = of_clause(table, &clause);
        if checked { Facts { scans: Fact::Unknown, ..facts } } else { facts }
    }
}

/// Whether a default is another for each row, so that a new column cannot hold it once for all.
fn is_volatile(default: &Expr, ty: &str) -> Fact {
    if literal::read(default, ty).is_some() {
        return Fact::No;
    }
    let text = default.text().to_ascii_lowercase();
    let words: Vec<&str> =
        sql::tokens(SYNTAX, &text).filter(|token| token.kind == sql::TokenKind::Word).map(|token| token.text).collect();
    const VOLATILE: [&str; 6] =
        ["nextval", "random", "gen_random_uuid", "uuid_generate_v4", "clock_timestamp", "timeofday"];
    const STABLE: [&str; 7] = [
        "now",
        "current_timestamp",
        "current_date",
        "localtimestamp",
        "transaction_timestamp",
        "statement_timestamp",
        "current_user",
    ];
    match words.as_slice() {
        [] => Fact::Unknown,
        words if words.iter().any(|word| VOLATILE.contains(word)) => Fact::Yes,
        [only] if STABLE.contains(only) => Fact::No,
        _ => Fact::Unknown,
    }
}
