//! The places of a key, an index or an exclusion: a column or an expression, and what can be said of it there.

use std::rc::Rc;

use toml::de::DeValue;

use super::codec::Codec;
use super::collation;
use super::{
    ALL, Database, Form, GrammarSection, KeyEntry, MYSQL, NOT_MARIADB, NOT_MYSQL, POSTGRES, SectionFacts, Subject,
    instead, words,
};
use crate::schema::{Expr, IndexColumn, IndexKey, Nulls, Table};
use crate::source::toml::document::{At, Item, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::KnownColumns;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// A place of a key or an index.
pub(crate) struct IndexPlace;

/// A place as read.
pub(crate) struct PlaceDraft {
    /// What is said of the column or expression.
    place: IndexColumn,
    column: Option<String>,
    expression: Option<Expr>,
    /// The columns that can be named.
    columns: Rc<KnownColumns>,
}

impl PlaceDraft {
    /// A place of which nothing is read.
    pub(crate) fn new(columns: &Rc<KnownColumns>) -> Self {
        PlaceDraft { place: IndexColumn::column(""), column: None, expression: None, columns: Rc::clone(columns) }
    }

    /// The place, which is of a column or of an expression.
    pub(crate) fn finish(self, section: &SectionReader<'_, '_>) -> Option<IndexColumn> {
        let fault = |what: &str, label: &str, help: &str| {
            section.reader.invalid(&section.at, format!("{} {what}", section.what), label, help.to_owned());
            None
        };
        let key = match (self.column, self.expression) {
            (Some(column), None) => IndexKey::Column(column),
            (None, Some(expression)) => IndexKey::Expression(expression),
            (Some(_), Some(_)) => return fault("is both a column and an expression", "both", "keep `column` or `sql`"),
            // One that this database does not have is reported already.
            (None, None) if section.key_at("sql").is_some() => return None,
            (None, None) => return fault("names no column", "something is missing", "write `column` or `sql`"),
        };
        Some(IndexColumn { key, ..self.place })
    }
}

impl Subject for IndexPlace {
    type Draft<'d> = PlaceDraft;
    type Model<'w> = &'w IndexColumn;
}

/// A place of a key or an index.
pub(crate) static INDEX_COLUMN: GrammarSection<IndexPlace> = GrammarSection {
    facts: SectionFacts::new("an indexed column", "A column of a key or an index").about(
        "`\"name\"`, `\"name desc\"`, on PostgreSQL `\"name desc nulls last\"`, on MySQL and MariaDB `\"name(10) desc\"`, or a \
         table. A column of a primary key or of a unique constraint has no expression, a direction on PostgreSQL neither, and \
         a collation on SQLite alone.",
    ),
    keys: &[
        column(ALL),
        instead(expression(NOT_MARIADB), "index a generated column: it can be virtual and invisible"),
        collation(NOT_MYSQL),
        opclass(),
        descending(ALL),
        nulls(),
        KeyEntry::new(
            "length",
            Form::Integer,
            MYSQL,
            "How many characters (of binary values: bytes) are indexed, from the first on.",
            Codec {
                read: |section, key, draft| {
                    draft.place.length = section.integer(key);
                    Some(())
                },
                write: |_, place| place.length.map(|length| Value::Integer(length.into())),
            },
        ),
        KeyEntry::new(
            "statistics",
            Form::Integer,
            POSTGRES,
            "How closely ANALYZE looks at the values of an expression (the statistics target).",
            Codec {
                read: |section, key, draft| {
                    draft.place.statistics = section.integer(key);
                    Some(())
                },
                write: |_, place| place.statistics.map(|target| Value::Integer(target.into())),
            },
        ),
    ],
};

/// What stands at a place.
pub(crate) trait HasPlace: Subject {
    /// The place that is read.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut PlaceDraft;
    /// The place that is written.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a IndexColumn;
}

impl HasPlace for IndexPlace {
    fn read(draft: &mut PlaceDraft) -> &mut PlaceDraft {
        draft
    }

    fn written<'a>(model: &'a &IndexColumn) -> &'a IndexColumn {
        model
    }
}

/// `column`
pub(crate) const fn column<S: HasPlace>(databases: &'static [Database]) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let text = section.text(key)?;
            let draft = S::read(draft);
            draft.column = Some(draft.columns.column(section.reader, &text.value, &text.at, &section.what)?);
            Some(())
        },
        write: |_, model| match &S::written(model).key {
            IndexKey::Column(name) => Some(Value::text(name)),
            IndexKey::Expression(_) => None,
        },
    };
    KeyEntry::new("column", Form::Text, databases, "The column.", codec)
}

