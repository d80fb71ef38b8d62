//! Default privileges: the grants that objects get when they are made.

use serde::{Deserialize, Serialize};

use super::{Annotation, Grant, Kind, KindFacts, Node, NodeSet, Object, ObjectId, Phase, QName, Schema, SchemaObject};

/// What roles may do with objects that a role makes from then on (`ALTER DEFAULT PRIVILEGES`).
///
/// Its grants stand in its annotation. Those of one namespace only add to those of the whole database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultPrivileges {
    /// The objects: `tables`, `sequences`, `functions`, `types`, `schemas`.
    pub objects: String,
    /// The namespace, where they are those of one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Whether that is the default namespace.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub within_default: bool,
    /// The role that makes the objects, where it is not the one that is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The grants.
    #[serde(flatten)]
    pub annotation: Annotation,
}

impl DefaultPrivileges {
    /// The words for objects that they can be of.
    pub const OBJECTS: [&'static str; 6] = ["tables", "sequences", "functions", "types", "schemas", "large objects"];

    /// A kind that has the same privileges as the objects.
    pub fn kind(&self) -> Kind {
        match self.objects.as_str() {
            "tables" => Kind::Table,
            "sequences" => Kind::Sequence,
            "functions" => Kind::Function,
            "schemas" => Kind::Namespace,
            // They have no kind.
            "large objects" => Kind::DefaultPrivileges,
            _ => Kind::Enum,
        }
    }

    /// What they are called: `tables in billing for boss`.
    pub fn name(&self) -> String {
        let quoted = |name: &str| {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !name.is_empty() && name.chars().all(plain) {
                name.to_owned()
            } else {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        };
        let within = self.within.as_ref().map_or_else(String::new, |name| format!(" in {}", quoted(name)));
        let role = self.role.as_ref().map_or_else(String::new, |role| format!(" for {}", quoted(role)));
        format!("{}{within}{role}", self.objects)
    }
}

/// What generic code must know of default privileges.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "default privileges",
    created: Phase::AlterAccess,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};

/// The word for the objects of a kind, where default privileges can be about them.
fn word_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Table | Kind::View => Some("tables"),
        Kind::Sequence => Some("sequences"),
        Kind::Function | Kind::Procedure | Kind::Aggregate => Some("functions"),
        Kind::Enum | Kind::Domain | Kind::CompositeType | Kind::RangeType | Kind::BaseType => Some("types"),
        Kind::Namespace => Some("schemas"),
        _ => None,
    }
}

impl Schema {
    /// The default privileges that the connected role's own objects get.
    pub fn default_privileges_in_force(&self) -> impl Iterator<Item = &ObjectId> {
        let own = |object: &Object| matches!(object, Object::DefaultPrivileges(one) if one.role.is_none());
        self.objects.iter().filter(move |(_, object)| own(object)).map(|(id, _)| id)
    }

    /// The default privileges and nothing else: what is asked often is asked of these.
    #[must_use]
    pub fn default_privileges_alone(&self) -> Schema {
        let only = |(_, object): &(&ObjectId, &Object)| matches!(object, Object::DefaultPrivileges(_));
        let objects = self.objects.iter().filter(only).map(|(id, object)| (id.clone(), object.clone())).collect();
        Schema { objects, given: self.given.clone(), ..Schema::default() }
    }

    /// What the database of this schema gives of its own accord to an object that the connected role makes; `namespace` is
    /// none for the default one.
    pub fn grants_of_new(&self, kind: Kind, namespace: Option<&str>) -> Vec<Grant> {
        let Some(word) = word_of(kind) else { return Vec::new() };
        let objects = self.objects.values().filter_map(|object| match object {
            Object::DefaultPrivileges(one) => Some(one),
            _ => None,
        });
        let here = |one: &&DefaultPrivileges| {
            one.role.is_none()
                && one.objects == word
                && match (&one.within, namespace) {
                    (None, _) => true,
                    (Some(_), None) => one.within_default,
                    (Some(within), Some(namespace)) => within == namespace,
                }
        };
        let found: Vec<&DefaultPrivileges> = objects.chain(&self.given).filter(here).collect();
        let held = |grant: &Grant, privilege: &str| {
            // What everybody may not do by default in the whole database, one namespace can give back.
            !(grant.revoked
                && found.iter().any(|one| {
                    one.annotation.grants.iter().any(|other| {
                        !other.revoked
                            && other.grantee == grant.grantee
                            && other.privileges.iter().any(|name| name == privilege)
                    })
                }))
        };
        let grants = found.iter().flat_map(|one| one.annotation.grants.iter().cloned());
        let grants = grants.map(|mut grant| {
            let kept = grant.privileges.iter().filter(|name| held(&grant, name)).cloned().collect();
            grant.privileges = kept;
            grant
        });
        Grant::in_order(grants.filter(|grant| !grant.privileges.is_empty()))
    }
}

impl SchemaObject for DefaultPrivileges {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::DefaultPrivileges, QName::plain(self.name()))
    }

    fn references(&self, _schema: &Schema) -> Vec<(Node, NodeSet)> {
        let Some(within) = self.within.as_ref().filter(|_| !self.within_default) else { return Vec::new() };
        let namespace = Node::Object(ObjectId::new(Kind::Namespace, QName::plain(within)));
        vec![(Node::Object(self.id()), NodeSet::from_iter([namespace]))]
    }

    fn summary(&self) -> String {
        self.annotation.grants.iter().map(Grant::summary).collect::<Vec<_>>().join("; ")
    }

    fn differences(&self, _to: &Object) -> Vec<&'static str> {
        Vec::new()
    }
}
