//! Types that users made: enums are objects of the schema, all others are named as beyond the model.

use std::collections::HashSet;

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Annotation, Enum, Kind, Object, ObjectId};

/// A row of `pg_type`.
pub(super) struct TypeRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// `e`, `d`, `r`, `p`, `c` or `b`.
    pub kind: char,
    /// An enum's values.
    pub values: Vec<String>,
    /// The entry of `pg_class` that a composite type has; 0 for all others.
    pub relation: u32,
}

impl TypeRow {
    /// Whether it has no shape of its own in the model.
    pub(super) fn is_spelled_as_statement(&self) -> bool {
        !matches!(self.kind, 'e' | 'd' | 'c')
    }

    /// The word for its kind.
    pub(super) fn word(&self) -> &'static str {
        match self.kind {
            'e' => "enum",
            'd' => "domain",
            'c' => "composite type",
            'r' => "range type",
            _ => "base type",
        }
    }
}

impl CatalogRow for TypeRow {
    fn query(_flavor: &Flavor) -> String {
        // Those of tables' rows and arrays aside: they come and go with what they are of.
        "SELECT t.oid, t.typname, t.typnamespace, t.typtype, \
     CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l \
     WHERE l.enumtypid = t.oid) END, t.typrelid \
     FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid >= 16384 \
     AND (t.typtype IN ('e', 'd', 'r', 'p') OR t.typtype = 'c' AND c.relkind = 'c' \
     OR t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        TypeRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            kind: cells.letter(),
            values: cells.list(),
            relation: cells.number(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::TYPE, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.enums();
        reader.types_beyond();
    }
}

impl CatalogReader<'_> {
    fn enums(&mut self) {
        for row in self.catalog.types.iter().filter(|row| row.kind == 'e') {
            let address = (oid::TYPE, row.oid);
            if !self.admits("enum", row.namespace, &row.name, address) {
                continue;
            }
            let name = self.qualified(row.namespace, &row.name);
            self.objects.insert(address, ObjectId::new(Kind::Enum, name.clone()));
            let comment = self.catalog.comments.on(oid::TYPE, row.oid, 0);
            self.insert(
                row.namespace,
                Object::Enum(Enum { name, values: row.values.clone(), annotation: Annotation::commented(comment) }),
            );
        }
    }

    fn types_beyond(&mut self) {
        let read: HashSet<u32> =
            self.catalog.statements.iter().filter(|row| row.address.0 == oid::TYPE).map(|row| row.address.1).collect();
        for row in self.catalog.types.iter().filter(|row| row.is_spelled_as_statement() && !read.contains(&row.oid)) {
            let kind = row.word();
            if self.admits(kind, row.namespace, &row.name, (oid::TYPE, row.oid)) {
                self.name_beyond(kind, Some(row.namespace), &row.name, "");
            }
        }
    }
}
