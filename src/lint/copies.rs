//! Which clauses of ALTER TABLE make MySQL and MariaDB keep writers out: by a copy of the table (`ALGORITHM=COPY`), or by a
//! build with `LOCK=SHARED`. From the best that MariaDB 10.11 accepts for each, measured.

use super::state::Table;
use super::statement::{Action, AlterTable, Column, ConstraintRule, Expression, Type};
use super::types::number;
use crate::engine::Flavor;

/// Why a clause keeps writers out; none where it does not, or where it is not known.
pub(crate) fn copies(
    flavor: &Flavor,
    alter: &AlterTable,
    action: &Action,
    table: Option<&Table>,
    keys_checked: bool,
) -> Option<String> {
    let fulltext = table.is_some_and(has_fulltext);
    Some(match action {
        Action::AddColumn(column) if column.stored => "a stored generated column is computed for every row".to_owned(),
        Action::AddColumn(column) if column.identity => "AUTO_INCREMENT numbers every row".to_owned(),
        Action::AddColumn(column) if flavor.is_mariadb() && column.default.as_ref().is_some_and(differs) => {
            "a default that differs from row to row is computed for every row".to_owned()
        }
        Action::AddColumn(column) if column.placed && fulltext => {
            "a column is put between others of a table with a FULLTEXT index".to_owned()
        }
        Action::DropColumn { .. } if fulltext && flavor.is_mariadb() => {
            "a column goes from a table with a FULLTEXT index".to_owned()
        }
        Action::AddConstraint(constraint) => match &constraint.rule {
            ConstraintRule::Check(_) => "a check is added".to_owned(),
            ConstraintRule::ForeignKey { .. } if keys_checked => {
                "a foreign key is added while foreign_key_checks is on".to_owned()
            }
            _ => return None,
        },
        Action::DropPrimaryKey if !alter.clauses.iter().any(|clause| adds_primary_key(&clause.action)) => {
            "the primary key goes and none comes in its place".to_owned()
        }
        Action::AddIndex(index) if matches!(index.method.as_deref(), Some("fulltext" | "spatial")) => {
            "a FULLTEXT or SPATIAL index is built".to_owned()
        }
        Action::Modify { column, to } => return changed(column, to, table?.column(column)?),
        Action::ConvertCharset => "the character set of every text is converted".to_owned(),
        Action::SystemVersioning => "system versioning is switched".to_owned(),
        Action::Engine { name } if name != "innodb" => format!("the table moves to the engine {name}"),
        _ => return None,
    })
}

fn has_fulltext(table: &Table) -> bool {
    table.indexes.iter().any(|index| index.method.as_deref() == Some("fulltext"))
}

fn adds_primary_key(action: &Action) -> bool {
    matches!(action, Action::AddConstraint(constraint) if matches!(constraint.rule, ConstraintRule::PrimaryKey { .. }))
}

/// A column that becomes another one.
fn changed(name: &str, to: &Column, from: &Column) -> Option<String> {
    let (before, after) = (from.ty.as_ref()?, to.ty.as_ref()?);
    if from.stored != to.stored {
        return Some(format!("{name} is computed anew for every row"));
    }
    if keeps_rows(before, after) {
        return None;
    }
    Some(format!("the type of {name} changes from {} to {}", before.text, after.text))
}

/// Whether rows stay as they are: the same type, a longer VARCHAR of the same class of length, values behind the others.
fn keeps_rows(before: &Type, after: &Type) -> bool {
    if before.name != after.name || before.unsigned != after.unsigned {
        return false;
    }
    if before.charset.is_some() && after.charset.is_some() && before.charset != after.charset {
        return false;
    }
    match after.name.as_str() {
        "enum" | "set" => after.arguments.starts_with(&before.arguments) && same_storage(before, after),
        "varchar" => match (number(before, 0), number(after, 0)) {
            (Some(old), Some(new)) => new >= old && (old * width(before) <= 255) == (new * width(after) <= 255),
            _ => true,
        },
        // The display width means nothing.
        "tinyint" | "smallint" | "mediumint" | "integer" | "bigint" => true,
        _ => before.arguments == after.arguments,
    }
}

/// An ENUM takes a second byte with its 256th value, a SET a byte for each eight.
pub(crate) fn same_storage(before: &Type, after: &Type) -> bool {
    let bytes = |ty: &Type| match (ty.name.as_str(), ty.arguments.len()) {
        ("set", many) => match many.div_ceil(8) {
            bytes @ 0..=4 => bytes.max(1),
            _ => 8,
        },
        (_, many) if many > 255 => 2,
        _ => 1,
    };
    bytes(before) == bytes(after)
}

/// The most bytes that a character takes.
fn width(ty: &Type) -> u64 {
    match ty.charset.as_deref() {
        Some("latin1" | "ascii" | "binary") => 1,
        Some("utf8" | "utf8mb3") => 3,
        _ => 4,
    }
}

/// Whether MariaDB computes the default for each row: what gives one value to all rows of a statement it does not.
fn differs(default: &Expression) -> bool {
    const CALLS: [&str; 6] = ["uuid", "uuid_short", "rand", "random_bytes", "sysdate", "sys_guid"];
    default.calls.iter().any(|call| CALLS.contains(&call.as_str()))
}
