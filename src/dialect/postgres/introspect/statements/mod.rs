//! What the catalogues hold as a name and options, written down as the statement that creates it: types without a shape of
//! their own in the model, collations, casts, operators, access methods, text search.
//!
//! Each kind is a query that spells the statement from its catalogue: as `pg_dump` does, without what is the default. They are
//! asked in one, behind all others, and only those of catalogues in which there is something: to plan them takes the server longer
//! than to read most schemas.

mod operators;
mod text_search;
mod types;

use std::collections::HashSet;

use super::catalog::{Address, Catalog, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use super::types::TypeRow;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId, QName};

/// An object that is a name and a statement.
pub(super) struct StatementRow {
    /// The catalogue and its id.
    pub address: Address,
    /// What it is; none where it is but the shell of something.
    pub kind: Option<Kind>,
    /// Its namespace's id; zero where it lies in none.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// What else tells it from others.
    pub arguments: Vec<String>,
    /// The statement.
    pub sql: String,
    /// Its parts as far as they can change in place: each name with what follows it.
    pub clauses: Vec<String>,
    /// The entries of `pg_amop` that are part of it.
    pub operators: Vec<u32>,
    /// The entries of `pg_amproc`.
    pub functions: Vec<u32>,
}

/// A query for one kind, before it is put together.
struct StatementQuery {
    /// The kind; its word is what the row says.
    kind: Kind,
    /// The catalogue.
    catalogue: &'static str,
    /// The id of the namespace, as SQL.
    namespace: &'static str,
    /// The name, as SQL.
    name: String,
    /// A JSON list, as SQL.
    arguments: String,
    /// The statement, as SQL; NULL for the shell of something.
    sql: String,
    /// A JSON list of names and what follows each, as SQL.
    clauses: String,
    /// The ids of its entries in `pg_amop` and `pg_amproc`, as SQL.
    members: [String; 2],
    /// Behind FROM: the catalogue as `x`, its namespace as `n`.
    from: String,
}

impl StatementQuery {
    /// One that its name tells from others, with nothing that changes in place.
    fn new(kind: Kind, catalogue: &'static str, name: &str, sql: String, from: &str) -> Self {
        StatementQuery {
            kind,
            catalogue,
            namespace: "n.oid",
            name: name.to_owned(),
            arguments: "NULL::json".to_owned(),
            sql,
            clauses: "NULL::json".to_owned(),
            members: ["NULL".to_owned(), "NULL".to_owned()],
            from: from.to_owned(),
        }
    }

    /// The fixed id of its catalogue.
    fn catalogue_id(&self) -> u32 {
        match self.catalogue {
            "pg_type" => oid::TYPE,
            "pg_collation" => 3456,
            "pg_conversion" => 2607,
            "pg_cast" => 2605,
            "pg_am" => 2601,
            "pg_operator" => 2617,
            "pg_opfamily" => 2753,
            "pg_opclass" => 2616,
            "pg_ts_parser" => 3601,
            "pg_ts_template" => 3764,
            "pg_ts_dict" => 3600,
            "pg_ts_config" => 3602,
            _ => 0,
        }
    }

    fn text(&self) -> String {
        let StatementQuery { kind, catalogue, namespace, name, arguments, sql, clauses, members, from } = self;
        let [operators, functions] = members;
        format!(
            "SELECT '{catalogue}'::regclass::oid, x.oid, '{}', {namespace}, ({name})::text, {arguments}, ({sql})::text, \
             {clauses}, ({operators})::text, ({functions})::text FROM {from}",
            kind.word()
        )
    }
}

/// The name of what is created, as SQL: with its namespace, unless that is the default one.
fn own(name: &str) -> String {
    format!(
        "CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident({name})"
    )
}

/// A function by its id, as SQL.
fn function(id: &str) -> String {
    format!(
        "(SELECT CASE WHEN pg_function_is_visible(p.oid) THEN '' ELSE quote_ident(vn.nspname) || '.' END \
         || quote_ident(p.proname) FROM pg_proc p JOIN pg_namespace vn ON vn.oid = p.pronamespace WHERE p.oid = {id})"
    )
}

