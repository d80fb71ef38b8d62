//! Primary keys and unique constraints.

use super::codec::{Codec, capitals, flag, parameters, text};
use super::index::{self, Includes};
use super::index_column::{self, INDEX_COLUMN};
use super::part::{self, NamedPart, PartContent};
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SERVERS, SQLITE, SectionFacts, required};
use crate::schema::{Deferrable, IndexColumn, Key};
use crate::source::toml::document::Item;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::KnownColumns;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;
use std::rc::Rc;
use toml::de::DeValue;

/// SQLite's ways out of a conflict.
pub(crate) const CONFLICTS: &[&str] = &["rollback", "abort", "fail", "ignore", "replace"];
/// When a constraint is looked at.
pub(crate) const DEFERRABLE: Form =
    Form::Or(&[Form::Flag, Form::Choice(&["initially immediate", "initially deferred"])]);

/// When a constraint is looked at, in a field.
macro_rules! deferrable {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                let read = crate::source::toml::grammar::key_constraint::read_deferrable(section, key);
                draft.$($field).+ = read.unwrap_or_default();
                Some(())
            },
            write: |_, model| {
                crate::source::toml::grammar::key_constraint::write_deferrable(model.$($field).+)
            },
        }
    };
}
pub(super) use deferrable;

impl PartContent for Key {
    type Draft<'d> = Key;
    type Model = Key;
}

impl Includes for Key {
    fn read(draft: &mut Key) -> &mut Vec<String> {
        &mut draft.include
    }

    fn written(model: &Key) -> &[String] {
        &model.include
    }
}

/// A primary key.
pub(crate) static PRIMARY_KEY: GrammarSection<NamedPart<Key>> = GrammarSection {
    facts: SectionFacts::new("a primary key", "A primary key").short("columns"),
    keys: &[
        part::name(),
        COLUMNS,
        WITHOUT_OVERLAPS,
        index::include(),
        DEFER,
        KeyEntry::new(
            "autoincrement",
            Form::Flag,
            SQLITE,
            "Whether no number is ever used again (AUTOINCREMENT).",
            flag!(content.autoincrement),
        ),
        ON_CONFLICT,
        WITH,
        INDEX_COMMENT,
        part::partition_of(),
        ONLY,
        part::comment(SERVERS),
        part::renamed_from(),
    ],
};

/// A unique constraint.
pub(crate) static UNIQUE: GrammarSection<NamedPart<Key>> = GrammarSection {
    facts: SectionFacts::new("a unique constraint", "A unique constraint").short("columns"),
    keys: &[
        part::name(),
        COLUMNS,
        WITHOUT_OVERLAPS,
        index::include(),
        KeyEntry::new(
            "nulls_not_distinct",
            Form::Flag,
            POSTGRES,
            "Whether two NULLs are equal.",
            flag!(content.nulls_not_distinct),
        ),
        DEFER,
        ON_CONFLICT,
        WITH,
        INDEX_COMMENT,
        part::partition_of(),
        ONLY,
        part::comment(SERVERS),
        part::renamed_from(),
    ],
};

const ONLY: KeyEntry<NamedPart<Key>> = KeyEntry::new(
    "only",
    Form::Flag,
    POSTGRES,
    "Of a partitioned table: whether partitions have one only where they say so (ALTER TABLE ONLY).",
    flag!(content.only),
);

const WITHOUT_OVERLAPS: KeyEntry<NamedPart<Key>> = KeyEntry::new(
    "without_overlaps",
    Form::Flag,
    POSTGRES,
    "Whether the last column is a range in which rows do not overlap (WITHOUT OVERLAPS).",
    flag!(content.without_overlaps),
);

const COLUMNS: KeyEntry<NamedPart<Key>> = required(KeyEntry::new(
    "columns",
    Form::Columns(&INDEX_COLUMN),
    ALL,
    "The columns in order.",
    Codec {
        read: |section, key, draft| {
            let (columns, orders) = read_columns(section, section.item(key)?, &draft.columns)?;
            draft.content.columns = columns;
            draft.content.orders = orders;
            Some(())
        },
        write: |writer, model| {
            let key = model.content;
            let order = |nth: usize| key.orders.get(nth).map(String::as_str).unwrap_or_default();
            let columns = key.columns.iter().enumerate().map(|(nth, name)| write_column(writer, name, order(nth)));
            Some(Value::List(columns.collect()))
        },
    },
));
const DEFER: KeyEntry<NamedPart<Key>> =
    KeyEntry::new("deferrable", DEFERRABLE, POSTGRES, "When it is checked.", deferrable!(content.deferrable));
