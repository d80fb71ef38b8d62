//! Foreign keys: in a section of a table, or beside a column as `references`.

use super::codec::{Codec, renamed_from};
use super::key_constraint::{DEFERRABLE, read_deferrable, write_deferrable};
use super::part::{self, NamedPart, PartContent};
use super::words;
use super::{
    ALL, Beside, Database, Form, GrammarSection, KeyEntry, NOT_MYSQL, POSTGRES, SectionFacts, Subject, instead,
    required,
};
use crate::schema::{Action, Deferrable, ForeignKey, Match, QName};
use crate::source::toml::document::{At, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::ReferenceTarget;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

const ACTION_WORDS: [(&str, Action); 5] = [
    ("no action", Action::NoAction),
    ("restrict", Action::Restrict),
    ("cascade", Action::Cascade),
    ("set null", Action::SetNull),
    ("set default", Action::SetDefault),
];
pub(crate) const ACTIONS: Form = Form::Choice(&words::all(&ACTION_WORDS));
const MATCH_WORDS: [(&str, Match); 3] = [("simple", Match::Simple), ("full", Match::Full), ("partial", Match::Partial)];
const MATCHES: Form = Form::Choice(&words::all(&MATCH_WORDS));

/// What can be said of a foreign key but its columns and what they refer to.
#[derive(Default)]
pub(crate) struct Actions {
    on_delete: Option<Action>,
    on_delete_columns: Vec<String>,
    on_update: Option<Action>,
    matching: Option<Match>,
    deferrable: Option<Deferrable>,
    not_valid: bool,
    not_enforced: bool,
    period: bool,
}

impl Actions {
    /// The foreign key of these columns, its target still open.
    pub(crate) fn into_key(self, columns: Vec<String>) -> ForeignKey {
        ForeignKey {
            columns,
            table: QName::plain(""),
            referred: Vec::new(),
            on_delete: self.on_delete.unwrap_or_default(),
            on_delete_columns: self.on_delete_columns,
            on_update: self.on_update.unwrap_or_default(),
            matching: self.matching.unwrap_or_default(),
            deferrable: self.deferrable.unwrap_or_default(),
            not_valid: self.not_valid,
            not_enforced: self.not_enforced,
            period: self.period,
        }
    }
}

/// What can say something of a foreign key.
pub(crate) trait HasActions: Subject {
    /// What is read.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut Actions;
    /// The key that is written.
    fn written<'a>(model: &'a Self::Model<'_>) -> Option<&'a ForeignKey>;
}

/// An action. MariaDB tells NO ACTION from no word at all.
fn read_action(section: &SectionReader<'_, '_>, key: &str) -> Option<Action> {
    let action = section.choice(key).and_then(|word| words::meaning(&ACTION_WORDS, word))?;
    let said = action == Action::NoAction && section.reader.database() == Database::MariaDb;
    Some(if said { Action::NoActionSaid } else { action })
}

fn write_action(action: Action) -> Option<Value> {
    match action {
        Action::NoActionSaid => words::word(&ACTION_WORDS, Action::NoAction),
        _ => words::unusual(&ACTION_WORDS, action),
    }
}

/// `on_delete`
pub(crate) const fn on_delete<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).on_delete = read_action(section, key);
            Some(())
        },
        write: |_, model| write_action(S::written(model)?.on_delete),
    };
    KeyEntry::new(
        "on_delete",
        ACTIONS,
        ALL,
        "What happens to the referring row when the row that it refers to is deleted.",
        codec,
    )
}

/// `on_delete_columns`
pub(crate) const fn on_delete_columns<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let texts = section.texts(key).unwrap_or_default();
            S::read(draft).on_delete_columns = texts.into_iter().map(|text| text.value).collect();
            Some(())
        },
        write: |_, model| {
            let columns = &S::written(model)?.on_delete_columns;
            (!columns.is_empty()).then(|| Value::texts(columns))
        },
    };
    let means = "The columns that ON DELETE SET NULL or SET DEFAULT sets, if not all.";
    KeyEntry::new("on_delete_columns", Form::Texts, POSTGRES, means, codec)
}

