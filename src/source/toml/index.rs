//! Indexes, and the columns that keys and indexes name.

use super::column::{bare, collation};
use super::constraint::include;
use super::document::{At, Fields, Item, Reader, Text};
use super::draft::DraftIndex;
use super::keys;
use crate::engine::Engine;
use crate::schema::{Index, IndexColumn, Nulls, Table};
use toml::de::DeValue;

/// The columns that a part may name; `None` where they are not known (a view, a virtual table).
pub(super) struct Places<'t> {
    table: Option<&'t Table>,
}

impl<'t> Places<'t> {
    pub fn of(table: &'t Table) -> Self {
        Places { table: Some(table).filter(|table| table.options.virtual_table.is_none()) }
    }

    pub fn unknown() -> Places<'static> {
        Places { table: None }
    }

    /// The name of a column as the table has it.
    pub fn column(&self, reader: &Reader<'_>, name: &str, at: &At<'_>, what: &str) -> Option<String> {
        let Some(table) = self.table else { return Some(name.to_owned()) };
        match self.find(reader, name) {
            Some(found) => Some(found.to_owned()),
            None => {
                let message = format!("{what} names the column `{name}`, which `{}` does not have", table.name);
                reader.unknown_name(
                    at,
                    name,
                    message,
                    "columns",
                    table.columns.iter().map(|column| column.name.as_str()),
                );
                None
            }
        }
    }

    fn find(&self, reader: &Reader<'_>, name: &str) -> Option<&'t str> {
        find_column(self.table?, name, reader.engine() != Engine::Postgres)
    }
}

/// A column by its name; where the database does not tell capitals apart, in any of them.
pub(super) fn find_column<'t>(table: &'t Table, name: &str, folds: bool) -> Option<&'t str> {
    let mut columns = table.columns.iter();
    table
        .column(name)
        .or_else(|| columns.find(|column| folds && column.name.eq_ignore_ascii_case(name)))
        .map(|column| column.name.as_str())
}

/// The name of a part: the key it stands under, or its `name`.
pub(super) fn part_name<'d>(fields: &Fields<'_, 'd>, key: Option<Text<'d>>) -> Option<Text<'d>> {
    let said = match fields.context.key("name") {
        Some(_) => fields.text("name"),
        None => None,
    };
    if let (Some(said), Some(_)) = (&said, &key) {
        let message = format!("{} has two names", fields.what);
        let help =
            "it is named already, by the key that it stands under or by `foreign_key`: leave `name` out".to_owned();
        fields.reader.invalid(&said.at, message, "a second name", help);
    }
    key.or(said)
}

