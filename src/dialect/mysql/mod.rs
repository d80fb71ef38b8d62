//! MySQL and MariaDB, one dialect with a flavour: quoting, types, what their ALTER can do, and the statements for every
//! operation.

mod body;
mod capabilities;
#[cfg(feature = "mysql")]
mod connect;
mod conversions;
mod driver;
mod errors;
mod introducers;
#[cfg(feature = "mysql")]
mod introspect;
mod keep;
mod keywords;
mod literal;
mod lock_demand;
mod make_way;
mod names;
#[cfg(feature = "mysql")]
mod observe;
#[cfg(feature = "mysql")]
mod option_file;
#[cfg(feature = "mysql")]
mod parse;
mod predict;
mod quote;
mod recovery;
mod render;
mod row_batches;
mod schema_file;
#[cfg(feature = "mysql")]
mod session;
mod settings;
mod shadow;
mod stored_type;
mod syntax;
mod table_rules;
mod types;
mod unnamed_keys;
mod version_table;
#[cfg(feature = "mysql")]
mod written;

#[cfg(test)]
mod tests;

#[cfg(feature = "mysql")]
use std::sync::{Arc, Mutex};

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Column, Expr, Node, Object, Part, PartKind, Schema, Table};

use super::{
    Clause, Conversion, Dialect, Literal, LockDemand, Misfit, NameRules, OnlineChange, Recovery, RowRule,
    SessionSettings, StatementLimits, Step, TableRules, ValueClass, VersionTableSql,
};
#[cfg(feature = "mysql")]
use super::{Scope, WrittenSchema};

#[cfg(feature = "mysql")]
use connect::connect;
pub use driver::MySqlDriver;
#[cfg(feature = "mysql")]
pub use introspect::inventory;
pub use syntax::SYNTAX;

/// MySQL or MariaDB of one version.
#[derive(Debug)]
pub struct MySql {
    flavor: Flavor,
    /// The database's own character set and collation.
    defaults: Option<(String, String)>,
    /// What its session's database was when it was last read: a file of what the server prints need not be run.
    #[cfg(feature = "mysql")]
    printed: Mutex<Option<Arc<written::Printed>>>,
}

impl MySql {
    /// The dialect for this server, with no database at hand.
    pub fn new(flavor: Flavor) -> Self {
        MySql {
            flavor,
            defaults: None,
            #[cfg(feature = "mysql")]
            printed: Mutex::new(None),
        }
    }

    /// The same for a database that tables take this character set and this collation from.
    pub fn with_defaults(self, charset: String, collation: String) -> Self {
        MySql { defaults: Some((charset, collation)), ..self }
    }

    /// Keeps what the server printed, in the place of what it printed before.
    #[cfg(feature = "mysql")]
    fn remember(&self, printed: written::Printed) {
        if let Ok(mut place) = self.printed.lock() {
            *place = Some(Arc::new(printed));
        }
    }
}

impl Dialect for MySql {
    fn flavor(&self) -> &Flavor {
        &self.flavor
    }

