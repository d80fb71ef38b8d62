//! What existing rows get in a column: UPDATE before it becomes NOT NULL, and neutral values for what a downgrade brings back.

use crate::dialect::mysql::stored_type;
use crate::dialect::{Facts, LockMode, Step};
use crate::operation::Fill;
use crate::schema::{Column, ConstraintDefinition, QName, Table};

use super::{RenderContext, name, quote};

/// The placeholder for values that were dropped with a column.
pub(super) enum Placeholder {
    /// The server fills it in by itself.
    Implicit(String),
    /// A default that is there while the column is added.
    Default(String),
    /// A statement that gives each row a value.
    Update {
        /// The statement.
        step: Box<Step>,
        /// What it gives, in words.
        what: String,
    },
}

impl RenderContext<'_> {
    /// What a column gets that is brought back NOT NULL: each row another value where a key wants that.
    pub(super) fn placeholder(
        &self,
        table: &QName,
        column: &Column,
        references: Option<&(QName, String)>,
    ) -> Option<Placeholder> {
        let keyed = self.after.table(table).is_some_and(|table| is_keyed(table, &column.name));
        let at = name(table);
        match (references, keyed) {
            (None, false) => {
                let implicit =
                    stored_type::implicit(&column.ty, self.flavor).map(|value| Placeholder::Implicit(value.to_owned()));
                stored_type::neutral(&column.ty).map(Placeholder::Default).or(implicit)
            }
            (None, true) => {
                let (value, what) = (numbered(&column.ty)?, "a number each".to_owned());
                let set = self.untouched(table, &column.name);
                let text = format!(
                    "UPDATE {at}, (SELECT @migrate_row := 0) AS start SET {at}.{} = {value}{set}",
                    quote::identifier(&column.name)
                );
                Some(Placeholder::Update { step: Box::new(updating(table, text)), what })
            }
            (Some((referred, target)), false) => {
                // The table that changes cannot be read directly.
                let value = format!(
                    "(SELECT lowest FROM (SELECT min({}) AS lowest FROM {}) AS referred)",
                    quote::identifier(target),
                    name(referred)
                );
                let step = self.update(table, &column.name, &value, None);
                Some(Placeholder::Update { step: Box::new(step), what: format!("the first of {referred}") })
            }
            (Some((referred, target)), true) => {
                let key = self.before.table(table)?.primary_key()?.columns.clone();
                let (list, target) = (quote::list(&key), quote::identifier(target));
                let set = self.untouched(table, &column.name);
                let text = format!(
                    "UPDATE {at}\n\
                     JOIN (SELECT {list}, row_number() OVER (ORDER BY {list}) AS place FROM {at}) AS numbered USING ({list})\n\
                     JOIN (SELECT {target} AS value, row_number() OVER (ORDER BY {target}) AS place FROM {}) AS referred USING (place)\n\
                     SET {at}.{} = referred.value{set}",
                    name(referred),
                    quote::identifier(&column.name)
                );
                let what = format!("one {referred} after the other");
                Some(Placeholder::Update { step: Box::new(updating(table, text)), what })
            }
        }
    }

    /// Fills the rows that hold NULL in a column that becomes NOT NULL; `called` is its name at that moment.
    pub(super) fn fill(&self, table: &QName, column: &Column, called: &str, fill: &Fill, out: &mut Vec<Step>) {
        let empty = format!("{} IS NULL", quote::identifier(called));
        match fill {
            Fill::Nothing => {}
            Fill::Backfill(value) => out.push(self.update(table, called, value.text(), Some(&empty))),
            Fill::Placeholder => {
                let value = stored_type::neutral(&column.ty)
                    .or_else(|| stored_type::implicit(&column.ty, self.flavor).map(str::to_owned));
                if let Some(value) = value {
                    let step = self.update(table, called, &value, Some(&empty));
                    out.push(step.comment(format!("rows that hold no {} get {value}", column.name)));
                }
            }
        }
    }

    /// `UPDATE t SET column = value WHERE …`
    pub(super) fn update(&self, table: &QName, column: &str, value: &str, condition: Option<&str>) -> Step {
        let condition = condition.map(|text| format!(" WHERE {text}")).unwrap_or_default();
        let set = self.untouched(table, column);
        let text = format!("UPDATE {} SET {} = {value}{set}{condition}", name(table), quote::identifier(column));
        let mut step = updating(table, text);
        if self.before.table(table).is_some_and(Table::answers_updates) {
            step.explain("its triggers answer to the UPDATE of each row");
        }
        step
    }

    /// Columns that would take the time of the change (`ON UPDATE`) keep what they have.
    fn untouched(&self, table: &QName, but: &str) -> String {
        let both = self.before.table(table).zip(self.after.table(table));
        let columns = both.into_iter().flat_map(|(before, after)| {
            before.columns.iter().filter(|one| one.on_update.is_some() && after.column(&one.name).is_some())
        });
        columns
            .filter(|one| one.name != but)
            .map(|one| format!(", {t}.{c} = {t}.{c}", t = name(table), c = quote::identifier(&one.name)))
            .collect()
    }
}

fn updating(table: &QName, text: String) -> Step {
    Step::rows(text).facts(Facts::locking(table, LockMode::RowExclusive).scanning().repeatable(true))
}

/// Whether a key or a unique index holds the column.
fn is_keyed(table: &Table, column: &str) -> bool {
    let keys = table.constraints.iter().any(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
            key.columns.iter().any(|name| name == column)
        }
        _ => false,
    });
    keys || table
        .indexes
        .iter()
        .any(|index| index.unique && index.columns.iter().any(|place| place.name() == Some(column)))
}

/// A value of a type made from a row's number, another for each number.
fn numbered(ty: &str) -> Option<String> {
    let next = "(@migrate_row := @migrate_row + 1)";
    Some(match stored_type::word(ty) {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" | "varchar"
        | "char" | "varbinary" | "tinytext" | "text" | "mediumtext" | "longtext" | "tinyblob" | "blob"
        | "mediumblob" | "longblob" => next.to_owned(),
        "date" => format!("DATE '2000-01-01' + INTERVAL {next} DAY"),
        "datetime" | "timestamp" => format!("TIMESTAMP '2000-01-01 00:00:00' + INTERVAL {next} SECOND"),
        "time" => format!("SEC_TO_TIME({next})"),
        "uuid" => format!("CAST(CONCAT('00000000-0000-0000-0000-', LPAD(HEX({next}), 12, '0')) AS uuid)"),
        _ => return None,
    })
}
