//! Composite types with their attributes.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::columns::collation;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Annotation, Attribute, CompositeType, Object, SchemaObject};

/// A row of `pg_type` for a composite type that is no table's.
pub(super) struct CompositeRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its entry of `pg_class`.
    pub relation: u32,
    /// The numbers of the attributes.
    pub numbers: Vec<i16>,
    /// Their names.
    pub names: Vec<String>,
    /// Their types.
    pub types: Vec<String>,
    /// Their collations as SQL; empty where it is the type's own.
    pub collations: Vec<String>,
}

impl CatalogRow for CompositeRow {
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT t.oid, t.typname, t.typnamespace, t.typrelid, a.numbers, a.names, a.types, a.collations \
             FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' LEFT JOIN LATERAL (\
             SELECT array_agg(x.attnum ORDER BY x.attnum)::text AS numbers, \
             json_agg(x.attname ORDER BY x.attnum) AS names, \
             json_agg(format_type(x.atttypid, x.atttypmod) ORDER BY x.attnum) AS types, \
             json_agg(CASE WHEN x.attcollation <> y.typcollation AND x.attcollation <> 0 THEN ({collation}) ELSE '' END \
             ORDER BY x.attnum) AS collations FROM pg_attribute x JOIN pg_type y ON y.oid = x.atttypid \
             WHERE x.attrelid = t.typrelid AND x.attnum > 0 AND NOT x.attisdropped) a ON true \
             WHERE t.oid >= 16384 AND t.typtype = 'c'",
            collation = collation("x.attcollation"),
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        CompositeRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            relation: cells.number(),
            numbers: cells.numbers(),
            names: cells.list(),
            types: cells.list(),
            collations: cells.list(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::TYPE, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.composites {
            reader.composite(row);
        }
    }
}

impl CatalogReader<'_> {
    fn composite(&mut self, row: &CompositeRow) {
        let address = (oid::TYPE, row.oid);
        if !self.admits("composite type", row.namespace, &row.name, address) {
            return;
        }
        let comment = self.catalog.comments.on(oid::TYPE, row.oid, 0);
        let mut one = CompositeType {
            name: self.qualified(row.namespace, &row.name),
            attributes: Vec::with_capacity(row.names.len()),
            annotation: Annotation::commented(comment),
        };
        let parts = row.numbers.iter().zip(&row.names).zip(row.types.iter().zip(&row.collations));
        for ((number, name), (ty, collation)) in parts {
            self.attributes.insert((row.oid, *number), name.clone());
            one.attributes.push(Attribute {
                name: name.clone(),
                ty: ty.clone(),
                collation: Some(collation.clone()).filter(|text| !text.is_empty()),
                annotation: Annotation::commented(self.catalog.comments.on(oid::CLASS, row.relation, *number)),
            });
        }
        self.objects.insert(address, one.id());
        self.objects.insert((oid::CLASS, row.relation), one.id());
        self.insert(row.namespace, Object::CompositeType(one));
    }
}