/// `on_update`
pub(crate) const fn on_update<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).on_update = read_action(section, key);
            Some(())
        },
        write: |_, model| write_action(S::written(model)?.on_update),
    };
    KeyEntry::new(
        "on_update",
        ACTIONS,
        ALL,
        "What happens to the referring row when the columns referred to change.",
        codec,
    )
}

/// `match`
pub(crate) const fn matching<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).matching = section.choice(key).and_then(|word| words::meaning(&MATCH_WORDS, word));
            Some(())
        },
        write: |_, model| words::unusual(&MATCH_WORDS, S::written(model)?.matching),
    };
    KeyEntry::new(
        "match",
        MATCHES,
        NOT_MYSQL,
        "What a key of several columns refers to where one of them is NULL (MATCH).",
        codec,
    )
}

/// `deferrable`
pub(crate) const fn deferrable<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).deferrable = read_deferrable(section, key);
            Some(())
        },
        write: |_, model| write_deferrable(S::written(model)?.deferrable),
    };
    KeyEntry::new("deferrable", DEFERRABLE, NOT_MYSQL, "When the foreign key is checked.", codec)
}

/// `enforced`
pub(crate) const fn enforced<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).not_enforced = section.maybe(key) == Some(false);
            Some(())
        },
        write: |_, model| S::written(model)?.not_enforced.then_some(Value::Flag(false)),
    };
    KeyEntry::new("enforced", Form::Flag, POSTGRES, "`false`: it is said and not looked at (NOT ENFORCED).", codec)
}

/// `period`
pub(crate) const fn period<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).period = section.flag(key);
            Some(())
        },
        write: |_, model| S::written(model)?.period.then_some(Value::Flag(true)),
    };
    let about = "Whether the last column is a range, all of which rows of the other table must cover (PERIOD).";
    KeyEntry::new("period", Form::Flag, POSTGRES, about, codec)
}

/// `not_valid`
pub(crate) const fn not_valid<S: HasActions>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).not_valid = section.flag(key);
            Some(())
        },
        write: |_, model| S::written(model)?.not_valid.then_some(Value::Flag(true)),
    };
    KeyEntry::new(
        "not_valid",
        Form::Flag,
        POSTGRES,
        "Whether rows that existed before are not checked (NOT VALID).",
        codec,
    )
}

impl PartContent for ForeignKey {
    type Draft<'d> = ForeignKeyDraft<'d>;
    type Model = ForeignKey;
}

/// A foreign key of a table as read.
#[derive(Default)]
pub(crate) struct ForeignKeyDraft<'d> {
    pub columns: Vec<String>,
    pub target: Option<ReferenceTarget<'d>>,
    pub actions: Actions,
}

impl HasActions for NamedPart<ForeignKey> {
    fn read<'a>(draft: &'a mut part::PartDraft<'_, ForeignKeyDraft<'_>>) -> &'a mut Actions {
        &mut draft.content.actions
    }

    fn written<'a>(model: &'a part::PartModel<'_, ForeignKey>) -> Option<&'a ForeignKey> {
        Some(model.content)
    }
}

/// A foreign key.
pub(crate) static FOREIGN_KEY: GrammarSection<NamedPart<ForeignKey>> = GrammarSection {
    facts: SectionFacts::new("a foreign key", "A foreign key"),
    keys: &[
        part::name(),
        required(KeyEntry::new(
            "columns",
            Form::Texts,
            ALL,
            "The referring columns.",
            Codec {
                read: |section, key, draft| {
                    for text in section.texts(key)? {
                        let name = draft.columns.column(section.reader, &text.value, &text.at, &section.what)?;
                        draft.content.columns.push(name);
                    }
                    if draft.content.columns.is_empty() {
                        let message = format!("{} has no columns", section.what);
                        section.reader.invalid(&section.at, message, "empty", None);
                        return None;
                    }
                    Some(())
                },
                write: |_, model| Some(Value::texts(&model.content.columns)),
            },
        )),
        required(KeyEntry::new(
            "references",
            Form::Or(&[Form::Reference, Form::One(&TARGET)]),
            ALL,
            "What they refer to: a column, a table for its primary key, or a table and columns.",
            Codec {
                read: |section, key, draft| {
                    draft.content.target = Some(read_reference(section, key, &TARGET)?.into_target()?);
                    Some(())
                },
                write: |writer, model| Some(write_reference(writer, model.content)),
            },
        )),
        on_delete(),
        on_delete_columns(),
        on_update(),
        matching(),
        deferrable(),
        not_valid(),
        enforced(),
        period(),
        part::comment(POSTGRES),
        part::renamed_from(),
    ],
};

