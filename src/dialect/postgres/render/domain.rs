//! Domains.
//!
//! Default, NOT NULL and checks change in place, and the server looks at the rows of every column of the domain. The type
//! below it does not: another domain is put in its place, each column passes over to it, the old one goes.

use crate::dialect::postgres::casts::Way;
use crate::dialect::postgres::names;
use crate::dialect::{ClauseKind, Facts, LockMode, Step};
use crate::operation::{DomainChange, TypeUse};
use crate::schema::{Constraint, Domain, Node, ObjectId, PartKind, Phase, QName};

use super::{
    RenderContext, add, alter_column, alter_with, column, comment, constraint, facts, name, quote, type_uses, types,
};

/// The domain, with the checks that all of its values fulfil, then those that only new ones have to, then the comments.
pub(super) fn create(domain: &Domain, out: &mut Vec<Step>) {
    let at = name(&domain.name);
    let mut text = format!("CREATE DOMAIN {at} AS {}", domain.base);
    if let Some(collation) = &domain.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(default) = &domain.default {
        text.push_str(&format!(" DEFAULT {}", column::default_text(default)));
    }
    if domain.not_null {
        text.push_str(&format!(" {}", not_null(domain)));
    }
    let late = |one: &&Constraint| constraint::comes_late(one);
    for one in domain.checks.iter().filter(|one| !late(one)) {
        text.push_str(&format!("\n    {}", constraint::definition(one)));
    }
    add(out, text);
    for one in domain.checks.iter().filter(late) {
        add(out, format!("ALTER DOMAIN {at} ADD {}", constraint::definition(one)));
    }
    say_not_null(domain, None, out);
    comment::set("DOMAIN", &at, None, domain.annotation.comment.as_deref(), out);
    for one in &domain.checks {
        say(&domain.name, one, None, out);
    }
}

/// `NOT NULL`, by a name where it has one of its own.
fn not_null(domain: &Domain) -> String {
    match &domain.not_null_name {
        Some(name) => format!("CONSTRAINT {} NOT NULL", quote::identifier(name)),
        None => "NOT NULL".to_owned(),
    }
}

/// The comment on the NOT NULL, where it changes.
fn say_not_null(domain: &Domain, from: Option<&str>, out: &mut Vec<Step>) {
    let name_of = domain.not_null_name.clone().unwrap_or_else(|| names::domain_not_null(&domain.name.name));
    let at = format!("{} ON DOMAIN {}", quote::identifier(&name_of), name(&domain.name));
    comment::set("CONSTRAINT", &at, from, domain.not_null_comment.as_deref(), out);
}

/// The comment on a check, where it changes.
fn say(domain: &QName, one: &Constraint, from: Option<&str>, out: &mut Vec<Step>) {
    let at = format!("{} ON DOMAIN {}", quote::identifier(&one.key()), name(domain));
    comment::set("CONSTRAINT", &at, from, one.annotation.comment.as_deref(), out);
}

