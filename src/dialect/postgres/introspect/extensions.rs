//! Extensions, and what belongs to one: an extension's member is no user's object.

use std::collections::HashMap;

use super::catalog::{Address, CatalogRow, QueryResult, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Extension, Kind, Object, ObjectId, QName};

/// An extension.
pub(super) struct ExtensionRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its namespace's name.
    pub namespace_name: String,
    /// The comment that it comes with.
    pub usual_comment: Option<String>,
}

impl CatalogRow for ExtensionRow {
    fn query(_flavor: &Flavor) -> String {
        // The list of what could be installed is read from files: only where somebody has installed something.
        "SELECT e.oid, e.extname, e.extnamespace, n.nspname, a.comment \
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace \
     LEFT JOIN (SELECT name, comment FROM pg_available_extensions() \
       WHERE EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)) a ON a.name = e.extname"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        ExtensionRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            namespace_name: cells.text(),
            usual_comment: cells.optional(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::EXTENSION, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.extensions();
    }
}

impl ExtensionRow {
    /// Whether every database has it from the start.
    pub(super) fn is_there_from_the_start(&self) -> bool {
        self.name == "plpgsql" && self.namespace_name == "pg_catalog"
    }
}

/// What belongs to an extension, with the extension's id.
#[derive(Default)]
pub(super) struct Members(HashMap<Address, u32>);

impl Members {
    /// The extension that something belongs to.
    pub(super) fn extension(&self, address: Address) -> Option<u32> {
        self.0.get(&address).copied()
    }

    /// Whether something belongs to an extension.
    pub(super) fn has(&self, address: Address) -> bool {
        self.0.contains_key(&address)
    }
}

impl QueryResult for Members {
    fn query(_flavor: &Flavor) -> String {
        "SELECT classid, objid, refobjid FROM pg_depend \
     WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass"
            .to_owned()
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let member = (cells.number(), cells.number());
        self.0.insert(member, cells.number());
        None
    }
}

impl CatalogReader<'_> {
    fn extensions(&mut self) {
        for row in &self.catalog.extensions {
            let address = (oid::EXTENSION, row.oid);
            if row.is_there_from_the_start() || !self.scope.filter.matches("extension", None, &row.name) {
                continue;
            }
            let own = self.catalog.members.extension((oid::NAMESPACE, row.namespace)) == Some(row.oid);
            let usual = own || row.namespace_name == "pg_catalog" || Some(row.namespace_name.as_str()) == self.default;
            let namespace = (!usual).then(|| row.namespace_name.clone());
            self.objects.insert(address, ObjectId::new(Kind::Extension, QName::plain(&row.name)));
            self.used.insert(row.namespace);
            let comment = self.catalog.comments.on(oid::EXTENSION, row.oid, 0);
            let comment = (comment != row.usual_comment).then(|| comment.unwrap_or_default());
            self.schema.insert(Object::Extension(Extension { name: row.name.clone(), namespace, comment }));
        }
    }
}
