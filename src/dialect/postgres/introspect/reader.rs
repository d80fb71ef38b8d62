//! Which of the catalogues' contents is the user's schema, and under which names.

use std::collections::{HashMap, HashSet};

use super::catalog::{Address, Catalog, IndexRow, Relation, SequenceRow, oid};
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::faithful::faithful;
use crate::dialect::session::Scope;
use crate::schema::{
    Enum, Expr, Extension, Kind, Namespace, Node, Object, ObjectId, PartKind, QName, Schema, Unmodelled,
};
use crate::sql::strip_outer_parens;

/// What becomes of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is an object of the schema.
    Object,
    /// It is named as beyond the model, under this kind.
    Beyond(&'static str),
    /// It is not the schema's: an extension's, excluded, the version table.
    Out,
}

/// Turns a [`Catalog`] into a [`Schema`].
pub struct Reader<'a> {
    pub catalog: &'a Catalog,
    pub scope: &'a Scope,
    /// The default namespace's name.
    pub default: Option<&'a str>,
    /// Relations by id, with what becomes of them.
    pub relations: HashMap<u32, (&'a Relation, Fate)>,
    /// Indexes by id.
    pub indexes: HashMap<u32, &'a IndexRow>,
    /// The sequence that a column owns.
    pub owned: HashMap<(u32, i16), &'a SequenceRow>,
    /// Sequences that are part of a column.
    pub folded: HashMap<u32, Node>,
    /// The node that each id of a part stands for: indexes, constraints.
    pub parts: HashMap<Address, Node>,
    /// The enums and extensions by id.
    pub objects: HashMap<Address, ObjectId>,
    /// Whether the filter leaves nothing out, so that it need not be asked for each part.
    everything: bool,
    /// Namespaces that something of the schema lies in.
    used: HashSet<u32>,
    pub schema: Schema,
}

impl<'a> Reader<'a> {
    /// Decides what becomes of each relation.
    pub fn new(catalog: &'a Catalog, scope: &'a Scope, default: Option<&'a str>) -> Self {
        let mut reader = Reader {
            catalog,
            scope,
            default,
            relations: HashMap::with_capacity(catalog.relations.len()),
            indexes: catalog.indexes.iter().map(|index| (index.oid, index)).collect(),
            owned: catalog.sequences.iter().filter_map(|row| row.owner.map(|owner| (owner, row))).collect(),
            folded: HashMap::new(),
            parts: HashMap::new(),
            objects: HashMap::new(),
            everything: scope.filter.takes_everything(),
            used: HashSet::new(),
            schema: Schema::default(),
        };
        for relation in &catalog.relations {
            let fate = reader.fate(relation);
            reader.relations.insert(relation.oid, (relation, fate));
        }
        reader
    }

    /// The schema.
    pub fn schema(mut self) -> Schema {
        self.extensions();
        self.enums();
        self.tables();
        self.views();
        self.sequences();
        self.beyond();
        self.namespaces();
        self.depends();
        self.schema.objects.sort_by(|a, _, b, _| a.cmp(b));
        self.schema.unmodelled.sort();
        self.schema.unmodelled.dedup();
        self.schema.link();
        self.schema
    }

    /// What becomes of a relation, by itself: a sequence that a table owns shares the table's fate besides.
    fn fate(&self, relation: &Relation) -> Fate {
        let beyond = match relation.kind {
            'p' if !relation.partition => Some("partitioned table"),
            'f' => Some("foreign table"),
            'r' | 'p' if relation.partition => Some("partition"),
            'r' if relation.inherits => Some("inherited table"),
            'r' if relation.typed => Some("typed table"),
            _ => None,
        };
        let kind = beyond.unwrap_or(match relation.kind {
            'v' => "view",
            'm' => "materialized view",
            'S' => "sequence",
            _ => "table",
        });
        if relation.kind != 'S' && self.is_version_table(relation)
            || !self.admits(kind, relation.namespace, &relation.name, (oid::CLASS, relation.oid))
        {
            return Fate::Out;
        }
        beyond.map_or(Fate::Object, Fate::Beyond)
    }

    fn is_version_table(&self, relation: &Relation) -> bool {
        let version = &self.scope.version_table;
        let namespace = version.namespace.as_deref().or(self.default);
        relation.name == version.name && self.namespace(relation.namespace) == namespace
    }

