//! The closed family of objects, and what generic code asks of each.

use serde::{Deserialize, Serialize};

use super::{
    Annotation, Column, CompositeType, DefaultPrivileges, Definition, Domain, Enum, Extension, Namespace, Node,
    NodeSet, ObjectId, Part, PartKind, RowSecurity, Schema, Sequence, SystemObject, Table, View,
};

/// An object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "most objects of a schema are tables: a box for each would only cost")]
pub enum Object {
    /// A namespace.
    Namespace(Namespace),
    /// An extension.
    Extension(Extension),
    /// An enum type.
    Enum(Enum),
    /// A domain.
    Domain(Domain),
    /// A composite type.
    CompositeType(CompositeType),
    /// A sequence.
    Sequence(Sequence),
    /// A table.
    Table(Table),
    /// A view.
    View(View),
    /// Default privileges.
    DefaultPrivileges(DefaultPrivileges),
    /// Grants on what the server or an extension brought.
    SystemObject(SystemObject),
    /// An object of any kind that is a name and a statement.
    Definition(Definition),
}

/// What generic code asks of an object, whatever its kind: each kind answers in its own file.
pub trait SchemaObject {
    /// Its id.
    fn id(&self) -> ObjectId;

    /// What people call it: `table orders`, `materialized view totals`.
    fn title(&self) -> String {
        self.id().to_string()
    }

    /// The word that `include` and `exclude` patterns know it by.
    fn pattern_word(&self) -> &'static str {
        self.id().kind.word()
    }

    /// Its columns.
    fn columns(&self) -> &[Column] {
        &[]
    }

    /// Its parts other than columns.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }

    /// The kinds and names of these parts: what [`SchemaObject::parts`] says, without a copy of each.
    fn part_names(&self) -> Vec<(PartKind, String)> {
        self.parts().into_iter().map(|part| (part.kind(), part.key())).collect()
    }

    /// Whether it has a column or other part of this kind and name.
    fn has(&self, kind: PartKind, name: &str) -> bool {
        match kind {
            PartKind::Column => self.columns().iter().any(|column| column.name == name),
            _ => self.part_names().iter().any(|part| part.0 == kind && part.1 == name),
        }
    }

    /// Whether it has triggers.
    fn has_triggers(&self) -> bool {
        self.part_names().iter().any(|(kind, _)| *kind == PartKind::Trigger)
    }

    /// What the object and its parts need, as the model itself says it (the server's own records come beside it): who,
    /// and what. The namespace of a name is known without being asked for here.
    fn references(&self, _schema: &Schema) -> Vec<(Node, NodeSet)> {
        Vec::new()
    }

    /// All that is compared of it but its name, in a few words; of a table only what no part says.
    fn summary(&self) -> String;

    /// What differs between it and another of its kind, in a word each, parts and columns aside.
    fn differences(&self, to: &Object) -> Vec<&'static str>;
}

impl Object {
    /// The object as what generic code asks.
    pub fn as_dyn(&self) -> &dyn SchemaObject {
        match self {
            Object::Namespace(object) => object,
            Object::Extension(object) => object,
            Object::Enum(object) => object,
            Object::Domain(object) => object,
            Object::CompositeType(object) => object,
            Object::Sequence(object) => object,
            Object::Table(object) => object,
            Object::View(object) => object,
            Object::DefaultPrivileges(object) => object,
            Object::SystemObject(object) => object,
            Object::Definition(object) => object,
        }
    }

    /// Its id.
    pub fn id(&self) -> ObjectId {
        self.as_dyn().id()
    }

    /// Whether it can be dropped and created again as somebody's dependent: nothing of ours is lost with it.
    pub fn is_recreated(&self) -> bool {
        self.id().kind.facts().recreated || matches!(self, Object::Table(table) if table.is_foreign())
    }

    /// All that is compared of it but its name.
    pub fn summary(&self) -> String {
        self.as_dyn().summary()
    }

    /// Its parts other than columns.
    pub fn parts(&self) -> Vec<Part> {
        self.as_dyn().parts()
    }

    /// The part of this kind and name.
    pub fn part(&self, kind: PartKind, name: &str) -> Option<Part> {
        self.parts().into_iter().find(|part| part.kind() == kind && part.key() == name)
    }

    /// Whether two objects say the same, the order of columns and what is not compared aside. Whether they are the same to a
    /// database, it decides: [`crate::dialect::Dialect::same`].
    pub fn same(&self, other: &Object) -> bool {
        self == other || self.unordered() == other.unordered()
    }

    /// The same with everything sorted whose order means nothing: what two objects are compared by.
    fn unordered(&self) -> Object {
        let mut object = match self {
            Object::Table(table) => Object::Table(table.unordered()),
            Object::View(view) => Object::View(view.unordered()),
            Object::Domain(domain) => Object::Domain(domain.unordered()),
            Object::Definition(definition) => Object::Definition(definition.unordered()),
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::CompositeType(_)
            | Object::DefaultPrivileges(_) => self.clone(),
            // Whose it is goes without saying.
            Object::SystemObject(one) => Object::SystemObject(SystemObject { extension: None, ..one.clone() }),
        };
        for (_, annotation) in object.annotations_mut() {
            *annotation = annotation.compared();
        }
        if let Object::Table(table) = &mut object {
            table.columns.iter_mut().filter_map(|column| column.identity.as_mut()).for_each(|identity| {
                identity.grants.clear();
            });
        }
        if let Object::View(view) = &mut object {
            // A column of which only grants were said: nothing is left of it.
            view.column_annotations.retain(|(_, annotation)| !annotation.is_empty());
        }
        object
    }

