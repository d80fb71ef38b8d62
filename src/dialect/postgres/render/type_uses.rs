//! The columns of a type that another takes the place of: their defaults make way before they pass over, and come back after.
//!
//! What is done to a column of a table is done to those that its children have from it. So a child is named only where its default
//! is another than its parent's, and behind its parent.

use crate::dialect::{ClauseKind, Step};
use crate::operation::TypeUse;

use super::{RenderContext, alter, alter_column, facts, name};

/// The columns that pass over by a statement of their own: `ty` is the type as SQL, a list of it is of it too.
pub(super) fn passing<'u>(uses: &'u [TypeUse], ty: &'u str) -> impl Iterator<Item = &'u TypeUse> {
    uses.iter().filter(move |one| is_of(one, ty) && !one.follows())
}

fn is_of(one: &TypeUse, ty: &str) -> bool {
    one.before.ty.strip_suffix("[]").unwrap_or(&one.before.ty) == ty
}

/// A default that changes is set by the change of its column, which comes after the type's. One that stays is read anew all the same: a
/// column of another type can have a default that needs the type.
fn stays(one: &TypeUse) -> bool {
    one.before.default == one.after.default
}

/// Drops the defaults; those of children first, so that their parents' columns pass over by one statement.
pub(super) fn drop_defaults(uses: &[TypeUse], ty: &str, out: &mut Vec<Step>) {
    let dropped = |one: &&TypeUse| one.before.default.is_some() && (is_of(one, ty) || !stays(one));
    let (children, others): (Vec<&TypeUse>, Vec<&TypeUse>) = uses.iter().filter(dropped).partition(|one| one.follows());
    for one in children.into_iter().chain(others) {
        change(one, ClauseKind::DropDefault, "DROP DEFAULT".to_owned(), out);
    }
}

/// Sets the defaults that stay, those of children last.
pub(super) fn set_defaults(uses: &[TypeUse], out: &mut Vec<Step>) {
    let (children, others): (Vec<&TypeUse>, Vec<&TypeUse>) =
        uses.iter().filter(|one| stays(one)).partition(|one| one.follows());
    for one in others.into_iter().chain(children) {
        match &one.after.default {
            Some(default) => change(one, ClauseKind::SetDefault, format!("SET DEFAULT {default}"), out),
            // It has got its parent's.
            None if one.follows() => change(one, ClauseKind::DropDefault, "DROP DEFAULT".to_owned(), out),
            None => {}
        }
    }
}

/// Changes a default: a child's by a statement that keeps its place before or behind what is done to its parent.
fn change(one: &TypeUse, kind: ClauseKind, what: String, out: &mut Vec<Step>) {
    let clause = alter_column(kind, &one.after.name, what);
    if one.follows() {
        let facts = facts::of_clause(&one.table, &clause);
        out.push(Step::new(format!("ALTER TABLE {} {}", name(&one.table), clause.sql)).facts(facts));
    } else {
        alter(&one.table, clause, out);
    }
}

impl RenderContext<'_> {
    /// `TYPE ty USING …`; the values of a foreign table are the other server's, and nothing converts them.
    pub(super) fn passes_over(&self, one: &TypeUse, using: Option<String>) -> String {
        let using = using.filter(|_| !self.is_foreign(&one.table));
        let using = using.map(|using| format!(" USING {using}")).unwrap_or_default();
        format!("TYPE {}{using}", one.before.ty)
    }
}