    /// The name of a namespace of the scope.
    pub fn namespace(&self, namespace: u32) -> Option<&'a str> {
        let name = self.catalog.namespaces.get(&namespace).map(String::as_str)?;
        self.scope.only.as_deref().is_none_or(|only| only == name).then_some(name)
    }

    /// The name in the model of something in a namespace, of the scope or not.
    pub fn qualified(&self, namespace: u32, name: &str) -> QName {
        match self.catalog.namespaces.get(&namespace) {
            Some(namespace) if Some(namespace.as_str()) != self.default => QName::within(namespace, name),
            _ => QName::plain(name),
        }
    }

    /// A relation's name in the model.
    pub fn relation_name(&self, relation: u32) -> Option<QName> {
        self.relations.get(&relation).map(|(relation, _)| self.qualified(relation.namespace, &relation.name))
    }

    /// Whether something in a namespace belongs to the schema: the namespace does, no extension owns it, and the filter
    /// takes it.
    pub fn admits(&self, kind: &str, namespace: u32, name: &str, address: Address) -> bool {
        let Some(namespace) = self.namespace(namespace) else { return false };
        !self.catalog.members.contains_key(&address)
            && !self.scope.filter.leaves_out("namespace", None, namespace)
            && self.scope.filter.matches(kind, Some(namespace), name)
    }

    /// Whether a part of a relation belongs to the schema.
    pub fn admits_part(&self, kind: &str, relation: &Relation, name: &str) -> bool {
        let namespace = self.namespace(relation.namespace);
        self.everything || self.scope.filter.matches_part(kind, namespace, &relation.name, name)
    }

    /// The relations that are objects of the schema and of one of these kinds.
    pub fn relations_of(&self, kinds: &[char]) -> Vec<&'a Relation> {
        let all = self.catalog.relations.iter().filter(|relation| kinds.contains(&relation.kind));
        all.filter(|relation| self.fate_of(relation.oid) == Fate::Object).collect()
    }

    /// What becomes of the relation of this id.
    pub fn fate_of(&self, relation: u32) -> Fate {
        self.relations.get(&relation).map_or(Fate::Out, |(_, fate)| *fate)
    }

    /// Puts an object in.
    pub fn insert(&mut self, namespace: u32, object: Object) {
        self.used.insert(namespace);
        self.schema.insert(object);
    }

    /// Names something that lies in a namespace, or in none, and is beyond the model; `detail` is what is said besides
    /// the name that a pattern matches.
    pub fn name_beyond(&mut self, kind: &str, namespace: Option<u32>, name: &str, detail: &str) {
        let (shown, exclude) = match namespace {
            Some(namespace) => {
                self.used.insert(namespace);
                let whole =
                    self.namespace(namespace).map(|namespace| format!("{}.{}", escaped(namespace), escaped(name)));
                (self.qualified(namespace, name).to_string(), whole.unwrap_or_else(|| escaped(name)))
            }
            None => (name.to_owned(), escaped(name)),
        };
        self.schema.unmodelled.push(Unmodelled { kind: kind.to_owned(), name: format!("{shown}{detail}"), exclude });
    }

    /// Names a part of a relation that is beyond the model, unless the filter leaves it out.
    pub fn name_part_beyond(&mut self, kind: &str, relation: &Relation, name: &str, detail: &str) {
        if !self.admits_part(kind, relation, name) {
            return;
        }
        let table = self.qualified(relation.namespace, &relation.name);
        let exclude = format!("{}.{}", escaped(&relation.name), escaped(name));
        self.schema.unmodelled.push(Unmodelled {
            kind: kind.to_owned(),
            name: format!("{name} on {table}{detail}"),
            exclude,
        });
    }

    /// Remembers what an index or a constraint is in the model.
    pub fn remember(&mut self, address: Address, of: ObjectId, kind: PartKind, name: &str) {
        self.parts.insert(address, Node::Part(of, kind, name.to_owned()));
    }

    fn extensions(&mut self) {
        for row in &self.catalog.extensions {
            let address = (oid::EXTENSION, row.oid);
            // Every database has it from the start.
            let from_the_start = row.name == "plpgsql" && row.namespace_name == "pg_catalog";
            if from_the_start || !self.scope.filter.matches("extension", None, &row.name) {
                continue;
            }
            let own = self.catalog.members.get(&(oid::NAMESPACE, row.namespace)) == Some(&row.oid);
            let usual = own || row.namespace_name == "pg_catalog" || Some(row.namespace_name.as_str()) == self.default;
            let namespace = (!usual).then(|| row.namespace_name.clone());
            self.objects.insert(address, ObjectId::new(Kind::Extension, QName::plain(&row.name)));
            self.used.insert(row.namespace);
            self.schema.insert(Object::Extension(Extension { name: row.name.clone(), namespace }));
        }
    }

    fn enums(&mut self) {
        for row in self.catalog.types.iter().filter(|row| row.kind == 'e') {
            let address = (oid::TYPE, row.oid);
            if !self.admits("enum", row.namespace, &row.name, address) {
                continue;
            }
            let name = self.qualified(row.namespace, &row.name);
            self.objects.insert(address, ObjectId::new(Kind::Enum, name.clone()));
            let comment = self.catalog.comment(oid::TYPE, row.oid, 0);
            self.insert(row.namespace, Object::Enum(Enum { name, values: row.values.clone(), comment }));
        }
    }

    /// Every namespace is an object but the default one, which is there on every side of a comparison, and `public`,
    /// which every database has from the start. One that holds nothing but the version table is the tool's own.
    fn namespaces(&mut self) {
        let mut rows: Vec<(u32, &'a str)> =
            self.catalog.namespaces.keys().filter_map(|oid| Some((*oid, self.namespace(*oid)?))).collect();
        rows.sort_unstable();
        for (namespace, name) in rows {
            let comment = self.catalog.comment(oid::NAMESPACE, namespace, 0);
            let versions_only =
                self.scope.version_table.namespace.as_deref() == Some(name) && !self.used.contains(&namespace);
            if versions_only
                || self.catalog.members.contains_key(&(oid::NAMESPACE, namespace))
                || !self.scope.filter.matches("namespace", None, name)
            {
                continue;
            }
            if Some(name) == self.default || name == "public" {
                let own = comment.as_deref().is_some_and(|comment| comment != "standard public schema");
                if own && !self.scope.filter.leaves_out("comment", None, name) {
                    self.name_beyond("comment", None, name, " (a namespace)");
                }
                continue;
            }
            self.schema.insert(Object::Namespace(Namespace { name: name.to_owned(), comment }));
        }
    }
}

/// A name as a glob that matches nothing else.
pub fn escaped(name: &str) -> String {
    let mut glob = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '*' | '?' | '[' | ']' | '{' | '}' => {
                glob.push('[');
                glob.push(character);
                glob.push(']');
            }
            '\\' => glob.push_str("\\\\"),
            other => glob.push(other),
        }
    }
    glob
}

/// An expression as the server prints it, without outer parentheses, in a spelling that it reads back as it is.
pub fn expression(printed: &str) -> Expr {
    Expr::from(faithful(strip_outer_parens(SYNTAX, printed)))
}
