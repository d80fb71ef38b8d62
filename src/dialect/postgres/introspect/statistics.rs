//! Statistics objects, as the statements that create them.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::own_name::without_namespace;
use super::reader::{CatalogReader, RelationStatus};
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::as_stored::as_stored;
use crate::dialect::postgres::render::STATISTICS_TARGET;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId};
use crate::sql::{self, Token};

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
    /// Its columns by number.
    pub columns: Vec<i16>,
    /// The whole statement.
    pub definition: String,
}

impl CatalogRow for StatisticsRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT oid, stxrelid, stxnamespace, stxname, CASE WHEN stxstattarget >= 0 THEN stxstattarget END, \
         stxkeys::text, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        StatisticsRow {
            oid: cells.number(),
            relation: cells.number(),
            namespace: cells.number(),
            name: cells.text(),
            target: cells.optional_number(),
            columns: cells.numbers(),
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

/// The statement with its first columns, of which there are so many, by name. The server has them in the order that they have
/// in the table, whatever the statement said, and that order is no difference.
fn in_alphabetical_order(definition: &str, columns: usize) -> String {
    let behind = sql::significant(SYNTAX, definition).skip_while(|token| !token.is_word("on")).skip(1);
    let mut names: Vec<Token<'_>> = behind.take((2 * columns).saturating_sub(1)).step_by(2).collect();
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return definition.to_owned() };
    let (start, end) = (first.span.start, last.span.end);
    names.sort_by_key(|token| sql::unquote(SYNTAX, token.text));
    let names: Vec<&str> = names.iter().map(|token| token.text).collect();
    match (definition.get(..start), definition.get(end..)) {
        (Some(before), Some(rest)) => format!("{before}{}{rest}", names.join(", ")),
        _ => definition.to_owned(),
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
        let sql = in_alphabetical_order(&row.definition, row.columns.len());
        let sql = match &name.namespace {
            Some(_) => sql,
            None => without_namespace(&sql, "STATISTICS"),
        };
        let mut definition = Definition::new(ObjectId::new(Kind::Statistics, name), as_stored(&sql));
        definition.settings =
            row.target.map(|target| (STATISTICS_TARGET.to_owned(), target.to_string())).into_iter().collect();
        definition.annotation.comment = self.catalog.comments.on(oid::STATISTIC_EXT, row.oid, 0);
        self.objects.insert(address, definition.id.clone());
        self.insert(row.namespace, Object::Definition(definition));
    }
}

#[cfg(test)]
mod tests {
    use super::in_alphabetical_order;

    #[test]
    fn the_order_of_the_table_s_columns_is_no_difference() {
        let one = "CREATE STATISTICS \"on x\".st (mcv) ON b, \"A, b\", a, lower(a), c FROM \"on x\".t";
        assert_eq!(
            in_alphabetical_order(one, 3),
            "CREATE STATISTICS \"on x\".st (mcv) ON \"A, b\", a, b, lower(a), c FROM \"on x\".t"
        );
        let expression = "CREATE STATISTICS st ON lower(b), a FROM t";
        assert_eq!(in_alphabetical_order(expression, 0), expression);
        assert_eq!(
            in_alphabetical_order("CREATE STATISTICS st ON b, lower(b) FROM t", 1),
            "CREATE STATISTICS st ON b, lower(b) FROM t"
        );
    }
}
