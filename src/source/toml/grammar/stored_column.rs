//! How the columns of a materialized view are kept.

use super::codec::{Codec, integer, parameters, word};
use super::view::ViewObject;
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::Column;
use crate::source::toml::writing::value::{Entries, Value};

/// A column of a materialized view.
pub(crate) struct StoredColumn;

/// A column as read.
pub(crate) struct StoredColumnDraft {
    column: Column,
}

/// A column to be written.
pub(crate) struct StoredColumnModel<'w> {
    column: &'w Column,
}

impl Subject for StoredColumn {
    type Draft<'d> = StoredColumnDraft;
    type Model<'w> = StoredColumnModel<'w>;
}

/// A column of a materialized view.
pub(crate) static STORED_COLUMN: GrammarSection<StoredColumn> = GrammarSection {
    facts: SectionFacts::new("a stored column", "A column of a materialized view, how it is kept"),
    keys: &[
        KeyEntry::new(
            "storage",
            Form::Choice(&["plain", "external", "extended", "main"]),
            POSTGRES,
            "Where long values are kept (STORAGE).",
            word!(column.storage),
        ),
        KeyEntry::new(
            "compression",
            Form::Text,
            POSTGRES,
            "How long values are compressed: `pglz`, `lz4` (COMPRESSION).",
            word!(column.compression),
        ),
        KeyEntry::new(
            "statistics",
            Form::Integer,
            POSTGRES,
            "How much ANALYZE learns of it: the statistics target.",
            integer!(column.statistics),
        ),
        KeyEntry::new(
            "with",
            Form::Parameters,
            POSTGRES,
            "What ANALYZE takes for granted: `n_distinct`.",
            parameters!(column.parameters),
        ),
    ],
};

/// `stored_columns`
pub(crate) const fn stored_columns() -> KeyEntry<ViewObject> {
    KeyEntry::new(
        "stored_columns",
        Form::Names(&STORED_COLUMN),
        POSTGRES,
        "How columns of a materialized view are kept, by name.",
        Codec {
            read: |section, key, draft| {
                for entry in section.names(key) {
                    let what = format!("column `{}` of {}", entry.name, section.what);
                    let mut one = StoredColumnDraft { column: Column::new(entry.name, "") };
                    let at = entry.at.clone();
                    if STORED_COLUMN.open(section.reader, entry.item, at, what, &mut one).is_some() {
                        draft.view.stored_columns.push(one.column);
                    }
                }
                Some(())
            },
            write: |writer, model| {
                let written =
                    |column: &Column| (column.name.clone(), STORED_COLUMN.value(writer, &StoredColumnModel { column }));
                let entries: Entries = model.view.stored_columns.iter().map(written).collect();
                (!entries.is_empty()).then_some(Value::Table(entries))
            },
        },
    )
}
