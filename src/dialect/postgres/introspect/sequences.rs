//! Sequences: those that are part of a serial or identity column, and those that are objects.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::columns::Attribute;
use super::reader::{CatalogReader, RelationStatus};
use super::relations::Relation;
use crate::dialect::postgres::names;
use crate::engine::Flavor;
use crate::schema::{Annotation, Identity, IdentityKind, Object, Sequence, SequenceOptions};

/// A row of `pg_sequence`.
pub(super) struct SequenceRow {
    /// Its id.
    pub oid: u32,
    /// Its type: 20 is `bigint`, 21 `smallint`, 23 `integer`.
    pub type_oid: u32,
    /// `START`
    pub start: i64,
    /// `INCREMENT`
    pub increment: i64,
    /// `MAXVALUE`
    pub max: i64,
    /// `MINVALUE`
    pub min: i64,
    /// `CACHE`
    pub cache: i64,
    /// `CYCLE`
    pub cycle: bool,
    /// The table and the column that own it.
    pub owner: Option<(u32, i16)>,
    /// Whether it is an identity column's.
    pub internal: bool,
    /// As `nextval` prints it.
    pub printed: String,
    /// Whether the server can keep it out of the write-ahead log, so that whether it does says something.
    pub unlogs: bool,
}

impl CatalogRow for SequenceRow {
    fn query(flavor: &Flavor) -> String {
        // With the column that owns each.
        let unlogs = flavor.at_least(15, 0);
        format!(
            "SELECT s.seqrelid, s.seqtypid, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, \
     s.seqcycle, d.refobjid, d.refobjsubid, d.deptype, s.seqrelid::regclass, {unlogs} \
     FROM pg_sequence s LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid \
     AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 \
     WHERE s.seqrelid >= 16384"
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        SequenceRow {
            oid: cells.number(),
            type_oid: cells.number(),
            start: cells.number(),
            increment: cells.number(),
            max: cells.number(),
            min: cells.number(),
            cache: cells.number(),
            cycle: cells.flag(),
            owner: {
                let relation: Option<u32> = cells.optional_number();
                let column: Option<i16> = cells.optional_number();
                relation.zip(column)
            },
            internal: cells.letter() == 'i',
            printed: cells.text(),
            unlogs: cells.flag(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::CLASS, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.sequences();
    }
}

/// `bigint`
const BIGINT: u32 = 20;
/// `smallint`
const SMALLINT: u32 = 21;
/// `integer`
const INTEGER: u32 = 23;

impl CatalogReader<'_> {
    /// How a sequence feeds a column, and the sequence's id.
    ///
    /// A sequence is a serial column's only where `serial` would make just this one: owned by the column, of the
    /// column's type, used by the default and nothing more. Otherwise it is an object of its own.
    pub(super) fn identity(&mut self, relation: &Relation, attribute: &Attribute) -> Option<(Identity, u32)> {
        let owned = self.owned.get(&(relation.oid, attribute.number))?;
        // A column may own more sequences than the one that feeds it.
        let feeds = |row: &&&SequenceRow| match attribute.identity {
            'a' | 'd' => row.internal,
            _ => !row.internal && attribute.default.as_deref() == Some(nextval(&row.printed).as_str()),
        };
        let row = *owned.iter().find(feeds)?;
        let (sequence, _) = *self.relations.get(&row.oid)?;
        let comment = self.catalog.comments.on(oid::CLASS, row.oid, 0);
        let kind = match attribute.identity {
            'a' => IdentityKind::Always,
            'd' => IdentityKind::ByDefault,
            _ => {
                let serial = attribute.generated == ' '
                    && row.type_oid == attribute.type_oid
                    && matches!(attribute.type_oid, BIGINT | SMALLINT | INTEGER)
                    && sequence.persistence == relation.persistence
                    && comment.is_none();
                serial.then_some(IdentityKind::Serial)?
            }
        };
        let differs = row.unlogs && sequence.persistence != relation.persistence;
        let unlogged = differs.then_some(sequence.persistence == 'u');
        let usual = names::sequence(&relation.name, &attribute.name);
        let name = (sequence.name != usual).then(|| sequence.name.clone());
        let identity = Identity { sequence: name, options: options(row), unlogged, comment, ..Identity::new(kind) };
        Some((identity, row.oid))
    }

    /// The sequences that stand for themselves.
    fn sequences(&mut self) {
        for row in &self.catalog.sequences {
            let Some((relation, relation_status)) = self.relations.get(&row.oid).copied() else { continue };
            // What a table owns shares its fate: the table is out, or named as beyond the model with all that is its.
            let owner = row.owner.map_or(RelationStatus::Object, |(table, _)| self.relation_status_of(table));
            if relation_status != RelationStatus::Object
                || owner != RelationStatus::Object
                || self.folded.contains_key(&row.oid)
                || row.internal
            {
                continue;
            }
            let owned_by = row.owner.and_then(|(table, column)| {
                let column = self.catalog.columns.name(table, column)?.to_owned();
                Some((self.relation_name(table)?, column))
            });
            let sequence = Sequence {
                name: self.qualified(relation.namespace, &relation.name),
                ty: match row.type_oid {
                    SMALLINT => Some("smallint".to_owned()),
                    INTEGER => Some("integer".to_owned()),
                    _ => None,
                },
                options: options(row),
                owned_by,
                unlogged: relation.persistence == 'u',
                annotation: Annotation::commented(self.catalog.comments.on(oid::CLASS, row.oid, 0)),
            };
            self.insert(relation.namespace, Object::Sequence(sequence));
        }
    }
}

/// The default of a serial column, as the server prints it.
fn nextval(sequence: &str) -> String {
    let quoted = sequence.replace('\'', "''");
    if sequence.contains('\\') {
        format!("nextval(E'{}'::regclass)", quoted.replace('\\', "\\\\"))
    } else {
        format!("nextval('{quoted}'::regclass)")
    }
}

/// The options that are not the server's defaults for the type and the direction.
fn options(row: &SequenceRow) -> SequenceOptions {
    let (lowest, highest) = match row.type_oid {
        SMALLINT => (i64::from(i16::MIN), i64::from(i16::MAX)),
        INTEGER => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let ascending = row.increment > 0;
    let (min, max) = if ascending { (1, highest) } else { (lowest, -1) };
    let start = if ascending { row.min } else { row.max };
    let unusual = |value: i64, usual: i64| (value != usual).then_some(value);
    SequenceOptions {
        start: unusual(row.start, start),
        increment: unusual(row.increment, 1),
        min: unusual(row.min, min),
        max: unusual(row.max, max),
        cache: unusual(row.cache, 1),
        cycle: row.cycle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_of_serial_columns() {
        assert_eq!(nextval("t_id_seq"), "nextval('t_id_seq'::regclass)");
        assert_eq!(nextval("\"it's\""), "nextval('\"it''s\"'::regclass)");
        assert_eq!(nextval("\"a\\b\""), "nextval(E'\"a\\\\b\"'::regclass)");
    }

    #[test]
    fn options_that_are_the_servers_defaults_are_not_said() {
        let row = |type_oid, start, increment, min, max| SequenceRow {
            oid: 1,
            type_oid,
            start,
            increment,
            max,
            min,
            cache: 1,
            cycle: false,
            owner: None,
            internal: false,
            printed: String::new(),
            unlogs: true,
        };
        assert_eq!(options(&row(BIGINT, 1, 1, 1, i64::MAX)), SequenceOptions::default());
        assert_eq!(options(&row(INTEGER, 1, 1, 1, i64::from(i32::MAX))), SequenceOptions::default());
        let down = options(&row(SMALLINT, -1, -1, i64::from(i16::MIN), -1));
        assert_eq!(down, SequenceOptions { increment: Some(-1), ..SequenceOptions::default() });
        let from_five = options(&row(BIGINT, 5, 1, 5, i64::MAX));
        assert_eq!(from_five, SequenceOptions { min: Some(5), ..SequenceOptions::default() });
    }
}
