//! Columns.

use std::collections::HashMap;

use super::catalog::{Address, QueryResult};
use super::cells::Cells;
use crate::engine::Flavor;

/// A row of `pg_attribute`: a column.
pub(super) struct Attribute {
    /// Whose it is.
    pub relation: u32,
    /// Its number.
    pub number: i16,
    /// Its name.
    pub name: String,
    /// Its type's id.
    pub type_oid: u32,
    /// Its type as SQL.
    pub type_name: String,
    /// Whether it is NOT NULL.
    pub not_null: bool,
    /// The default or the generated expression.
    pub default: Option<String>,
    /// `a`, `d` or nothing.
    pub identity: char,
    /// `s`, `v` or nothing.
    pub generated: char,
    /// The collation's id.
    pub collation_oid: u32,
    /// The collation as SQL, where it is not the type's own.
    pub collation: Option<String>,
    /// `p`, `e`, `x` or `m`, where it is not the type's own.
    pub storage: char,
    /// `p`, `l` or nothing.
    pub compression: char,
    /// The statistics target, where one is set.
    pub statistics: Option<i32>,
    /// Whether the table itself declares it.
    pub local: bool,
    /// How many parents have it.
    pub parents: i32,
    /// `n_distinct` and its like; an index column's operator class parameters.
    pub settings: Vec<(String, String)>,
    /// What the wrapper of a foreign table's server is told of it.
    pub foreign_options: Vec<(String, String)>,
}

/// Columns by relation, in their order.
#[derive(Default)]
pub(super) struct Columns {
    of: HashMap<u32, Vec<Attribute>>,
    /// Whose columns are being taken.
    last: u32,
}

impl Columns {
    /// The columns of a relation.
    pub(super) fn of(&self, relation: u32) -> &[Attribute] {
        self.of.get(&relation).map(Vec::as_slice).unwrap_or_default()
    }

    /// The name of a column by its number.
    pub(super) fn name(&self, relation: u32, number: i16) -> Option<&str> {
        let columns = self.of(relation);
        let found = columns.binary_search_by_key(&number, |attribute| attribute.number).ok()?;
        columns.get(found).map(|attribute| attribute.name.as_str())
    }
}

impl QueryResult for Columns {
    /// Columns of tables and views; of indexes only those with a setting of their own.
    ///
    /// A plain default uses no column, so it is printed without its table, which the server then need not open.
    fn query(flavor: &Flavor) -> String {
        let compression = if flavor.at_least(14, 0) { "a.attcompression" } else { "''" };
        format!(
            "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
             pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END), a.attidentity, a.attgenerated, a.attcollation, \
             CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN ({collation}) END, \
             CASE WHEN a.attstorage <> t.typstorage AND c.relkind NOT IN ('i', 'I') THEN a.attstorage END, {compression}, \
             CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, a.attislocal, a.attinhcount, \
             CASE WHEN a.attoptions IS NOT NULL THEN array_to_json(a.attoptions) END, \
             CASE WHEN a.attfdwoptions IS NOT NULL THEN array_to_json(a.attfdwoptions) END \
             FROM pg_attribute a \
             JOIN pg_class c ON c.oid = a.attrelid AND c.relpersistence <> 't' AND (c.relkind IN ('r', 'p', 'v', 'm', 'f') \
             OR c.relkind IN ('i', 'I') AND c.relnamespace <> 'pg_toast'::regnamespace \
             AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)) \
             JOIN pg_type t ON t.oid = a.atttypid \
             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
             WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped \
             ORDER BY a.attrelid, a.attnum",
            collation = collation("a.attcollation"),
        )
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let attribute = Attribute {
            relation: cells.number(),
            number: cells.number(),
            name: cells.text(),
            type_oid: cells.number(),
            type_name: cells.text(),
            not_null: cells.flag(),
            default: cells.optional(),
            identity: cells.letter(),
            generated: cells.letter(),
            collation_oid: cells.number(),
            collation: cells.optional(),
            storage: cells.letter(),
            compression: cells.letter(),
            statistics: cells.optional_number(),
            local: cells.flag(),
            parents: cells.number(),
            settings: cells.settings(),
            foreign_options: cells.settings(),
        };
        if !self.of.contains_key(&attribute.relation) {
            // They come by relation: the one before is whole, and gives back the room that it does not need.
            if let Some(whole) = self.of.get_mut(&self.last) {
                whole.shrink_to_fit();
            }
            self.last = attribute.relation;
        }
        self.of.entry(attribute.relation).or_default().push(attribute);
        None
    }
}

/// A query for a collation as SQL, qualified where it must be.
pub(super) fn collation(oid: &str) -> String {
    format!(
        "SELECT CASE WHEN pg_collation_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END \
         || quote_ident(o.collname) FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace \
         WHERE o.oid = {oid}"
    )
}
