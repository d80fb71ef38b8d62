//! Relations: tables, views, sequences, and what becomes of each.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;

/// A row of `pg_class`: a table, a view, a sequence.
pub(super) struct Relation {
    /// Its id.
    pub oid: u32,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// `r`, `p`, `v`, `m`, `f`, `S` or `I`.
    pub kind: char,
    /// `p` or `u`.
    pub persistence: char,
    /// Storage parameters, or a view's options.
    pub settings: Vec<(String, String)>,
    /// Those of its TOAST table.
    pub toast_settings: Vec<(String, String)>,
    /// `d`, `n`, `f` or `i`.
    pub replica_identity: char,
    /// Whether row level security is on.
    pub row_security: bool,
    /// Whether it holds for the table's owner too.
    pub forced_row_security: bool,
    /// Whether it is a partition.
    pub partition: bool,
    /// Which rows a partition holds.
    pub bound: Option<String>,
    /// How a partitioned table is divided.
    pub key: Option<String>,
    /// The type that it is `OF`.
    pub of_type: Option<String>,
    /// Materialized view: whether it was ever filled.
    pub populated: bool,
    /// The tablespace, where it is not the default one.
    pub tablespace: Option<String>,
    /// The access method, where it is not `heap`; of a partitioned table any that it names.
    pub access_method: Option<String>,
    /// A view's query.
    pub definition: Option<String>,
    /// A foreign table's server.
    pub server: Option<String>,
    /// What the server's wrapper is told of a foreign table.
    pub foreign_options: Vec<(String, String)>,
}

impl CatalogRow for Relation {
    fn query(_flavor: &Flavor) -> String {
        "SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence, \
     array_to_json(c.reloptions), \
     CASE WHEN c.reltoastrelid <> 0 AND c.relkind IN ('r', 'm') \
     THEN (SELECT array_to_json(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) END, \
     c.relreplident, c.relrowsecurity, c.relforcerowsecurity, c.relispartition, \
     CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, \
     CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, \
     CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END, c.relispopulated, \
     CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace) END, \
     CASE WHEN c.relam NOT IN (0, 2) AND c.relkind IN ('r', 'm') OR c.relam <> 0 AND c.relkind = 'p' \
     THEN (SELECT amname FROM pg_am a WHERE a.oid = c.relam) END, \
     CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, \
     CASE WHEN c.relkind = 'f' THEN (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver \
     WHERE f.ftrelid = c.oid) END, \
     CASE WHEN c.relkind = 'f' THEN (SELECT array_to_json(f.ftoptions) FROM pg_foreign_table f WHERE f.ftrelid = c.oid) END \
     FROM pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'I') AND c.relpersistence <> 't'"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        Relation {
            oid: cells.number(),
            namespace: cells.number(),
            name: cells.text(),
            kind: cells.letter(),
            persistence: cells.letter(),
            settings: cells.settings(),
            toast_settings: cells.settings(),
            replica_identity: cells.letter(),
            row_security: cells.flag(),
            forced_row_security: cells.flag(),
            partition: cells.flag(),
            bound: cells.optional(),
            key: cells.optional(),
            of_type: cells.optional(),
            populated: cells.flag(),
            tablespace: cells.optional(),
            access_method: cells.optional(),
            definition: cells.optional(),
            server: cells.optional(),
            foreign_options: cells.settings(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::CLASS, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.tables();
        reader.views();
    }
}
