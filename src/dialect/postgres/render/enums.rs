//! Enum types.
//!
//! Values are renamed and added in place. Where some go or change places, the server has no way but another type: the
//! old one is put aside, each column passes over as text, the old one goes.

use std::collections::BTreeSet;

use crate::dialect::postgres::{literal, names};
use crate::dialect::{ClauseKind, Facts, Step};
use crate::operation::EnumChange;
use crate::schema::{Annotation, Column, ConstraintDefinition, Enum, Expr, IndexKey, Object, Schema};

use super::{RenderContext, add, alter_column, alter_with, comment, facts, name, quote, type_uses};

/// The type and its comment.
pub(super) fn create(value: &Enum, out: &mut Vec<Step>) {
    let values: Vec<String> = value.values.iter().map(|text| quote::string(text)).collect();
    add(out, format!("CREATE TYPE {} AS ENUM ({})", name(&value.name), values.join(", ")));
    comment::set("TYPE", &name(&value.name), None, value.annotation.comment.as_deref(), out);
}

impl RenderContext<'_> {
    /// Changes an enum type.
    pub(super) fn alter_enum(&self, change: &EnumChange, out: &mut Vec<Step>) {
        let at = name(&change.to.name);
        rename_values(change, &at, out);
        if change.rebuilds() {
            self.rebuild(change, out);
            return;
        }
        let added = change.added();
        let (before, after) = (mentions(self.before), mentions(self.after));
        let used = self.is_filled(&at)
            || added.iter().any(|(value, _)| {
                let text = literal::plain(value);
                after.iter().any(|expression| expression.contains(&text) && !before.contains(expression))
            });
        for (value, next) in added {
            let place = next.map(|next| format!(" BEFORE {}", quote::string(next))).unwrap_or_default();
            if used {
                // By itself, so that it can be used from the next transaction on; and so that a run that was broken
                // off behind it can be taken up again.
                let sql = format!("ALTER TYPE {at} ADD VALUE IF NOT EXISTS {}{place}", quote::string(value));
                let facts = Facts { transaction: false, ..Facts::light() };
                out.push(Step::new(sql).facts(facts.repeatable(true)));
            } else {
                add(out, format!("ALTER TYPE {at} ADD VALUE {}{place}", quote::string(value)));
            }
        }
        comment::set(
            "TYPE",
            &at,
            change.from.annotation.comment.as_deref(),
            change.to.annotation.comment.as_deref(),
            out,
        );
    }

    /// Whether rows may get values of the type in a column that comes, that becomes NOT NULL or changes its type: by an
    /// expression that no schema holds.
    fn is_filled(&self, ty: &str) -> bool {
        self.after.tables().any(|table| {
            let Some(old) = self.before.table(&table.name) else { return false };
            let of_it = |column: &&Column| column.ty.strip_suffix("[]").unwrap_or(&column.ty) == ty;
            table.columns.iter().filter(of_it).any(|column| match old.column(&column.name) {
                None => !column.nullable && column.default.is_none(),
                Some(old) => old.ty != column.ty || (old.nullable && !column.nullable),
            })
        })
    }

    fn rebuild(&self, change: &EnumChange, out: &mut Vec<Step>) {
        let (ty, at) = (&change.to.name, name(&change.to.name));
        let free = names::free(&ty.name, "__old", |name| self.knows(&ty.sibling(name)));
        add(out, format!("ALTER TYPE {at} RENAME TO {}", quote::identifier(&free)));
        create(&Enum { annotation: Annotation::default(), ..change.to.clone() }, out);
        let lost: Vec<String> = change.lost().map(|value| quote::string(value)).collect();
        type_uses::drop_defaults(&change.uses, &at, out);
        for one in type_uses::passing(&change.uses, &at) {
            let column = &one.after.name;
            // As it is now: what becomes a list, or one of a list, is changed by itself after this.
            let ty = &one.before.ty;
            let what = self.passes_over(one, Some(passed(column, ty, &change.replaced)));
            let clause = alter_column(ClauseKind::ChangeType, column, what);
            let known = facts::of_clause(&one.table, &clause).rewriting();
            if lost.is_empty() {
                alter_with(&one.table, clause, known, out);
            } else {
                let lost = lost.join(", ");
                alter_with(&one.table, clause, known.failing_on(format!("{}.{column} holds {lost}", one.table)), out);
                if let Some(last) = out.last_mut() {
                    last.comment = Some(format!("fails while rows hold {lost}"));
                }
            }
        }
        type_uses::set_defaults(&change.uses, out);
        add(out, format!("DROP TYPE {}", name(&ty.sibling(free))));
        comment::set("TYPE", &at, None, change.to.annotation.comment.as_deref(), out);
    }
}