/// The places of a key or an index: a column, a list of columns and expressions.
pub(super) fn places<'d>(
    reader: &Reader<'_>,
    item: Item<'d>,
    what: &str,
    known: &Places<'_>,
) -> Option<Vec<(IndexColumn, At<'d>)>> {
    if let Some(text) = item.as_text() {
        return short_place(reader, &text, what, known).map(|place| vec![(place, text.at)]);
    }
    let Some(list) = item.as_list() else {
        reader.wrong(&item, &format!("the columns of {what}"), "a list of columns");
        return None;
    };
    let mut found = Vec::new();
    for element in list {
        let place = match element.get() {
            DeValue::String(_) => short_place(reader, &element.as_text()?, what, known)?,
            DeValue::Table(_) => {
                let fields = Fields::open(reader, element, element.at(), &keys::PLACE, format!("a column of {what}"))?;
                long_place(&fields, known)?
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

/// `"name"`, `"name desc"`, `"name desc nulls last"`.
///
/// A column whose name is the whole text comes first, so that no name needs escaping.
fn short_place(reader: &Reader<'_>, text: &Text<'_>, what: &str, known: &Places<'_>) -> Option<IndexColumn> {
    if known.find(reader, &text.value).is_some() {
        return known.column(reader, &text.value, &text.at, what).map(IndexColumn::column);
    }
    let (name, descending, nulls) = short_words(&text.value);
    if nulls.is_some() && reader.engine() != Engine::Postgres {
        let message = format!("{} cannot place NULLs in an index ({what})", reader.engine().name());
        reader.invalid(&text.at, message, "nulls", None);
        return None;
    }
    if known.find(reader, name).is_none() && name.contains('(') {
        let help = format!("an expression is written {{ sql = \"{}\" }}", text.value.trim());
        reader.invalid(&text.at, format!("{what} names `{}`, which is no column", text.value), "no column", help);
        return None;
    }
    let column = known.column(reader, name, &text.at, what)?;
    Some(IndexColumn { descending, nulls, ..IndexColumn::column(column) })
}

/// The name, and what is said behind it.
pub(super) fn short_words(text: &str) -> (&str, bool, Option<Nulls>) {
    let mut rest = text.trim();
    let mut nulls = None;
    for (words, value) in [("nulls first", Nulls::First), ("nulls last", Nulls::Last)] {
        if let Some(before) = without_word(rest, words) {
            nulls = Some(value);
            rest = before;
            break;
        }
    }
    match (without_word(rest, "desc"), without_word(rest, "asc")) {
        (Some(name), _) => (name, true, nulls),
        (None, Some(name)) => (name, false, nulls),
        (None, None) => (rest, false, nulls),
    }
}

/// `text` without a last word, where it ends in that and something stands before it.
fn without_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.len().checked_sub(word.len())?;
    let (before, end) = (text.get(..start)?, text.get(start..)?);
    let name = before.trim_end();
    (end.eq_ignore_ascii_case(word) && name.len() < before.len() && !name.is_empty()).then_some(name)
}

/// `{ column = …, sql = …, desc = … }`
pub(super) fn long_place(fields: &Fields<'_, '_>, known: &Places<'_>) -> Option<IndexColumn> {
    let reader = fields.reader;
    let mut place = match (fields.item("column"), fields.item("sql")) {
        (Some(_), None) => {
            let text = fields.text("column")?;
            IndexColumn::column(known.column(reader, &text.value, &text.at, &fields.what)?)
        }
        (None, Some(_)) => IndexColumn::expression(bare(fields.reader.dialect.syntax(), fields.sql("sql")?).0),
        (Some(_), Some(_)) => {
            let message = format!("{} is both a column and an expression", fields.what);
            reader.invalid(&fields.at, message, "both", "keep `column` or `sql`".to_owned());
            return None;
        }
        (None, None) => {
            let message = format!("{} names no column", fields.what);
            reader.invalid(&fields.at, message, "something is missing", "write `column` or `sql`".to_owned());
            return None;
        }
    };
    place.collation = collation(fields, "collation");
    place.opclass = fields.text("opclass").map(|text| text.value);
    place.descending = fields.flag("desc");
    place.nulls = fields.choice("nulls").map(|word| if word == "first" { Nulls::First } else { Nulls::Last });
    if fields.context.key("length").is_some() {
        place.length = fields.integer("length").and_then(|length| u32::try_from(length).ok());
    }
    Some(place)
}

/// The indexes of a table or a view.
pub(super) fn read<'d>(fields: &Fields<'_, 'd>, known: &Places<'_>) -> Vec<DraftIndex<'d>> {
    let mut found = Vec::new();
    for (name, item) in fields.parts("indexes") {
        let what = match &name {
            Some(name) => format!("index `{}` of {}", name.value, fields.what),
            None => format!("an element of {}", fields.of("indexes")),
        };
        found.extend(index(fields.reader, item, name, what, known));
    }
    found
}

fn index<'d>(
    reader: &Reader<'_>,
    item: Item<'d>,
    name: Option<Text<'d>>,
    what: String,
    known: &Places<'_>,
) -> Option<DraftIndex<'d>> {
    let at = name.as_ref().map_or_else(|| item.at(), |name| name.at.clone());
    let of = |name: Option<Text<'d>>, index: Index, renamed_from| DraftIndex {
        name_at: name.as_ref().map(|name| name.at.clone()),
        index: Index { name: name.map(|name| name.value).unwrap_or_default(), ..index },
        at: at.clone(),
        renamed_from,
    };
    if !matches!(item.get(), DeValue::Table(_)) {
        let columns = columns(reader, item, &what, known)?;
        return Some(of(name, Index { columns, ..Index::default() }, None));
    }
    let fields = Fields::open(reader, item, at.clone(), &keys::INDEX, what)?;
    let name = part_name(&fields, name);
    let Some(list) = fields.item("columns") else {
        fields.missing("columns");
        return None;
    };
    let index = Index {
        name: String::new(),
        unique: fields.flag("unique"),
        // Every database's usual method is a B-tree: said or not, it is the same index.
        method: fields.text("using").map(|text| text.value.to_ascii_lowercase()).filter(|method| method != "btree"),
        columns: columns(reader, list, &fields.what, known)?,
        include: include(&fields, known),
        predicate: fields.sql("where").map(|text| bare(fields.reader.dialect.syntax(), text)),
        nulls_not_distinct: fields.flag("nulls_not_distinct"),
        parameters: fields.parameters("with"),
        tablespace: fields.text("tablespace").map(|text| text.value),
        comment: fields.comment(),
    };
    Some(of(name, index, fields.text("renamed_from")))
}

fn columns(reader: &Reader<'_>, item: Item<'_>, what: &str, known: &Places<'_>) -> Option<Vec<IndexColumn>> {
    let columns: Vec<IndexColumn> = places(reader, item, what, known)?.into_iter().map(|(place, _)| place).collect();
    if columns.is_empty() {
        reader.invalid(&item.at(), format!("{what} has no columns"), "empty", None);
        return None;
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_behind_a_name() {
        assert_eq!(short_words("number"), ("number", false, None));
        assert_eq!(short_words("number DESC"), ("number", true, None));
        assert_eq!(short_words("first name asc nulls first"), ("first name", false, Some(Nulls::First)));
        assert_eq!(short_words("a desc  nulls last"), ("a", true, Some(Nulls::Last)));
        assert_eq!(short_words("desc"), ("desc", false, None));
        assert_eq!(short_words("xdesc"), ("xdesc", false, None));
        assert_eq!(short_words("é desc"), ("é", true, None));
    }
}
