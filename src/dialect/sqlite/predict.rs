//! A declared object as SQLite will give it back.
//!
//! SQLite keeps what it is told, and the telling is ours: so this is certain for tables. What a view or a trigger mentions
//! may be declared elsewhere in another case; then the prediction differs from what is read, and the shadow decides.

use crate::schema::{Expr, Object, Table, View};

use super::normalize::KnownNames;
use super::{canonical, row_id, types};

/// The object as it will be read from a database.
pub(super) fn object(object: &Object) -> Object {
    match object {
        Object::Table(table) => Object::Table(self::table(table)),
        Object::View(view) => Object::View(self::view(view)),
        other => other.clone(),
    }
}

/// The table as it will be read from a database.
pub(super) fn table(table: &Table) -> Table {
    let mut table = table.clone();
    // SQLite has no comments but those in the text, which a rebuild would lose.
    table.annotation = table.annotation.only_written();
    table.columns.iter_mut().for_each(|column| column.annotation = column.annotation.only_written());
    table.constraints.iter_mut().for_each(|constraint| constraint.annotation = constraint.annotation.only_written());
    table.indexes.iter_mut().for_each(|index| index.annotation = index.annotation.only_written());
    for column in &mut table.columns {
        column.ty = types::native(&column.ty);
        if table.options.strict {
            column.ty = types::strict(&column.ty);
        }
    }
    // Only the row id fills itself, and it must be called INTEGER.
    let numbered = table.columns.iter().find(|column| column.identity.is_some()).map(|column| column.name.clone());
    if let Some(name) = numbered.filter(|name| row_id::number(&mut table, name)) {
        table.columns.iter_mut().filter(|column| column.name == name).for_each(|column| column.identity = None);
    }
    canonical::table(&mut table);
    let mut names = canonical::names(&table);
    names.extend([table.name.name.as_str()]);
    for trigger in &mut table.triggers {
        trigger.annotation = trigger.annotation.only_written();
        respell(&mut trigger.sql, &names);
    }
    table
}

fn view(view: &View) -> View {
    let mut view = view.clone();
    view.annotation = view.annotation.only_written();
    view.column_annotations.clear();
    canonical::view(&mut view, &KnownNames::default());
    let mut names = KnownNames::of(view.columns.iter().map(String::as_str));
    names.extend([view.name.name.as_str()]);
    for trigger in &mut view.triggers {
        trigger.annotation = trigger.annotation.only_written();
        respell(&mut trigger.sql, &names);
    }
    view
}

/// A trigger that cannot be read stays as it is: the server will say what is wrong with it.
fn respell(sql: &mut Expr, names: &KnownNames) {
    if let Ok(text) = canonical::trigger(sql.text(), names) {
        *sql = Expr(text);
    }
}
