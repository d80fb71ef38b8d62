//! Indexes of a table or a view.

use std::rc::Rc;

use super::codec::{Codec, condition, extensions, flag, other_parameters, parameter, text};
use super::index_column::{self, INDEX_COLUMN};
use super::part::{self, NamedPart, PartContent, PartModel, ReadPart};
use super::{
    ALL, Database, Form, GrammarSection, KeyEntry, MYSQL, NOT_MYSQL, POSTGRES, SERVERS, SectionFacts, Subject, instead,
    required,
};
use crate::schema::{Annotation, Index, IndexColumn, Table};
use crate::source::toml::schema_reader::suggestion;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{KnownColumns, UnresolvedIndex};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

impl PartContent for Index {
    type Draft<'d> = Index;
    type Model = Index;
}

/// An index.
pub(crate) static INDEX: GrammarSection<NamedPart<Index>> = GrammarSection {
    facts: SectionFacts::new("an index", "An index").short("columns"),
    keys: &[
        part::name(),
        required(KeyEntry::new(
            "columns",
            Form::Columns(&INDEX_COLUMN),
            ALL,
            "What is indexed, in order.",
            Codec {
                read: |section, key, draft| {
                    let item = section.item(key)?;
                    let found = index_column::read(section.reader, item, &section.what, &draft.columns)?;
                    if found.is_empty() {
                        section.reader.invalid(&item.at(), format!("{} has no columns", section.what), "empty", None);
                        return None;
                    }
                    draft.content.columns = found.into_iter().map(|(place, _)| place).collect();
                    Some(())
                },
                write: |writer, model| {
                    let written = |place: &IndexColumn| index_column::write(writer, model.table, place);
                    Some(Value::List(model.content.columns.iter().map(written).collect()))
                },
            },
        )),
        KeyEntry::new(
            "unique",
            Form::Flag,
            ALL,
            "Whether no two rows may be alike in it (UNIQUE).",
            flag!(content.unique),
        ),
        instead(
            condition_key(NOT_MYSQL, "The rows it holds."),
            "every index there holds all rows: leave it out, or index a generated column that is NULL for the other rows",
        ),
        KeyEntry::new(
            "using",
            Form::Text,
            SERVERS,
            "The method, if not `btree`. MySQL, MariaDB: `fulltext`, `spatial`, `hash`, `btree`.",
            Codec {
                read: |section, key, draft| {
                    draft.content.method = method(section, key);
                    Some(())
                },
                write: |_, model| model.content.method.as_ref().map(Value::text),
            },
        ),
        include(),
        KeyEntry::new(
            "nulls_not_distinct",
            Form::Flag,
            POSTGRES,
            "Whether two NULLs are equal.",
            flag!(content.nulls_not_distinct),
        ),
        KeyEntry::new(
            "parser",
            Form::Text,
            MYSQL,
            "The full-text parser, if not the built-in one (WITH PARSER).",
            parameter!("parser", content.parameters),
        ),
        KeyEntry::new(
            "invisible",
            Form::Flag,
            MYSQL,
            "Whether queries do without it (INVISIBLE; MariaDB: IGNORED).",
            flag!(content.invisible),
        ),
        KeyEntry::new(
            "with",
            Form::Parameters,
            SERVERS,
            "Storage parameters; MySQL, MariaDB: `key_block_size`.",
            other_parameters!(&[("parser", "parser")], content.parameters),
        ),
        KeyEntry::new(
            "tablespace",
            Form::Text,
            POSTGRES,
            "The tablespace, if not the default one.",
            text!(content.tablespace),
        ),
        part::partition_of(),
        KeyEntry::new(
            "only",
            Form::Flag,
            POSTGRES,
            "Of a partitioned table: whether partitions have one only where they say so (ON ONLY).",
            flag!(content.only),
        ),
        extensions!(content.annotation.extensions),
        part::comment(SERVERS),
        part::renamed_from(),
    ],
};

