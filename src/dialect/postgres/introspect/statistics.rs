//! Statistics objects, as the statements that create them.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::own_name::without_namespace;
use super::reader::{CatalogReader, RelationStatus};
use crate::dialect::postgres::array_casts::preserve_array_casts;
use crate::dialect::postgres::render::STATISTICS_TARGET;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId};

/// A row of `pg_statistic_ext`.
pub(super) struct StatisticsRow {
    /// Its id.
    pub oid: u32,
    /// Its table.
    pub relation: u32,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// How many values are kept, where it says so.
    pub target: Option<i32>,
    /// The whole statement.
    pub definition: String,
}

impl CatalogRow for StatisticsRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT oid, stxrelid, stxnamespace, stxname, CASE WHEN stxstattarget >= 0 THEN stxstattarget END, \
         pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        StatisticsRow {
            oid: cells.number(),
            relation: cells.number(),
            namespace: cells.number(),
            name: cells.text(),
            target: cells.optional_number(),
            definition: cells.text(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::STATISTIC_EXT, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.statistics {
            reader.statistics(row);
        }
    }
}

impl CatalogReader<'_> {
    /// Those of a table that is not the schema's are not either.
    fn statistics(&mut self, row: &StatisticsRow) {
        let address = (oid::STATISTIC_EXT, row.oid);
        if self.relation_status_of(row.relation) == RelationStatus::Excluded
            || !self.admits(Kind::Statistics.word(), row.namespace, &row.name, address)
        {
            return;
        }
        let name = self.qualified(row.namespace, &row.name);
        let sql = match &name.namespace {
            Some(_) => row.definition.clone(),
            None => without_namespace(&row.definition, "STATISTICS"),
        };
        let mut definition = Definition::new(ObjectId::new(Kind::Statistics, name), preserve_array_casts(&sql));
        definition.settings =
            row.target.map(|target| (STATISTICS_TARGET.to_owned(), target.to_string())).into_iter().collect();
        definition.annotation.comment = self.catalog.comments.on(oid::STATISTIC_EXT, row.oid, 0);
        self.objects.insert(address, definition.id.clone());
        self.insert(row.namespace, Object::Definition(definition));
    }
}
