//! Which of the catalogues' contents is the user's schema, and under which names.

use std::collections::{HashMap, HashSet};

use super::catalog::{Address, Catalog, QUERIES, oid};
use super::indexes::IndexRow;
use super::relations::Relation;
use super::sequences::SequenceRow;
use crate::config::filter::exact;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::as_stored::as_stored;
use crate::dialect::session::Scope;
use crate::schema::{Expr, Node, Object, ObjectId, PartKind, QName, Schema, Unmodelled};
use crate::sql::strip_outer_parens;

/// How the introspector treats a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RelationStatus {
    /// It is an object of the schema.
    Object,
    /// It is not the schema's: an extension's, excluded, the version table.
    Excluded,
}

/// Turns a [`Catalog`] into a [`Schema`].
pub(super) struct CatalogReader<'a> {
    pub catalog: &'a Catalog,
    pub scope: &'a Scope,
    /// The default namespace's name.
    pub default: Option<&'a str>,
    /// Relations by id, with what becomes of them.
    pub relations: HashMap<u32, (&'a Relation, RelationStatus)>,
    /// Indexes by id.
    pub indexes: HashMap<u32, &'a IndexRow>,
    /// The sequences that a column owns: that of an identity or a serial column, and any others.
    pub owned: HashMap<(u32, i16), Vec<&'a SequenceRow>>,
    /// Sequences that are part of a column.
    pub folded: HashMap<u32, Node>,
    /// The node that each id of a part stands for: indexes, constraints.
    pub parts: HashMap<Address, Node>,
    /// The attributes of composite types, by the type's id and their number.
    pub attributes: HashMap<(u32, i16), String>,
    /// The enums and extensions by id.
    pub objects: HashMap<Address, ObjectId>,
    /// The types that stand first as a shell, each with it.
    pub shells: Vec<(ObjectId, ObjectId)>,
    /// What each entry that is but a part of how something else is built is built for.
    pub whole: HashMap<Address, Address>,
    /// Whether the filter leaves nothing out, so that it need not be asked for each part.
    everything: bool,
    /// Namespaces that something of the schema lies in.
    pub used: HashSet<u32>,
    pub schema: Schema,
}

impl<'a> CatalogReader<'a> {
    /// Decides what becomes of each relation.
    pub(super) fn new(catalog: &'a Catalog, scope: &'a Scope, default: Option<&'a str>) -> Self {
        let mut reader = CatalogReader {
            catalog,
            scope,
            default,
            relations: HashMap::with_capacity(catalog.relations.len()),
            indexes: catalog.indexes.iter().map(|index| (index.oid, index)).collect(),
            owned: HashMap::new(),
            folded: HashMap::new(),
            parts: HashMap::new(),
            objects: HashMap::new(),
            attributes: HashMap::new(),
            shells: Vec::new(),
            whole: HashMap::new(),
            everything: scope.filter.takes_everything(),
            used: HashSet::new(),
            schema: Schema::default(),
        };
        for row in &catalog.sequences {
            if let Some(owner) = row.owner {
                reader.owned.entry(owner).or_default().push(row);
            }
        }
        for relation in &catalog.relations {
            let relation_status = reader.relation_status(relation);
            reader.relations.insert(relation.oid, (relation, relation_status));
        }
        reader
    }

    /// The schema.
    pub(super) fn schema(mut self) -> Schema {
        for query in QUERIES {
            (query.read)(&mut self);
        }
        self.schema.objects.sort_by(|a, _, b, _| a.cmp(b));
        self.schema.unmodelled.sort();
        self.schema.unmodelled.dedup();
        self.schema.link();
        self.schema
    }

