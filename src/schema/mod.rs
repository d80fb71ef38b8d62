//! The canonical model of a database schema: plain data, no I/O.
//!
//! A [`Schema`] is a set of [`Object`]s by [`ObjectId`], and who depends on whom by [`Node`]. Both sides of every
//! comparison are such a value in the server's own spelling, read by the same introspector; what an introspector meets
//! and cannot hold stands in [`Schema::unmodelled`], so that nothing is lost in silence.

mod access;
mod annotation;
mod base_type;
mod cast;
mod collation;
mod column;
mod composite_type;
mod constraint;
mod default_privileges;
mod definition;
mod descent;
mod domain;
mod enabled;
mod enums;
mod event;
mod event_trigger;
mod extension;
mod foreign_data;
mod hints;
mod id;
mod index;
mod kind;
mod language;
mod name;
mod namespace;
mod node_set;
mod object;
mod operator;
mod parameters;
mod part;
mod policy;
mod publication;
mod range_type;
mod references;
mod routine;
mod rule;
pub(crate) mod secret;
mod sequence;
mod statistics;
mod system_object;
mod table;
mod text_search;
mod trigger;
mod view;
mod words;
mod written;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use access::{Access, AccessPlace, Grant, Managed, access_summary};
pub use annotation::Annotation;
pub use column::{Column, Generated, Identity, IdentityKind, NotNull};
pub use composite_type::{Attribute, CompositeType};
pub use constraint::{Action, Check, Constraint, ConstraintDefinition, Deferrable, Exclusion, ForeignKey, Key, Match};
pub use default_privileges::DefaultPrivileges;
pub use definition::Definition;
pub use descent::{Origin, Partition};
pub use domain::Domain;
pub use enabled::Enabled;
pub use enums::Enum;
pub use extension::Extension;
pub use foreign_data::ForeignSource;
pub use hints::Hints;
pub use id::{Node, ObjectId, ObjectIdFields};
pub use index::{Index, IndexColumn, IndexKey, Nulls};
pub use kind::{Kind, KindFacts, PartFacts, PartKind, Phase};
pub use name::QName;
pub use namespace::Namespace;
pub use node_set::NodeSet;
pub use object::{Object, SchemaObject};
pub use parameters::Parameters;
pub use part::Part;
pub use policy::{Policy, RowSecurity};
pub use rule::Rule;
pub use sequence::{Sequence, SequenceOptions};
pub use system_object::SystemObject;
pub use table::{Counter, Table, TableOptions};
pub use trigger::Trigger;
pub use view::View;
pub use written::Written;

/// A piece of SQL in the server's own spelling: an expression, a predicate, a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expr(pub String);

impl Expr {
    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Expr {
    fn from(text: T) -> Self {
        Expr(text.into())
    }
}

impl std::fmt::Display for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that the database holds and the model does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unmodelled {
    /// The kind as the database calls it (`function`, `policy`), and as `[schema] exclude` names it.
    pub kind: String,
    /// The qualified name, and where it is part of a table: `name on table`.
    pub name: String,
    /// The name that an `exclude` pattern is matched with.
    pub exclude: String,
    /// Of a part of a table: the pattern that takes the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
}

/// Something of the schema that needs what the schema does not hold: what `exclude` leaves out, what is beyond the model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stranded {
    /// What it is.
    pub node: Node,
    /// What it needs: `function touch`, `domain year`.
    pub needs: String,
    /// The pattern that leaves it out: of a column or a primary key the one of its table, which is nothing without it.
    pub pattern: String,
}

/// A view or trigger that the database holds and cannot run, as it takes such a thing unread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unrunnable {
    /// The view or trigger.
    pub node: Node,
    /// The database's words.
    pub message: String,
    /// The name that they say there is nothing of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Why that is no fault: what is missing here may be there where it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Excuse>,
}

/// Why something that cannot be run here may be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Excuse {
    /// A function, a collation or a module that the application may register.
    Registered,
    /// A table or view that is left out of the comparison, or that belongs to the database itself.
    Excluded,
}

/// A schema: everything that is compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// The objects, in the order in which they are to be made where that is free.
    #[serde(with = "object::as_list")]
    pub objects: IndexMap<ObjectId, Object>,
    /// What each node needs to exist before it: the database's own records, and the model's references ([`Schema::link`]).
    #[serde(with = "object::pairs")]
    pub depends: BTreeMap<Node, NodeSet>,
    /// What the database holds beyond the model.
    pub unmodelled: Vec<Unmodelled>,
    /// Views and triggers that cannot be run. It is not part of a comparison: it is what a schema is judged by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unrunnable: Vec<Unrunnable>,
    /// What the filter leaves out of the comparison, without keys and triggers: a view or trigger that is not left out may
    /// name it, and then a trial needs it. (PostgreSQL says by itself what a view depends on: nothing is kept.)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<Object>,
    /// Default privileges, where they are not managed: what the database gives to new objects of its own accord. They are no
    /// part of a comparison.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<DefaultPrivileges>,
    /// What needs something that is in neither list, as far as the database records it. It is no part of a comparison.
    #[serde(skip)]
    pub stranded: Vec<Stranded>,
}

impl Schema {
    /// What the database says of a view or trigger that it cannot run.
    pub fn cannot_run(&self, node: &Node) -> Option<&Unrunnable> {
        self.unrunnable.iter().find(|one| one.node == *node)
    }

