//! What foreign keys refer to: looked up once every table is known.

use super::document::{At, Text};
use super::dotted_names;
use super::schema_reader::SchemaReader;
use super::unresolved::{ReferenceTarget, UnresolvedConstraint, UnresolvedTable};
use crate::dialect::NameRules;
use crate::schema::{ConstraintDefinition, QName};

/// The tables that can be referred to.
pub(super) struct Known {
    tables: Vec<KnownTable>,
    /// What the database makes of names.
    names: NameRules,
}

struct KnownTable {
    name: QName,
    columns: Vec<String>,
    key: Vec<String>,
    /// Whether its columns are not known (a virtual table).
    opaque: bool,
}

impl Known {
    pub(super) fn of(reader: &SchemaReader<'_>, tables: &[UnresolvedTable<'_>]) -> Self {
        let known = |table: &UnresolvedTable<'_>| KnownTable {
            name: table.name().clone(),
            columns: table.table.columns.iter().map(|column| column.name.clone()).collect(),
            key: table
                .constraints
                .iter()
                .find_map(|drafted| match &drafted.constraint.definition {
                    ConstraintDefinition::PrimaryKey(key) => Some(key.columns.clone()),
                    _ => None,
                })
                .unwrap_or_default(),
            opaque: table.table.options.virtual_table.is_some(),
        };
        Known { tables: tables.iter().map(known).collect(), names: reader.names() }
    }

    fn find(&self, name: &QName) -> Option<&KnownTable> {
        let folded = |table: &&KnownTable| {
            table.name.namespace == name.namespace && self.names.same(&table.name.name, &name.name)
        };
        self.tables.iter().find(|table| table.name == *name).or_else(|| self.tables.iter().find(folded))
    }

    fn unknown(&self, reader: &SchemaReader<'_>, at: &At<'_>, what: &str, name: &QName) {
        let message = format!("{what} refers to the table `{name}`, which the schema does not have");
        let all: Vec<String> = self.tables.iter().map(|table| dotted_names::show(&table.name)).collect();
        // A table of the same name in another namespace is what was meant more likely than one that looks alike.
        let elsewhere = self.tables.iter().find(|table| table.name.name == name.name);
        let word = elsewhere.map_or_else(|| dotted_names::show(name), |table| dotted_names::show(&table.name));
        reader.unknown_name(at, &word, message, "tables", all.iter().map(String::as_str));
    }
}

/// Looks up what a foreign key of `table` refers to. False where that is nothing: the fault is reported then.
pub(super) fn resolve(
    reader: &SchemaReader<'_>,
    known: &Known,
    table: &QName,
    drafted: &mut UnresolvedConstraint<'_>,
) -> bool {
    let ConstraintDefinition::ForeignKey(key) = &mut drafted.constraint.definition else { return true };
    let Some(target) = drafted.target.take() else { return true };
    let what = match &drafted.constraint.name {
        Some(name) => format!("foreign key `{name}` of table `{table}`"),
        None => format!("the foreign key of `{table}` ({})", key.columns.join(", ")),
    };
    let Some((name, columns, at, external)) = named(reader, known, target, &what) else { return false };
    if external {
        let columns = columns.unwrap_or_default();
        if columns.is_empty() && !reader.table_rules().implicit_references {
            let message = format!("{what} does not say which columns of `{name}` it refers to");
            let help = "an external table's primary key is not known: write `columns`".to_owned();
            reader.invalid(&at, message, "no columns", help);
            return false;
        }
        key.table = name;
        key.referred = columns.into_iter().map(|text| text.value).collect();
    } else {
        let Some(to) = known.find(&name) else {
            known.unknown(reader, &at, &what, &name);
            return false;
        };
        key.table = to.name.clone();
        let Some(referred) = columns_of(reader, known, to, columns, &at, &what, &key.columns) else { return false };
        key.referred = referred;
    }
    let (here, there) = (key.columns.len(), key.referred.len());
    if here != there && !key.referred.is_empty() {
        let message = format!("{what} has {here} columns and refers to {there}");
        let help =
            format!("they must match one by one: ({}) and ({})", key.columns.join(", "), key.referred.join(", "));
        reader.invalid(&at, message, "another number of columns", help);
        return false;
    }
    true
}