/// The method in small letters, where one is to be kept.
fn method(section: &SectionReader<'_, '_>, key: &str) -> Option<String> {
    let text = section.text(key)?;
    let method = text.value.to_ascii_lowercase();
    if !MYSQL.contains(&section.reader.database()) {
        // The usual method is a B-tree: said or not, it is the same index.
        return Some(method).filter(|method| method != "btree");
    }
    // There it depends on the table's engine which one is usual.
    if METHODS.contains(&method.as_str()) {
        return Some(method);
    }
    let help = suggestion(&method, "methods", METHODS);
    let message = format!("{} cannot be `{}`", section.of(key), text.value);
    section.reader.invalid(&text.at, message, "not one of the known words", help);
    None
}

/// The methods of MySQL and MariaDB.
const METHODS: &[&str] = &["btree", "hash", "fulltext", "spatial"];

const fn condition_key(databases: &'static [Database], means: &'static str) -> KeyEntry<NamedPart<Index>> {
    KeyEntry::new("where", Form::Sql, databases, means, condition!(content.predicate))
}

/// What can hold further columns in its index.
pub(crate) trait Includes: PartContent {
    /// Those that are read.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut Vec<String>;
    /// Those that are written.
    fn written(model: &Self::Model) -> &[String];
}

impl Includes for Index {
    fn read(draft: &mut Index) -> &mut Vec<String> {
        &mut draft.include
    }

    fn written(model: &Index) -> &[String] {
        &model.include
    }
}

/// `include`
pub(crate) const fn include<C: Includes>() -> KeyEntry<NamedPart<C>> {
    let codec: Codec<NamedPart<C>> = Codec {
        read: |section, key, draft| {
            for text in section.texts(key)? {
                if let Some(name) = draft.columns.column(section.reader, &text.value, &text.at, &section.what) {
                    C::read(&mut draft.content).push(name);
                }
            }
            Some(())
        },
        write: |_, model| {
            let columns = C::written(model.content);
            (!columns.is_empty()).then(|| Value::texts(columns))
        },
    };
    KeyEntry::new("include", Form::Texts, POSTGRES, "Further columns that the index holds (INCLUDE).", codec)
}

/// What has indexes.
pub(crate) trait HasIndexes: Subject {
    /// Takes those that are read.
    fn extend<'d>(draft: &mut Self::Draft<'d>, found: Vec<UnresolvedIndex<'d>>);
    /// The columns that they may name.
    fn columns(draft: &Self::Draft<'_>) -> Rc<KnownColumns>;
    /// Those that are written here, and the table they are of.
    fn written<'a>(model: &'a Self::Model<'_>) -> (Vec<&'a Index>, Option<&'a Table>);
}

/// `indexes`
pub(crate) const fn indexes<S: HasIndexes>(databases: &'static [Database], means: &'static str) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let columns = S::columns(draft);
            S::extend(draft, read(section, key, &columns));
            Some(())
        },
        write: |writer, model| {
            let (indexes, table) = S::written(model);
            write(writer, &indexes, table)
        },
    };
    KeyEntry::new("indexes", Form::NamesOrList(&INDEX), databases, means, codec)
}

fn read<'d>(section: &SectionReader<'_, 'd>, key: &str, columns: &Rc<KnownColumns>) -> Vec<UnresolvedIndex<'d>> {
    let mut found = Vec::new();
    for (name, item) in section.parts(key) {
        let what = part::words(section, key, "index", &name);
        let read = INDEX.part(section.reader, (name, item), what, columns, Index::default());
        found.extend(read.map(|ReadPart { at, draft }| UnresolvedIndex {
            name_at: draft.name.as_ref().map(|name| name.at.clone()),
            index: Index {
                name: draft.name.map(|name| name.value).unwrap_or_default(),
                annotation: Annotation {
                    origin: part::attached(draft.partition_of),
                    extensions: draft.content.annotation.extensions.clone(),
                    ..Annotation::commented(draft.comment)
                },
                ..draft.content
            },
            at,
            renamed_from: draft.renamed_from,
        }));
    }
    found
}

fn write(writer: &SchemaWriter<'_>, indexes: &[&Index], table: Option<&Table>) -> Option<Value> {
    let written = |index: &&Index| {
        let Annotation { comment, origin, .. } = &index.annotation;
        let model = PartModel { name: None, comment, origin, table, content: *index };
        (index.name.clone(), INDEX.value(writer, &model))
    };
    let entries: Entries = indexes.iter().map(written).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}
