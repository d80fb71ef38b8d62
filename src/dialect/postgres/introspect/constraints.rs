//! Constraints of tables.

use super::ancestry::origin;
use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::parameters;
use super::reader::{CatalogReader, expression};
use super::relations::Relation;
use crate::engine::Flavor;
use crate::schema::{
    Action, Annotation, Check, Constraint, ConstraintDefinition, Deferrable, Exclusion, ForeignKey, Key, Match,
};

/// A row of `pg_constraint`.
pub(super) struct ConstraintRow {
    /// Its id.
    pub oid: u32,
    /// Its table.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `p`, `u`, `f`, `c`, `x` or `n`.
    pub kind: char,
    /// `DEFERRABLE`
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`
    pub deferred: bool,
    /// Not `NOT VALID`.
    pub validated: bool,
    /// The table referred to.
    pub referred: u32,
    /// `a`, `r`, `c`, `n` or `d`.
    pub on_update: char,
    /// The same.
    pub on_delete: char,
    /// `s` or `f`.
    pub matching: char,
    /// Its columns.
    pub columns: Vec<i16>,
    /// The columns referred to.
    pub referred_columns: Vec<i16>,
    /// `NO INHERIT`
    pub no_inherit: bool,
    /// Whether the table itself declares it.
    pub local: bool,
    /// How many parents have it.
    pub parents: i32,
    /// The index behind it; a foreign key's is the one referred to.
    pub index: u32,
    /// A check's expression.
    pub expression: Option<String>,
    /// `ON DELETE SET NULL (…)`
    pub set_columns: Vec<i16>,
    /// An exclusion's operators as SQL.
    pub operators: Vec<String>,
    /// Not `NOT ENFORCED`.
    pub enforced: bool,
    /// `WITHOUT OVERLAPS`, `PERIOD`
    pub period: bool,
}

impl CatalogRow for ConstraintRow {
    /// Of tables; those of domains are named with these. A foreign key to a partitioned table has entries for its
    /// partitions besides, on the same table: they are no constraints of their own.
    fn query(flavor: &Flavor) -> String {
        let set_columns = if flavor.at_least(15, 0) { "o.confdelsetcols::text" } else { "NULL" };
        let newer = if flavor.at_least(18, 0) { "o.conenforced, o.conperiod" } else { "true, false" };
        format!(
            "SELECT o.oid, o.conrelid, o.conname, o.contype, o.condeferrable, o.condeferred, o.convalidated, o.confrelid, \
             o.confupdtype, o.confdeltype, o.confmatchtype, o.conkey::text, o.confkey::text, o.connoinherit, o.conislocal, o.coninhcount, o.conindid, \
             CASE WHEN o.conbin IS NOT NULL THEN pg_get_expr(o.conbin, o.conrelid) END, {set_columns}, \
             CASE WHEN o.conexclop IS NOT NULL THEN (SELECT json_agg(CASE WHEN pg_operator_is_visible(p.oid) THEN p.oprname \
             ELSE 'OPERATOR(' || quote_ident(n.nspname) || '.' || p.oprname || ')' END ORDER BY x.place) \
             FROM unnest(o.conexclop) WITH ORDINALITY x (operator, place) \
             JOIN pg_operator p ON p.oid = x.operator JOIN pg_namespace n ON n.oid = p.oprnamespace) END, {newer} \
             FROM pg_constraint o LEFT JOIN pg_constraint u ON o.conparentid <> 0 AND u.oid = o.conparentid \
             WHERE o.oid >= 16384 AND u.conrelid IS DISTINCT FROM o.conrelid AND (\
             o.contypid <> 0 OR o.conrelid <> 0 AND o.contype IN ('p','u','f','c','x','n'))"
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        ConstraintRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            kind: cells.letter(),
            deferrable: cells.flag(),
            deferred: cells.flag(),
            validated: cells.flag(),
            referred: cells.number(),
            on_update: cells.letter(),
            on_delete: cells.letter(),
            matching: cells.letter(),
            columns: cells.numbers(),
            referred_columns: cells.numbers(),
            no_inherit: cells.flag(),
            local: cells.flag(),
            parents: cells.number(),
            index: cells.number(),
            expression: cells.optional(),
            set_columns: cells.numbers(),
            operators: cells.list(),
            enforced: cells.flag(),
            period: cells.flag(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::CONSTRAINT, self.oid))
    }
}

impl CatalogReader<'_> {
    /// A constraint and the word for its kind; none where the model does not hold it, which is then said.
    pub(super) fn constraint(
        &mut self,
        relation: &Relation,
        row: &ConstraintRow,
    ) -> Option<(Constraint, &'static str)> {
        let deferrable = match (row.deferrable, row.deferred) {
            (false, _) => Deferrable::No,
            (true, false) => Deferrable::Immediate,
            (true, true) => Deferrable::Deferred,
        };
        let index = self.indexes.get(&row.index).copied();
        let (definition, kind) = match row.kind {
            'p' | 'u' => {
                let key = Key {
                    columns: self.names(row.relation, &row.columns),
                    include: index.map(|index| self.included(index)).unwrap_or_default(),
                    nulls_not_distinct: index.is_some_and(|index| index.nulls_not_distinct),
                    without_overlaps: row.period,
                    only: index.is_some_and(|index| index.partitioned && !index.valid),
                    deferrable,
                    parameters: index.map(|i| parameters::index(&i.method, &i.settings)).unwrap_or_default(),
                    index_comment: self.catalog.comments.on(oid::CLASS, row.index, 0),
                    ..Key::default()
                };
                if row.kind == 'p' {
                    (ConstraintDefinition::PrimaryKey(key), "primary key")
                } else {
                    (ConstraintDefinition::Unique(key), "unique")
                }
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
                    // What is not enforced is not validated either.
                    not_valid: !row.validated && row.enforced,
                    not_enforced: !row.enforced,
                    period: row.period,
                };
                (ConstraintDefinition::ForeignKey(key), "foreign key")
            }
            'c' => {
                let check = Check {
                    expression: expression(row.expression.as_deref().unwrap_or_default()),
                    no_inherit: row.no_inherit,
                    not_valid: !row.validated && row.enforced,
                    not_enforced: !row.enforced,
                    ..Check::default()
                };
                (ConstraintDefinition::Check(check), "check")
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
                    index_comment: self.catalog.comments.on(oid::CLASS, row.index, 0),
                };
                (ConstraintDefinition::Exclusion(exclusion), "exclusion")
            }
            // A NOT NULL that newer servers keep as a constraint is the column's.
            _ => return None,
        };
        let comment = self.catalog.comments.on(oid::CONSTRAINT, row.oid, 0);
        let origin = match row.kind {
            'p' | 'u' | 'x' => self.index_origin(row.index),
            _ => origin(row.local, row.parents),
        };
        let annotation = Annotation { origin, ..Annotation::commented(comment) };
        Some((Constraint { name: Some(row.name.clone()), definition, annotation }, kind))
    }

    /// Says what the index behind a constraint has that a constraint of the model has no place for.
    pub(super) fn index_behind(&mut self, relation: &Relation, row: &ConstraintRow, kind: &str) {
        let Some(index) = self.indexes.get(&row.index).copied() else { return };
        if let Some(tablespace) = &index.tablespace {
            self.name_part_beyond(kind, relation, &row.name, &format!(": tablespace {tablespace}"));
        }
        for extension in self.catalog.extension_needs.of((oid::CLASS, row.index)) {
            self.name_part_beyond(kind, relation, &row.name, &format!(": DEPENDS ON EXTENSION {extension}"));
        }
        for column in self.catalog.columns.of(row.index).iter().filter(|column| column.statistics.is_some()) {
            self.name_part_beyond(kind, relation, &row.name, &format!(": statistics target of {}", column.name));
        }
    }

    /// The names of columns by their numbers.
    pub(super) fn names(&self, relation: u32, numbers: &[i16]) -> Vec<String> {
        numbers.iter().filter_map(|number| self.catalog.columns.name(relation, *number)).map(str::to_owned).collect()
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