/// The values of a column of the old type as such of the new one.
pub(super) fn passed(column: &str, ty: &str, replaced: &[(String, String)]) -> String {
    let at = quote::identifier(column);
    let pairs = || replaced.iter().map(|(old, new)| (quote::string(old), quote::string(new)));
    if ty.ends_with("[]") {
        let list =
            pairs().fold(format!("{at}::text[]"), |list, (old, new)| format!("array_replace({list}, {old}, {new})"));
        return format!("{list}::{ty}");
    }
    if replaced.is_empty() {
        return format!("{at}::text::{ty}");
    }
    let whens: String = pairs().map(|(old, new)| format!(" WHEN {old} THEN {new}")).collect();
    format!("(CASE {at}::text{whens} ELSE {at}::text END)::{ty}")
}

/// Renames values, one that has a name which another is to get first; a ring of them by a name in between.
fn rename_values(change: &EnumChange, at: &str, out: &mut Vec<Step>) {
    let mut left = change.renamed.clone();
    let rename = |old: &str, new: &str, out: &mut Vec<Step>| {
        add(out, format!("ALTER TYPE {at} RENAME VALUE {} TO {}", quote::string(old), quote::string(new)));
    };
    while !left.is_empty() {
        if let Some(free) = left.iter().position(|(_, new)| !left.iter().any(|(old, _)| old == new)) {
            let (old, new) = left.remove(free);
            rename(&old, &new, out);
        } else {
            let (old, new) = left.remove(0);
            let taken = |name: &str| [&change.from, &change.to].iter().any(|one| one.values.iter().any(|v| v == name));
            let between = names::free(&old, "__old", taken);
            rename(&old, &between, out);
            left.push((between, new));
        }
    }
}

/// Every text of a schema in which a value can be named.
fn mentions(schema: &Schema) -> BTreeSet<&str> {
    let mut texts: Vec<&Expr> = Vec::new();
    for object in schema.objects.values() {
        match object {
            Object::Table(table) => {
                for column in &table.columns {
                    texts.extend(&column.default);
                    texts.extend(column.generated.as_ref().map(|generated| &generated.expression));
                }
                for constraint in &table.constraints {
                    match &constraint.definition {
                        ConstraintDefinition::Check(check) => texts.push(&check.expression),
                        ConstraintDefinition::Exclusion(exclusion) => {
                            texts.extend(&exclusion.predicate);
                            texts.extend(exclusion.elements.iter().filter_map(|(element, _)| expression(&element.key)));
                        }
                        ConstraintDefinition::PrimaryKey(_)
                        | ConstraintDefinition::Unique(_)
                        | ConstraintDefinition::ForeignKey(_) => {}
                    }
                }
                texts.extend(&table.options.partition_by);
                texts.extend(table.options.partition_of.as_ref().map(|partition| &partition.bound));
                texts.extend(table.triggers.iter().map(|trigger| &trigger.sql));
                texts.extend(table.rules.iter().map(|rule| &rule.sql));
                texts.extend(table.policies.iter().flat_map(|policy| policy.using.iter().chain(&policy.check)));
            }
            Object::View(view) => {
                texts.push(&view.query);
                texts.extend(view.column_defaults.iter().map(|(_, default)| default));
                texts.extend(view.rules.iter().map(|rule| &rule.sql));
                texts.extend(view.triggers.iter().map(|trigger| &trigger.sql));
            }
            Object::Definition(definition) => texts.push(&definition.sql),
            Object::Domain(domain) => {
                texts.extend(&domain.default);
                texts.extend(domain.checks.iter().filter_map(|one| match &one.definition {
                    ConstraintDefinition::Check(check) => Some(&check.expression),
                    _ => None,
                }));
            }
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::CompositeType(_)
            | Object::Sequence(_)
            | Object::DefaultPrivileges(_)
            | Object::SystemObject(_) => {}
        }
        let indexes = match object {
            Object::Table(table) => table.indexes.as_slice(),
            Object::View(view) => view.indexes.as_slice(),
            _ => &[],
        };
        for index in indexes {
            texts.extend(&index.predicate);
            texts.extend(index.columns.iter().filter_map(|column| expression(&column.key)));
        }
    }
    texts.into_iter().map(Expr::text).collect()
}

fn expression(key: &IndexKey) -> Option<&Expr> {
    match key {
        IndexKey::Column(_) => None,
        IndexKey::Expression(expression) => Some(expression),
    }
}
