//! Tables with all their parts.

use std::collections::HashMap;

use super::ancestry::origin;
use super::catalog::oid;
use super::columns::Attribute;
use super::constraints::ConstraintRow;
use super::indexes::IndexRow;
use super::parameters;
use super::reader::{CatalogReader, expression};
use super::relations::Relation;
use crate::dialect::postgres::as_stored::as_stored;
use crate::dialect::postgres::names;
use crate::schema::{
    Annotation, Column, ConstraintDefinition, Expr, ForeignSource, Generated, Node, NotNull, Object, ObjectId, Origin,
    Parameters, PartKind, RowSecurity, Table, TableOptions,
};

impl CatalogReader<'_> {
    /// All tables with their parts.
    pub(super) fn tables(&mut self) {
        let mut constraints: HashMap<u32, Vec<&ConstraintRow>> = HashMap::new();
        for row in &self.catalog.constraints {
            constraints.entry(row.relation).or_default().push(row);
        }
        let mut indexes: HashMap<u32, Vec<&IndexRow>> = HashMap::new();
        for row in &self.catalog.indexes {
            indexes.entry(row.relation).or_default().push(row);
        }
        for relation in self.relations_of(&['r', 'p', 'f']) {
            let constraints = constraints.remove(&relation.oid).unwrap_or_default();
            let indexes = indexes.remove(&relation.oid).unwrap_or_default();
            let table = self.table(relation, &constraints, &indexes);
            self.insert(relation.namespace, Object::Table(table));
        }
    }

    fn table(&mut self, relation: &Relation, constraints: &[&ConstraintRow], indexes: &[&IndexRow]) -> Table {
        let mut table = Table::new(self.qualified(relation.namespace, &relation.name));
        table.annotation.comment = self.catalog.comments.on(oid::CLASS, relation.oid, 0);
        table.options = self.options(relation, indexes);
        let id = ObjectId::table(&table.name);
        for attribute in self.catalog.columns.of(relation.oid) {
            if self.admits_part("column", relation, &attribute.name) {
                let mut column = self.column(relation, attribute);
                let own = |row: &&&ConstraintRow| row.kind == 'n' && row.columns.first() == Some(&attribute.number);
                column.not_null = self.not_null(relation, attribute, constraints.iter().find(own));
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
            (
                !matches!(constraint.definition, ConstraintDefinition::PrimaryKey(_)),
                constraint.name.clone().unwrap_or_default(),
            )
        });
        let free: Vec<&IndexRow> = indexes.iter().filter(|index| !behind.contains(&index.oid)).copied().collect();
        table.indexes = self.indexes(relation, &id, &free);
        let kind = PartKind::RowSecurity.word();
        if self.admits_part(kind, relation, &relation.name) {
            table.row_security = RowSecurity { enabled: relation.row_security, forced: relation.forced_row_security };
        }
        table
    }

    /// What is said of a NOT NULL. Of a partition's only the name counts; one that a table has from a table that it inherits
    /// from is that one's, so that nothing else can be said of it.
    fn not_null(&mut self, relation: &Relation, attribute: &Attribute, row: Option<&&ConstraintRow>) -> NotNull {
        let Some(row) = row else { return NotNull::default() };
        let origin = if relation.partition { Origin::Own } else { origin(row.local, row.parents) };
        let usual = row.name == names::not_null(&relation.name, &attribute.name);
        let mut comment = self.catalog.comments.on(oid::CONSTRAINT, row.oid, 0);
        if comment.is_some() && origin == Origin::Inherited {
            self.name_part_beyond("comment", relation, &row.name, " (a NOT NULL constraint that is inherited)");
            comment = None;
        }
        NotNull {
            name: (!usual && origin != Origin::Inherited).then(|| row.name.clone()),
            origin,
            no_inherit: row.no_inherit,
            not_valid: !row.validated,
            comment,
        }
    }

    fn options(&mut self, relation: &Relation, indexes: &[&IndexRow]) -> TableOptions {
        let named = |found: Option<&&IndexRow>| found.map(|index| index.name.clone());
        TableOptions {
            unlogged: relation.persistence == 'u',
            parameters: parameters::table(&relation.settings, &relation.toast_settings),
            tablespace: relation.tablespace.clone(),
            access_method: relation.access_method.clone(),
            foreign: relation.server.clone().map(|server| {
                let options = Parameters::from(relation.foreign_options.clone());
                ForeignSource { server, options }
            }),
            replica_identity: match relation.replica_identity {
                // It has none, which is no choice of anybody's.
                _ if relation.kind == 'f' => None,
                'f' => Some("full".to_owned()),
                'n' => Some("nothing".to_owned()),
                'i' => named(indexes.iter().find(|index| index.replica_identity)),
                _ => None,
            },
            partition_by: relation.key.as_deref().map(|key| Expr::from(as_stored(key))),
            partition_of: self.partition_of(relation),
            inherits: self.inherits(relation),
            of_type: relation.of_type.clone(),
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
        Column {
            nullable: !attribute.not_null,
            default: expression.clone().filter(|_| !generated && identity.is_none()),
            identity: identity.map(|(identity, _)| Box::new(identity)),
            generated: expression
                .filter(|_| generated)
                .map(|expression| Generated { expression, stored: attribute.generated == 's' }),
            collation: attribute.collation.clone(),
            storage: storage(attribute.storage).map(str::to_owned),
            compression: compression(attribute.compression).map(str::to_owned),
            statistics: attribute.statistics,
            parameters: parameters::attribute(&attribute.settings),
            options: Parameters::from(attribute.foreign_options.clone()),
            annotation: Annotation {
                origin: origin(attribute.local, attribute.parents),
                ..Annotation::commented(self.catalog.comments.on(oid::CLASS, relation.oid, attribute.number))
            },
            ..Column::new(&attribute.name, &attribute.type_name)
        }
    }
}

/// `STORAGE` as the model spells it.
pub(super) fn storage(letter: char) -> Option<&'static str> {
    match letter {
        'p' => Some("plain"),
        'e' => Some("external"),
        'x' => Some("extended"),
        'm' => Some("main"),
        _ => None,
    }
}

/// `COMPRESSION` as the model spells it.
pub(super) fn compression(letter: char) -> Option<&'static str> {
    match letter {
        'p' => Some("pglz"),
        'l' => Some("lz4"),
        _ => None,
    }
}
