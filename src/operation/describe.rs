//! Operations in words: a line each for people, and what is lost.

use crate::schema::{Column, IdentityKind, NotNull, Object, Origin, access_summary};

use super::{Operation, Part, RowsBrought};
use crate::schema::{Node, Policy};

/// The sign in front of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `+`
    Add,
    /// `-`
    Drop,
    /// `~`
    Change,
}

impl Mark {
    /// The sign.
    pub fn sign(self) -> char {
        match self {
            Mark::Add => '+',
            Mark::Drop => '-',
            Mark::Change => '~',
        }
    }
}

impl Operation {
    /// The sign of its line.
    pub fn mark(&self) -> Mark {
        match self {
            // It is always there: something is said of it, or no longer.
            Operation::Create(Object::Namespace(one)) | Operation::Drop(Object::Namespace(one)) if one.standing => {
                Mark::Change
            }
            Operation::Create(_) | Operation::AddColumn { .. } | Operation::AddPart { .. } => Mark::Add,
            Operation::Drop(_)
            | Operation::SetAside { .. }
            | Operation::DropColumn { .. }
            | Operation::DropPart { .. } => Mark::Drop,
            _ => Mark::Change,
        }
    }

    /// What it does, without the sign: `table orders`, `column users.email: varchar(50) -> text`.
    pub fn describe(&self) -> String {
        match self {
            Operation::Create(object @ Object::Namespace(one)) if one.standing => {
                let comment = one.annotation.comment.as_ref().map(|_| "comment".to_owned());
                let access = Some(access_summary(object)).filter(|text| !text.is_empty());
                let said: Vec<String> = comment.into_iter().chain(access).collect();
                format!("{}: {}", object.as_dyn().title(), said.join("; "))
            }
            Operation::Drop(object @ Object::Namespace(one)) if one.standing => {
                format!("{}: as in a new database", object.as_dyn().title())
            }
            Operation::Create(object) | Operation::Drop(object) => object.as_dyn().title(),
            Operation::Alter { from, to } => {
                format!("{}: {}", to.as_dyn().title(), from.as_dyn().differences(to).join("; "))
            }
            Operation::AlterAccess { from, to } => {
                let said = |object: &Object| match access_summary(object) {
                    text if text.is_empty() => "no grants".to_owned(),
                    text => text,
                };
                format!("{}: {} -> {}", to.as_dyn().title(), said(from), said(to))
            }
            Operation::Rename { from, to } => format!("{from} -> {}", to.name),
            Operation::AlterType(change) => change.describe(),
            Operation::AddColumn { table, column, .. } => {
                format!("column {table}.{}: {}", column.name, column.summary())
            }
            Operation::DropColumn { table, column, .. } => format!("column {table}.{}", column.name),
            Operation::AlterColumn { table, from, to, .. } => {
                format!("column {table}.{}: {}", to.name, column_changes(from, to))
            }
            Operation::RenameColumn { table, from, to } => format!("column {table}.{from} -> {to}"),
            Operation::AddPart { of, part } | Operation::DropPart { of, part } => {
                Node::Part(of.clone(), part.kind(), part.key()).to_string()
            }
            Operation::AlterPart { of, from, to } => {
                let part = Node::Part(of.clone(), to.kind(), to.key());
                format!("{part}: {}", part_difference(from, to))
            }
            Operation::RenamePart { of, kind, from, to } => format!("{} {from} -> {to} on {}", kind.word(), of.name),
            Operation::RebuildTable { to, .. } => format!("table {} (rebuilt, rows copied)", to.name),
            Operation::SetAside { table, .. } => format!("table {}", table.name),
            Operation::TakeRows { table, rows } => format!("rows of {} where {rows}", table.name),
            Operation::BringRows(rows) => rows.describe(),
        }
    }

    /// The operations that are shown for it: those that a rebuild stands for, or that a copy of rows does besides, else itself.
    pub fn shown(&self) -> Vec<&Operation> {
        match self {
            Operation::RebuildTable { changes, .. } => changes.iter().collect(),
            Operation::TakeRows { .. } => Vec::new(),
            Operation::BringRows(rows) => rows.changes.iter().chain([self]).collect(),
            other => vec![other],
        }
    }

