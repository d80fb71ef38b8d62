//! What was made to depend on an extension (`ALTER … DEPENDS ON EXTENSION`).

use std::collections::HashMap;

use super::catalog::{Address, QueryResult};
use super::cells::Cells;
use crate::engine::Flavor;

/// The extensions, by what depends on them.
#[derive(Default)]
pub(super) struct ExtensionNeeds(HashMap<Address, Vec<String>>);

impl ExtensionNeeds {
    /// Those that one thing depends on.
    pub(super) fn of(&self, address: Address) -> Vec<String> {
        self.0.get(&address).cloned().unwrap_or_default()
    }
}

impl QueryResult for ExtensionNeeds {
    fn query(_flavor: &Flavor) -> String {
        "SELECT d.classid, d.objid, e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid \
         WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x' AND d.objid >= 16384 ORDER BY 1, 2, 3"
            .to_owned()
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let address = (cells.number(), cells.number());
        self.0.entry(address).or_default().push(cells.text());
        None
    }
}