    /// The same without the parts that need other objects: enough to be depended on.
    pub fn as_support(&self) -> Object {
        match self {
            Object::Table(table) => {
                let mut table = table.clone();
                table.constraints.retain(|constraint| !constraint.kind().facts().reaches_out);
                table.triggers.clear();
                table.rules.clear();
                table.policies.clear();
                table.row_security = RowSecurity::default();
                Object::Table(table)
            }
            Object::View(view) => {
                let mut view = view.clone();
                view.triggers.clear();
                view.rules.clear();
                Object::View(view)
            }
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::CompositeType(_)
            | Object::Sequence(_)
            | Object::DefaultPrivileges(_)
            | Object::SystemObject(_)
            | Object::Definition(_) => self.clone(),
        }
    }

    /// What is said of the object itself.
    pub fn annotation(&self) -> Option<&Annotation> {
        match self {
            Object::Namespace(one) => Some(&one.annotation),
            Object::Extension(_) => None,
            Object::Enum(one) => Some(&one.annotation),
            Object::Domain(one) => Some(&one.annotation),
            Object::CompositeType(one) => Some(&one.annotation),
            Object::Sequence(one) => Some(&one.annotation),
            Object::Table(one) => Some(&one.annotation),
            Object::View(one) => Some(&one.annotation),
            Object::DefaultPrivileges(one) => Some(&one.annotation),
            Object::SystemObject(one) => Some(&one.annotation),
            Object::Definition(one) => Some(&one.annotation),
        }
    }

    /// The same, to be changed.
    pub fn annotation_mut(&mut self) -> Option<&mut Annotation> {
        self.annotations_mut().into_iter().find(|(place, _)| place.is_none()).map(|(_, annotation)| annotation)
    }

    /// The object without some of its parts, and these: constraints and indexes of a table, and parts that are texts.
    pub fn without_parts(self, leaves: impl Fn(&Part) -> bool) -> (Object, Vec<Part>) {
        let mut object = self;
        let mut parts: Vec<Part> = Vec::new();
        match &mut object {
            Object::Table(table) => {
                parts.extend(table.constraints.drain(..).map(Part::Constraint));
                parts.extend(table.indexes.drain(..).map(Part::Index));
                parts.extend(table.triggers.drain(..).map(Part::Trigger));
                parts.extend(table.rules.drain(..).map(Part::Rule));
                parts.extend(table.policies.drain(..).map(Part::Policy));
                if !table.row_security.is_none() {
                    parts.push(Part::RowSecurity(std::mem::take(&mut table.row_security)));
                }
            }
            Object::View(view) => {
                parts.extend(view.triggers.drain(..).map(Part::Trigger));
                parts.extend(view.rules.drain(..).map(Part::Rule));
            }
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Domain(_)
            | Object::DefaultPrivileges(_)
            | Object::SystemObject(_)
            | Object::CompositeType(_)
            | Object::Definition(_) => {}
        }
        let (gone, stay): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(leaves);
        stay.into_iter().for_each(|part| object.put_part(part));
        (object, gone)
    }

    /// Puts a part in: one that [`Object::without_parts`] takes out.
    pub fn put_part(&mut self, part: Part) {
        match (self, part) {
            (Object::Table(table), Part::Constraint(one)) => table.constraints.push(one),
            (Object::Table(table), Part::Index(one)) => table.indexes.push(one),
            (Object::Table(table), Part::Trigger(one)) => table.triggers.push(one),
            (Object::Table(table), Part::Rule(one)) => table.rules.push(one),
            (Object::Table(table), Part::Policy(one)) => table.policies.push(one),
            (Object::Table(table), Part::RowSecurity(one)) => table.row_security = one,
            (Object::View(view), Part::Trigger(one)) => view.triggers.push(one),
            (Object::View(view), Part::Rule(one)) => view.rules.push(one),
            _ => {}
        }
    }

