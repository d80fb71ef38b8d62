//! `pg_depend`, translated to the model's names.

use std::collections::HashSet;

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::{CatalogReader, RelationStatus};
use super::types::TypeRow;
use crate::engine::Flavor;
use crate::schema::{Node, Object, ObjectId, PartKind, QName, Stranded};

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
    /// Whether what needs is but a part of how the other is built: the functions that make values of a range type.
    pub internal: bool,
}

impl CatalogRow for Dependency {
    /// As far as the model does not know it: the dependent (catalogue, id, column), and what it needs (catalogue, id,
    /// column). What has an entry of its own for the server's sake alone is given as what a person made: a view's rule as the
    /// view, a default as its column, an array as its elements, a row as its table, the relation of a composite type as the
    /// type.
    ///
    /// All catalogues count, on both sides. Left out is what the model says by itself, which is most of the records where there
    /// are many tables: what keys and indexes have of their own table, which namespace something lies in.
    ///
    /// A catalogue that not every server has is named by its id: `to_regclass` would be asked again for every row.
    fn query(flavor: &Flavor) -> String {
        // What the server makes together with something else, and drops with it, as far as something else can need it.
        let multirange = if flavor.at_least(14, 0) {
            " OR d.classid = 'pg_type'::regclass AND d.objid IN (SELECT rngmultitypid FROM pg_range)"
        } else {
            ""
        };
        format!(
            "SELECT CASE WHEN w.oid IS NOT NULL OR f.oid IS NOT NULL THEN 'pg_class'::regclass::oid \
     WHEN c.oid IS NOT NULL THEN 'pg_type'::regclass::oid ELSE d.classid END, \
     coalesce(w.ev_class, f.adrelid, c.reltype, d.objid), coalesce(f.adnum, d.objsubid), \
     CASE WHEN coalesce(e.typtype, t.typtype) = 'c' AND s.oid IS NULL THEN 'pg_class'::regclass::oid \
     WHEN r.oid IS NOT NULL THEN 'pg_type'::regclass::oid ELSE d.refclassid END, \
     CASE WHEN coalesce(e.typtype, t.typtype) = 'c' AND s.oid IS NULL THEN coalesce(e.typrelid, t.typrelid) \
     ELSE coalesce(e.oid, r.reltype, d.refobjid) END, d.refobjsubid, d.deptype \
     FROM pg_depend d \
     LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid \
     AND w.rulename = '_RETURN' \
     LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid \
     LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND c.relkind = 'c' \
     LEFT JOIN pg_index x ON d.classid = 'pg_class'::regclass AND x.indexrelid = d.objid \
     AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL) \
     LEFT JOIN pg_constraint o ON d.classid = 'pg_constraint'::regclass AND o.oid = d.objid AND o.contype <> 'f' \
     LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid \
     LEFT JOIN pg_type e ON t.typelem <> 0 AND e.oid = t.typelem AND e.typarray = t.oid \
     LEFT JOIN pg_class s ON s.oid = coalesce(e.typrelid, t.typrelid) AND s.relkind = 'c' \
     LEFT JOIN pg_class r ON d.refclassid = 'pg_class'::regclass AND r.oid = d.refobjid AND r.relkind = 'c' \
     WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (d.deptype IN ('n', 'a', 'x') \
     AND (f.oid IS NULL OR d.refobjid <> f.adrelid OR d.refobjsubid <> f.adnum) \
     AND (d.refclassid <> 'pg_namespace'::regclass OR d.classid IN ({}, {})) \
     AND (d.classid NOT IN ('pg_class'::regclass, 'pg_constraint'::regclass) \
     OR d.refclassid NOT IN ('pg_class'::regclass, 'pg_constraint'::regclass) \
     OR d.refclassid = 'pg_class'::regclass AND (x.indexrelid IS NOT NULL AND d.refobjsubid > 0 \
     OR o.oid IS NOT NULL AND d.deptype = 'n' AND d.refobjsubid = 0 \
     OR d.classid = 'pg_class'::regclass AND d.objsubid = 0 AND d.refobjsubid = 0)) \
     OR d.deptype = 'i' AND (d.classid NOT IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass, \
     'pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_attrdef'::regclass){multirange}))",
            oid::PUBLICATION_NAMESPACE,
            oid::DEFAULT_ACL
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        Dependency {
            of: (cells.number(), cells.number()),
            of_column: cells.number(),
            on: (cells.number(), cells.number()),
            on_column: cells.number(),
            internal: cells.letter() == 'i',
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
        let (internal, records): (Vec<_>, Vec<_>) =
            self.catalog.dependencies.iter().partition(|record| record.internal);
        self.whole = internal.into_iter().map(|record| (record.of, record.on)).collect();
        for record in records {
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
                        found.push((node.clone(), Node::Part(node.object().clone(), PartKind::Column, name)));
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
        // A child of a table that is left out, or beyond the model.
        for relation in self.relations_of(&['r', 'p']) {
            for parent in self.catalog.ancestry.parents(relation.oid) {
                let node = Node::table(&self.qualified(relation.namespace, &relation.name));
                if self.relation_status_of(*parent) != RelationStatus::Object {
                    stranded.extend(self.words_for((oid::CLASS, *parent)).map(|needs| (node, needs)));
                }
            }
        }
        self.part_rings(&mut found);
        found.extend(found.iter().flat_map(|(of, on)| self.attributes_of(of, on)).collect::<Vec<_>>());
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

    /// A typed table has its columns from the attributes of its type.
    fn attributes_of(&self, of: &Node, on: &Node) -> Vec<(Node, Node)> {
        let (Node::Object(table), Node::Object(ty)) = (of, on) else { return Vec::new() };
        let (Some(Object::Table(table)), Some(Object::CompositeType(composite))) =
            (self.schema.get(table), self.schema.get(ty))
        else {
            return Vec::new();
        };
        if table.options.of_type.is_none() {
            return Vec::new();
        }
        let attribute = |name: &String| Node::Part(ty.clone(), PartKind::Attribute, name.clone());
        let names = composite.attributes.iter().map(|one| &one.name);
        names.map(|name| (Node::column(&table.name, name), attribute(name))).collect()
    }

    /// A type and the functions that make it need each other: the functions are said to need its shell alone, and the type
    /// both.
    fn part_rings(&self, found: &mut Vec<(Node, Node)>) {
        let node = |id: &ObjectId| Node::Object(id.clone());
        for (ty, shell) in self.shells.iter().map(|(ty, shell)| (node(ty), node(shell))) {
            let makes: HashSet<Node> =
                found.iter().filter(|(of, _)| *of == ty).map(|(_, function)| function.clone()).collect();
            for (_, on) in found.iter_mut().filter(|(of, on)| *on == ty && makes.contains(of)) {
                *on = shell.clone();
            }
            found.push((ty, shell));
        }
    }

    /// What is not in the schema, in words; none where the server brought it along.
    fn words_for(&self, address: Address) -> Option<String> {
        const FIRST_OF_USERS: u32 = 16384;
        let address = self.whole_of(address);
        let (catalogue, id) = address;
        if id < FIRST_OF_USERS || catalogue == oid::NAMESPACE {
            return None;
        }
        if let Some(extension) = self.catalog.members.extension(address) {
            let row = self.catalog.extensions.iter().find(|row| row.oid == extension && !row.is_there_from_the_start());
            return row.map(|row| format!("extension {}", row.name));
        }
        if let Some(node) = self.parts.get(&address) {
            return Some(node.to_string());
        }
        if let Some(object) = self.objects.get(&address) {
            return Some(object.to_string());
        }
        let called = |kind: &str, namespace: u32, name: &str| format!("{kind} {}", self.qualified(namespace, name));
        let relation = || {
            let (relation, _) = self.relations.get(&id).filter(|_| catalogue == oid::CLASS)?;
            let kind = match relation.kind {
                'S' => "sequence",
                'v' => "view",
                'm' => "materialized view",
                'f' => "foreign table",
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
            self.catalog.types.iter().find(is_it).map(|row| called(row.word(), row.namespace, &row.name))
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

    /// What a part of how something is built is built for, up to what a person made.
    fn whole_of(&self, mut address: Address) -> Address {
        // The records have no ring; should one have, this ends all the same.
        for _ in 0..8 {
            match self.whole.get(&address) {
                Some(whole) if !self.parts.contains_key(&address) && !self.objects.contains_key(&address) => {
                    address = *whole;
                }
                _ => break,
            }
        }
        address
    }

    /// What an entry of a catalogue is in the model.
    pub(super) fn node(&self, address: Address, column: i16) -> Option<Node> {
        let address = self.whole_of(address);
        if let Some(extension) = self.catalog.members.extension(address) {
            return self.objects.get(&(oid::EXTENSION, extension)).cloned().map(Node::Object);
        }
        if let Some(part) = self.parts.get(&address) {
            return Some(part.clone());
        }
        if let Some(object) = self.objects.get(&address) {
            if let Some(attribute) = self.attributes.get(&(address.1, column)).filter(|_| address.0 == oid::TYPE) {
                return Some(Node::Part(object.clone(), PartKind::Attribute, attribute.clone()));
            }
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
            'r' | 'p' | 'f' => match self.catalog.columns.name(id, column) {
                Some(column) => Node::column(&name, column),
                None => Node::table(&name),
            },
            'S' => Node::Object(ObjectId::new(crate::schema::Kind::Sequence, name)),
            _ => Node::Object(ObjectId::view(&name)),
        })
    }
}