/// `sql`
pub(crate) const fn expression<S: HasPlace>(databases: &'static [Database]) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).expression = Some(section.expression(key)?);
            Some(())
        },
        write: |_, model| match &S::written(model).key {
            IndexKey::Expression(expression) => Some(Value::sql(expression.text())),
            IndexKey::Column(_) => None,
        },
    };
    KeyEntry::new("sql", Form::Sql, databases, "The expression, where it is no column.", codec)
}

/// `collation`
pub(crate) const fn collation<S: HasPlace>(databases: &'static [Database]) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).place.collation = collation::read(section, key);
            Some(())
        },
        write: |writer, model| Some(collation::write(writer, S::written(model).collation.as_ref()?)),
    };
    KeyEntry::new("collation", Form::NameOrSql, databases, "The collation, if not the column's own.", codec)
}

/// `opclass`
pub(crate) const fn opclass<S: HasPlace>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).place.opclass = section.text(key).map(|text| text.value);
            Some(())
        },
        write: |_, model| S::written(model).opclass.as_ref().map(Value::text),
    };
    KeyEntry::new("opclass", Form::Text, POSTGRES, "The operator class, if not the default one.", codec)
}

/// `desc`
pub(crate) const fn descending<S: HasPlace>(databases: &'static [Database]) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).place.descending = section.flag(key);
            Some(())
        },
        write: |_, model| S::written(model).descending.then_some(Value::Flag(true)),
    };
    KeyEntry::new("desc", Form::Flag, databases, "Whether it is in descending order (DESC).", codec)
}

const NULLS: [(&str, Nulls); 2] = [("first", Nulls::First), ("last", Nulls::Last)];
const NULLS_FORM: Form = Form::Choice(&words::all(&NULLS));

/// `nulls`
pub(crate) const fn nulls<S: HasPlace>() -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            S::read(draft).place.nulls = section.choice(key).and_then(|word| words::meaning(&NULLS, word));
            Some(())
        },
        write: |_, model| words::word(&NULLS, S::written(model).nulls?),
    };
    KeyEntry::new("nulls", NULLS_FORM, POSTGRES, "Where NULLs stand.", codec)
}

/// The places of a key or an index: a column, a list of columns and expressions.
pub(crate) fn read<'d>(
    reader: &SchemaReader<'_>,
    item: Item<'d>,
    what: &str,
    columns: &Rc<KnownColumns>,
) -> Option<Vec<(IndexColumn, At<'d>)>> {
    if let Some(text) = item.as_text() {
        return short(reader, &text, what, columns).map(|place| vec![(place, text.at)]);
    }
    let Some(list) = item.as_list() else {
        reader.wrong(&item, &format!("the columns of {what}"), &Form::Columns(&INDEX_COLUMN).expected());
        return None;
    };
    let mut found = Vec::new();
    for element in list {
        let place = match element.get() {
            DeValue::String(_) => short(reader, &element.as_text()?, what, columns)?,
            DeValue::Table(_) => {
                let what = format!("a column of {what}");
                let section = SectionReader::open(reader, &INDEX_COLUMN, element, element.at(), what)?;
                let mut draft = PlaceDraft::new(columns);
                INDEX_COLUMN.read(&section, &mut draft)?;
                draft.finish(&section)?
            }
            _ => {
                reader.wrong(&element, &format!("a column of {what}"), "a column's name or { sql = \"…\" }");
                return None;
            }
        };
        found.push((place, element.at()));
    }
    Some(found)
}

/// `"name"`, `"name desc"`, `"name desc nulls last"`, `"name(10) desc"`.
///
/// A column whose name is the whole text comes first, so that no name needs escaping.
fn short(reader: &SchemaReader<'_>, text: &Text<'_>, what: &str, columns: &KnownColumns) -> Option<IndexColumn> {
    if let Some(name) = columns.find(reader, &text.value) {
        return Some(IndexColumn::column(name));
    }
    let database = reader.database();
    let ShortPlace { name, length, descending, nulls } = short_words(&text.value, has(database, "length"));
    if nulls.is_some() && !has(database, "nulls") {
        let message = format!("{} cannot place NULLs in an index ({what})", database.name());
        reader.invalid(&text.at, message, "nulls", None);
        return None;
    }
    if columns.find(reader, name).is_none() && name.contains('(') {
        let help = format!("an expression is written {{ sql = \"{}\" }}", text.value.trim());
        reader.invalid(&text.at, format!("{what} names `{}`, which is no column", text.value), "no column", help);
        return None;
    }
    let column = columns.column(reader, name, &text.at, what)?;
    Some(IndexColumn { descending, nulls, length, ..IndexColumn::column(column) })
}

