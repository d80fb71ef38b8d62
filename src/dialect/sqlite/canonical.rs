//! Tables, views and triggers in the model's spelling, whether they were read from `sqlite_master` or declared.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{Column, Expr, Index, IndexColumn, IndexKey, Rule, Table, View};

use super::parse::{self, Unread};
use super::spelling::{self, Names};
use super::types;

/// The columns of a table, as names.
pub fn names(table: &Table) -> Names {
    Names::of(table.columns.iter().map(|column| column.name.as_str())).of_table(&table.name.name)
}

/// The column that is the row id under a name of its own: the only key of its table, and exactly `INTEGER`.
pub fn row_id(table: &Table) -> Option<&Column> {
    let key = table.primary_key()?;
    let [only] = key.columns.as_slice() else { return None };
    // `INTEGER PRIMARY KEY DESC` is none, by an old mistake that SQLite keeps.
    let descending = key.orders.iter().any(|order| order == "DESC");
    table.column(only).filter(|column| column.ty == "INTEGER" && !table.options.without_rowid && !descending)
}

/// Brings a table into the model's spelling; its triggers excepted, whose names may lie in other tables.
pub fn table(table: &mut Table) {
    let names = names(table);
    for column in &mut table.columns {
        column.ty = types::canonical(&column.ty);
        column.collation = column.collation.take().map(|name| spelling::collation(&unquoted(&name)));
        if let Some(default) = column.default.take() {
            // No column can stand in a default.
            column.default = Some(Expr(spelling::expression(default.text(), &Names::default())));
        }
        if let Some(generated) = &mut column.generated {
            generated.expression = Expr(spelling::expression(generated.expression.text(), &names));
        }
    }
    for constraint in &mut table.constraints {
        match &mut constraint.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => {
                key.columns.iter_mut().for_each(|name| *name = names.declared(name));
                if key.orders.iter().all(String::is_empty) {
                    key.orders.clear();
                }
            }
            Rule::ForeignKey(key) => {
                key.columns.iter_mut().for_each(|name| *name = names.declared(name));
            }
            Rule::Check(check) => {
                check.expression = Expr(spelling::expression(check.expression.text(), &names));
            }
            Rule::Exclusion(_) => {}
        }
    }
    table.indexes.iter_mut().for_each(|one| index(one, &names));
    not_null(table);
    if let Some(text) = &mut table.options.virtual_table {
        *text = Expr(crate::sql::normal(SYNTAX, text.text()));
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

fn index(index: &mut Index, names: &Names) {
    for place in &mut index.columns {
        index_column(place, names);
    }
    if let Some(predicate) = &mut index.predicate {
        *predicate = Expr(spelling::expression(predicate.text(), names));
    }
    index.method.take_if(|method| method.eq_ignore_ascii_case("btree"));
}

fn index_column(place: &mut IndexColumn, names: &Names) {
    if let IndexKey::Expression(expression) = &place.key {
        let text = crate::sql::strip_outer_parens(SYNTAX, expression.text());
        // A column in parentheses is a column.
        let inner = parse::index_column(text).ok().and_then(|inner| match inner.key {
            IndexKey::Column(name) if inner.collation.is_none() && !inner.descending && names.has(&name) => Some(name),
            _ => None,
        });
        place.key = match inner {
            Some(name) => IndexKey::Column(name),
            None => IndexKey::Expression(Expr(spelling::expression(text, names))),
        };
    }
    if let IndexKey::Column(name) = &mut place.key {
        *name = names.declared(name);
    }
}

/// Brings a view into the model's spelling, its triggers excepted; `names` are those that its query may use.
pub fn view(view: &mut View, names: &Names) {
    view.query = Expr(spelling::query(view.query.text(), names));
}

/// A trigger's statement in the model's spelling; `names` are those that it may use, the columns of its table first.
///
/// # Errors
/// Where the text is not understood.
pub fn trigger(sql: &str, names: &Names) -> Result<String, Unread> {
    use super::quote::{identifier, list};
    let parts = parse::trigger(sql)?;
    let mut out = format!("CREATE TRIGGER {}\n{} {}", identifier(&parts.name), parts.time, parts.event);
    if !parts.columns.is_empty() {
        let columns: Vec<String> = parts.columns.iter().map(|name| names.declared(name)).collect();
        out.push_str(&format!(" OF {}", list(&columns)));
    }
    out.push_str(&format!(" ON {}\n", identifier(&names.declared(&parts.on))));
    if let Some(condition) = &parts.condition {
        out.push_str(&format!("WHEN {}\n", spelling::expression(condition, names)));
    }
    out.push_str("BEGIN\n");
    for statement in &parts.statements {
        out.push_str(&format!("  {};\n", spelling::body(statement, names)));
    }
    out.push_str("END");
    Ok(out)
}

/// A collation as declared may come quoted.
fn unquoted(name: &str) -> String {
    crate::sql::unquote(SYNTAX, name)
}
