//! Composite and range types: what ALTER TYPE can do.
//!
//! Attributes of a composite type come, go and get other names in place, whatever rows hold. Their types change in place
//! only where no row does: else another type is put in the place of the old one, and each column passes over to it.

use crate::dialect::postgres::names;
use crate::dialect::{ClauseKind, Facts, LockMode, Step};
use crate::operation::CompositeChange;
use crate::schema::{Attribute, CompositeType, Definition, Kind, Node, ObjectId, PartKind, Phase, QName};

use super::{RenderContext, add, alter_column, alter_with, comment, facts, name, quote, rename, type_uses};

/// The statements that make one definition of a range type of the other in place: only the name of what holds several ranges
/// can change, and where it lies: it stays behind when its type goes to another namespace.
pub(super) fn alter_range(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let (old, new) = (from.clause("multirange")?, to.clause("multirange")?);
    let [old_place, new_place] = [from, to].map(multirange_namespace);
    if from.clause("range") != to.clause("range") || (old == new && old_place == new_place) {
        return None;
    }
    let within = within(old_place);
    let mut sql = vec![];
    if old != new {
        sql.push(format!("ALTER TYPE {within}{old} RENAME TO {new}"));
    }
    if old_place != new_place {
        sql.push(rename::set_schema(&format!("ALTER TYPE {within}{new} SET SCHEMA"), new_place));
    }
    Some(sql)
}

/// The namespace of what holds several ranges of a type; none where it is the default one.
pub(in crate::dialect::postgres) fn multirange_namespace(of: &Definition) -> Option<&str> {
    match of.clause("multirange_in") {
        None | Some("") => of.id.name.namespace.as_deref(),
        Some(".") => None,
        Some(other) => Some(other),
    }
}

/// What holds several ranges of a type, as a column of it says.
pub(in crate::dialect::postgres) fn multirange(of: &Definition) -> Option<String> {
    let name = of.clause("multirange")?;
    Some(format!("{}{name}", within(multirange_namespace(of))))
}

fn within(namespace: Option<&str>) -> String {
    namespace.map_or_else(String::new, |one| format!("{}.", quote::identifier(one)))
}

/// The type and the comments.
pub(super) fn create(one: &CompositeType, out: &mut Vec<Step>) {
    create_of(one, &one.attributes, out);
    comment::set("TYPE", &name(&one.name), None, one.annotation.comment.as_deref(), out);
    for attribute in &one.attributes {
        say(&one.name, attribute, None, out);
    }
}

fn create_of(one: &CompositeType, attributes: &[Attribute], out: &mut Vec<Step>) {
    let lines: Vec<String> = attributes.iter().map(|attribute| format!("\n    {}", defined(attribute))).collect();
    let end = if lines.is_empty() { "" } else { "\n" };
    add(out, format!("CREATE TYPE {} AS ({}{end})", name(&one.name), lines.join(",")));
}

/// `name type COLLATE …`
fn defined(attribute: &Attribute) -> String {
    format!("{} {}", quote::identifier(&attribute.name), typed(attribute))
}

fn typed(attribute: &Attribute) -> String {
    match &attribute.collation {
        Some(collation) => format!("{} COLLATE {collation}", attribute.ty),
        None => attribute.ty.clone(),
    }
}

/// The comment on an attribute, where it changes.
fn say(of: &QName, attribute: &Attribute, from: Option<&str>, out: &mut Vec<Step>) {
    let at = format!("{}.{}", name(of), quote::identifier(&attribute.name));
    comment::set("COLUMN", &at, from, attribute.annotation.comment.as_deref(), out);
}

