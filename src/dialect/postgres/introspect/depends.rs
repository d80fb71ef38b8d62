//! `pg_depend`, translated to the model's names.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::{CatalogReader, RelationStatus};
use super::types::TypeRow;
use crate::engine::Flavor;
use crate::schema::{Node, ObjectId, QName, Stranded};

/// That one thing needs another.
pub(super) struct Dependency {
    /// What needs.
    pub of: Address,
    /// Its column.
    pub of_column: i16,
    /// What is needed.
    pub on: Address,
    /// Its column.
    pub on_column: i16,
}

impl CatalogRow for Dependency {
    /// As far as the model does not know it: the dependent (catalogue, id, column; a view's rule and a default are given as
    /// the view and the column), and what it needs (catalogue, id, column). A type is given as what it is made of: an
    /// array as its elements, a row as its table.
    ///
    /// A catalogue that not every server has is named by its id: `to_regclass` would be asked again for every row.
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT CASE WHEN w.oid IS NOT NULL OR f.oid IS NOT NULL THEN 'pg_class'::regclass::oid \
     ELSE d.classid END, coalesce(w.ev_class, f.adrelid, d.objid), coalesce(f.adnum, d.objsubid), \
     CASE WHEN t.typrelid <> 0 OR e.typrelid <> 0 THEN 'pg_class'::regclass::oid ELSE d.refclassid END, \
     CASE WHEN t.typrelid <> 0 THEN t.typrelid WHEN e.typrelid <> 0 THEN e.typrelid \
     WHEN e.oid IS NOT NULL THEN e.oid ELSE d.refobjid END, d.refobjsubid \
     FROM pg_depend d \
     LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid \
     AND w.rulename = '_RETURN' \
     LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid \
     LEFT JOIN pg_index x ON d.classid = 'pg_class'::regclass AND x.indexrelid = d.objid \
     AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL) \
     LEFT JOIN pg_constraint o ON d.classid = 'pg_constraint'::regclass AND o.oid = d.objid AND o.contype <> 'f' \
     LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid \
     LEFT JOIN pg_type e ON t.typelem <> 0 AND e.oid = t.typelem AND e.typarray = t.oid \
     WHERE d.objid >= 16384 AND d.deptype IN ('n', 'a') \
     AND (f.oid IS NULL OR d.refobjid <> f.adrelid OR d.refobjsubid <> f.adnum) AND (\
     d.classid IN ('pg_rewrite'::regclass, 'pg_attrdef'::regclass) \
     OR d.classid IN ('pg_class'::regclass, 'pg_constraint'::regclass) \
     AND d.refclassid NOT IN ('pg_class'::regclass, 'pg_namespace'::regclass, 'pg_constraint'::regclass) \
     OR x.indexrelid IS NOT NULL AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 \
     OR o.oid IS NOT NULL AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n' AND d.refobjsubid = 0 \
     OR d.classid IN ({}, {}) \
     OR d.classid = 'pg_extension'::regclass AND d.refclassid = 'pg_extension'::regclass)",
            oid::PUBLICATION_REL,
            oid::PUBLICATION_NAMESPACE
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        Dependency {
            of: (cells.number(), cells.number()),
            of_column: cells.number(),
            on: (cells.number(), cells.number()),
            on_column: cells.number(),
        }
    }

    fn address(&self) -> Option<Address> {
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.depends();
    }
}

