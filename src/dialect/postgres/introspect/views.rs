//! Views and materialized views.

use std::collections::HashMap;

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::indexes::IndexRow;
use super::parameters;
use super::reader::CatalogReader;
use super::relations::Relation;
use crate::dialect::Dialect;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::array_casts::preserve_array_casts;
use crate::dialect::postgres::quote;
use crate::engine::{Engine, Flavor};
use crate::schema::{Expr, Object, ObjectId, QName, View};
use crate::sql::strip_outer_parens;

/// A grant on a view or on one of its columns.
pub struct Grant {
    /// The view.
    pub relation: u32,
    /// The column.
    pub column: Option<String>,
    /// To whom, as SQL.
    pub grantee: String,
    /// `SELECT`
    pub privilege: String,
    /// `WITH GRANT OPTION`
    pub grantable: bool,
}

impl CatalogRow for Grant {
    fn query(_flavor: &Flavor) -> String {
        // To others than the owner. `OFFSET 0` keeps the server from looking through the columns of all tables.
        "SELECT c.oid, NULL::name, CASE WHEN g.grantee = 0 THEN 'PUBLIC' \
     ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS grantee, g.privilege_type, g.is_grantable, 0 AS place \
     FROM pg_class c, aclexplode(c.relacl) g \
     WHERE c.oid >= 16384 AND c.relkind IN ('v', 'm') AND c.relacl IS NOT NULL AND g.grantee <> c.relowner UNION ALL \
     SELECT c.oid, a.attname, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, \
     g.privilege_type, g.is_grantable, a.attnum FROM pg_class c, \
     LATERAL (SELECT * FROM pg_attribute a WHERE a.attrelid = c.oid OFFSET 0) a, aclexplode(a.attacl) g \
     WHERE c.oid >= 16384 AND c.relkind IN ('v', 'm') AND a.attacl IS NOT NULL AND g.grantee <> c.relowner \
     ORDER BY 1, 6, 3, 5, 4"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        Grant {
            relation: cells.number(),
            column: cells.optional(),
            grantee: cells.text(),
            privilege: cells.text(),
            grantable: cells.flag(),
        }
    }

    fn address(&self) -> Option<Address> {
        None
    }
}

impl CatalogReader<'_> {
    /// All views with their parts.
    pub fn views(&mut self) {
        let mut indexes: HashMap<u32, Vec<&IndexRow>> = HashMap::new();
        for row in &self.catalog.indexes {
            indexes.entry(row.relation).or_default().push(row);
        }
        let mut grants: HashMap<u32, Vec<&Grant>> = HashMap::new();
        for grant in &self.catalog.grants {
            grants.entry(grant.relation).or_default().push(grant);
        }
        for relation in self.relations_of(&['v', 'm']) {
            let indexes = indexes.remove(&relation.oid).unwrap_or_default();
            let mut view = self.view(relation, &indexes);
            view.grants = statements(&view.name, &grants.remove(&relation.oid).unwrap_or_default());
            self.insert(relation.namespace, Object::View(view));
        }
    }

    fn view(&mut self, relation: &Relation, indexes: &[&IndexRow]) -> View {
        let materialized = relation.kind == 'm';
        let query = relation.definition.as_deref().unwrap_or_default().trim().trim_end_matches(';').trim_end();
        let mut view = View::new(self.qualified(relation.namespace, &relation.name), preserve_array_casts(query));
        view.materialized = materialized;
        view.no_data = materialized && !relation.populated;
        view.owner.clone_from(&relation.owner);
        view.comment = self.catalog.comments.on(oid::CLASS, relation.oid, 0);
        view.options = if materialized {
            parameters::table(&relation.settings, &relation.toast_settings)
        } else {
            parameters::view(&relation.settings)
        };
        for attribute in self.catalog.columns.of(relation.oid) {
            if let Some(comment) = self.catalog.comments.on(oid::CLASS, relation.oid, attribute.number) {
                view.column_comments.push((attribute.name.clone(), comment));
            }
            if let Some(default) = attribute.default.as_deref() {
                view.column_defaults.push((attribute.name.clone(), Expr::from(strip_outer_parens(SYNTAX, default))));
            }
        }
        view.column_comments.sort();
        view.column_defaults.sort();
        let id = ObjectId::view(&view.name);
        view.indexes = self.indexes(relation, &id, indexes);
        if materialized {
            self.settings_of_materialized(relation, indexes);
        }
        view
    }

    /// Says what a materialized view has that the model has no place for.
    fn settings_of_materialized(&mut self, relation: &Relation, indexes: &[&IndexRow]) {
        let mut said: Vec<String> = Vec::new();
        said.extend(relation.tablespace.iter().map(|name| format!(": tablespace {name}")));
        said.extend(relation.access_method.iter().map(|name| format!(": access method {name}")));
        said.extend(indexes.iter().filter(|index| index.clustered).map(|index| format!(": CLUSTER ON {}", index.name)));
        if relation.persistence == 'u' {
            said.push(": UNLOGGED".to_owned());
        }
        if matches!(relation.replica_identity, 'f' | 'i') {
            said.push(": REPLICA IDENTITY".to_owned());
        }
        for column in self.catalog.columns.of(relation.oid) {
            let distinct = column.settings.iter().filter(|(name, _)| parameters::is_attribute(name));
            said.extend(distinct.map(|(name, value)| format!(": {name} = {value} of column {}", column.name)));
            let settings = [
                ("STATISTICS", column.statistics.is_some()),
                ("STORAGE", column.storage != ' '),
                ("COMPRESSION", column.compression != ' '),
            ];
            said.extend(
                settings.iter().filter(|(_, set)| *set).map(|(word, _)| format!(": {word} of column {}", column.name)),
            );
        }
        for detail in said {
            self.name_beyond("materialized view", Some(relation.namespace), &relation.name, &detail);
        }
    }
}