/// The columns that ON DELETE sets are of the key.
pub(crate) fn check_set_columns(reader: &SchemaReader<'_>, at: &At<'_>, what: &str, draft: &ForeignKeyDraft<'_>) {
    for column in &draft.actions.on_delete_columns {
        if !draft.columns.contains(column) {
            let message = format!("{what} sets `{column}` on delete, which is none of its columns");
            let known = draft.columns.iter().map(String::as_str);
            reader.unknown_name(at, column, message, "columns of the key", known);
        }
    }
}

/// What a foreign key refers to, and on a column all that can be said of it.
pub(crate) struct Reference;

/// A reference as read.
#[derive(Default)]
pub(crate) struct ReferenceDraft<'d> {
    /// `"table.column"` and its like.
    short: Option<Text<'d>>,
    table: Option<Text<'d>>,
    columns: Option<Vec<Text<'d>>>,
    external: bool,
    pub name: Option<Text<'d>>,
    pub actions: Actions,
    pub comment: Option<String>,
    pub renamed_from: Option<Text<'d>>,
}

impl<'d> ReferenceDraft<'d> {
    /// What is referred to.
    pub(crate) fn into_target(self) -> Option<ReferenceTarget<'d>> {
        match self.short {
            Some(text) => Some(ReferenceTarget::Short(text)),
            None => Some(ReferenceTarget::Long { table: self.table?, columns: self.columns, external: self.external }),
        }
    }

    /// The same, leaving the rest.
    pub(crate) fn take_target(&mut self) -> Option<ReferenceTarget<'d>> {
        let taken = ReferenceDraft {
            short: self.short.take(),
            table: self.table.take(),
            columns: self.columns.take(),
            external: self.external,
            ..ReferenceDraft::default()
        };
        taken.into_target()
    }
}

/// A reference to be written.
pub(crate) struct ReferenceModel<'w> {
    key: &'w ForeignKey,
    external: bool,
}

impl Subject for Reference {
    type Draft<'d> = ReferenceDraft<'d>;
    type Model<'w> = ReferenceModel<'w>;
}

impl HasActions for Reference {
    fn read<'a>(draft: &'a mut ReferenceDraft<'_>) -> &'a mut Actions {
        &mut draft.actions
    }

    fn written<'a>(model: &'a ReferenceModel<'_>) -> Option<&'a ForeignKey> {
        Some(model.key)
    }
}

/// What a column refers to.
pub(crate) static REFERENCES: GrammarSection<Reference> = GrammarSection {
    facts: SectionFacts::new("a reference", "What a column refers to"),
    keys: &[
        TABLE,
        COLUMN,
        COLUMNS,
        EXTERNAL,
        KeyEntry::new(
            "name",
            Form::Text,
            ALL,
            "The foreign key's name.",
            Codec {
                read: |section, key, draft| {
                    draft.name = section.text(key);
                    Some(())
                },
                write: |_, _| None,
            },
        ),
        on_delete(),
        on_delete_columns(),
        on_update(),
        matching(),
        deferrable(),
        not_valid(),
        enforced(),
        period(),
        instead(
            KeyEntry::new(
                "comment",
                Form::Text,
                POSTGRES,
                "The comment that the database keeps.",
                Codec {
                    read: |section, key, draft| {
                        draft.comment = section.comment(key);
                        Some(())
                    },
                    write: |_, _| None,
                },
            ),
            "say it in a comment of the file: # …",
        ),
        renamed_from!(),
    ],
};

