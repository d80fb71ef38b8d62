//! Domains with their checks.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::columns::collation;
use super::reader::{CatalogReader, expression};
use crate::dialect::postgres::as_stored::as_stored;
use crate::dialect::postgres::names;
use crate::engine::Flavor;
use crate::schema::{
    Annotation, Check, Constraint, ConstraintDefinition, Domain, Expr, Object, PartKind, SchemaObject,
};

/// A row of `pg_type` for a domain.
pub(super) struct DomainRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// The type below it.
    pub base: String,
    /// The collation as SQL, where it is not the type's own.
    pub collation: Option<String>,
    /// The default.
    pub default: Option<String>,
    /// Whether it has no NULL.
    pub not_null: bool,
    /// The constraint that its NOT NULL is on newer servers.
    pub not_null_oid: u32,
    /// That one's name, on servers that dump it.
    pub not_null_name: Option<String>,
    /// The checks: ids, names, expressions, and whether they are `NOT VALID`.
    pub checks: Vec<u32>,
    /// Their names.
    pub names: Vec<String>,
    /// Their expressions.
    pub expressions: Vec<String>,
    /// The names of those that are `NOT VALID`.
    pub not_valid: Vec<String>,
}

impl CatalogRow for DomainRow {
    fn query(flavor: &Flavor) -> String {
        let (not_null_oid, not_null_name) = match (flavor.at_least(17, 0), flavor.at_least(18, 0)) {
            (false, _) => ("NULL", "NULL"),
            (true, false) => ("o.not_null_oid", "NULL"),
            (true, true) => ("o.not_null_oid", "o.not_null_name"),
        };
        format!(
            "SELECT t.oid, t.typname, t.typnamespace, format_type(t.typbasetype, t.typtypmod), \
             CASE WHEN t.typcollation <> b.typcollation AND t.typcollation <> 0 THEN ({collation}) END, \
             coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), t.typnotnull, \
             {not_null_oid}, {not_null_name}, o.oids, o.names, o.expressions, o.not_valid \
             FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN (\
             SELECT contypid, array_agg(oid ORDER BY conname) FILTER (WHERE contype = 'c')::text AS oids, \
             json_agg(conname ORDER BY conname) FILTER (WHERE contype = 'c') AS names, \
             json_agg(pg_get_expr(conbin, 0) ORDER BY conname) FILTER (WHERE contype = 'c') AS expressions, \
             json_agg(conname ORDER BY conname) FILTER (WHERE contype = 'c' AND NOT convalidated) AS not_valid, \
             max(oid) FILTER (WHERE contype = 'n') AS not_null_oid, \
             max(conname) FILTER (WHERE contype = 'n') AS not_null_name \
             FROM pg_constraint WHERE contypid <> 0 AND oid >= 16384 GROUP BY contypid) o ON o.contypid = t.oid \
             WHERE t.oid >= 16384 AND t.typtype = 'd'",
            collation = collation("t.typcollation"),
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        DomainRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            base: cells.text(),
            collation: cells.optional(),
            default: cells.optional(),
            not_null: cells.flag(),
            not_null_oid: cells.number(),
            not_null_name: cells.optional(),
            checks: cells.numbers(),
            names: cells.list(),
            expressions: cells.list(),
            not_valid: cells.list(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::TYPE, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.domains {
            reader.domain(row);
        }
    }
}

impl CatalogReader<'_> {
    fn domain(&mut self, row: &DomainRow) {
        let address = (oid::TYPE, row.oid);
        if !self.admits("domain", row.namespace, &row.name, address) {
            return;
        }
        let name = self.qualified(row.namespace, &row.name);
        let mut domain = Domain {
            base: row.base.clone(),
            collation: row.collation.clone(),
            default: row.default.as_deref().map(|default| Expr::from(as_stored(default))),
            not_null: row.not_null,
            not_null_name: row.not_null_name.clone().filter(|name| *name != names::domain_not_null(&row.name)),
            not_null_comment: self.catalog.comments.on(oid::CONSTRAINT, row.not_null_oid, 0),
            annotation: Annotation::commented(self.catalog.comments.on(oid::TYPE, row.oid, 0)),
            ..Domain::new(name, "")
        };
        let id = domain.id();
        for ((check, name), text) in row.checks.iter().zip(&row.names).zip(&row.expressions) {
            let definition = ConstraintDefinition::Check(Check {
                not_valid: row.not_valid.contains(name),
                ..Check::new(expression(text))
            });
            let comment = self.catalog.comments.on(oid::CONSTRAINT, *check, 0);
            let annotation = Annotation::commented(comment);
            self.remember((oid::CONSTRAINT, *check), id.clone(), PartKind::Check, name);
            domain.checks.push(Constraint { name: Some(name.clone()), definition, annotation });
        }
        self.objects.insert(address, id);
        self.insert(row.namespace, Object::Domain(domain));
    }
}
