//! Views and materialized views.

use std::collections::HashMap;

use super::catalog::oid;
use super::columns::Attribute;
use super::indexes::IndexRow;
use super::parameters;
use super::reader::{CatalogReader, expression};
use super::relations::Relation;
use super::tables::{compression, storage};
use crate::dialect::postgres::as_stored::as_stored;
use crate::schema::{Annotation, Column, Object, ObjectId, View};

impl CatalogReader<'_> {
    /// All views with their parts.
    pub(super) fn views(&mut self) {
        let mut indexes: HashMap<u32, Vec<&IndexRow>> = HashMap::new();
        for row in &self.catalog.indexes {
            indexes.entry(row.relation).or_default().push(row);
        }
        for relation in self.relations_of(&['v', 'm']) {
            let indexes = indexes.remove(&relation.oid).unwrap_or_default();
            let view = self.view(relation, &indexes);
            self.insert(relation.namespace, Object::View(view));
        }
    }

    fn view(&mut self, relation: &Relation, indexes: &[&IndexRow]) -> View {
        let materialized = relation.kind == 'm';
        let query = relation.definition.as_deref().unwrap_or_default().trim().trim_end_matches(';').trim_end();
        let mut view = View::new(self.qualified(relation.namespace, &relation.name), as_stored(query));
        view.materialized = materialized;
        view.no_data = materialized && !relation.populated;
        view.annotation.comment = self.catalog.comments.on(oid::CLASS, relation.oid, 0);
        view.annotation.extensions = self.catalog.extension_needs.of((oid::CLASS, relation.oid));
        view.options = if materialized {
            parameters::table(&relation.settings, &relation.toast_settings)
        } else {
            parameters::view(&relation.settings)
        };
        for attribute in self.catalog.columns.of(relation.oid) {
            let comment = self.catalog.comments.on(oid::CLASS, relation.oid, attribute.number);
            if comment.is_some() {
                view.column_annotations.push((attribute.name.clone(), Annotation::commented(comment)));
            }
            if let Some(default) = attribute.default.as_deref() {
                view.column_defaults.push((attribute.name.clone(), expression(default)));
            }
            // A materialized view is never replaced.
            if !materialized {
                let collation = attribute.collation.as_ref().map(|name| format!(" COLLATE {name}"));
                let ty = format!("{}{}", attribute.type_name, collation.unwrap_or_default());
                view.output.push((attribute.name.clone(), ty));
            }
        }
        view.column_defaults.sort();
        let id = ObjectId::view(&view.name);
        view.indexes = self.indexes(relation, &id, indexes);
        if materialized {
            view.tablespace.clone_from(&relation.tablespace);
            view.access_method.clone_from(&relation.access_method);
            view.cluster_on = indexes.iter().find(|index| index.clustered).map(|index| index.name.clone());
            let columns = self.catalog.columns.of(relation.oid);
            view.stored_columns = columns.iter().filter_map(stored).collect();
            self.settings_of_materialized(relation);
        }
        view
    }

    /// Says what a materialized view has that the model has no place for: no command that makes one does so.
    fn settings_of_materialized(&mut self, relation: &Relation) {
        let said = [
            (relation.persistence == 'u', ": UNLOGGED"),
            (matches!(relation.replica_identity, 'f' | 'i'), ": REPLICA IDENTITY"),
        ];
        for (_, detail) in said.iter().filter(|(set, _)| *set) {
            self.name_beyond("materialized view", Some(relation.namespace), &relation.name, detail);
        }
    }
}

/// How a materialized view's column is kept, where anything is said of that.
fn stored(attribute: &Attribute) -> Option<Column> {
    let usual = Column::new(&attribute.name, &attribute.type_name);
    let column = Column {
        storage: storage(attribute.storage).map(str::to_owned),
        compression: compression(attribute.compression).map(str::to_owned),
        statistics: attribute.statistics,
        parameters: parameters::attribute(&attribute.settings),
        ..usual.clone()
    };
    (column != usual).then_some(column)
}
