//! SQLite: its spelling, what its ALTER TABLE can do and how a table is made anew where it cannot, and the connection.
//!
//! SQLite keeps the text of every CREATE statement and tells little else, so the schema is read from those texts
//! ([`parse`]) into one spelling ([`canonical`]), with its pragmas as a check that nothing was misread ([`introspect`]).

mod body;
mod canonical;
mod check;
mod connect;
mod driver;
mod foreign_keys;
mod in_place;
mod introspect;
mod keywords;
mod literal;
mod names;
mod parse;
mod predict;
mod quote;
mod rebuild;
mod recovery;
mod render;
mod rules;
mod session;
mod settings;
mod spelling;
mod syntax;
mod table_rules;
mod types;
mod uses;
mod version_table;

#[cfg(test)]
mod tests;

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Expr, Node, Object, Schema, Table};

use super::{
    Dialect, ForeignKeySwitch, Literal, NameRules, Recovery, SessionSettings, Step, TableRules, VersionTableSql,
};

pub use connect::FileError;
use connect::connect;
pub use driver::Driver;
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

    fn literal(&self, value: &Literal, _ty: &str) -> Expr {
        literal::render(value)
    }

    fn as_literal(&self, stored: &Expr, _ty: &str) -> Option<Literal> {
        literal::read(stored)
    }

    fn predict(&self, object: &Object) -> Object {
        predict::object(object)
    }

    /// As they are where ALTER TABLE can do all of them and take all of them back, else one rebuild.
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        in_place::combine(from, to, operations)
    }

    fn obstructs(&self, operation: &Operation, dependent: &Node, _before: &Schema) -> bool {
        rules::obstructs(operation, dependent)
    }

    fn alters(&self, operation: &Operation) -> bool {
        rules::alters(operation)
    }

    fn renames(&self, operation: &Operation) -> bool {
        rules::renames(operation)
    }

    fn make_way(&self, renames: &[Operation], before: &Schema) -> Vec<Operation> {
        rules::make_way(renames, before)
    }

    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        render::operation(operation, before, after)
    }

    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        rules::same_space(gone, come)
    }

    /// SQLite keeps none: what a view or a trigger stands on is known from its text alone.
    fn records_dependencies(&self) -> bool {
        false
    }

    fn transactional_ddl(&self) -> bool {
        true
    }

    fn version_table(&self) -> &dyn VersionTableSql {
        &version_table::VersionTable
    }

    fn session_settings(&self) -> &dyn SessionSettings {
        &settings::Settings
    }

    fn recovery(&self) -> &dyn Recovery {
        &recovery::Statements
    }

    fn forward_references(&self) -> bool {
        true
    }
}