    /// What becomes of a relation, by itself: a sequence that a table owns shares the table's fate besides.
    fn relation_status(&self, relation: &Relation) -> RelationStatus {
        let kind = match relation.kind {
            // A partitioned table's index is named with the table.
            'I' => return RelationStatus::Excluded,
            'v' => "view",
            'm' => "materialized view",
            'S' => "sequence",
            'f' => "foreign_table",
            _ => "table",
        };
        if relation.kind != 'S' && self.is_version_table(relation)
            || !self.admits(kind, relation.namespace, &relation.name, (oid::CLASS, relation.oid))
        {
            return RelationStatus::Excluded;
        }
        RelationStatus::Object
    }

    fn is_version_table(&self, relation: &Relation) -> bool {
        let version = &self.scope.version_table;
        let namespace = version.namespace.as_deref().or(self.default);
        relation.name == version.name && self.namespace(relation.namespace) == namespace
    }

    /// The name of a namespace of the scope.
    pub(super) fn namespace(&self, namespace: u32) -> Option<&'a str> {
        let name = self.catalog.namespaces.name(namespace)?;
        self.is_looked_at(name).then_some(name)
    }

    /// Whether a namespace is one of those that are looked at.
    fn is_looked_at(&self, name: &str) -> bool {
        self.scope.only.as_deref().is_none_or(|only| only == name)
    }

    /// Whether what lies in a namespace of this name is looked at.
    pub(super) fn in_scope(&self, namespace: &str) -> bool {
        self.catalog.namespaces.has(namespace)
            && self.is_looked_at(namespace)
            && !self.scope.filter.leaves_out("namespace", None, namespace)
    }

    /// The name in the model of something in a namespace, of the scope or not.
    pub(super) fn qualified(&self, namespace: u32, name: &str) -> QName {
        match self.catalog.namespaces.name(namespace) {
            Some(namespace) if Some(namespace) != self.default => QName::within(namespace, name),
            _ => QName::plain(name),
        }
    }

    /// A relation's name in the model.
    pub(super) fn relation_name(&self, relation: u32) -> Option<QName> {
        self.relations.get(&relation).map(|(relation, _)| self.qualified(relation.namespace, &relation.name))
    }

    /// Whether something in a namespace belongs to the schema: the namespace does, no extension owns it, and the filter
    /// takes it.
    pub(super) fn admits(&self, kind: &str, namespace: u32, name: &str, address: Address) -> bool {
        let Some(namespace) = self.namespace(namespace) else { return false };
        !self.catalog.members.has(address)
            && !self.scope.filter.leaves_out("namespace", None, namespace)
            && self.scope.filter.matches(kind, Some(namespace), name)
    }

    /// Whether what lies in no namespace belongs to the schema: no extension owns it, and the filter takes it.
    ///
    /// It is the whole database's. A namespace that stands for a database in a trial can hold none: what was there before is
    /// none of its business, and what the trial has made is named, since it cannot be told what becomes of it.
    pub(super) fn admits_global(&mut self, kind: &str, name: &str, address: Address) -> bool {
        if self.catalog.members.has(address) || !self.scope.filter.matches(kind, None, name) {
            return false;
        }
        if self.scope.only.is_none() {
            return true;
        }
        if self.catalog.owned.is_of_this_transaction(address) {
            self.name_beyond(kind, None, name, ": only a role that may create databases can try it out");
        }
        false
    }

    /// Whether a part of a relation belongs to the schema.
    pub(super) fn admits_part(&self, kind: &str, relation: &Relation, name: &str) -> bool {
        let namespace = self.namespace(relation.namespace);
        self.everything || self.scope.filter.matches_part(kind, namespace, &relation.name, name)
    }

    /// The relation of this id and what it is in the model, where it is an object of the schema: what a trigger, a rule or a
    /// policy is a part of.
    pub(super) fn holder(&self, relation: u32) -> Option<(&'a Relation, ObjectId)> {
        let (relation, _) = self.relations.get(&relation).filter(|(_, it)| *it == RelationStatus::Object)?;
        let name = self.qualified(relation.namespace, &relation.name);
        Some((
            relation,
            if matches!(relation.kind, 'v' | 'm') { ObjectId::view(&name) } else { ObjectId::table(&name) },
        ))
    }

    /// The relations that are objects of the schema and of one of these kinds.
    pub(super) fn relations_of(&self, kinds: &[char]) -> Vec<&'a Relation> {
        let all = self.catalog.relations.iter().filter(|relation| kinds.contains(&relation.kind));
        all.filter(|relation| self.relation_status_of(relation.oid) == RelationStatus::Object).collect()
    }

    /// What becomes of the relation of this id.
    pub(super) fn relation_status_of(&self, relation: u32) -> RelationStatus {
        self.relations.get(&relation).map_or(RelationStatus::Excluded, |(_, relation_status)| *relation_status)
    }

    /// Puts an object in.
    pub(super) fn insert(&mut self, namespace: u32, object: Object) {
        self.used.insert(namespace);
        self.schema.insert(object);
    }

    /// Names something that lies in a namespace, or in none, and is beyond the model; `detail` is what is said besides
    /// the name that a pattern matches.
    pub(super) fn name_beyond(&mut self, kind: &str, namespace: Option<u32>, name: &str, detail: &str) {
        let (shown, exclude) = match namespace {
            Some(namespace) => {
                self.used.insert(namespace);
                let whole = self.namespace(namespace).map(|namespace| format!("{}.{}", exact(namespace), exact(name)));
                (self.qualified(namespace, name).to_string(), whole.unwrap_or_else(|| exact(name)))
            }
            None => (name.to_owned(), exact(name)),
        };
        self.schema.unmodelled.push(Unmodelled {
            kind: kind.to_owned(),
            name: format!("{shown}{detail}"),
            exclude,
            table: None,
        });
    }

    /// Names a part of a relation that is beyond the model, unless the filter leaves it out.
    pub(super) fn name_part_beyond(&mut self, kind: &str, relation: &Relation, name: &str, detail: &str) {
        if !self.admits_part(kind, relation, name) {
            return;
        }
        let table = self.qualified(relation.namespace, &relation.name);
        let whole = self.whole(&table);
        self.schema.unmodelled.push(Unmodelled {
            kind: kind.to_owned(),
            name: format!("{name} on {table}{detail}"),
            exclude: format!("{whole}.{}", exact(name)),
            table: Some(format!(
                "{}:{whole}",
                match relation.kind {
                    'v' | 'm' => "view",
                    'f' => "foreign_table",
                    _ => "table",
                }
            )),
        });
    }

    /// A name in a namespace as a pattern that matches nothing else.
    fn whole(&self, name: &QName) -> String {
        match name.namespace.as_deref().or(self.default) {
            Some(namespace) => format!("{}.{}", exact(namespace), exact(&name.name)),
            None => exact(&name.name),
        }
    }

    /// The pattern that leaves out an object, or a part of one. A table without one of its columns or its primary key is
    /// another table: there it is the one of the whole table.
    pub(super) fn pattern(&self, node: &Node) -> String {
        let id = node.object();
        match node {
            Node::Part(_, kind, name) if !matches!(kind, PartKind::Column | PartKind::PrimaryKey) => {
                format!("{}:{}.{}", kind.word().replace(' ', "_"), self.whole(&id.name), exact(name))
            }
            _ => {
                let word = self.schema.get(id).map_or(id.kind.word(), |object| object.as_dyn().pattern_word());
                let name = if id.kind.facts().namespaced { self.whole(&id.name) } else { exact(&id.name.name) };
                format!("{word}:{name}")
            }
        }
    }

    /// Remembers what an index or a constraint is in the model.
    pub(super) fn remember(&mut self, address: Address, of: ObjectId, kind: PartKind, name: &str) {
        self.parts.insert(address, Node::Part(of, kind, name.to_owned()));
    }
}

/// An expression as the server prints it, without outer parentheses, in a spelling that it reads back as it is.
pub(super) fn expression(printed: &str) -> Expr {
    Expr::from(as_stored(strip_outer_parens(SYNTAX, printed)))
}
