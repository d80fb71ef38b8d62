//! Views and materialized views.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Column, View};

use super::{
    add, column, comment, extension_needs, index, name, parameters, quote, reset_and_set, rule, table, trigger,
};

/// The words for its kind.
pub(super) fn word(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

/// Whether a view can become another in place. Its query can as long as its columns stay what they are and more come
/// behind them; a materialized one holds rows.
pub(crate) fn alters(from: &View, to: &View) -> bool {
    let widens = || !from.output.is_empty() && to.output.starts_with(&from.output);
    from.is_defined_as(to) || !from.materialized && !to.materialized && from.columns == to.columns && widens()
}

/// `CREATE VIEW …`; `create`: the words before its kind.
fn statement(create: &str, view: &View) -> String {
    let mut text = format!("{create} {} {}", word(view), name(&view.name));
    if !view.columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&view.columns)));
    }
    // The clause behind the query puts its option last in the list.
    let clause = view.options.last().is_some_and(|(key, _)| key == "check_option") && !view.materialized;
    let (checks, options): (Vec<_>, Vec<_>) =
        view.options.iter().cloned().partition(|(key, _)| clause && key == "check_option");
    if let Some(method) = &view.access_method {
        text.push_str(&format!(" USING {}", quote::identifier(method)));
    }
    if !options.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&options)));
    }
    if let Some(tablespace) = &view.tablespace {
        text.push_str(&format!(" TABLESPACE {}", quote::identifier(tablespace)));
    }
    text.push_str(&format!(" AS\n{}", view.query.text().trim_end_matches([';', ' ', '\n', '\t', '\r'])));
    for (_, value) in checks {
        text.push_str(&format!("\nWITH {} CHECK OPTION", value.to_ascii_uppercase()));
    }
    if view.no_data {
        text.push_str("\nWITH NO DATA");
    }
    text
}

/// The view and all that depends on it.
pub(super) fn create(view: &View, out: &mut Vec<Step>) {
    let text = statement("CREATE", view);
    let fills = view.materialized && !view.no_data;
    out.push(Step::new(text).facts(Facts { scans: fills.into(), ..Facts::light() }.repeatable(false)));
    for (column, default) in &view.column_defaults {
        add(out, format!("{} SET DEFAULT {default}", alter_column(view, column)));
    }
    for one in &view.stored_columns {
        column::settings(&view.name, None, one, out);
    }
    for one in &view.indexes {
        index::create(&view.name, one, out);
        index::say(&view.name, one, None, out);
    }
    table::mark_cluster(&view.name, None, view.cluster_on.as_ref(), out);
    for one in &view.triggers {
        trigger::create(&view.name, one, out);
    }
    for one in &view.rules {
        rule::create(&view.name, one, out);
    }
    comment::on_part_of(&view.name, word(view), &name(&view.name), None, view.annotation.comment.as_deref(), out);
    for (column, text) in view.column_comments() {
        comment::on_column(&view.name, column, None, Some(text), out);
    }
    extension_needs::change(&format!("{} {}", word(view), name(&view.name)), &[], &view.annotation.extensions, out);
}

/// Where a materialized view is kept, and how its columns are.
fn store(from: &View, to: &View, out: &mut Vec<Step>) {
    table::place(
        &to.name,
        (from.access_method.as_ref(), from.tablespace.as_ref()),
        (to.access_method.as_ref(), to.tablespace.as_ref()),
        "heap",
        out,
    );
    let of = |view: &View, name: &str| view.stored_columns.iter().find(|column| column.name == name).cloned();
    for old in from.stored_columns.iter().filter(|old| of(to, &old.name).is_none()) {
        column::settings(&to.name, Some(old), &Column::new(&old.name, &old.ty), out);
    }
    for new in &to.stored_columns {
        column::settings(&to.name, of(from, &new.name).as_ref(), new, out);
    }
    // An index that is still to come says it itself.
    let there = |index: &String| from.indexes.iter().any(|one| one.name == *index);
    if to.cluster_on.as_ref().is_none_or(there) {
        table::mark_cluster(&to.name, from.cluster_on.as_ref(), to.cluster_on.as_ref(), out);
    }
}

fn alter_column(view: &View, column: &str) -> String {
    format!("ALTER {} {} ALTER COLUMN {}", word(view), name(&view.name), quote::identifier(column))
}

/// What changes in place: see [`alters`]. What stands on the view, and what is granted on it, stays. Whether a materialized view is filled is no difference: data that is
/// there is never thrown away.
pub(super) fn alter(from: &View, to: &View, out: &mut Vec<Step>) {
    let what = format!("{} {}", word(to), name(&to.name));
    let alter = format!("ALTER {what}");
    extension_needs::change(&what, &from.annotation.extensions, &to.annotation.extensions, out);
    let changed = Facts { locks: None, ..Facts::light() }.repeatable(true);
    if from.is_defined_as(to) {
        for change in reset_and_set(&from.options, &to.options) {
            out.push(Step::new(format!("{alter} {change}")).facts(changed.clone()));
        }
    } else {
        // It takes the options with the query, and forgets those that are not said again.
        let facts = Facts::locking(&to.name, LockMode::AccessExclusive).repeatable(true);
        out.push(Step::new(statement("CREATE OR REPLACE", to)).facts(facts));
    }
    store(from, to, out);
    for (column, _) in &from.column_defaults {
        if !to.column_defaults.iter().any(|(name, _)| name == column) {
            out.push(Step::new(format!("{} DROP DEFAULT", alter_column(to, column))).facts(changed.clone()));
        }
    }
    for default in &to.column_defaults {
        if !from.column_defaults.contains(default) {
            let text = format!("{} SET DEFAULT {}", alter_column(to, &default.0), default.1);
            out.push(Step::new(text).facts(changed.clone()));
        }
    }
    comment::on_part_of(
        &to.name,
        word(to),
        &name(&to.name),
        from.annotation.comment.as_deref(),
        to.annotation.comment.as_deref(),
        out,
    );
    let text = |view: &'_ View, column: &str| {
        view.column_comments().find(|(name, _)| *name == column).map(|(_, text)| text.to_owned())
    };
    for (column, old) in from.column_comments() {
        if text(to, column).is_none() {
            comment::on_column(&to.name, column, Some(old), None, out);
        }
    }
    for (column, new) in to.column_comments() {
        comment::on_column(&to.name, column, text(from, column).as_deref(), Some(new), out);
    }
}