    /// The schema with what lies outside of `actual` beside it, for a trial.
    #[must_use]
    pub fn beside(&self, actual: &Schema) -> Cow<'_, Schema> {
        if actual.outside.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut schema = self.clone();
        for object in &actual.outside {
            if schema.get(&object.id()).is_none() {
                schema.insert(object.clone());
            }
        }
        Cow::Owned(schema)
    }

    /// Puts an object in, under its own id; answers whether the id was free.
    pub fn insert(&mut self, mut object: Object) -> bool {
        // A list that grew by itself has up to twice the room that it needs, and a schema has many thousand of them.
        if let Object::Table(table) = &mut object {
            table.trim();
        }
        self.objects.insert(object.id(), object).is_none()
    }

    /// The object of this id.
    pub fn get(&self, id: &ObjectId) -> Option<&Object> {
        self.objects.get(id)
    }

    /// Whether it has this object or part.
    pub fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Object(id) => self.objects.contains_key(id),
            Node::Part(of, kind, name) => self.get(of).is_some_and(|object| object.as_dyn().has(*kind, name)),
        }
    }

    /// The table of this name.
    pub fn table(&self, name: &QName) -> Option<&Table> {
        match self.objects.get(&ObjectId::new(Kind::Table, name.clone())) {
            Some(Object::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// The sequences that belong to columns of these tables.
    pub fn sequences_owned_by(&self, tables: &BTreeSet<ObjectId>) -> Vec<ObjectId> {
        let owned = |object: &Object| match object {
            Object::Sequence(one) => {
                one.owned_by.as_ref().is_some_and(|(table, _)| tables.contains(&ObjectId::table(table)))
            }
            _ => false,
        };
        self.objects.iter().filter(|(_, object)| owned(object)).map(|(id, _)| id.clone()).collect()
    }

    /// The tables that one descends from: its parents, theirs, and so on.
    pub fn ancestors(&self, of: &QName) -> Vec<&QName> {
        let mut found: Vec<&QName> = self.table(of).into_iter().flat_map(Table::parents).collect();
        let mut at = 0;
        while let Some(table) = found.get(at).copied() {
            at += 1;
            let more: Vec<&QName> = self.table(table).into_iter().flat_map(Table::parents).collect();
            more.into_iter().for_each(|name| {
                if !found.contains(&name) {
                    found.push(name);
                }
            });
        }
        found
    }

    /// Of columns among these, those that children have them from and the attributes that typed tables have them from, all the
    /// way up: they come and go with those.
    pub fn columns_above(&self, columns: &NodeSet) -> Vec<Node> {
        let is_above = |node: &Node| matches!(node, Node::Part(_, PartKind::Column | PartKind::Attribute, _));
        let mut found: Vec<Node> = Vec::new();
        let mut queue: Vec<&Node> =
            columns.iter().filter(|node| matches!(node, Node::Part(_, PartKind::Column, _))).collect();
        while let Some(node) = queue.pop() {
            for above in self.depends.get(node).into_iter().flatten() {
                let same = is_above(above) && above.leaf() == node.leaf() && above.object() != node.object();
                if same && !found.contains(above) {
                    found.push(above.clone());
                    queue.push(above);
                }
            }
        }
        found
    }

    /// All tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.objects.values().filter_map(|object| match object {
            Object::Table(table) => Some(table),
            _ => None,
        })
    }

    /// All enums.
    pub fn enums(&self) -> impl Iterator<Item = &Enum> {
        self.objects.values().filter_map(|object| match object {
            Object::Enum(value) => Some(value),
            _ => None,
        })
    }

    /// The domain that a type is; `spelled` is how the database writes a name in a type.
    pub fn domain_of(&self, ty: &str, spelled: impl Fn(&QName) -> String) -> Option<&Domain> {
        self.domains().find(|one| spelled(&one.name) == ty)
    }

    /// Whether a row needs a value for a column: it allows no NULL, or is of a domain that allows none, and gives none itself.
    pub fn needs_value(&self, column: &Column, spelled: impl Fn(&QName) -> String) -> bool {
        if column.default.is_some() || column.identity.is_some() || column.generated.is_some() {
            return false;
        }
        let (mut refuses, mut below) = (!column.nullable, &column.ty);
        while let Some(domain) = self.domain_of(below, &spelled) {
            if domain.default.is_some() {
                return !column.nullable;
            }
            refuses |= domain.not_null;
            below = &domain.base;
        }
        refuses
    }

    /// The array type that a type is as a domain over one: its values are arrays.
    pub fn list_below(&self, ty: &str, spelled: impl Fn(&QName) -> String) -> Option<&String> {
        let mut below = &self.domain_of(ty, &spelled)?.base;
        while let Some(domain) = self.domain_of(below, &spelled) {
            below = &domain.base;
        }
        below.ends_with("[]").then_some(below)
    }

    /// All domains.
    pub fn domains(&self) -> impl Iterator<Item = &Domain> {
        self.objects.values().filter_map(|object| match object {
            Object::Domain(value) => Some(value),
            _ => None,
        })
    }

    /// All views, materialized ones among them.
    pub fn views(&self) -> impl Iterator<Item = &View> {
        self.objects.values().filter_map(|object| match object {
            Object::View(view) => Some(view),
            _ => None,
        })
    }

    /// Records that `node` needs `needs`.
    pub fn depend(&mut self, node: Node, needs: Node) {
        if node != needs {
            self.depends.entry(node).or_default().insert(needs);
        }
    }

    /// What needs `node` directly.
    pub fn dependents<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> + 'a {
        self.depends.iter().filter(move |(_, needs)| needs.contains(node)).map(|(dependent, _)| dependent)
    }

    /// Whether all of it lies in the default namespace, so that any other namespace can hold it.
    pub fn fits_one_namespace(&self) -> bool {
        self.objects.keys().all(|id| id.name.namespace.is_none() && !id.kind.is_global())
    }

    /// Whether it holds no object at all.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }
}
