//! What the database holds and the model has no place for: named, never left out in silence.

use super::catalog::{Address, CatalogRow};
use super::cells::Cells;
use super::reader::{CatalogReader, RelationStatus};
use crate::engine::Flavor;

/// What the model has no place for, each by a query with the same columns.
const QUERIES: &[&str] = &[
    // Subscriptions stand in one list for all databases, and not all may read all of it.
    "SELECT 'subscription', 0, subname::text, 0, 0, 0 FROM pg_subscription \
     WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
    "SELECT 'security label', 0, provider || ' on ' || (pg_identify_object(classoid, objoid, objsubid)).identity, \
     CASE WHEN classoid = 'pg_class'::regclass THEN objoid ELSE 0 END, 0, 0 FROM pg_seclabel \
     WHERE objoid >= 16384 OR (classoid, objoid) = ('pg_namespace'::regclass, 2200)",
    // A constraint that `DISABLE TRIGGER ALL` put out of use.
    "SELECT DISTINCT 'disabled trigger', 0, o.conname::text, x.tgrelid, 0, 0 FROM pg_trigger x \
     JOIN pg_constraint o ON o.oid = x.tgconstraint WHERE x.oid >= 16384 AND x.tgisinternal AND x.tgenabled <> 'O'",
];

/// Something that the model has no place for.
pub(super) struct UnmodelledRow {
    /// The kind as PostgreSQL calls it.
    pub kind: String,
    /// Its namespace's id; zero where it lies in none.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// The relation it belongs to; zero where it hangs on none.
    pub relation: u32,
    /// The catalogue and its id; zeros where the row stands for no object of its own.
    pub address: Address,
}

impl CatalogRow for UnmodelledRow {
    fn query(_flavor: &Flavor) -> String {
        QUERIES.join(" UNION ALL ")
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        UnmodelledRow {
            kind: cells.text(),
            namespace: cells.number(),
            name: cells.text(),
            relation: cells.number(),
            address: (cells.number(), cells.number()),
        }
    }

    fn address(&self) -> Option<Address> {
        (self.address != (0, 0)).then_some(self.address)
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.beyond {
            reader.named(row);
        }
    }
}

impl CatalogReader<'_> {
    fn named(&mut self, row: &UnmodelledRow) {
        if self.catalog.members.has(row.address) {
            return;
        }
        if row.relation != 0 {
            if let Some((relation, relation_status)) = self.relations.get(&row.relation).copied()
                && relation_status != RelationStatus::Excluded
            {
                self.name_part_beyond(&row.kind, relation, &row.name, "");
            }
            return;
        }
        // Routines and operators come with their arguments; a pattern matches the name alone.
        let (name, arguments) = match row.kind.as_str() {
            "function" | "procedure" | "aggregate" | "operator" => {
                row.name.split_at(row.name.find('(').unwrap_or(row.name.len()))
            }
            _ => (row.name.as_str(), ""),
        };
        if row.namespace != 0 {
            if self.admits(&row.kind, row.namespace, name, row.address) {
                self.name_beyond(&row.kind, Some(row.namespace), name, arguments);
            }
        } else if self.admits_global(&row.kind, name, row.address) {
            self.name_beyond(&row.kind, None, name, "");
        }
    }
}