const ON_CONFLICT: KeyEntry<NamedPart<Key>> = KeyEntry::new(
    "on_conflict",
    Form::Choice(CONFLICTS),
    SQLITE,
    "What happens to a statement that breaks it (ON CONFLICT).",
    capitals!(content.on_conflict),
);
const WITH: KeyEntry<NamedPart<Key>> = KeyEntry::new(
    "with",
    Form::Parameters,
    SERVERS,
    "Storage parameters of the index behind it; MySQL, MariaDB: `using`, `key_block_size`.",
    parameters!(content.parameters),
);

const INDEX_COMMENT: KeyEntry<NamedPart<Key>> = KeyEntry::new(
    "index_comment",
    Form::Text,
    POSTGRES,
    "A comment on the index behind it.",
    text!(content.index_comment),
);

/// `deferrable`: a truth value or the words.
pub(crate) fn read_deferrable(section: &SectionReader<'_, '_>, key: &str) -> Option<Deferrable> {
    match section.item(key)?.get() {
        DeValue::Boolean(true) => Some(Deferrable::Immediate),
        DeValue::Boolean(false) => Some(Deferrable::No),
        _ => section.choice(key).map(|word| match word {
            "initially deferred" => Deferrable::Deferred,
            _ => Deferrable::Immediate,
        }),
    }
}

/// `deferrable`, where it is.
pub(crate) fn write_deferrable(deferrable: Deferrable) -> Option<Value> {
    match deferrable {
        Deferrable::No => None,
        Deferrable::Immediate => Some(Value::Flag(true)),
        Deferrable::Deferred => Some(Value::text("initially deferred")),
    }
}

/// The columns of a key, and what follows each of them where a key's columns have an order.
fn read_columns(
    section: &SectionReader<'_, '_>,
    item: Item<'_>,
    columns: &Rc<KnownColumns>,
) -> Option<(Vec<String>, Vec<String>)> {
    let (reader, what) = (section.reader, &section.what);
    let mut names: Vec<String> = Vec::new();
    let mut orders = Vec::new();
    for (place, at) in index_column::read(reader, item, what, columns)? {
        let Some(name) = place.name() else {
            let help = "a unique index can hold an expression: write it under `indexes`".to_owned();
            reader.invalid(&at, format!("{what} holds an expression"), "a key has columns alone", help);
            return None;
        };
        if names.iter().any(|known| known == name) {
            reader.invalid(&at, format!("{what} names `{name}` twice"), "named twice", None);
            return None;
        }
        let ordered = place.descending || place.collation.is_some();
        let further = place.nulls.is_some() || place.opclass.is_some() || place.statistics.is_some();
        if ordered && !reader.table_rules().ordered_keys || further {
            let help = "a unique index can: write it under `indexes` with unique = true".to_owned();
            reader.invalid(&at, format!("{what} cannot order or collate its columns"), "a column alone", help);
            return None;
        }
        names.push(name.to_owned());
        let collation = place.collation.as_ref().map(|collation| format!("COLLATE {collation}"));
        let length = place.length.map(|length| format!("({length})"));
        let direction = place.descending.then(|| "DESC".to_owned());
        orders.push(length.into_iter().chain(collation).chain(direction).collect::<Vec<_>>().join(" "));
    }
    if names.is_empty() {
        reader.invalid(&item.at(), format!("{what} has no columns"), "empty", None);
        return None;
    }
    if orders.iter().all(String::is_empty) {
        orders.clear();
    }
    Some((names, orders))
}

/// A column of a key with its prefix, collation and direction.
fn write_column(writer: &SchemaWriter<'_>, name: &str, order: &str) -> Value {
    if order.is_empty() {
        return Value::text(name);
    }
    INDEX_COLUMN.value(writer, &&ordered_column(name, order))
}

/// A column of a key, and what follows it there, as a place of an index.
pub(crate) fn ordered_column(name: &str, order: &str) -> IndexColumn {
    let (rest, descending) = match order.strip_suffix("DESC") {
        Some(rest) => (rest.trim_end(), true),
        None => (order, false),
    };
    let collation = rest.strip_prefix("COLLATE ").map(str::to_owned);
    let length = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).and_then(|number| number.parse().ok());
    IndexColumn { collation, descending, length, ..IndexColumn::column(name) }
}
