//! Which of what there is is the user's schema, and what of it the model holds.

use std::collections::HashMap;

use super::catalog::{Catalog, Listed, PrintedKind};
use super::depends::{self, Relations};
use super::printed::Printed;
use crate::config::filter::{KINDS, exact};
use crate::dialect::mysql::parse::{self, ParseError};
use crate::dialect::session::{Row, Scope};
use crate::schema::{
    Definition, Kind, Object, ObjectId, Parameters, QName, Schema, Sequence, Table, Trigger, Unmodelled,
};

/// Turns what the server printed into a [`Schema`].
pub(super) struct SchemaReader<'a> {
    catalog: &'a Catalog,
    scope: &'a Scope,
    /// The session's `sql_mode`.
    sql_mode: &'a str,
    tables: Vec<Table>,
    /// The place of each table in `tables`.
    places: HashMap<String, usize>,
    others: Vec<Object>,
    unmodelled: Vec<Unmodelled>,
}

impl<'a> SchemaReader<'a> {
    pub(super) fn new(catalog: &'a Catalog, scope: &'a Scope, sql_mode: &'a str) -> Self {
        SchemaReader {
            catalog,
            scope,
            sql_mode,
            tables: Vec::new(),
            places: HashMap::new(),
            others: Vec::new(),
            unmodelled: Vec::new(),
        }
    }

    /// Reads all texts, in the order of the catalogue: tables come before their triggers.
    pub(super) fn objects(&mut self, printed: &[Printed]) {
        for (one, printed) in self.catalog.listed.iter().zip(printed) {
            if !matches!(one.kind, PrintedKind::Trigger) && self.is_version_table(&one.name) && is_relation(one.kind) {
                continue;
            }
            let Some(sql) = printed.sql.as_deref() else {
                let why = printed.refused.clone().unwrap_or_else(|| "it is not shown to this user".to_owned());
                self.lose(one, &format!("it cannot be read: {why}"));
                continue;
            };
            if let Err(why) = self.object(one, sql, printed) {
                self.lose(one, &format!("its text cannot be read: {why}"));
            }
        }
        for (kind, name) in &self.catalog.beyond {
            self.name_beyond(kind, name, "");
        }
    }

    fn object(&mut self, one: &Listed, sql: &str, printed: &Printed) -> Result<(), ParseError> {
        let conventions = &self.catalog.conventions;
        match one.kind {
            PrintedKind::Table => {
                let mut table = parse::table(sql, conventions)?;
                table.name = QName::plain(&one.name);
                self.places.insert(one.name.clone(), self.tables.len());
                self.tables.push(table);
            }
            PrintedKind::View => {
                let mut view = parse::view(sql, conventions)?;
                view.name = QName::plain(&one.name);
                view.annotation.owner = self.owner(view.annotation.owner);
                self.others.push(Object::View(view));
            }
            PrintedKind::Sequence => {
                let sequence = parse::sequence(sql, conventions)?;
                self.others.push(Object::Sequence(Sequence { name: QName::plain(&one.name), ..sequence }));
            }
            PrintedKind::Trigger => {
                let text = parse::trigger(sql)?;
                let mut trigger = Trigger::new(one.name.as_str(), text.sql);
                trigger.follows.clone_from(&one.follows);
                trigger.settings = self.settings(printed);
                trigger.annotation.owner = self.owner(text.definer);
                let table = one.table.as_deref().unwrap_or_default();
                // That of a table that is named as beyond the model is not named besides.
                if let Some(table) = self.places.get(table).and_then(|place| self.tables.get_mut(*place)) {
                    table.triggers.push(trigger);
                }
            }
            PrintedKind::Function => self.program(Kind::Function, parse::routine(sql)?, printed),
            PrintedKind::Procedure => self.program(Kind::Procedure, parse::routine(sql)?, printed),
            PrintedKind::Event => self.program(Kind::Event, parse::event(sql, one.starts_unsaid)?, printed),
        }
        Ok(())
    }

    fn program(&mut self, kind: Kind, text: parse::Program, printed: &Printed) {
        let mut definition = Definition::new(ObjectId::new(kind, QName::plain(text.name)), text.sql);
        definition.settings = self.settings(printed);
        definition.annotation.owner = self.owner(text.definer);
        self.others.push(Object::Definition(definition));
    }

    /// Who a thing runs as, where that is not the account that is connected.
    fn owner(&self, definer: Option<String>) -> Option<String> {
        definer.filter(|definer| *definer != self.catalog.user)
    }

