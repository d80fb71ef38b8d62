//! SQLite: its spelling, what its ALTER TABLE can do and how a table is rebuilt where it cannot, and the connection.
//!
//! SQLite keeps the text of every CREATE statement and tells little else, so the schema is read from those texts
//! ([`parse`]) into one spelling ([`canonical`]), with its pragmas as a check that nothing was misread ([`introspect`]).

mod as_written;
mod body;
mod canonical;
mod capabilities;
mod connect;
mod conversions;
mod driver;
mod foreign_keys;
mod in_place;
mod introspect;
mod keep;
mod keywords;
mod literal;
mod names;
mod normalize;
mod parse;
mod pragma_check;
mod predict;
mod quote;
mod rebuild;
mod recovery;
mod references;
mod render;
mod row_batches;
mod row_id;
mod session;
mod settings;
mod statements;
mod syntax;
mod table_rules;
mod types;
mod unrunnable;
mod version_table;
mod virtual_table;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Column, Expr, Node, Object, Schema, Table};

use super::{
    Conversion, Dialect, ForeignKeySwitch, Literal, NameRules, Recovery, Scope, SessionSettings, Step, TableRules,
    ValueClass, VersionTableSql, WrittenSchema,
};

pub use connect::FileError;
use connect::connect;
pub use driver::SqliteDriver;
pub use syntax::SYNTAX;

/// SQLite of one version.
#[derive(Debug)]
pub struct Sqlite {
    flavor: Flavor,
}

impl Sqlite {
    /// The dialect for this library.
    pub fn new(flavor: Flavor) -> Self {
        Sqlite { flavor }
    }
}

impl Dialect for Sqlite {
    fn flavor(&self) -> &Flavor {
        &self.flavor
    }

    fn table_sizes(&self) -> Option<&'static str> {
        Some(
            "SELECT NULL, name, NULL, NULL, 0 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )
    }

    fn foreign_key_switch(&self) -> Option<&dyn ForeignKeySwitch> {
        Some(&foreign_keys::Pragmas)
    }

    fn names(&self) -> NameRules {
        names::RULES
    }

    fn table_rules(&self) -> TableRules {
        table_rules::RULES
    }

    fn quote(&self, name: &str) -> String {
        quote::identifier(name)
    }

    fn string(&self, text: &str) -> String {
        quote::string(text)
    }

    fn native_type(&self, written: &str) -> String {
        types::native(written)
    }

    fn portable_type(&self, stored: &str) -> String {
        types::portable(stored)
    }

    fn value_class(&self, ty: &str) -> ValueClass {
        types::value_class(ty)
    }

    fn literal(&self, value: &Literal, _ty: &str) -> Expr {
        literal::render(value)
    }

    fn as_literal(&self, stored: &Expr, _ty: &str) -> Option<Literal> {
        literal::read(stored)
    }

    fn predict(&self, object: &Object) -> Object {
        predict::object(object)
    }

    fn as_written(&self, object: &Object) -> Object {
        as_written::object(object)
    }

    fn written_schema(&self, statements: &[&str], scope: &Scope) -> Option<WrittenSchema> {
        let (schema, owners) = statements::schema(statements, scope)?;
        let owners = owners.into_iter().map(Some).collect();
        Some(WrittenSchema { schema, owners, uncertain: BTreeSet::new() })
    }

    fn comparable_column(&self, table: &Table, column: &Column) -> Column {
        row_id::comparable(table, column)
    }

    fn row_id<'t>(&self, table: &'t Table) -> Option<&'t Column> {
        row_id::of(table)
    }

    fn number_rows(&self, table: &mut Table, column: &str) -> bool {
        row_id::number(table, column)
    }

    /// As they are where ALTER TABLE can do all of them and take all of them back, else one rebuild.
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        in_place::combine(from, to, operations)
    }

    fn obstructs(&self, operation: &Operation, dependent: &Node, _before: &Schema) -> bool {
        capabilities::obstructs(operation, dependent)
    }

    fn alters(&self, operation: &Operation) -> bool {
        capabilities::alters(operation)
    }

    fn renames(&self, operation: &Operation) -> bool {
        capabilities::renames(operation)
    }

    fn make_way(&self, renames: &[Operation], before: &Schema) -> Vec<Operation> {
        capabilities::make_way(renames, before)
    }

    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        render::operation(operation, before, after)
    }

    fn conversion(&self, from: &str, to: &str) -> Conversion {
        conversions::conversion(from, to)
    }

    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        capabilities::same_space(gone, come)
    }

    /// SQLite keeps none: what a view or a trigger depends on is known from its text alone.
    fn records_dependencies(&self) -> bool {
        false
    }

    /// With RENAME COLUMN and DROP COLUMN all strings in double quotes, wherever they stand, get single ones.
    fn respells(&self, object: &Object) -> bool {
        render::texts(object).any(|text| text.contains('"'))
    }

    fn transactional_ddl(&self) -> bool {
        true
    }

    fn version_table(&self) -> &dyn VersionTableSql {
        &version_table::SqliteVersionTable
    }

    fn session_settings(&self) -> &dyn SessionSettings {
        &settings::SqliteSettings
    }

    fn recovery(&self) -> &dyn Recovery {
        &recovery::SqliteRecovery
    }

    fn row_batches(&self) -> &dyn crate::dialect::row_batches::RowBatches {
        &row_batches::SqliteRowBatches
    }

    fn keep(&self) -> &dyn crate::dialect::keep::Keep {
        &keep::SqliteKeep
    }

    fn forward_references(&self) -> bool {
        true
    }
}