/// The grants on a view as statements, those of the same kind in one.
fn statements(view: &QName, grants: &[&Grant]) -> Vec<String> {
    // How names are quoted does not depend on the version.
    let dialect = crate::dialect::postgres::Postgres::new(Flavor {
        engine: Engine::Postgres,
        mariadb: false,
        version: (0, 0, 0),
    });
    let name = dialect.qualified(view);
    let mut statements = Vec::new();
    let mut left = grants;
    while let Some(first) = left.first() {
        let same = |grant: &&Grant| {
            grant.column == first.column && grant.grantee == first.grantee && grant.grantable == first.grantable
        };
        let count = left.iter().take_while(|grant| same(grant)).count();
        let (group, rest) = left.split_at(count);
        let column = first.column.as_deref().map(|column| format!(" ({})", quote::identifier(column)));
        let privileges: Vec<String> =
            group.iter().map(|grant| format!("{}{}", grant.privilege, column.as_deref().unwrap_or_default())).collect();
        let option = if first.grantable { " WITH GRANT OPTION" } else { "" };
        statements.push(format!("GRANT {} ON {name} TO {}{option}", privileges.join(", "), first.grantee));
        left = rest;
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_of_one_kind_are_one_statement() {
        let grant = |column: Option<&str>, grantee: &str, privilege: &str, grantable| Grant {
            relation: 1,
            column: column.map(str::to_owned),
            grantee: grantee.into(),
            privilege: privilege.into(),
            grantable,
        };
        let grants = [
            grant(None, "PUBLIC", "SELECT", false),
            grant(None, "app", "INSERT", false),
            grant(None, "app", "SELECT", false),
            grant(None, "app", "UPDATE", true),
            grant(Some("a b"), "app", "SELECT", false),
        ];
        let grants: Vec<&Grant> = grants.iter().collect();
        assert_eq!(
            statements(&QName::within("s", "v"), &grants),
            [
                "GRANT SELECT ON s.v TO PUBLIC",
                "GRANT INSERT, SELECT ON s.v TO app",
                "GRANT UPDATE ON s.v TO app WITH GRANT OPTION",
                "GRANT SELECT (\"a b\") ON s.v TO app",
            ]
        );
    }
}