    /// What data it loses, where it loses any.
    pub fn loses(&self) -> Option<String> {
        match self {
            Operation::Drop(Object::Table(table)) if table.is_foreign() => None,
            Operation::Drop(Object::Table(table)) => Some(format!("all rows of {}", table.name)),
            Operation::DropColumn { table, column, .. } if column.generated.is_none() => {
                Some(format!("the values of {table}.{}", column.name))
            }
            Operation::RebuildTable { changes, .. } | Operation::BringRows(RowsBrought { changes, .. }) => {
                let lost: Vec<String> = changes.iter().filter_map(Operation::loses).collect();
                (!lost.is_empty()).then(|| lost.join(", "))
            }
            _ => None,
        }
    }
}

impl Column {
    /// `varchar(50) not null default 'x'`
    pub fn summary(&self) -> String {
        let mut text = if self.ty.is_empty() { "(no type)".to_owned() } else { self.ty.clone() };
        if !self.nullable {
            text.push_str(" not null");
        }
        if let Some(default) = &self.default {
            text.push_str(&format!(" default {default}"));
        }
        if let Some(generated) = &self.generated {
            text.push_str(&format!(" generated as ({})", generated.expression));
        }
        if let Some(value) = &self.on_update {
            text.push_str(&format!(" on update {value}"));
        }
        if self.invisible {
            text.push_str(" invisible");
        }
        if let Some(identity) = &self.identity {
            text.push_str(match identity.kind {
                IdentityKind::Always => " identity (always)",
                IdentityKind::ByDefault => " identity",
                IdentityKind::Serial => " serial",
                IdentityKind::AutoIncrement => " auto_increment",
            });
        }
        text
    }
}

/// `varchar(50) -> text; default none -> 0`
fn column_changes(from: &Column, to: &Column) -> String {
    let said = column_differences(from, to).into_iter();
    said.map(|(what, old, new)| format!("{what} {old} -> {new}").trim_start().to_owned()).collect::<Vec<_>>().join("; ")
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "none".into(), T::to_string)
}

/// The differences between two ends of a column: what (empty for the type and NULL, which say it themselves), old, new.
pub fn column_differences(from: &Column, to: &Column) -> Vec<(String, String, String)> {
    let mut said = Vec::new();
    let mut say = |what: &str, old: String, new: String| {
        if old != new {
            said.push((what.to_owned(), old, new));
        }
    };
    let null = |column: &Column| if column.nullable { "null".to_owned() } else { "not null".to_owned() };
    let generated = |column: &Column| {
        column.generated.as_ref().map_or_else(
            || "none".to_owned(),
            |generated| format!("({}) {}", generated.expression, if generated.stored { "stored" } else { "virtual" }),
        )
    };
    say("", from.ty.clone(), to.ty.clone());
    say("", null(from), null(to));
    if !from.nullable && !to.nullable {
        say("constraint not null", shown(from.not_null.name.as_ref()), shown(to.not_null.name.as_ref()));
        let words = |said: &NotNull| {
            let words = [(said.no_inherit, "no inherit"), (said.not_valid, "not valid")];
            let said: Vec<&str> = words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
            if said.is_empty() { "valid".to_owned() } else { said.join(", ") }
        };
        say("not null", words(&from.not_null), words(&to.not_null));
        let (a, b) = (&from.not_null.origin, &to.not_null.origin);
        say("not null from a parent", inherited(a).to_owned(), inherited(b).to_owned());
        say("comment of not null", shown(from.not_null.comment.as_ref()), shown(to.not_null.comment.as_ref()));
    }
    say("from a parent", inherited(&from.annotation.origin).to_owned(), inherited(&to.annotation.origin).to_owned());
    say("default", shown(from.default.as_ref()), shown(to.default.as_ref()));
    say("generated", generated(from), generated(to));
    say("identity", identity(from), identity(to));
    say("collation", shown(from.collation.as_ref()), shown(to.collation.as_ref()));
    say("storage", shown(from.storage.as_ref()), shown(to.storage.as_ref()));
    say("compression", shown(from.compression.as_ref()), shown(to.compression.as_ref()));
    say("statistics", shown(from.statistics.as_ref()), shown(to.statistics.as_ref()));
    if from.parameters != to.parameters {
        say("options", options(&from.parameters), options(&to.parameters));
    }
    if from.options != to.options {
        say("options of the foreign column", options(&from.options), options(&to.options));
    }
    say("on conflict", shown(from.not_null_conflict.as_ref()), shown(to.not_null_conflict.as_ref()));
    say("on update", shown(from.on_update.as_ref()), shown(to.on_update.as_ref()));
    say("", visible(from), visible(to));
    say("srid", shown(from.srid.as_ref()), shown(to.srid.as_ref()));
    say("check", shown(from.check.as_ref()), shown(to.check.as_ref()));
    say("attributes", shown(from.attributes.as_ref()), shown(to.attributes.as_ref()));
    say("comment", shown(from.annotation.comment.as_ref()), shown(to.annotation.comment.as_ref()));
    said
}

