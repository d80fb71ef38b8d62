//! Policies of row-level security.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::{CatalogReader, expression};
use crate::engine::Flavor;
use crate::schema::{Annotation, Object, PartKind, Policy};

/// A row of `pg_policy`.
pub(super) struct PolicyRow {
    /// Its id.
    pub oid: u32,
    /// Its table.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// Not `AS RESTRICTIVE`.
    pub permissive: bool,
    /// `r`, `a`, `w`, `d` or `*`.
    pub command: char,
    /// The roles by name; none: `PUBLIC`.
    pub roles: Vec<String>,
    /// `USING`
    pub using: Option<String>,
    /// `WITH CHECK`
    pub check: Option<String>,
}

impl CatalogRow for PolicyRow {
    fn query(_flavor: &Flavor) -> String {
        "SELECT p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd, \
         CASE WHEN p.polroles <> '{0}' THEN (SELECT json_agg(r.rolname ORDER BY r.rolname) FROM pg_roles r \
         WHERE r.oid = ANY (p.polroles)) END, \
         pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) \
         FROM pg_policy p WHERE p.oid >= 16384"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        PolicyRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            permissive: cells.flag(),
            command: cells.letter(),
            roles: cells.list(),
            using: cells.optional(),
            check: cells.optional(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::POLICY, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.policies {
            reader.policy(row);
        }
    }
}

impl CatalogReader<'_> {
    fn policy(&mut self, row: &PolicyRow) {
        let Some((relation, id)) = self.holder(row.relation) else { return };
        if !self.admits_part("policy", relation, &row.name) {
            return;
        }
        let command = match row.command {
            'r' => Some("select"),
            'a' => Some("insert"),
            'w' => Some("update"),
            'd' => Some("delete"),
            _ => None,
        };
        let policy = Policy {
            restrictive: !row.permissive,
            command: command.map(str::to_owned),
            roles: row.roles.clone(),
            using: row.using.as_deref().map(expression),
            check: row.check.as_deref().map(expression),
            annotation: Annotation::commented(self.catalog.comments.on(oid::POLICY, row.oid, 0)),
            ..Policy::new(&row.name)
        };
        self.remember((oid::POLICY, row.oid), id.clone(), PartKind::Policy, &row.name);
        if let Some(Object::Table(table)) = self.schema.objects.get_mut(&id) {
            table.policies.push(policy);
        }
    }
}