    /// What is said of the object, its columns and its parts, each with its kind and name (of the object itself: none).
    pub fn annotations_mut(&mut self) -> Vec<(Option<(PartKind, String)>, &mut Annotation)> {
        match self {
            Object::Namespace(one) => vec![(None, &mut one.annotation)],
            Object::Extension(_) => Vec::new(),
            Object::Enum(one) => vec![(None, &mut one.annotation)],
            Object::CompositeType(one) => {
                let attributes = one.attributes.iter_mut();
                let attributes =
                    attributes.map(|it| (Some((PartKind::Attribute, it.name.clone())), &mut it.annotation));
                std::iter::once((None, &mut one.annotation)).chain(attributes).collect()
            }
            Object::Domain(one) => {
                let checks = one.checks.iter_mut().map(|it| (Some((it.kind(), it.key())), &mut it.annotation));
                std::iter::once((None, &mut one.annotation)).chain(checks).collect()
            }
            Object::Sequence(one) => vec![(None, &mut one.annotation)],
            Object::DefaultPrivileges(one) => vec![(None, &mut one.annotation)],
            Object::SystemObject(one) => vec![(None, &mut one.annotation)],
            Object::Definition(one) => vec![(None, &mut one.annotation)],
            Object::Table(one) => {
                let columns = one.columns.iter_mut().map(|it| (PartKind::Column, it.name.clone(), &mut it.annotation));
                let constraints = one.constraints.iter_mut().map(|it| (it.kind(), it.key(), &mut it.annotation));
                let indexes = one.indexes.iter_mut().map(|it| (PartKind::Index, it.name.clone(), &mut it.annotation));
                let triggers =
                    one.triggers.iter_mut().map(|it| (PartKind::Trigger, it.name.clone(), &mut it.annotation));
                let rules = one.rules.iter_mut().map(|it| (PartKind::Rule, it.name.clone(), &mut it.annotation));
                let policies =
                    one.policies.iter_mut().map(|it| (PartKind::Policy, it.name.clone(), &mut it.annotation));
                let parts = columns.chain(constraints).chain(indexes).chain(triggers).chain(rules).chain(policies);
                let parts = parts.map(|(kind, name, said)| (Some((kind, name)), said));
                std::iter::once((None, &mut one.annotation)).chain(parts).collect()
            }
            Object::View(one) => {
                let columns = one.column_annotations.iter_mut().map(|it| (PartKind::Column, it.0.clone(), &mut it.1));
                let indexes = one.indexes.iter_mut().map(|it| (PartKind::Index, it.name.clone(), &mut it.annotation));
                let triggers =
                    one.triggers.iter_mut().map(|it| (PartKind::Trigger, it.name.clone(), &mut it.annotation));
                let rules = one.rules.iter_mut().map(|it| (PartKind::Rule, it.name.clone(), &mut it.annotation));
                let parts = columns.chain(indexes).chain(triggers).chain(rules);
                let parts = parts.map(|(kind, name, said)| (Some((kind, name)), said));
                std::iter::once((None, &mut one.annotation)).chain(parts).collect()
            }
        }
    }

    /// The object's own node and those of all its parts.
    pub fn nodes(&self) -> Vec<Node> {
        let id = self.id();
        let columns = self.as_dyn().columns().iter().map(|column| (PartKind::Column, column.name.clone()));
        let parts = columns.chain(self.as_dyn().part_names()).map(|(kind, name)| Node::Part(id.clone(), kind, name));
        std::iter::once(Node::Object(id.clone())).chain(parts).collect()
    }
}

/// The objects as a list: JSON has no keys but strings.
pub(super) mod as_list {
    use indexmap::IndexMap;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Object, ObjectId};

    pub(crate) fn serialize<S: Serializer>(objects: &IndexMap<ObjectId, Object>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(objects.values())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<IndexMap<ObjectId, Object>, D::Error> {
        Ok(Vec::<Object>::deserialize(from)?.into_iter().map(|object| (object.id(), object)).collect())
    }
}

/// The dependencies as a list of pairs: JSON has no keys but strings.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Node, NodeSet};

    pub(crate) fn serialize<S: Serializer>(depends: &BTreeMap<Node, NodeSet>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(depends)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Node, NodeSet>, D::Error> {
        Ok(Vec::<(Node, NodeSet)>::deserialize(from)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Grant, Managed, QName};

    #[test]
    fn owners_and_grants_are_compared_by_themselves() {
        let plain = Object::View(View::new(QName::plain("v"), "SELECT 1 AS a"));
        let grant = Grant { privileges: vec!["SELECT".to_owned()], grantee: "app".to_owned(), ..Grant::default() };
        let said = Annotation { owner: Some("boss".to_owned()), grants: vec![grant], ..Annotation::default() };
        let mut given = View::new(QName::plain("v"), "SELECT 1 AS a");
        given.annotation = said.clone();
        given.column_annotations.push(("a".to_owned(), said));
        let mut commented = given.clone();
        commented.column_annotations[0].1.comment = Some("x".to_owned());
        let given = Object::View(given);
        assert!(given.same(&plain) && plain.same(&given));
        assert!(!Object::View(commented).same(&plain));
        assert!(!given.same_access(&plain) && given.same_access(&given));
        for (managed, left) in [
            (Managed::NONE, "owner boss; SELECT to app; SELECT to app on column a"),
            (Managed { owners: true, ..Managed::NONE }, "SELECT to app; SELECT to app on column a"),
            (Managed { privileges: true, ..Managed::NONE }, "owner boss"),
            (Managed::ALL, ""),
        ] {
            let mut kept = plain.clone();
            kept.keep_access(&given, managed, str::to_owned);
            assert_eq!(crate::schema::access_summary(&kept), left);
        }
    }
}
