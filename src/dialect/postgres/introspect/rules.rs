//! Rules of tables and views.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::own_name::without_namespace;
use super::reader::CatalogReader;
use super::triggers::enabled;
use crate::dialect::postgres::as_stored::as_stored;
use crate::engine::Flavor;
use crate::schema::{Annotation, Object, PartKind, Rule};

/// A row of `pg_rewrite`.
pub(super) struct RuleRow {
    /// Its id.
    pub oid: u32,
    /// Its table or view.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `O`, `D`, `R` or `A`.
    pub enabled: char,
    /// The whole statement.
    pub definition: String,
}

impl CatalogRow for RuleRow {
    /// All but those that are a view's query.
    fn query(_flavor: &Flavor) -> String {
        "SELECT oid, ev_class, rulename, ev_enabled, pg_get_ruledef(oid) FROM pg_rewrite \
         WHERE oid >= 16384 AND rulename <> '_RETURN'"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        RuleRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            enabled: cells.letter(),
            definition: cells.text(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::REWRITE, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.rules {
            reader.rule(row);
        }
    }
}

impl CatalogReader<'_> {
    fn rule(&mut self, row: &RuleRow) {
        let Some((relation, id)) = self.holder(row.relation) else { return };
        if !self.admits_part("rule", relation, &row.name) {
            return;
        }
        let definition = row.definition.trim_end().trim_end_matches(';').trim_end();
        let definition = match &id.name.namespace {
            Some(_) => definition.to_owned(),
            None => without_namespace(definition, "TO"),
        };
        let comment = self.catalog.comments.on(oid::REWRITE, row.oid, 0);
        let rule = Rule {
            enabled: enabled(row.enabled),
            annotation: Annotation::commented(comment),
            ..Rule::new(&row.name, as_stored(&definition))
        };
        self.remember((oid::REWRITE, row.oid), id.clone(), PartKind::Rule, &row.name);
        match self.schema.objects.get_mut(&id) {
            Some(Object::Table(table)) => table.rules.push(rule),
            Some(Object::View(view)) => view.rules.push(rule),
            _ => {}
        }
    }
}