impl RenderContext<'_> {
    /// Default, NOT NULL and comment.
    pub(super) fn alter_domain(&self, from: &Domain, to: &Domain, out: &mut Vec<Step>) {
        let at = name(&to.name);
        if from.default != to.default {
            let what = to.default.as_ref().map_or("DROP DEFAULT".to_owned(), |value| format!("SET DEFAULT {value}"));
            add(out, format!("ALTER DOMAIN {at} {what}"));
        }
        let renamed = from.not_null && to.not_null && from.not_null_name != to.not_null_name;
        if from.not_null && !to.not_null {
            add(out, format!("ALTER DOMAIN {at} DROP NOT NULL"));
        } else if !from.not_null && to.not_null {
            let what = match &to.not_null_name {
                Some(_) => format!("ADD {}", not_null(to)),
                None => "SET NOT NULL".to_owned(),
            };
            let facts = self.over_rows(&to.name, true, "hold NULL");
            out.push(Step::new(format!("ALTER DOMAIN {at} {what}")).facts(facts));
        } else if renamed {
            let usual = names::domain_not_null(&to.name.name);
            let named = |domain: &Domain| domain.not_null_name.clone().unwrap_or_else(|| usual.clone());
            let (old, new) = (quote::identifier(&named(from)), quote::identifier(&named(to)));
            add(out, format!("ALTER DOMAIN {at} RENAME CONSTRAINT {old} TO {new}"));
        }
        if to.not_null {
            say_not_null(to, from.not_null_comment.as_deref().filter(|_| from.not_null), out);
        }
        comment::set("DOMAIN", &at, from.annotation.comment.as_deref(), to.annotation.comment.as_deref(), out);
    }

    /// Adds a check.
    pub(super) fn add_domain_check(&self, domain: &QName, one: &Constraint, out: &mut Vec<Step>) {
        let reads = !constraint::comes_late(one);
        let facts = self.over_rows(domain, reads, &format!("do not fulfil {}", one.key()));
        let text = format!("ALTER DOMAIN {} ADD {}", name(domain), constraint::definition(one));
        out.push(Step::new(text).facts(facts.repeatable(false)));
        say(domain, one, None, out);
    }

    /// Drops a check.
    pub(super) fn drop_domain_check(&self, domain: &QName, key: &str, out: &mut Vec<Step>) {
        let text = format!("ALTER DOMAIN {} DROP CONSTRAINT {}", name(domain), quote::identifier(key));
        out.push(Step::new(text).facts(Facts::light().repeatable(false)));
    }

    /// Validates a check, and changes its comment.
    pub(super) fn alter_domain_check(&self, domain: &QName, from: &Constraint, to: &Constraint, out: &mut Vec<Step>) {
        if constraint::comes_late(from) && !constraint::comes_late(to) {
            let facts = self.over_rows(domain, true, &format!("do not fulfil {}", to.key()));
            let text = format!("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", name(domain), quote::identifier(&to.key()));
            out.push(Step::new(text).facts(facts.repeatable(true)));
        }
        say(domain, to, from.annotation.comment.as_deref(), out);
    }

    /// The tables with columns of a domain, arrays of it, or of what else needs it.
    fn tables_over(&self, domain: &QName) -> Vec<QName> {
        let mut queue = vec![Domain::id_of(domain)];
        let mut seen: Vec<ObjectId> = Vec::new();
        let mut tables: Vec<QName> = Vec::new();
        while let Some(id) = queue.pop() {
            for dependent in self.before.dependents(&Node::Object(id)) {
                match dependent {
                    Node::Part(of, PartKind::Column, _) if !tables.contains(&of.name) => tables.push(of.name.clone()),
                    Node::Object(of) if of.kind.facts().created == Phase::CreateTypes && !seen.contains(of) => {
                        seen.push(of.clone());
                        queue.push(of.clone());
                    }
                    _ => {}
                }
            }
        }
        tables.sort();
        tables
    }

    /// What a change does that the rows of all columns of a domain have to fulfil: `reads`, if they are looked at.
    fn over_rows(&self, domain: &QName, reads: bool, refused: &str) -> Facts {
        let mut known = Facts::light();
        if !reads {
            return known;
        }
        for table in self.tables_over(domain) {
            known = known.and_locking(&table, LockMode::Share).scanning();
            known = known.failing_on(format!("values of {domain} in {table} {refused}"));
        }
        known
    }

    /// Puts another domain in the place of one.
    pub(super) fn rebuild_domain(&self, change: &DomainChange, out: &mut Vec<Step>) {
        let (ty, at) = (&change.to.name, name(&change.to.name));
        if change.uses.is_empty() {
            add(out, format!("DROP DOMAIN {at}"));
            create(&change.to, out);
            return;
        }
        let free = names::free(&ty.name, "__old", |name| self.knows(&ty.sibling(name)));
        add(out, format!("ALTER DOMAIN {at} RENAME TO {}", quote::identifier(&free)));
        let mut to = change.to.clone();
        // The old one keeps the name that the server would choose: it is free for the new one only where it is said.
        if self.flavor.at_least(17, 0) && change.from.not_null && to.not_null {
            to.not_null_name.get_or_insert_with(|| names::domain_not_null(&ty.name));
        }
        create(&to, out);
        type_uses::drop_defaults(&change.uses, &at, out);
        let conversion = crate::dialect::postgres::conversions::conversion(&change.from.base, &change.to.base);
        for one in type_uses::passing(&change.uses, &at) {
            let what = self.passes_over(one, self.conversion_of_values(change, one));
            let clause = alter_column(ClauseKind::ChangeType, &one.after.name, what);
            let mut known = facts::of_clause(&one.table, &clause).rewriting();
            let mut refused: Vec<String> = conversion.fails_on.iter().cloned().collect();
            let checks = change.to.checks.iter().filter(|one| !change.from.checks.contains(one));
            refused.extend(checks.map(|check| format!("values that {} does not allow", check.key())));
            for words in refused {
                known = known.failing_on(format!("{}.{} holds {words}", one.table, one.after.name));
            }
            known
                .loses
                .extend(conversion.loses.iter().map(|words| format!("{words} of {}.{}", one.table, one.after.name)));
            alter_with(&one.table, clause, known, out);
        }
        type_uses::set_defaults(&change.uses, out);
        add(out, format!("DROP DOMAIN {}", name(&ty.sibling(free))));
    }

    /// What stands behind USING, where the server would not take the values of the one type for the other by itself.
    fn conversion_of_values(&self, change: &DomainChange, one: &TypeUse) -> Option<String> {
        let (column, ty) = (&one.after.name, &one.before.ty);
        let (a, b) = (types::parse(&change.from.base), types::parse(&change.to.base));
        let (column, list) = (quote::identifier(column), if ty.ends_with("[]") { "[]" } else { "" });
        if super::converts(&a, &b) && list.is_empty() {
            return None;
        }
        // By an assignment cast where there is one, so that what does not fit is refused and not cut.
        Some(match self.casts(|casts| casts.way(&a, &b)) {
            Way::Cast => format!("{column}::{}{list}::{ty}", change.to.base),
            Way::None | Way::Unknown => format!("{column}::text{list}::{ty}"),
        })
    }
}
