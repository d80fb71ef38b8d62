//! Languages that were made by hand, and transforms: what no extension brought along.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId, QName};

/// A function by its id, as SQL; NULL where there is none.
fn function(column: &str) -> String {
    format!(
        "(SELECT CASE WHEN pg_function_is_visible(f.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(f.proname) \
         FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = {column})"
    )
}

/// A row of `pg_language`.
pub(super) struct LanguageRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// The statement that creates it.
    pub statement: String,
}

impl CatalogRow for LanguageRow {
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT l.oid, l.lanname, concat_ws(' ', CASE WHEN l.lanpltrusted THEN 'CREATE TRUSTED LANGUAGE' \
     ELSE 'CREATE LANGUAGE' END, quote_ident(l.lanname), 'HANDLER ' || {}, 'INLINE ' || {}, 'VALIDATOR ' || {}) \
     FROM pg_language l WHERE l.oid >= 16384 AND l.lanispl",
            function("l.lanplcallfoid"),
            function("l.laninline"),
            function("l.lanvalidator")
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        LanguageRow { oid: cells.number(), name: cells.text(), statement: cells.text() }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::LANGUAGE, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.languages();
    }
}

/// A row of `pg_transform`.
pub(super) struct TransformRow {
    /// Its id.
    pub oid: u32,
    /// The type, as SQL.
    pub ty: String,
    /// The language.
    pub language: String,
    /// The functions: `FROM SQL WITH FUNCTION f(internal)`.
    pub functions: Vec<String>,
}

impl CatalogRow for TransformRow {
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT t.oid, format_type(t.trftype, NULL), (SELECT lanname FROM pg_language l WHERE l.oid = t.trflang), \
     array_to_json(array_remove(ARRAY['FROM SQL WITH FUNCTION ' || {} || '(internal)', \
     'TO SQL WITH FUNCTION ' || {} || '(internal)'], NULL)) FROM pg_transform t WHERE t.oid >= 16384",
            function("t.trffromsql"),
            function("t.trftosql")
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        TransformRow { oid: cells.number(), ty: cells.text(), language: cells.text(), functions: cells.list() }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::TRANSFORM, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.transforms();
    }
}

impl CatalogReader<'_> {
    fn languages(&mut self) {
        for row in &self.catalog.languages {
            let id = ObjectId::new(Kind::Language, QName::plain(&row.name));
            self.of_the_database(
                (oid::LANGUAGE, row.oid),
                &row.name.clone(),
                Definition::new(id, row.statement.as_str()),
            );
        }
    }

    fn transforms(&mut self) {
        for row in &self.catalog.transforms {
            let name = QName::plain(&row.ty);
            let id = ObjectId::with_arguments(Kind::Transform, name, vec![row.language.clone()]);
            let language = crate::dialect::postgres::quote::identifier(&row.language);
            let sql = format!("CREATE TRANSFORM FOR {} LANGUAGE {language} ({})", row.ty, row.functions.join(", "));
            let pattern = format!("{} LANGUAGE {}", row.ty, row.language);
            self.of_the_database((oid::TRANSFORM, row.oid), &pattern, Definition::new(id, sql));
        }
    }

    /// Puts in what a database has beside its namespaces, with its comment.
    pub(super) fn of_the_database(&mut self, address: Address, pattern: &str, mut definition: Definition) {
        let kind = definition.id.kind.word();
        if !self.admits_global(kind, pattern, address) {
            return;
        }
        definition.annotation.comment = self.catalog.comments.on(address.0, address.1, 0);
        self.objects.insert(address, definition.id.clone());
        self.schema.insert(Object::Definition(definition));
    }
}
