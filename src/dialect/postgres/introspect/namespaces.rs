//! Namespaces: by id for everybody, and those that are objects of the schema.

use std::collections::HashMap;

use super::catalog::{Address, QueryResult, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Annotation, Namespace, Object};

/// The names of the namespaces other than the server's own, by id.
#[derive(Default)]
pub(super) struct Namespaces(HashMap<u32, String>);

impl Namespaces {
    /// The name of a namespace.
    pub(super) fn name(&self, namespace: u32) -> Option<&str> {
        self.0.get(&namespace).map(String::as_str)
    }

    /// Whether there is one of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.values().any(|other| other == name)
    }
}

impl QueryResult for Namespaces {
    fn query(_flavor: &Flavor) -> String {
        "SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'".to_owned()
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let namespace = cells.number();
        self.0.insert(namespace, cells.text());
        Some((oid::NAMESPACE, namespace))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.namespaces();
    }
}

impl<'a> CatalogReader<'a> {
    /// Every namespace is an object but the default one, which is there on every side of a comparison, and `public`,
    /// which every database has from the start. One that holds nothing but the version table is the tool's own.
    fn namespaces(&mut self) {
        let mut rows: Vec<(u32, &'a str)> =
            self.catalog.namespaces.0.keys().filter_map(|oid| Some((*oid, self.namespace(*oid)?))).collect();
        rows.sort_unstable();
        for (namespace, name) in rows {
            let comment = self.catalog.comments.on(oid::NAMESPACE, namespace, 0);
            let versions_only =
                self.scope.version_table.namespace.as_deref() == Some(name) && !self.used.contains(&namespace);
            if versions_only
                || self.catalog.members.has((oid::NAMESPACE, namespace))
                || !self.scope.filter.matches("namespace", None, name)
            {
                continue;
            }
            if Some(name) == self.default || name == "public" {
                // `public` has a comment from the start: that it has none is a fact.
                let comment = match (name, comment) {
                    ("public", None) => Some(String::new()),
                    ("public", Some(text)) => Some(text).filter(|text| text != "standard public schema"),
                    (_, comment) => comment,
                };
                let looked_at = self.scope.only.is_none() && !self.scope.filter.leaves_out("comment", None, name);
                if comment.is_some() && looked_at {
                    let annotation = Annotation::commented(comment);
                    let namespace = Namespace { standing: true, annotation, ..Namespace::new(name) };
                    self.schema.insert(Object::Namespace(namespace));
                }
                continue;
            }
            let annotation = Annotation::commented(comment);
            let object = Object::Namespace(Namespace { annotation, ..Namespace::new(name) });
            self.objects.insert((oid::NAMESPACE, namespace), object.id());
            self.schema.insert(object);
        }
    }
}
