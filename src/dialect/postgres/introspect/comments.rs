//! Comments, for whatever they depend on.

use std::collections::HashMap;

use super::catalog::{Address, QueryResult};
use super::cells::Cells;
use crate::engine::Flavor;

/// Comments by catalogue, id and column.
#[derive(Default)]
pub(super) struct Comments(HashMap<(u32, u32, i32), String>);

impl Comments {
    /// The comment on something, if any.
    pub(super) fn on(&self, catalogue: u32, oid: u32, column: i16) -> Option<String> {
        self.0.get(&(catalogue, oid, i32::from(column))).cloned()
    }

    /// What comments stand on: the catalogue and the id, the column.
    pub(super) fn places(&self) -> impl Iterator<Item = (Address, i32)> {
        self.0.keys().map(|(catalogue, oid, column)| ((*catalogue, *oid), *column))
    }
}

impl QueryResult for Comments {
    /// The namespace `public` came with the server, under this id. Large objects are data, and a subscription is named whole, by its name alone.
    fn query(_flavor: &Flavor) -> String {
        "SELECT classoid, objoid, objsubid, description FROM pg_description \
         WHERE (objoid >= 16384 OR (classoid, objoid) = ('pg_namespace'::regclass, 2200)) \
         AND classoid NOT IN ('pg_largeobject'::regclass, 'pg_subscription'::regclass)"
            .to_owned()
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let on = (cells.number(), cells.number(), cells.number());
        self.0.insert(on, cells.text());
        None
    }
}