impl RenderContext<'_> {
    /// ` CASCADE`, where tables are made of the type (`CREATE TABLE … OF`), which change with it.
    fn with_typed_tables(&self, of: &QName) -> &'static str {
        let node = Node::Object(CompositeType::id_of(of));
        let typed = self.before.dependents(&node).any(|one| matches!(one, Node::Object(id) if id.kind == Kind::Table));
        if typed { " CASCADE" } else { "" }
    }

    /// The facts of a change of a type: the rows of its columns are left alone, but not those of tables made of it.
    fn of_type(&self, of: &QName) -> Facts {
        let node = Node::Object(CompositeType::id_of(of));
        self.before.dependents(&node).fold(Facts::light().repeatable(false), |facts, one| match one {
            Node::Object(id) if id.kind == Kind::Table => facts.and_locking(&id.name, LockMode::AccessExclusive),
            _ => facts,
        })
    }

    /// Adds an attribute.
    pub(super) fn add_attribute(&self, of: &QName, attribute: &Attribute, out: &mut Vec<Step>) {
        let cascade = self.with_typed_tables(of);
        let text = format!("ALTER TYPE {} ADD ATTRIBUTE {}{cascade}", name(of), defined(attribute));
        out.push(Step::new(text).facts(self.of_type(of)));
        say(of, attribute, None, out);
    }

    /// Drops an attribute, with what rows hold in it.
    pub(super) fn drop_attribute(&self, of: &QName, attribute: &str, out: &mut Vec<Step>) {
        let at = quote::identifier(attribute);
        let cascade = self.with_typed_tables(of);
        let mut facts = self.of_type(of);
        if self.is_in_rows(&CompositeType::id_of(of)) {
            facts.loses.push(format!("what rows hold in {of}.{attribute}"));
        }
        out.push(Step::new(format!("ALTER TYPE {} DROP ATTRIBUTE {at}{cascade}", name(of))).facts(facts));
    }

    /// Changes the type of an attribute, which no column's rows hold, and its comment.
    pub(super) fn alter_attribute(&self, of: &QName, from: &Attribute, to: &Attribute, out: &mut Vec<Step>) {
        if !from.has_type_of(to) {
            let at = quote::identifier(&to.name);
            let cascade = self.with_typed_tables(of);
            let text = format!("ALTER TYPE {} ALTER ATTRIBUTE {at} TYPE {}{cascade}", name(of), typed(to));
            out.push(Step::new(text).facts(self.of_type(of)));
        }
        say(of, to, from.annotation.comment.as_deref(), out);
    }

    /// Whether rows may hold values of a type.
    fn is_in_rows(&self, id: &ObjectId) -> bool {
        self.before.dependents(&Node::Object(id.clone())).next().is_some()
    }

    /// Whether another type is made of it.
    fn is_in_types(&self, id: &ObjectId) -> bool {
        self.before.dependents(&Node::Object(id.clone())).any(|one| match one {
            Node::Part(of, PartKind::Attribute, _) => of != id,
            Node::Object(of) => of.kind.facts().created == Phase::CreateTypes && !of.kind.is_routine(),
            Node::Part(..) => false,
        })
    }

    /// Puts another composite type in the place of one whose columns hold rows.
    pub(super) fn rebuild_composite(&self, change: &CompositeChange, out: &mut Vec<Step>) {
        let CompositeChange { from, to, uses } = change;
        let (ty, at) = (&to.name, name(&to.name));
        if uses.is_empty() {
            add(out, format!("DROP TYPE {at}"));
            create(to, out);
            return;
        }
        // The old one gets the attributes of the new one first, so that the text of a value fits both.
        let mut attributes: Vec<Attribute> = Vec::new();
        for old in &from.attributes {
            match to.attribute(&old.name) {
                Some(new) => attributes.push(new.clone()),
                None => self.drop_attribute(ty, &old.name, out),
            }
        }
        for new in to.attributes.iter().filter(|new| from.attribute(&new.name).is_none()) {
            let plain = Attribute { annotation: crate::schema::Annotation::default(), ..new.clone() };
            self.add_attribute(ty, &plain, out);
            attributes.push(new.clone());
        }
        // Field by field they pass over in any order; the text of a list, or of what holds them, has that of the old one.
        if !uses.iter().any(|one| one.before.ty.ends_with("[]")) && !self.is_in_types(&CompositeType::id_of(ty)) {
            attributes.clone_from(&to.attributes);
        }
        let free = names::free(&ty.name, "__old", |name| self.knows(&ty.sibling(name)));
        add(out, format!("ALTER TYPE {at} RENAME TO {}", quote::identifier(&free)));
        let names: Vec<String> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
        create(&CompositeType { attributes, ..to.clone() }, out);
        type_uses::drop_defaults(uses, &at, out);
        let changed =
            to.attributes.iter().filter(|new| from.attribute(&new.name).is_some_and(|old| !old.has_type_of(new)));
        let changed: Vec<&str> = changed.map(|new| new.name.as_str()).collect();
        for one in type_uses::passing(uses, &at) {
            let column = quote::identifier(&one.after.name);
            let old = &one.before.ty;
            // A value passes over attribute by attribute, by their casts; a list of them only as text.
            let passed = if old.ends_with("[]") {
                format!("{column}::text[]::{old}")
            } else {
                let fields = names.iter().map(|name| format!("({column}).{}", quote::identifier(name)));
                // `IS NOT NULL` of a row's text the server cannot carry down to partitions ("unrecognized node type").
                let fields = fields.collect::<Vec<_>>().join(", ");
                format!("CASE WHEN {column}::text IS DISTINCT FROM NULL THEN ROW({fields})::{old} END")
            };
            let what = self.passes_over(one, Some(passed));
            let clause = alter_column(ClauseKind::ChangeType, &one.after.name, what);
            let mut known = facts::of_clause(&one.table, &clause).rewriting();
            if !changed.is_empty() {
                let refused = format!("{}.{} holds other values in {}", one.table, one.after.name, changed.join(", "));
                known = known.failing_on(refused);
            }
            alter_with(&one.table, clause, known, out);
        }
        type_uses::set_defaults(uses, out);
        add(out, format!("DROP TYPE {}", name(&ty.sibling(free))));
    }
}