/// Where a column comes from, in words.
fn inherited(origin: &Origin) -> &'static str {
    match origin {
        Origin::Own | Origin::Attached(_) => "no",
        Origin::Inherited => "yes",
        Origin::Merged => "yes, and declared by the table too",
    }
}

fn visible(column: &Column) -> String {
    if column.invisible { "invisible" } else { "visible" }.to_owned()
}

/// Options in words.
fn options(list: &[(String, String)]) -> String {
    if list.is_empty() {
        return "none".to_owned();
    }
    list.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// A column's sequence in words.
fn identity(column: &Column) -> String {
    let Some(identity) = &column.identity else { return "none".into() };
    let mut text = match identity.kind {
        IdentityKind::Always => "always",
        IdentityKind::ByDefault => "by default",
        IdentityKind::Serial => "serial",
        IdentityKind::AutoIncrement => "auto_increment",
    }
    .to_owned();
    if let Some(sequence) = &identity.sequence {
        text.push_str(&format!(" sequence {sequence}"));
    }
    text.push_str(&identity.options.summary());
    text.push_str(match identity.unlogged {
        None => "",
        Some(true) => " unlogged",
        Some(false) => " logged",
    });
    if let Some(comment) = &identity.comment {
        text.push_str(&format!(" comment {comment:?}"));
    }
    text
}

/// What differs of a trigger or a rule whose statement does not.
fn enabled_or_comment(enabled: bool) -> String {
    if enabled { "enabled" } else { "comment" }.to_owned()
}

fn part_difference(from: &Part, to: &Part) -> String {
    match (from, to) {
        (Part::Constraint(a), Part::Constraint(b)) if a.definition == b.definition => {
            let (a, b) = (&a.annotation.origin, &b.annotation.origin);
            if a == b { "comment".into() } else { format!("from a parent {} -> {}", inherited(a), inherited(b)) }
        }
        (Part::Index(a), Part::Index(b)) if a.annotation.comment != b.annotation.comment => "comment".into(),
        (Part::Trigger(a), Part::Trigger(b)) if a.sql != b.sql => "definition".into(),
        (Part::Rule(a), Part::Rule(b)) if a.sql != b.sql => "definition".into(),
        (Part::Trigger(a), Part::Trigger(b)) => enabled_or_comment(a.enabled != b.enabled),
        (Part::Rule(a), Part::Rule(b)) => enabled_or_comment(a.enabled != b.enabled),
        (Part::Policy(a), Part::Policy(b)) if Policy { annotation: a.annotation.clone(), ..b.clone() } == *a => {
            "comment".into()
        }
        (Part::Policy(_), Part::Policy(_)) => "definition".into(),
        (Part::Attribute(a), Part::Attribute(b)) if a.ty != b.ty => format!("{} -> {}", a.ty, b.ty),
        (Part::RowSecurity(a), Part::RowSecurity(b)) => format!("{} -> {}", a.summary(), b.summary()),
        _ => "options".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Namespace;

    #[test]
    fn a_namespace_that_is_always_there_neither_comes_nor_goes() {
        let mut public = Namespace { standing: true, ..Namespace::new("public") };
        public.annotation.owner = Some("boss".into());
        let (said, unsaid) =
            (Operation::Create(Object::Namespace(public.clone())), Operation::Drop(Object::Namespace(public)));
        assert_eq!((said.mark().sign(), said.describe()), ('~', "namespace public: owner boss".to_owned()));
        assert_eq!(
            (unsaid.mark().sign(), unsaid.describe()),
            ('~', "namespace public: as in a new database".to_owned())
        );
    }
}