/// Whether a database has a key of a place.
fn has(database: Database, key: &str) -> bool {
    let section: &dyn super::AnySection = &INDEX_COLUMN;
    section.key(key).is_some_and(|key| key.is_on(database))
}

/// A place in a word: the name, and what is said behind it.
#[derive(Debug, PartialEq)]
struct ShortPlace<'t> {
    name: &'t str,
    length: Option<u32>,
    descending: bool,
    nulls: Option<Nulls>,
}

/// What a text says of a place; `lengths`: whether a number in parentheses is one.
fn short_words(text: &str, lengths: bool) -> ShortPlace<'_> {
    let mut rest = text.trim();
    let mut nulls = None;
    for (words, value) in [("nulls first", Nulls::First), ("nulls last", Nulls::Last)] {
        if let Some(before) = without_word(rest, words) {
            nulls = Some(value);
            rest = before;
            break;
        }
    }
    let (name, descending) = match (without_word(rest, "desc"), without_word(rest, "asc")) {
        (Some(name), _) => (name, true),
        (None, Some(name)) => (name, false),
        (None, None) => (rest, false),
    };
    match without_length(name).filter(|_| lengths) {
        Some((name, length)) => ShortPlace { name, length: Some(length), descending, nulls },
        None => ShortPlace { name, length: None, descending, nulls },
    }
}

/// `name(10)`: the name, and the number.
fn without_length(text: &str) -> Option<(&str, u32)> {
    let (name, number) = text.strip_suffix(')')?.rsplit_once('(')?;
    let (name, number) = (name.trim_end(), number.trim());
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty();
    plain.then(|| number.parse().ok()).flatten().map(|number| (name, number))
}

/// `text` without a last word, where it ends in that and something stands before it.
fn without_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.len().checked_sub(word.len())?;
    let (before, end) = (text.get(..start)?, text.get(start..)?);
    let name = before.trim_end();
    (end.eq_ignore_ascii_case(word) && name.len() < before.len() && !name.is_empty()).then_some(name)
}

/// A place: the column's name and what can follow it, where that is read back as what it is; or the long form. `table` is
/// none for a view, whose columns are not known.
pub(crate) fn write(writer: &SchemaWriter<'_>, table: Option<&Table>, place: &IndexColumn) -> Value {
    let IndexColumn { key, collation: None, opclass: None, descending, nulls, length, statistics: None } = place else {
        return INDEX_COLUMN.value(writer, &place);
    };
    let IndexKey::Column(name) = key else { return INDEX_COLUMN.value(writer, &place) };
    let behind = match nulls {
        None => "",
        Some(Nulls::First) => " nulls first",
        Some(Nulls::Last) => " nulls last",
    };
    let length_text = length.map(|length| format!("({length})")).unwrap_or_default();
    let text = format!("{name}{length_text}{}{behind}", if *descending { " desc" } else { "" });
    let is_column = |table: &Table| {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        dotted_names::find(writer.dialect.names(), columns, &text).is_some()
    };
    let comes_back = if table.is_some_and(is_column) {
        text == *name
    } else {
        let plain = (table.is_some() && length.is_none()) || !name.contains('(');
        let said = ShortPlace { name, length: *length, descending: *descending, nulls: *nulls };
        plain && short_words(&text, has(writer.database(), "length")) == said
    };
    if comes_back { Value::text(text) } else { INDEX_COLUMN.value(writer, &place) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> (&str, Option<u32>, bool, Option<Nulls>) {
        let ShortPlace { name, length, descending, nulls } = short_words(text, true);
        (name, length, descending, nulls)
    }

    #[test]
    fn words_behind_a_name() {
        assert_eq!(words("number"), ("number", None, false, None));
        assert_eq!(words("number DESC"), ("number", None, true, None));
        assert_eq!(words("first name asc nulls first"), ("first name", None, false, Some(Nulls::First)));
        assert_eq!(words("a desc  nulls last"), ("a", None, true, Some(Nulls::Last)));
        assert_eq!(words("desc"), ("desc", None, false, None));
        assert_eq!(words("xdesc"), ("xdesc", None, false, None));
        assert_eq!(words("é desc"), ("é", None, true, None));
        assert_eq!(words("name(10)"), ("name", Some(10), false, None));
        assert_eq!(words("first name (10) desc"), ("first name", Some(10), true, None));
        assert_eq!(words("name(x)"), ("name(x)", None, false, None));
        assert_eq!(words("(10)"), ("(10)", None, false, None));
        assert_eq!(words("name()"), ("name()", None, false, None));
        assert_eq!(short_words("name(10)", false).name, "name(10)");
    }
}