    fn table_sizes(&self) -> Option<&'static str> {
        Some(
            "SELECT NULL, table_name, table_rows, data_length + index_length, 0 FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
        )
    }

    /// In MariaDB the names of checks are their table's affair.
    fn names(&self) -> NameRules {
        if self.flavor.mariadb {
            return NameRules { across_tables: &[PartKind::Trigger, PartKind::ForeignKey], ..names::RULES };
        }
        names::RULES
    }

    fn primary_key_name(&self) -> Option<&'static str> {
        Some("PRIMARY")
    }

    fn uniques_are_indexes(&self) -> bool {
        true
    }

    fn refers_to_other_databases(&self) -> bool {
        true
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
        types::native(written, &self.flavor)
    }

    fn portable_type(&self, stored: &str) -> String {
        types::portable(stored, &self.flavor)
    }

    fn value_class(&self, ty: &str) -> ValueClass {
        types::value_class(ty)
    }

    fn literal(&self, value: &Literal, ty: &str) -> Expr {
        literal::render(value, ty, &self.flavor)
    }

    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal> {
        literal::read(stored, ty, &self.flavor)
    }

    fn predict(&self, object: &Object) -> Object {
        predict::object(object, &self.flavor)
    }

    #[cfg(feature = "mysql")]
    fn written_schema(&self, statements: &[&str], scope: &Scope) -> Option<WrittenSchema> {
        let printed = self.printed.lock().ok()?.clone()?;
        written::schema(self, &printed, statements, scope)
    }

    /// The server changes all in place, or copies the table by itself.
    fn combine(&self, _from: &Table, _to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        operations
    }

    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool {
        capabilities::obstructs(operation, dependent, before, &self.flavor)
    }

    fn alters(&self, operation: &Operation) -> bool {
        capabilities::alters(operation, &self.flavor)
    }

    fn renames(&self, operation: &Operation) -> bool {
        capabilities::renames(operation, &self.flavor)
    }

    fn make_way(&self, renames: &[Operation], before: &Schema) -> Vec<Operation> {
        make_way::make_way(renames, before, &self.flavor)
    }

    fn fills(&self, column: &Column) -> bool {
        stored_type::implicit(&column.ty, &self.flavor).is_some()
    }

    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        render::operation(operation, before, after, self)
    }

    /// Most plain statements are done beside traffic, and assert that.
    fn has_online_forms(&self) -> bool {
        true
    }

    fn online(&self, change: &OnlineChange<'_>, steps: Vec<Step>) -> Vec<Step> {
        render::spared(change, steps, self)
    }

    fn joins(&self, earlier: &Clause, later: &Clause, ordered: bool) -> bool {
        render::joins(earlier, later, ordered)
    }

    fn conversion(&self, from: &str, to: &str) -> Conversion {
        conversions::conversion(from, to, &self.flavor)
    }

    fn misfit(&self, from: &Column, to: &Column, wanted: Option<&Table>) -> Option<Misfit> {
        conversions::misfit(from, to, wanted, &self.flavor)
    }

    fn comparable_column(&self, _table: &Table, column: &Column) -> Column {
        introducers::without_in_column(column, &self.flavor)
    }

    fn comparable_part(&self, part: &Part) -> Part {
        introducers::without_in_part(part, &self.flavor)
    }

    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        capabilities::same_space(gone, come, &self.flavor)
    }

    /// MariaDB keeps none, and MySQL none of routines: what a view depends on is read from its text.
    fn records_dependencies(&self) -> bool {
        false
    }

    fn forward_references(&self) -> bool {
        false
    }

    /// Every DDL statement commits.
    fn transactional_ddl(&self) -> bool {
        false
    }

    fn version_table(&self) -> &dyn VersionTableSql {
        &version_table::MySqlVersionTable
    }

    fn session_settings(&self) -> &dyn SessionSettings {
        &settings::MySqlSettings
    }

    fn lock_demand(&self, statement: &str) -> LockDemand {
        lock_demand::lock_demand(statement)
    }

    fn set_limits(&self, limits: StatementLimits, _local: bool) -> Vec<String> {
        lock_demand::set_limits(limits)
    }

    fn row_guard(&self, rule: RowRule, _tables: &[&str]) -> Option<String> {
        // In a mode that is not strict a NULL becomes 0 or an empty string.
        let strict = "SELECT 1 FROM DUAL WHERE @@SESSION.sql_mode NOT LIKE '%STRICT%'";
        (rule == RowRule::NotNull).then(|| strict.to_owned())
    }

    fn give_up_at_once(&self) -> Option<&'static str> {
        lock_demand::give_up_at_once(&self.flavor)
    }

    fn recovery(&self) -> &dyn Recovery {
        &recovery::MySqlRecovery
    }

    fn row_batches(&self) -> &dyn crate::dialect::row_batches::RowBatches {
        &row_batches::MySqlRowBatches
    }

    fn keep(&self) -> &dyn crate::dialect::keep::Keep {
        &keep::MySqlKeep
    }
}
