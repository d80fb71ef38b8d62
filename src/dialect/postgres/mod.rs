//! PostgreSQL's pure side: quoting, types, what its ALTER can do, and the statements for every operation.

mod array_casts;
mod as_stored;
mod body;
mod bounds;
mod built_in;
mod capabilities;
mod casts;
mod claims;
mod column_lists;
#[cfg(feature = "postgres")]
mod connect;
mod conversions;
mod descent;
mod driver;
#[cfg(feature = "postgres")]
mod driver_url;
mod extension_types;
mod held_values;
#[cfg(feature = "postgres")]
mod introspect;
mod keep;
mod keywords;
mod literal;
mod lock_demand;
pub mod names;
mod not_null_names;
#[cfg(feature = "postgres")]
mod observe;
mod passing;
mod plain;
#[cfg(feature = "postgres")]
mod pooler;
mod predict;
pub mod quote;
mod recovery;
mod render;
mod routine_head;
mod row_batches;
mod row_guard;
#[cfg(feature = "postgres")]
mod service;
#[cfg(feature = "postgres")]
mod session;
mod settings;
mod shadow;
mod syntax;
mod table_rules;
pub mod types;
mod version_table;

use crate::engine::Flavor;
use crate::operation::Operation;
use crate::schema::{Column, Expr, Kind, Node, NotNull, Object, Part, QName, Schema, Table};

use super::{
    Clause, ColumnOrder, Conversion, Counted, Dialect, Literal, LockDemand, NameRules, NeedsUsing, OnlineChange,
    Recovery, RowRule, SessionSettings, StatementLimits, Step, TableRules, ValueClass, VersionTableSql,
};

/// For the tests: the names that the server has itself.
#[doc(hidden)]
pub use built_in::{is_operator, is_routine, is_text_search, is_type};
#[cfg(feature = "postgres")]
use connect::connect;
pub use driver::PostgresDriver;
/// For the tests: what is asked of a server's catalogues, and what is left out of them.
#[cfg(feature = "postgres")]
#[doc(hidden)]
pub use introspect::{inventory, queries};
pub use syntax::SYNTAX;

/// PostgreSQL of one version.
#[derive(Debug)]
pub struct Postgres {
    flavor: Flavor,
    /// The default namespace of the connection.
    namespace: Option<String>,
}

impl Postgres {
    /// The dialect for this server.
    pub fn new(flavor: Flavor) -> Self {
        Postgres { flavor, namespace: names::RULES.default_namespace.map(str::to_owned) }
    }

    /// The same on a connection with this default namespace; none where its `search_path` names nothing that exists.
    #[must_use]
    pub fn within(self, namespace: Option<String>) -> Self {
        Postgres { namespace, ..self }
    }

    /// A name as a query has it; the default namespace goes without saying.
    fn named(&self, parts: &[String]) -> QName {
        match parts {
            [.., namespace, name] if self.namespace.as_ref() != Some(namespace) => QName::within(namespace, name),
            _ => QName::plain(parts.last().cloned().unwrap_or_default()),
        }
    }
}

impl Dialect for Postgres {
    fn flavor(&self) -> &Flavor {
        &self.flavor
    }