/// What a foreign key of a table refers to.
pub(crate) static TARGET: GrammarSection<Reference> = GrammarSection {
    facts: SectionFacts::new("a reference", "What a foreign key refers to"),
    keys: &[TABLE, COLUMN, COLUMNS, EXTERNAL],
};

const TABLE: KeyEntry<Reference> = required(KeyEntry::new(
    "table",
    Form::Text,
    ALL,
    "The table.",
    Codec {
        read: |section, key, draft| {
            draft.table = Some(section.text(key)?);
            Some(())
        },
        write: |_, model| Some(Value::text(dotted_names::show(&model.key.table))),
    },
));
const COLUMN: KeyEntry<Reference> = KeyEntry::new(
    "column",
    Form::Text,
    ALL,
    "The column; the primary key if not given.",
    Codec {
        read: |section, key, draft| {
            draft.columns = section.text(key).map(|text| vec![text]);
            Some(())
        },
        write: |_, _| None,
    },
);
const COLUMNS: KeyEntry<Reference> = KeyEntry::new(
    "columns",
    Form::Texts,
    ALL,
    "The columns, in the order of the referring ones.",
    Codec {
        read: |section, key, draft| {
            let columns = section.texts(key);
            if draft.columns.is_some() && columns.is_some() {
                let message = format!("{} says both `column` and `columns`", section.what);
                section.reader.invalid(&section.at, message, "both", "keep one of them".to_owned());
            }
            draft.columns = columns.or(draft.columns.take());
            Some(())
        },
        write: |_, model| (!model.key.referred.is_empty()).then(|| Value::texts(&model.key.referred)),
    },
);
const EXTERNAL: KeyEntry<Reference> = KeyEntry::new(
    "external",
    Form::Flag,
    ALL,
    "Whether the table is outside of this schema, so that it is not looked up.",
    Codec {
        read: |section, key, draft| {
            draft.external = section.flag(key);
            Some(())
        },
        write: |_, model| model.external.then_some(Value::Flag(true)),
    },
);

/// What must stand beside the keys of a column that say something of its foreign key.
pub(crate) const BESIDE_REFERENCES: Beside = Beside {
    key: "references",
    fault: "says `{key}` of a foreign key and has none",
    label: "without `references`",
    write: "references = \"table.column\"",
};

/// A reference in either form.
pub(crate) fn read_reference<'d>(
    section: &SectionReader<'_, 'd>,
    key: &str,
    long: &'static GrammarSection<Reference>,
) -> Option<ReferenceDraft<'d>> {
    let item = section.item(key)?;
    let mut draft = ReferenceDraft { short: item.as_text(), ..ReferenceDraft::default() };
    if draft.short.is_none() {
        long.open(section.reader, item, item.at(), section.of(key), &mut draft)?;
    }
    Some(draft)
}

/// A reference in its short form where that says it.
fn write_reference(writer: &SchemaWriter<'_>, key: &ForeignKey) -> Value {
    if let Some(short) = short_reference(writer, key) {
        return Value::text(short);
    }
    let known = writer
        .schema
        .table(&key.table)
        .is_some_and(|table| !key.referred.is_empty() && key.referred.iter().all(|name| table.column(name).is_some()));
    TARGET.value(writer, &ReferenceModel { key, external: !known })
}

/// What a foreign key refers to in one word, where that is enough.
pub(crate) fn short_reference(writer: &SchemaWriter<'_>, key: &ForeignKey) -> Option<String> {
    let table = writer.schema.table(&key.table)?;
    match key.referred.as_slice() {
        [column] if table.column(column).is_some() => {
            Some(format!("{}.{}", dotted_names::show(&key.table), dotted_names::show_part(column)))
        }
        [] => table
            .primary_key()
            .is_some_and(|primary| primary.columns.len() == key.columns.len())
            .then(|| dotted_names::show(&key.table)),
        _ => None,
    }
}