    /// The settings that a body keeps, where they are not the session's.
    fn settings(&self, printed: &Printed) -> Parameters {
        let differs = |name: &str, kept: &Option<String>, here: &str| {
            kept.clone().filter(|kept| kept != here).map(|kept| (name.to_owned(), kept))
        };
        let mode = differs("sql_mode", &printed.sql_mode, self.sql_mode);
        let zone = differs("time_zone", &printed.time_zone, &self.catalog.time_zone);
        mode.into_iter().chain(zone).collect()
    }

    fn is_version_table(&self, name: &str) -> bool {
        let version = &self.scope.version_table;
        let here = version.namespace.as_ref().is_none_or(|namespace| *namespace == self.catalog.conventions.database);
        let same =
            if self.catalog.ignores_case { name.eq_ignore_ascii_case(&version.name) } else { name == version.name };
        here && same
    }

    /// Names a thing whose text cannot be read.
    fn lose(&mut self, one: &Listed, why: &str) {
        let kind = one.kind.word().to_lowercase();
        let Some(table) = &one.table else { return self.name_beyond(&kind, &one.name, &format!(" ({why})")) };
        if self.is_version_table(table) || !self.scope.filter.matches_part(&kind, None, table, &one.name) {
            return;
        }
        self.unmodelled.push(Unmodelled {
            kind,
            name: format!("{} on {table} ({why})", one.name),
            exclude: format!("{}.{}", exact(table), exact(&one.name)),
            table: Some(format!("table:{}", exact(table))),
        });
    }

    /// Names what the model has no place for, unless the filter leaves it out.
    fn name_beyond(&mut self, kind: &str, name: &str, detail: &str) {
        // A pattern must be able to name the kind.
        let known = KINDS.contains(&kind.replace(' ', "_").as_str());
        let word = if known { kind } else { "object" };
        if self.scope.filter.matches(word, None, name) {
            let shown = if known { name.to_owned() } else { format!("{kind} {name}") };
            self.unmodelled.push(Unmodelled {
                kind: word.to_owned(),
                name: format!("{shown}{detail}"),
                exclude: exact(name),
                table: None,
            });
        }
    }

    /// Whether any column may be bound to a spatial reference system.
    pub(super) fn has_geometry(&self) -> bool {
        const TYPES: &[&str] = &[
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
        ];
        self.tables.iter().flat_map(|table| &table.columns).any(|column| TYPES.contains(&column.ty.as_str()))
    }

    /// Takes the answer to [`super::catalog::REFERENCE_SYSTEMS`].
    pub(super) fn reference_systems(&mut self, answers: Vec<Vec<Row>>) {
        for row in answers.into_iter().flatten() {
            let [Some(table), Some(column), Some(srid)] = row.as_slice() else { continue };
            let table = self.places.get(table).and_then(|place| self.tables.get_mut(*place));
            let columns = table.map(|table| table.columns.as_mut_slice()).unwrap_or_default();
            if let Some(column) = columns.iter_mut().find(|other| other.name == *column) {
                column.srid = srid.parse().ok();
            }
        }
    }

    /// All names that texts may use.
    pub(super) fn relations(&self) -> Relations {
        let mut relations = Relations::new(self.catalog.conventions.database.clone(), self.catalog.ignores_case);
        for one in &self.catalog.listed {
            match one.kind {
                PrintedKind::Table => relations.add(&one.name, ObjectId::table(&QName::plain(&one.name))),
                PrintedKind::View => relations.add(&one.name, ObjectId::view(&QName::plain(&one.name))),
                PrintedKind::Sequence => {
                    relations.add(&one.name, ObjectId::new(Kind::Sequence, QName::plain(&one.name)));
                }
                PrintedKind::Function => relations.add_function(&one.name),
                PrintedKind::Trigger | PrintedKind::Procedure | PrintedKind::Event => {}
            }
        }
        relations
    }

    /// The schema.
    pub(super) fn schema(self, relations: &Relations) -> Schema {
        let mut schema = Schema { unmodelled: self.unmodelled, ..Schema::default() };
        let everything = self.scope.filter.takes_everything();
        let objects = self.tables.into_iter().map(Object::Table).chain(self.others);
        for mut object in objects {
            let id = object.id();
            if everything || self.scope.filter.matches(id.kind.word(), None, &id.name.name) {
                if !everything {
                    super::parts::filter(&mut object, self.scope);
                }
                schema.insert(object);
            } else {
                schema.outside.push(object.as_support());
            }
        }
        schema.objects.sort_by(|a, _, b, _| a.cmp(b));
        schema.unmodelled.sort();
        depends::record(&mut schema, relations);
        schema.link();
        schema
    }
}

/// Whether a thing of this kind shares its name with tables.
fn is_relation(kind: PrintedKind) -> bool {
    matches!(kind, PrintedKind::Table | PrintedKind::View | PrintedKind::Sequence)
}
