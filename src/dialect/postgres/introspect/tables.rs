//! Tables: options, columns, constraints.

use std::collections::HashMap;

use super::catalog::{Attribute, ConstraintRow, IndexRow, Relation, oid};
use super::parameters;
use super::reader::{Reader, expression};
use crate::schema::{
    Action, Check, Column, Constraint, Deferrable, Exclusion, ForeignKey, Generated, Key, Match, Node, Object,
    ObjectId, Rule, Table, TableOptions,
};

impl Reader<'_> {
    /// All tables with their parts.
    pub fn tables(&mut self) {
        let mut constraints: HashMap<u32, Vec<&ConstraintRow>> = HashMap::new();
        for row in &self.catalog.constraints {
            constraints.entry(row.relation).or_default().push(row);
        }
        let mut indexes: HashMap<u32, Vec<&IndexRow>> = HashMap::new();
        for row in &self.catalog.indexes {
            indexes.entry(row.relation).or_default().push(row);
        }
        for relation in self.relations_of(&['r']) {
            let constraints = constraints.remove(&relation.oid).unwrap_or_default();
            let indexes = indexes.remove(&relation.oid).unwrap_or_default();
            let table = self.table(relation, &constraints, &indexes);
            self.insert(relation.namespace, Object::Table(table));
        }
    }

    fn table(&mut self, relation: &Relation, constraints: &[&ConstraintRow], indexes: &[&IndexRow]) -> Table {
        let mut table = Table::new(self.qualified(relation.namespace, &relation.name));
        table.comment = self.catalog.comment(oid::CLASS, relation.oid, 0);
        table.options = self.options(relation, indexes);
        let id = ObjectId::table(&table.name);
        for attribute in self.catalog.columns(relation.oid) {
            if self.admits_part("column", relation, &attribute.name) {
                let column = self.column(relation, attribute);
                table.columns.push(column);
            }
        }
        let mut behind = Vec::new();
        for row in constraints {
            if row.kind != 'f' {
                behind.push(row.index);
            }
            let Some((constraint, kind)) = self.constraint(relation, row) else { continue };
            if !self.admits_part(kind, relation, &row.name) {
                continue;
            }
            self.remember((oid::CONSTRAINT, row.oid), id.clone(), constraint.kind(), &row.name);
            if row.kind != 'f' && row.index != 0 {
                self.remember((oid::CLASS, row.index), id.clone(), constraint.kind(), &row.name);
                self.index_behind(relation, row, kind);
            }
            table.constraints.push(constraint);
        }
        table.constraints.sort_by_key(|constraint| {
            (!matches!(constraint.rule, Rule::PrimaryKey(_)), constraint.name.clone().unwrap_or_default())
        });
        let free: Vec<&IndexRow> = indexes.iter().filter(|index| !behind.contains(&index.oid)).copied().collect();
        table.indexes = self.indexes(relation, &id, &free);
        table
    }

    fn options(&mut self, relation: &Relation, indexes: &[&IndexRow]) -> TableOptions {
        let named = |found: Option<&&IndexRow>| found.map(|index| index.name.clone());
        TableOptions {
            unlogged: relation.persistence == 'u',
            parameters: parameters::table(&relation.settings, &relation.toast_settings),
            tablespace: relation.tablespace.clone(),
            access_method: relation.access_method.clone(),
            replica_identity: match relation.replica_identity {
                'f' => Some("full".to_owned()),
                'n' => Some("nothing".to_owned()),
                'i' => named(indexes.iter().find(|index| index.replica_identity)),
                _ => None,
            },
            cluster_on: named(indexes.iter().find(|index| index.clustered)),
            ..TableOptions::default()
        }
    }

    fn column(&mut self, relation: &Relation, attribute: &Attribute) -> Column {
        let table = self.qualified(relation.namespace, &relation.name);
        let identity = self.identity(relation, attribute);
        if let Some((_, sequence)) = &identity {
            self.folded.insert(*sequence, Node::column(&table, &attribute.name));
        }
        let expression = attribute.default.as_deref().map(expression);
        let generated = matches!(attribute.generated, 's' | 'v');
        for (name, value) in &attribute.settings {
            if matches!(name.as_str(), "n_distinct" | "n_distinct_inherited") {
                self.name_part_beyond("column", relation, &attribute.name, &format!(": {name} = {value}"));
            }
        }
        Column {
            nullable: !attribute.not_null,
            default: expression.clone().filter(|_| !generated && identity.is_none()),
            identity: identity.map(|(identity, _)| identity),
            generated: expression
                .filter(|_| generated)
                .map(|expression| Generated { expression, stored: attribute.generated == 's' }),
            collation: attribute.collation.clone(),
            storage: storage(attribute.storage).map(str::to_owned),
            compression: compression(attribute.compression).map(str::to_owned),
            statistics: attribute.statistics,
            comment: self.catalog.comment(oid::CLASS, relation.oid, attribute.number),
            ..Column::new(&attribute.name, &attribute.type_name)
        }
    }

    /// A constraint and the word for its kind; none where the model does not hold it, which is then said.
    fn constraint(&mut self, relation: &Relation, row: &ConstraintRow) -> Option<(Constraint, &'static str)> {
        if let Some(beyond) = &row.beyond {
            self.name_part_beyond(beyond, relation, &row.name, "");
            return None;
        }
        let deferrable = match (row.deferrable, row.deferred) {
            (false, _) => Deferrable::No,
            (true, false) => Deferrable::Immediate,
            (true, true) => Deferrable::Deferred,
        };
        let index = self.indexes.get(&row.index).copied();
        let (rule, kind) = match row.kind {
            'p' | 'u' => {
                let key = Key {
                    columns: self.names(row.relation, &row.columns),
                    include: index.map(|index| self.included(index)).unwrap_or_default(),
                    nulls_not_distinct: index.is_some_and(|index| index.nulls_not_distinct),
                    deferrable,
                    parameters: index.map(|i| parameters::index(&i.method, &i.settings)).unwrap_or_default(),
                    ..Key::default()
                };
                if row.kind == 'p' { (Rule::PrimaryKey(key), "primary key") } else { (Rule::Unique(key), "unique") }
            }
            'f' => {
                let key = ForeignKey {
                    columns: self.names(row.relation, &row.columns),
                    table: self.relation_name(row.referred)?,
                    referred: self.names(row.referred, &row.referred_columns),
                    on_delete: action(row.on_delete),
                    on_delete_columns: self.names(row.relation, &row.set_columns),
                    on_update: action(row.on_update),
                    matching: match row.matching {
                        'f' => Match::Full,
                        'p' => Match::Partial,
                        _ => Match::Simple,
                    },
                    deferrable,
                    not_valid: !row.validated,
                };
                (Rule::ForeignKey(key), "foreign key")
            }
            'c' => {
                let check = Check {
                    expression: expression(row.expression.as_deref().unwrap_or_default()),
                    no_inherit: row.no_inherit,
                    not_valid: !row.validated,
                    on_conflict: None,
                };
                (Rule::Check(check), "check")
            }
            'x' => {
                let index = index?;
                let exclusion = Exclusion {
                    method: index.method.clone(),
                    elements: self.keys(relation, index).into_iter().zip(row.operators.iter().cloned()).collect(),
                    include: self.included(index),
                    predicate: index.predicate.as_deref().map(expression),
                    deferrable,
                    parameters: parameters::index(&index.method, &index.settings),
                };
                (Rule::Exclusion(exclusion), "exclusion")
            }
            // A NOT NULL that newer servers keep as a constraint is the column's; one that says more is not.
            _ => {
                if !row.validated || row.no_inherit {
                    let said = if row.validated { ": NO INHERIT" } else { ": NOT VALID" };
                    self.name_part_beyond("not null", relation, &row.name, said);
                }
                if self.catalog.comment(oid::CONSTRAINT, row.oid, 0).is_some() {
                    self.name_part_beyond("comment", relation, &row.name, " (a NOT NULL constraint)");
                }
                return None;
            }
        };
        let comment = self.catalog.comment(oid::CONSTRAINT, row.oid, 0);
        Some((Constraint { name: Some(row.name.clone()), rule, comment }, kind))
    }

    /// Says what the index behind a constraint has that a constraint of the model has no place for.
    fn index_behind(&mut self, relation: &Relation, row: &ConstraintRow, kind: &str) {
        let Some(index) = self.indexes.get(&row.index).copied() else { return };
        if let Some(tablespace) = &index.tablespace {
            self.name_part_beyond(kind, relation, &row.name, &format!(": tablespace {tablespace}"));
        }
        if self.catalog.comment(oid::CLASS, row.index, 0).is_some() {
            self.name_part_beyond("comment", relation, &index.name, " (the index behind the constraint)");
        }
    }

    /// The names of columns by their numbers.
    pub fn names(&self, relation: u32, numbers: &[i16]) -> Vec<String> {
        numbers.iter().filter_map(|number| self.catalog.column_name(relation, *number)).map(str::to_owned).collect()
    }
}

fn action(letter: char) -> Action {
    match letter {
        'r' => Action::Restrict,
        'c' => Action::Cascade,
        'n' => Action::SetNull,
        'd' => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// `STORAGE` as the model spells it.
fn storage(letter: char) -> Option<&'static str> {
    match letter {
        'p' => Some("plain"),
        'e' => Some("external"),
        'x' => Some("extended"),
        'm' => Some("main"),
        _ => None,
    }
}

/// `COMPRESSION` as the model spells it.
fn compression(letter: char) -> Option<&'static str> {
    match letter {
        'p' => Some("pglz"),
        'l' => Some("lz4"),
        _ => None,
    }
}
