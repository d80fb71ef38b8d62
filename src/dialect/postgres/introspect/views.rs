//! Views and materialized views.

use std::collections::HashMap;

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::indexes::IndexRow;
use super::parameters;
use super::reader::CatalogReader;
use super::relations::Relation;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::array_casts::preserve_array_casts;
use crate::engine::Flavor;
use crate::schema::{Annotation, Expr, Grant, Object, ObjectId, View};
use crate::sql::strip_outer_parens;

/// A grant on a view or on one of its columns.
pub(super) struct GrantRow {
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

impl CatalogRow for GrantRow {
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
        GrantRow {
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
    pub(super) fn views(&mut self) {
        let mut indexes: HashMap<u32, Vec<&IndexRow>> = HashMap::new();
        for row in &self.catalog.indexes {
            indexes.entry(row.relation).or_default().push(row);
        }
        let mut grants: HashMap<u32, Vec<&GrantRow>> = HashMap::new();
        for grant in &self.catalog.grants {
            grants.entry(grant.relation).or_default().push(grant);
        }
        for relation in self.relations_of(&['v', 'm']) {
            let indexes = indexes.remove(&relation.oid).unwrap_or_default();
            let mut view = self.view(relation, &indexes);
            give(&mut view, &grants.remove(&relation.oid).unwrap_or_default());
            self.insert(relation.namespace, Object::View(view));
        }
    }

    fn view(&mut self, relation: &Relation, indexes: &[&IndexRow]) -> View {
        let materialized = relation.kind == 'm';
        let query = relation.definition.as_deref().unwrap_or_default().trim().trim_end_matches(';').trim_end();
        let mut view = View::new(self.qualified(relation.namespace, &relation.name), preserve_array_casts(query));
        view.materialized = materialized;
        view.no_data = materialized && !relation.populated;
        view.annotation.owner.clone_from(&relation.owner);
        view.annotation.comment = self.catalog.comments.on(oid::CLASS, relation.oid, 0);
        view.options = if materialized {
            parameters::table(&relation.settings, &relation.toast_settings)
        } else {
            parameters::view(&relation.settings)
        };
        for attribute in self.catalog.columns.of(relation.oid) {
            let comment = self.catalog.comments.on(oid::CLASS, relation.oid, attribute.number);
            if comment.is_some() {
                view.column_annotations.push((attribute.name.clone(), Annotation::commented(comment)));
            }
            if let Some(default) = attribute.default.as_deref() {
                view.column_defaults.push((attribute.name.clone(), Expr::from(strip_outer_parens(SYNTAX, default))));
            }
            // A materialized view is never replaced.
            if !materialized {
                let collation = attribute.collation.as_ref().map(|name| format!(" COLLATE {name}"));
                let ty = format!("{}{}", attribute.type_name, collation.unwrap_or_default());
                view.output.push((attribute.name.clone(), ty));
            }
        }
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

/// Gives a view and its columns their grants: what one role may do in the same way is one.
fn give(view: &mut View, grants: &[&GrantRow]) {
    let same =
        |a: &&GrantRow, b: &&GrantRow| a.column == b.column && a.grantee == b.grantee && a.grantable == b.grantable;
    for group in grants.chunk_by(same) {
        let Some(first) = group.first() else { continue };
        let grant = Grant {
            privileges: group.iter().map(|row| row.privilege.clone()).collect(),
            grantee: first.grantee.clone(),
            grantable: first.grantable,
        };
        match &first.column {
            None => view.annotation.grants.push(grant),
            Some(column) => match view.column_annotations.iter_mut().find(|(name, _)| name == column) {
                Some((_, annotation)) => annotation.grants.push(grant),
                None => {
                    view.column_annotations
                        .push((column.clone(), Annotation { grants: vec![grant], ..Annotation::default() }));
                }
            },
        }
    }
    view.column_annotations.sort_by(|(a, _), (b, _)| a.cmp(b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::QName;

    #[test]
    fn what_one_role_may_do_in_the_same_way_is_one_grant() {
        let row = |column: Option<&str>, grantee: &str, privilege: &str, grantable| GrantRow {
            relation: 1,
            column: column.map(str::to_owned),
            grantee: grantee.into(),
            privilege: privilege.into(),
            grantable,
        };
        let rows = [
            row(None, "PUBLIC", "SELECT", false),
            row(None, "app", "INSERT", false),
            row(None, "app", "SELECT", false),
            row(None, "app", "UPDATE", true),
            row(Some("a b"), "app", "SELECT", false),
        ];
        let mut view = View::new(QName::within("s", "v"), "SELECT 1");
        give(&mut view, &rows.iter().collect::<Vec<_>>());
        let grant = |privileges: &[&str], grantee: &str, grantable| Grant {
            privileges: privileges.iter().map(|&privilege| privilege.to_owned()).collect(),
            grantee: grantee.to_owned(),
            grantable,
        };
        let whole = [
            grant(&["SELECT"], "PUBLIC", false),
            grant(&["INSERT", "SELECT"], "app", false),
            grant(&["UPDATE"], "app", true),
        ];
        assert_eq!(view.annotation.grants, whole);
        let of_column = Annotation { grants: vec![grant(&["SELECT"], "app", false)], ..Annotation::default() };
        assert_eq!(view.column_annotations, [("a b".to_owned(), of_column)]);
    }
}
