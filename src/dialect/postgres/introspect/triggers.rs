//! Triggers of tables and views.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::own_name::without_namespace;
use super::reader::CatalogReader;
use crate::dialect::postgres::as_stored::as_stored;
use crate::engine::Flavor;
use crate::schema::{Annotation, Enabled, Object, PartKind, Trigger};

/// A row of `pg_trigger`.
pub(super) struct TriggerRow {
    /// Its id.
    pub oid: u32,
    /// Its table or view.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `O`, `D`, `R` or `A`.
    pub enabled: char,
    /// Whether a partition has it from its parent.
    pub inherited: bool,
    /// The whole statement, where it is no parent's.
    pub definition: Option<String>,
    /// The constraint of a constraint trigger, or zero.
    pub constraint: u32,
}

impl CatalogRow for TriggerRow {
    /// Those that a person made. What a partition has from its parent comes with it; it counts by itself where it is enabled
    /// otherwise. (Up to version 14 the server takes such a one for its own.)
    fn query(_flavor: &Flavor) -> String {
        "SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgparentid <> 0, \
         CASE WHEN t.tgparentid = 0 THEN pg_get_triggerdef(t.oid) END, t.tgconstraint \
         FROM pg_trigger t LEFT JOIN pg_trigger u ON u.oid = t.tgparentid WHERE t.oid >= 16384 \
         AND (t.tgparentid = 0 AND NOT t.tgisinternal OR t.tgenabled <> u.tgenabled \
         AND (t.tgconstraint = 0 OR EXISTS (SELECT FROM pg_constraint o WHERE o.oid = t.tgconstraint AND o.contype = 't')))"
            .to_owned()
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        TriggerRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            enabled: cells.letter(),
            inherited: cells.flag(),
            definition: cells.optional(),
            constraint: cells.number(),
        }
    }

    fn address(&self) -> Option<Address> {
        (!self.inherited).then_some((oid::TRIGGER, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        for row in &reader.catalog.triggers {
            reader.trigger(row);
        }
    }
}

/// When a trigger or a rule is in force.
pub(super) fn enabled(letter: char) -> Enabled {
    match letter {
        'D' => Enabled::Disabled,
        'R' => Enabled::Replica,
        'A' => Enabled::Always,
        _ => Enabled::Origin,
    }
}

impl CatalogReader<'_> {
    fn trigger(&mut self, row: &TriggerRow) {
        let Some((relation, id)) = self.holder(row.relation) else { return };
        if !self.admits_part("trigger", relation, &row.name) {
            return;
        }
        let comment = self.catalog.comments.on(oid::TRIGGER, row.oid, 0);
        let trigger = if let Some(definition) = &row.definition {
            let definition = match &id.name.namespace {
                Some(_) => definition.clone(),
                None => without_namespace(definition, "ON"),
            };
            Trigger {
                enabled: enabled(row.enabled),
                constraint_comment: self.catalog.comments.on(oid::CONSTRAINT, row.constraint, 0),
                annotation: Annotation {
                    extensions: self.catalog.extension_needs.of((oid::TRIGGER, row.oid)),
                    ..Annotation::commented(comment)
                },
                ..Trigger::new(&row.name, as_stored(&definition))
            }
        } else {
            let mut trigger = Trigger::inherited(&row.name, enabled(row.enabled));
            trigger.annotation.comment = comment;
            trigger
        };
        self.remember((oid::TRIGGER, row.oid), id.clone(), PartKind::Trigger, &row.name);
        match self.schema.objects.get_mut(&id) {
            Some(Object::Table(table)) => table.triggers.push(trigger),
            Some(Object::View(view)) => view.triggers.push(trigger),
            _ => {}
        }
    }
}