/// The types of a function's arguments, as SQL.
fn signature(id: &str) -> String {
    format!(
        "(SELECT '(' || coalesce(string_agg(format_type(u.type, NULL), ', ' ORDER BY u.place), '') || ')' \
         FROM pg_proc p LEFT JOIN unnest(p.proargtypes) WITH ORDINALITY u (type, place) ON true WHERE p.oid = {id})"
    )
}

/// Whatever lies in a namespace and can be visible, as SQL.
fn visible(catalogue: &str, prefix: &str, is_visible: &str, id: &str) -> String {
    format!(
        "(SELECT CASE WHEN {is_visible}(v.oid) THEN '' ELSE quote_ident(vn.nspname) || '.' END || quote_ident(v.{prefix}name) \
         FROM {catalogue} v JOIN pg_namespace vn ON vn.oid = v.{prefix}namespace WHERE v.oid = {id})"
    )
}

/// A function as the value of an option, where there is one, as SQL.
fn function_option(word: &str, id: &str) -> String {
    format!("CASE WHEN {id}::oid <> 0 THEN '{word} = ' || {} END", function(&format!("{id}::oid")))
}

fn queries(flavor: &Flavor) -> Vec<StatementQuery> {
    let mut queries = types::queries(flavor);
    queries.extend(operators::queries());
    queries.extend(text_search::queries());
    queries
}

fn together<'a>(queries: impl Iterator<Item = &'a StatementQuery>) -> Option<String> {
    let texts: Vec<String> = queries.map(StatementQuery::text).collect();
    (!texts.is_empty()).then(|| texts.join(" UNION ALL "))
}

impl CatalogRow for StatementRow {
    const SECOND: bool = true;

    fn query(flavor: &Flavor) -> String {
        together(queries(flavor).iter()).unwrap_or_default()
    }

    fn second(flavor: &Flavor, catalog: &Catalog) -> Option<String> {
        let mut there: HashSet<u32> = catalog.unclaimed_entries().map(|(catalogue, _)| catalogue).collect();
        // All types are listed by a query of their own.
        there.extend(catalog.types.iter().any(TypeRow::is_spelled_as_statement).then_some(oid::TYPE));
        together(queries(flavor).iter().filter(|query| there.contains(&query.catalogue_id())))
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        let address = (cells.number(), cells.number());
        let word = cells.text();
        let (namespace, name, arguments) = (cells.number(), cells.text(), cells.list());
        let sql = cells.optional();
        StatementRow {
            address,
            kind: sql.is_some().then(|| Kind::ALL.into_iter().find(|kind| kind.word() == word)).flatten(),
            namespace,
            name,
            arguments,
            sql: sql.unwrap_or_default(),
            clauses: cells.list(),
            operators: cells.numbers(),
            functions: cells.numbers(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some(self.address)
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.statements {
            reader.statement(row);
        }
    }
}

impl CatalogReader<'_> {
    fn statement(&mut self, row: &StatementRow) {
        let Some(kind) = row.kind else { return };
        let name = if kind.facts().namespaced {
            if !self.admits(kind.word(), row.namespace, &row.name, row.address) {
                return;
            }
            self.qualified(row.namespace, &row.name)
        } else {
            if !self.admits_global(kind.word(), &row.name, row.address) {
                return;
            }
            QName::plain(&row.name)
        };
        let id = ObjectId::with_arguments(kind, name, row.arguments.clone());
        let mut definition = Definition::new(id.clone(), row.sql.as_str());
        definition.clauses =
            row.clauses.chunks(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone()))).collect();
        if let Some(at) = definition.clauses.iter().position(|(clause, _)| clause == "shell") {
            let (_, sql) = definition.clauses.remove(at);
            if !sql.is_empty() {
                let shell = ObjectId::new(Kind::ShellType, id.name.clone());
                self.shells.push((id.clone(), shell.clone()));
                self.insert(row.namespace, Object::Definition(Definition::new(shell, sql)));
            }
        }
        definition.annotation.comment = self.catalog.comments.on(row.address.0, row.address.1, 0);
        self.objects.insert(row.address, id.clone());
        for (catalogue, entries) in [(oid::AMOP, &row.operators), (oid::AMPROC, &row.functions)] {
            self.objects.extend(entries.iter().map(|entry| ((catalogue, *entry), id.clone())));
        }
        if kind.facts().namespaced {
            self.insert(row.namespace, Object::Definition(definition));
        } else {
            self.schema.insert(Object::Definition(definition));
        }
    }
}