impl CatalogReader<'_> {
    /// Takes over the records that the model's own references do not already say.
    fn depends(&mut self) {
        let (mut found, mut stranded) = (Vec::new(), Vec::new());
        for record in &self.catalog.dependencies {
            let Some(of) = self.node(record.of, record.of_column) else { continue };
            let on = self.node(record.on, record.on_column);
            if on.as_ref().is_none_or(|on| self.schema.get(on.object()).is_none()) {
                stranded.extend(self.words_for(record.on).map(|needs| (of.clone(), needs)));
            }
            found.extend(on.map(|on| (of, on)));
        }
        for row in &self.catalog.constraints {
            let Some(node) = self.parts.get(&(oid::CONSTRAINT, row.oid)).cloned() else { continue };
            match row.kind {
                'c' => {
                    for name in self.names(row.relation, &row.columns) {
                        found.push((
                            node.clone(),
                            Node::Part(node.object().clone(), crate::schema::PartKind::Column, name),
                        ));
                    }
                }
                // The very index that it depends on, where there are several that would do.
                'f' => match self.parts.get(&(oid::CLASS, row.index)) {
                    Some(index) => found.push((node, index.clone())),
                    None => stranded.extend(self.words_for((oid::CLASS, row.referred)).map(|needs| (node, needs))),
                },
                _ => {}
            }
        }
        for (of, on) in found {
            self.schema.depend(of, on);
        }
        let here = |node: &Node| self.schema.get(node.object()).is_some();
        let mut stranded: Vec<Stranded> = stranded
            .into_iter()
            .filter(|(node, _)| here(node))
            .map(|(node, needs)| Stranded { pattern: self.pattern(&node), node, needs })
            .collect();
        stranded.sort();
        stranded.dedup();
        self.schema.stranded = stranded;
    }

    /// What is not in the schema, in words; none where the server brought it along.
    fn words_for(&self, address: Address) -> Option<String> {
        const FIRST_OF_USERS: u32 = 16384;
        let (catalogue, id) = address;
        if id < FIRST_OF_USERS || catalogue == oid::NAMESPACE {
            return None;
        }
        if let Some(extension) = self.catalog.members.extension(address) {
            let row = self.catalog.extensions.iter().find(|row| row.oid == extension);
            return row.map(|row| format!("extension {}", row.name));
        }
        let called = |kind: &str, namespace: u32, name: &str| format!("{kind} {}", self.qualified(namespace, name));
        let relation = || {
            let (relation, relation_status) = self.relations.get(&id).filter(|_| catalogue == oid::CLASS)?;
            let kind = match (relation_status, relation.kind) {
                (RelationStatus::Unmodelled(kind), _) => *kind,
                (_, 'S') => "sequence",
                (_, 'v') => "view",
                (_, 'm') => "materialized view",
                _ => "table",
            };
            Some(called(kind, relation.namespace, &relation.name))
        };
        let ty = || {
            let is_it = |row: &&TypeRow| match catalogue {
                oid::TYPE => row.oid == id,
                oid::CLASS => row.relation == id,
                _ => false,
            };
            match self.catalog.types.iter().find(is_it) {
                Some(row) => Some(called(row.word(), row.namespace, &row.name)),
                // The only type that is not among them comes with a range type.
                None => (catalogue == oid::TYPE).then(|| "a multirange type".to_owned()),
            }
        };
        let beyond = || {
            let row = self.catalog.beyond.iter().find(|row| row.address == address)?;
            if row.namespace == 0 {
                return Some(format!("{} {}", row.kind, row.name));
            }
            let (name, arguments) = row.name.split_at(row.name.find('(').unwrap_or(row.name.len()));
            Some(format!("{}{arguments}", called(&row.kind, row.namespace, name)))
        };
        relation().or_else(ty).or_else(beyond).or_else(|| Some("something".to_owned()))
    }

    /// What an entry of a catalogue is in the model.
    pub(super) fn node(&self, address: Address, column: i16) -> Option<Node> {
        if let Some(extension) = self.catalog.members.extension(address) {
            return self.objects.get(&(oid::EXTENSION, extension)).cloned().map(Node::Object);
        }
        if let Some(part) = self.parts.get(&address) {
            return Some(part.clone());
        }
        if let Some(object) = self.objects.get(&address) {
            return Some(Node::Object(object.clone()));
        }
        let (catalogue, id) = address;
        if catalogue != oid::CLASS {
            return None;
        }
        if let Some(column) = self.folded.get(&id) {
            return Some(column.clone());
        }
        let (relation, relation_status) = self.relations.get(&id)?;
        if *relation_status != RelationStatus::Object {
            return None;
        }
        let name: QName = self.qualified(relation.namespace, &relation.name);
        Some(match relation.kind {
            'r' => match self.catalog.columns.name(id, column) {
                Some(column) => Node::column(&name, column),
                None => Node::table(&name),
            },
            'S' => Node::Object(ObjectId::new(crate::schema::Kind::Sequence, name)),
            _ => Node::Object(ObjectId::view(&name)),
        })
    }
}