    /// A partitioned table is as large as its partitions together.
    fn table_sizes(&self) -> Option<&'static str> {
        Some(
            "SELECT nullif(n.nspname, 'public'), c.relname, \
             CASE WHEN c.relkind = 'p' THEN p.rows WHEN c.reltuples >= 0 THEN c.reltuples::bigint END, \
             CASE WHEN c.relkind = 'p' THEN p.bytes ELSE pg_total_relation_size(c.oid) END, \
             CASE WHEN CASE WHEN c.relkind = 'p' THEN p.empty ELSE pg_relation_size(c.oid) = 0 END THEN 1 ELSE 0 END \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN LATERAL (SELECT CASE WHEN bool_and(l.reltuples >= 0) THEN sum(l.reltuples)::bigint END AS rows, \
             sum(pg_total_relation_size(l.oid)) AS bytes, \
             coalesce(bool_and(l.relkind = 'r' AND pg_relation_size(l.oid) = 0), true) AS empty \
             FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid AND t.isleaf AND l.relkind <> 'p') p \
             ON c.relkind = 'p' \
             WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'",
        )
    }

    fn names(&self) -> NameRules {
        names::RULES
    }

    fn default_namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    fn table_rules(&self) -> TableRules {
        table_rules::RULES
    }

    fn quote(&self, name: &str) -> String {
        quote::identifier(name)
    }

    fn qualified(&self, name: &QName) -> String {
        types::named(name)
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

    fn literal(&self, value: &Literal, ty: &str) -> Expr {
        literal::render(value, ty)
    }

    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal> {
        literal::read(stored, ty)
    }

    fn shorter(&self, stored: &Expr) -> Vec<Expr> {
        plain::shorter(stored.text()).into_iter().map(Expr).collect()
    }

    fn predict(&self, object: &Object) -> Object {
        let mut object = predict::object(object);
        if let Object::Table(table) = &mut object {
            for column in &mut table.columns {
                let usual = names::not_null(&table.name.name, &column.name);
                column.not_null.name.take_if(|name| *name == usual);
                if column.nullable || !self.flavor.at_least(18, 0) {
                    column.not_null = NotNull::default();
                }
            }
        }
        object
    }

    /// PostgreSQL changes all in place, but for what it has no form for in such a table.
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        let partitioned = from.options.partition_by.is_some();
        let checked = from.constraints.iter().chain(&to.constraints).any(|one| one.check().is_some());
        let apart = |operation| match operation {
            Operation::AlterPart { .. } if partitioned => capabilities::apart_where_partitioned(operation),
            Operation::AlterColumn { .. } if checked => capabilities::apart_where_checked(operation, (from, to)),
            operation => vec![operation],
        };
        operations.into_iter().flat_map(apart).collect()
    }

    fn passes_on(&self, operation: &Operation, child: &Table, wanted: &Table) -> Vec<Operation> {
        descent::passed(operation, child, wanted, &self.flavor)
    }

    fn is_made_anew(&self, from: &Table, to: &Table) -> bool {
        descent::is_made_anew(from, to)
    }

    fn divides(&self, table: &Table, column: &str) -> bool {
        table.options.partition_by.as_ref().is_some_and(|key| descent::mentions(key, column))
    }

    fn bounds_meet(&self, parent: &Table, a: &Expr, b: &Expr) -> Option<bool> {
        bounds::meet(&bounds::exact_numbers(parent), a, b)
    }

    fn bound_covers(&self, parent: &Table, outer: &Expr, inner: &Expr) -> bool {
        bounds::covers(&bounds::exact_numbers(parent), outer, inner)
    }

    fn bounds_cover(&self, parent: &Table, inner: &Expr, outer: &[&Expr]) -> bool {
        bounds::cover(&bounds::exact_numbers(parent), inner, outer)
    }

    fn bound_condition(&self, parent: &QName, key: &Expr, bound: &Expr) -> Option<Expr> {
        bounds::condition(parent, key, bound).map(Expr)
    }

    fn usual_not_null(&self, table: &QName, column: &str) -> Option<String> {
        self.flavor.at_least(18, 0).then(|| names::not_null(&table.name, column))
    }

    fn name_of_partition(&self, partition: &QName, part: &Part) -> Option<String> {
        names::index(&partition.name, part)
    }

    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool {
        capabilities::obstructs(operation, dependent, before)
    }

    fn has_grants(&self) -> bool {
        true
    }

    fn privileges(&self, kind: Kind) -> &'static [&'static str] {
        render::all_privileges(kind, self.flavor.at_least(17, 0))
    }

    fn alters(&self, operation: &Operation) -> bool {
        capabilities::alters(operation, &self.flavor)
    }

    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        render::operation(operation, before, after, &self.flavor)
    }

    fn holds_enum_value(&self, schema: &Schema, column: &str, ty: &str, of: &QName, value: &str) -> Option<String> {
        held_values::condition(schema, column, ty, &self.qualified(of), &self.string(value))
    }

    fn has_online_forms(&self) -> bool {
        true
    }

    fn online(&self, change: &OnlineChange<'_>, steps: Vec<Step>) -> Vec<Step> {
        render::online(change, steps, &self.flavor)
    }

    fn within_transaction(&self, statement: &str) -> String {
        recovery::within_transaction(statement)
    }

    fn opening(&self, steps: &[Step]) -> Vec<Step> {
        render::opening(steps)
    }

    fn recheck(&self, object: &Object) -> Option<String> {
        match object {
            Object::Definition(definition) => render::recheck(definition),
            _ => None,
        }
    }

    fn arguments(&self, statement: &str) -> Option<Vec<String>> {
        routine_head::arguments(statement, self.default_namespace())
    }

    fn companion(&self, object: &Object) -> Option<String> {
        match object {
            Object::Definition(one) if one.id.kind == Kind::RangeType => render::multirange(one),
            _ => None,
        }
    }

    fn counts_columns(&self, query: &str) -> Vec<Counted> {
        let found = column_lists::counted(query);
        found.iter().map(|(parts, called)| Counted { name: self.named(parts), called: *called }).collect()
    }

    fn rearranged(
        &self,
        query: &str,
        order: &dyn Fn(&Counted) -> Option<ColumnOrder>,
    ) -> Result<Option<String>, QName> {
        let of = |parts: &[String], called| order(&Counted { name: self.named(parts), called });
        column_lists::rearranged(query, &of).map_err(|parts| self.named(&parts))
    }

    fn body_checks(&self) -> Option<(&'static str, &'static str)> {
        Some(("SET LOCAL check_function_bodies = off", "SET LOCAL check_function_bodies = on"))
    }

    fn joins(&self, earlier: &Clause, later: &Clause, ordered: bool) -> bool {
        render::joins(earlier, later, ordered)
    }

    fn conversion(&self, from: &str, to: &str) -> Conversion {
        conversions::conversion(from, to)
    }

    fn set_apart(&self, from: &Schema, to: &Schema) -> Option<(Schema, Schema)> {
        let moved = extension_types::moved(from, to);
        let apart = passing::apart(moved.as_ref().unwrap_or(from), to, &self.flavor);
        let apart = apart.or_else(|| moved.map(|moved| (moved, to.clone())));
        let (from, to) = apart.as_ref().map_or((from, to), |(from, to)| (from, to));
        not_null_names::said(from, to, &self.flavor).or(apart)
    }

    fn needs_using(&self, from: &Column, to: &Column, before: &Schema, after: &Schema) -> Option<NeedsUsing> {
        render::needs_using(from, to, before, after, &self.flavor)
    }

    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        capabilities::same_space(gone, come)
    }

    fn claim(&self, object: &Object) -> Option<String> {
        match object {
            Object::Definition(definition) => claims::claim(definition),
            _ => None,
        }
    }

    fn transactional_ddl(&self) -> bool {
        true
    }

    fn version_table(&self) -> &dyn VersionTableSql {
        &version_table::PostgresVersionTable
    }

    fn session_settings(&self) -> &dyn SessionSettings {
        &settings::PostgresSettings
    }

    fn lock_demand(&self, statement: &str) -> LockDemand {
        lock_demand::lock_demand(statement)
    }

    fn set_limits(&self, limits: StatementLimits, local: bool) -> Vec<String> {
        lock_demand::set_limits(limits, local)
    }

    fn row_guard(&self, _rule: RowRule, tables: &[&str]) -> Option<String> {
        Some(row_guard::row_guard(tables))
    }

    fn recovery(&self) -> &dyn Recovery {
        &recovery::PostgresRecovery
    }

    fn row_batches(&self) -> &dyn crate::dialect::row_batches::RowBatches {
        &row_batches::PostgresRowBatches
    }

    fn keep(&self) -> &dyn crate::dialect::keep::Keep {
        &keep::PostgresKeep
    }

    fn forward_references(&self) -> bool {
        false
    }
}
