//! Publications, written down as the statements that create them.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::{CatalogReader, expression};
use crate::dialect::postgres::quote;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId, QName};

/// What a publication publishes if nothing is said.
const ALL_OPERATIONS: &str = "insert, update, delete, truncate";

/// A row of `pg_publication`.
pub(super) struct PublicationRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// `FOR ALL TABLES`
    pub all_tables: bool,
    /// What is published, in the manual's order: `insert, update`.
    pub operations: String,
    /// `publish_via_partition_root`
    pub via_root: bool,
    /// `publish_generated_columns`, from version 18 on.
    pub generated_columns: Option<String>,
    /// The tables, as SQL.
    pub tables: Vec<String>,
    /// The columns that are published of each table, as SQL; empty where all are.
    pub columns: Vec<String>,
    /// Which rows are published of each table, as SQL; empty where all are.
    pub filters: Vec<String>,
    /// The namespaces whose tables are published.
    pub namespaces: Vec<String>,
    /// The ids of the entries that say which tables, which have dependencies of their own.
    pub table_entries: Vec<u32>,
    /// The ids of the entries that say which namespaces.
    pub namespace_entries: Vec<u32>,
}

impl CatalogRow for PublicationRow {
    fn query(flavor: &Flavor) -> String {
        // Lists of columns, filters of rows and whole namespaces came with version 15.
        let (columns, filters, namespaces, namespace_entries) = if flavor.at_least(15, 0) {
            (
                "coalesce((SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a \
                 WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])), '')",
                "coalesce(pg_get_expr(r.prqual, r.prrelid), '')",
                "(SELECT json_agg(n.nspname ORDER BY n.nspname) FROM pg_publication_namespace s \
                 JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)",
                "(SELECT array_agg(s.oid)::text FROM pg_publication_namespace s WHERE s.pnpubid = p.oid)",
            )
        } else {
            ("''::text", "''::text", "NULL", "NULL")
        };
        // Without the word, the tables that inherit from it would come along.
        let table = "CASE WHEN EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent AND c.relkind = 'r' \
                     WHERE i.inhparent = r.prrelid) THEN 'ONLY ' ELSE '' END || r.prrelid::regclass";
        let generated =
            if flavor.at_least(18, 0) { "CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END" } else { "NULL" };
        format!(
            "SELECT p.oid, p.pubname, p.puballtables, concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, \
             CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, \
             CASE WHEN p.pubtruncate THEN 'truncate' END), p.pubviaroot, {generated}, t.tables, t.columns, t.filters, \
             {namespaces}, t.entries, {namespace_entries} FROM pg_publication p \
             LEFT JOIN LATERAL (SELECT array_agg(r.oid)::text AS entries, \
             json_agg({table} ORDER BY r.prrelid::regclass::text) AS tables, \
             json_agg({columns} ORDER BY r.prrelid::regclass::text) AS columns, \
             json_agg({filters} ORDER BY r.prrelid::regclass::text) AS filters \
             FROM pg_publication_rel r WHERE r.prpubid = p.oid) t ON true"
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        PublicationRow {
            oid: cells.number(),
            name: cells.text(),
            all_tables: cells.flag(),
            operations: cells.text(),
            via_root: cells.flag(),
            generated_columns: cells.optional(),
            tables: cells.list(),
            columns: cells.list(),
            filters: cells.list(),
            namespaces: cells.list(),
            table_entries: cells.numbers(),
            namespace_entries: cells.numbers(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::PUBLICATION, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.publications();
    }
}

impl PublicationRow {
    /// What is published, as SQL: `TABLE a, b (x) WHERE (y > 0), TABLES IN SCHEMA s`; empty where nothing is.
    fn members(&self, default: Option<&str>) -> String {
        if self.all_tables {
            return "ALL TABLES".to_owned();
        }
        let said = |list: &[String], at: usize| list.get(at).filter(|text| !text.is_empty()).cloned();
        let tables = self.tables.iter().enumerate().map(|(at, table)| {
            let columns = said(&self.columns, at).map_or_else(String::new, |columns| format!(" ({columns})"));
            let filter = said(&self.filters, at);
            let filter = filter.map_or_else(String::new, |text| format!(" WHERE ({})", expression(&text).text()));
            format!("{table}{columns}{filter}")
        });
        // What the default namespace is called is known only where it runs.
        let namespaces = self.namespaces.iter().map(|name| {
            if default == Some(name.as_str()) { "CURRENT_SCHEMA".to_owned() } else { quote::identifier(name) }
        });
        let list = |word: &str, items: Vec<String>| {
            if items.is_empty() { None } else { Some(format!("{word} {}", items.join(", "))) }
        };
        let lists = [list("TABLE", tables.collect()), list("TABLES IN SCHEMA", namespaces.collect())];
        lists.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The options by name, each with its value, and whether it is the usual one.
    fn options(&self) -> Vec<(&'static str, String, bool)> {
        let mut options = vec![
            ("publish", quote::string(&self.operations), self.operations == ALL_OPERATIONS),
            ("publish_via_partition_root", self.via_root.to_string(), !self.via_root),
        ];
        if let Some(columns) = &self.generated_columns {
            options.push(("publish_generated_columns", columns.clone(), columns == "none"));
        }
        options
    }

    /// The publication as the model has it.
    fn definition(&self, default: Option<&str>) -> Definition {
        let members = self.members(default);
        let options = self.options();
        let mut sql = format!("CREATE PUBLICATION {}", quote::identifier(&self.name));
        if !members.is_empty() {
            sql.push_str(&format!(" FOR {members}"));
        }
        let said: Vec<String> =
            options.iter().filter(|(_, _, usual)| !usual).map(|(name, value, _)| format!("{name} = {value}")).collect();
        if !said.is_empty() {
            sql.push_str(&format!(" WITH ({})", said.join(", ")));
        }
        let mut definition = Definition::new(ObjectId::new(Kind::Publication, QName::plain(&self.name)), sql);
        definition.clauses.push(("for".to_owned(), members));
        definition.clauses.extend(options.into_iter().map(|(name, value, _)| (name.to_owned(), value)));
        definition
    }
}

impl CatalogReader<'_> {
    /// All publications, with the entries that say what each publishes.
    fn publications(&mut self) {
        for row in &self.catalog.publications {
            if !self.admits_global(Kind::Publication.word(), &row.name, (oid::PUBLICATION, row.oid)) {
                continue;
            }
            let mut definition = row.definition(self.default);
            definition.annotation.comment = self.catalog.comments.on(oid::PUBLICATION, row.oid, 0);
            self.objects.insert((oid::PUBLICATION, row.oid), definition.id.clone());
            for (catalogue, entries) in
                [(oid::PUBLICATION_REL, &row.table_entries), (oid::PUBLICATION_NAMESPACE, &row.namespace_entries)]
            {
                self.objects.extend(entries.iter().map(|entry| ((catalogue, *entry), definition.id.clone())));
            }
            self.schema.insert(Object::Definition(definition));
        }
    }
}