/// The table that a target names, its columns where they are given, and whether it is none of this schema.
fn named<'d>(
    reader: &SchemaReader<'_>,
    known: &Known,
    target: ReferenceTarget<'d>,
    what: &str,
) -> Option<(QName, Option<Vec<Text<'d>>>, At<'d>, bool)> {
    let text = match target {
        ReferenceTarget::Long { table, columns, external } => {
            let elsewhere = dotted_names::qualified(&table.value).ok();
            let elsewhere = elsewhere.filter(|_| external && reader.dialect.refers_to_other_databases());
            let name = elsewhere.or_else(|| reader.name(&table.value, &table.at))?;
            return Some((name, columns, table.at, external));
        }
        ReferenceTarget::Short(text) => text,
    };
    let parts = match dotted_names::parts(&text.value) {
        Ok(parts) => parts,
        Err(why) => {
            let help = "a reference is \"table.column\", or the table alone for its primary key".to_owned();
            reader.invalid(&text.at, format!("the reference `{}` {}", text.value, why.text()), "not a name", help);
            return None;
        }
    };
    let column = |value: &String| Some(vec![Text { value: value.clone(), at: text.at.clone() }]);
    let (name, columns) = match parts.as_slice() {
        [table] => (QName::plain(table), None),
        [first, second] => {
            let plain = QName::plain(first);
            let within = reader.plain_in_default(QName::within(first, second));
            if known.find(&plain).is_none() && known.find(&within).is_some() {
                (within, None)
            } else {
                (plain, column(second))
            }
        }
        [namespace, table, third] => (reader.plain_in_default(QName::within(namespace, table)), column(third)),
        _ => {
            let help = "a reference is \"table.column\" or \"namespace.table.column\"".to_owned();
            reader.invalid(&text.at, format!("{what} refers to `{}`", text.value), "too many parts", help);
            return None;
        }
    };
    let first = name.namespace.as_deref().or(columns.as_ref().map(|_| name.name.as_str()));
    if known.find(&name).is_none() && first.is_some_and(|first| reader.in_default(first, &text.at)) {
        return None;
    }
    Some((name, columns, text.at, false))
}

/// The columns referred to, as the table has them.
fn columns_of(
    reader: &SchemaReader<'_>,
    known: &Known,
    to: &KnownTable,
    columns: Option<Vec<Text<'_>>>,
    at: &At<'_>,
    what: &str,
    referring: &[String],
) -> Option<Vec<String>> {
    let Some(columns) = columns else {
        if to.key.is_empty() && !to.opaque {
            let message = format!("{what} refers to the primary key of `{}`, which has none", to.name);
            reader.invalid(at, message, "no primary key there", "name the columns it refers to".to_owned());
            return None;
        }
        if to.key.len() != referring.len() && !to.opaque {
            let message = format!("{what} has {} columns and refers to the {} of a key", referring.len(), to.key.len());
            let help = format!("the primary key of `{}` is ({})", to.name, to.key.join(", "));
            reader.invalid(at, message, "another number of columns", help);
            return None;
        }
        return Some(if reader.table_rules().implicit_references { Vec::new() } else { to.key.clone() });
    };
    let mut found = Vec::new();
    for text in columns {
        let column = dotted_names::find(known.names, to.columns.iter().map(String::as_str), &text.value);
        match column {
            Some(column) => found.push(column.to_owned()),
            None if to.opaque => found.push(text.value),
            None => {
                let message = format!("{what} refers to `{}.{}`, which does not exist", to.name, text.value);
                reader.unknown_name(&text.at, &text.value, message, "columns", to.columns.iter().map(String::as_str));
                return None;
            }
        }
    }
    Some(found)
}
