//! Tables, views and triggers in the model's spelling, whether they were read from `sqlite_master` or declared.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{ConstraintDefinition, Expr, Index, IndexColumn, IndexKey, Table, View};

use super::normalize::{self, KnownNames};
use super::parse::{self, ParseError};
use super::types;

/// The columns of a table, as names.
pub(super) fn names(table: &Table) -> KnownNames {
    KnownNames::of(table.columns.iter().map(|column| column.name.as_str())).of_table(&table.name.name)
}

/// Brings a table into the model's spelling; its triggers excepted, whose names may lie in other tables.
pub(super) fn table(table: &mut Table) {
    let names = names(table);
    for column in &mut table.columns {
        column.ty = types::canonical(&column.ty);
        column.collation = column.collation.take().map(|name| normalize::collation(&unquoted(&name)));
        if let Some(default) = column.default.take() {
            // No column can stand in a default.
            column.default = Some(Expr(normalize::expression(default.text(), &KnownNames::default())));
        }
        if let Some(generated) = &mut column.generated {
            generated.expression = Expr(normalize::expression(generated.expression.text(), &names));
        }
    }
    for constraint in &mut table.constraints {
        match &mut constraint.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                key.columns.iter_mut().for_each(|name| *name = names.declared(name));
                if key.orders.iter().all(String::is_empty) {
                    key.orders.clear();
                }
            }
            ConstraintDefinition::ForeignKey(key) => {
                key.columns.iter_mut().for_each(|name| *name = names.declared(name));
            }
            ConstraintDefinition::Check(check) => {
                check.expression = Expr(normalize::expression(check.expression.text(), &names));
            }
            ConstraintDefinition::Exclusion(_) => {}
        }
    }
    table.indexes.iter_mut().for_each(|one| index(one, &names));
    not_null(table);
    if let Some(text) = &mut table.options.virtual_table {
        *text = Expr(virtual_table(&table.name.name, &crate::sql::normalize(SYNTAX, text.text())));
    }
}

/// The statement with the table's name in quotes only where it needs them: a rename writes it in quotes.
fn virtual_table(name: &str, text: &str) -> String {
    let mut cursor = parse::Cursor::new(text);
    let head = cursor.eat(&["CREATE", "VIRTUAL", "TABLE"]);
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    match cursor.qualified() {
        Ok(_) if head => format!("CREATE VIRTUAL TABLE {} {}", super::quote::identifier(name), cursor.rest()),
        _ => text.to_owned(),
    }
}

/// NOT NULL where SQLite sees to it unasked: in every key of a STRICT table or one WITHOUT ROWID.
fn not_null(table: &mut Table) {
    let keyed = if table.options.without_rowid || table.options.strict {
        table.primary_key().map(|key| key.columns.clone()).unwrap_or_default()
    } else {
        Vec::new()
    };
    for column in &mut table.columns {
        if keyed.contains(&column.name) {
            column.nullable = false;
        }
    }
}

/// Brings an index into the model's spelling; `names` are the columns of its table.
pub(super) fn index(index: &mut Index, names: &KnownNames) {
    for place in &mut index.columns {
        index_column(place, names);
    }
    if let Some(predicate) = &mut index.predicate {
        *predicate = Expr(normalize::expression(predicate.text(), names));
    }
    index.method.take_if(|method| method.eq_ignore_ascii_case("btree"));
}

fn index_column(place: &mut IndexColumn, names: &KnownNames) {
    if let IndexKey::Expression(expression) = &place.key {
        let text = crate::sql::strip_outer_parens(SYNTAX, expression.text());
        // A column in parentheses is a column.
        let inner = parse::index_column(text).ok().and_then(|inner| match inner.key {
            IndexKey::Column(name) if inner.collation.is_none() && !inner.descending && names.has(&name) => Some(name),
            _ => None,
        });
        place.key = match inner {
            Some(name) => IndexKey::Column(name),
            None => IndexKey::Expression(Expr(normalize::expression(text, names))),
        };
    }
    if let IndexKey::Column(name) = &mut place.key {
        *name = names.declared(name);
    }
}

/// Brings a view into the model's spelling, its triggers excepted; `names` are those that its query may use.
pub(super) fn view(view: &mut View, names: &KnownNames) {
    view.query = Expr(normalize::query(view.query.text(), names));
}

/// A trigger's statement in the model's spelling; `names` are those that it may use, the columns of its table first.
///
/// # Errors
/// Where the text is not understood.
pub(super) fn trigger(sql: &str, names: &KnownNames) -> Result<String, ParseError> {
    use super::quote::{identifier, list};
    let parts = parse::trigger(sql)?;
    let mut out = format!("CREATE TRIGGER {}\n{} {}", identifier(&parts.name), parts.time, parts.event);
    if !parts.columns.is_empty() {
        let columns: Vec<String> = parts.columns.iter().map(|name| names.declared(name)).collect();
        out.push_str(&format!(" OF {}", list(&columns)));
    }
    out.push_str(&format!(" ON {}\n", identifier(&names.declared(&parts.on))));
    if let Some(condition) = &parts.condition {
        out.push_str(&format!("WHEN {}\n", normalize::expression(condition, names)));
    }
    out.push_str("BEGIN\n");
    for statement in &parts.statements {
        out.push_str(&format!("  {};\n", normalize::body(statement, names)));
    }
    out.push_str("END");
    Ok(out)
}

/// A collation as declared may come quoted.
fn unquoted(name: &str) -> String {
    crate::sql::unquote(SYNTAX, name)
}
