//! Which table is the child of which, and which index is the partition of which.

use std::collections::HashMap;

use super::catalog::{Address, QueryResult};
use super::cells::Cells;
use super::reader::CatalogReader;
use super::relations::Relation;
use crate::engine::Flavor;
use crate::schema::{Expr, Origin, Partition, QName};

/// The parents of tables and indexes by id, in their order.
#[derive(Default)]
pub(super) struct Ancestry {
    parents: HashMap<u32, Vec<u32>>,
    /// Partitions that `DETACH … CONCURRENTLY` has begun to take out.
    leaving: Vec<u32>,
}

impl Ancestry {
    /// The parents of a table or an index.
    pub(super) fn parents(&self, of: u32) -> &[u32] {
        self.parents.get(&of).map(Vec::as_slice).unwrap_or_default()
    }
}

impl QueryResult for Ancestry {
    fn query(flavor: &Flavor) -> String {
        let leaving = if flavor.at_least(14, 0) { "inhdetachpending" } else { "false" };
        format!(
            "SELECT inhrelid, inhparent, {leaving} FROM pg_inherits WHERE inhrelid >= 16384 ORDER BY inhrelid, inhseqno"
        )
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let child = cells.number();
        self.parents.entry(child).or_default().push(cells.number());
        if cells.flag() {
            self.leaving.push(child);
        }
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for child in &reader.catalog.ancestry.leaving {
            if let Some((relation, _)) = reader.relations.get(child).copied() {
                reader.name_part_beyond("partition", relation, &relation.name, ": DETACH CONCURRENTLY has not ended");
            }
        }
    }
}

impl CatalogReader<'_> {
    /// What a table is a partition of.
    pub(super) fn partition_of(&self, relation: &Relation) -> Option<Partition> {
        let parent = *self.catalog.ancestry.parents(relation.oid).first()?;
        let bound = relation.bound.clone().map(Expr)?;
        Some(Partition { of: self.relation_name(parent)?, bound })
    }

    /// The tables that one inherits from; none of a partition.
    pub(super) fn inherits(&self, relation: &Relation) -> Vec<QName> {
        let parents = if relation.partition { &[][..] } else { self.catalog.ancestry.parents(relation.oid) };
        parents.iter().filter_map(|parent| self.relation_name(*parent)).collect()
    }

    /// Where an index comes from.
    pub(super) fn index_origin(&self, index: u32) -> Origin {
        let parent = self.catalog.ancestry.parents(index).first().and_then(|parent| self.indexes.get(parent));
        parent.map_or(Origin::Own, |parent| Origin::Attached(parent.name.clone()))
    }
}

/// Where a column or a check comes from.
pub(super) fn origin(local: bool, parents: i32) -> Origin {
    match (local, parents > 0) {
        (_, false) => Origin::Own,
        (true, true) => Origin::Merged,
        (false, true) => Origin::Inherited,
    }
}
