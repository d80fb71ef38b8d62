//! PostgreSQL's pure side: quoting, types, what its ALTER can do, and the statements for every operation.

#[cfg(feature = "postgres")]
mod connect;
mod faithful;
#[cfg(feature = "postgres")]
mod introspect;
mod literal;
pub mod names;
mod predict;
pub mod quote;
mod recovery;
mod render;
mod rules;
#[cfg(feature = "postgres")]
mod session;
mod settings;
pub mod types;
mod version_table;

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Column, Expr, Node, Object, QName, Schema, Table};

use super::{Dialect, Literal, Recovery, SessionSettings, Step, VersionTableSql};

#[cfg(feature = "postgres")]
pub use connect::connect;

/// PostgreSQL of one version.
#[derive(Debug)]
pub struct Postgres {
    flavor: Flavor,
}

impl Postgres {
    /// The dialect for this server.
    pub fn new(flavor: Flavor) -> Self {
        Postgres { flavor }
    }
}

impl Dialect for Postgres {
    fn flavor(&self) -> &Flavor {
        &self.flavor
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

    fn literal(&self, value: &Literal, ty: &str) -> Expr {
        literal::render(value, ty)
    }

    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal> {
        literal::read(stored, ty)
    }

    fn predict(&self, object: &Object) -> Object {
        predict::object(object)
    }

    /// PostgreSQL changes all in place.
    fn combine(&self, _from: &Table, _to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        operations
    }

    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool {
        rules::obstructs(operation, dependent, before)
    }

    fn alters(&self, operation: &Operation) -> bool {
        rules::alters(operation, &self.flavor)
    }

    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        render::operation(operation, before, after, &self.flavor)
    }

    fn placeholder(&self, _table: &QName, column: &Column, references: Option<&(QName, String)>) -> Option<Expr> {
        literal::placeholder(column, references)
    }

    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        rules::same_space(gone, come)
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
        false
    }
}
