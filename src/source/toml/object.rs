//! What is no table: namespaces, extensions, enums, sequences, views; and triggers, which tables and views share.

use super::document::{At, Entry, Fields, Reader, Text, sql};
use super::draft::{Draft, DraftSequence, DraftTrigger, DraftView, Renamed};
use super::index::{self, Places};
use super::keys;
use super::types::{Enums, Type};
use crate::schema::{
    Enum, Extension, Kind, Namespace, Node, ObjectId, QName, Sequence, SequenceOptions, Trigger, View,
};
use crate::sql::head_words;
use toml::de::DeValue;

/// `namespaces = […]` and `[namespace.x]`.
pub(super) fn namespaces<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>) {
    let reader = file.reader;
    for text in file.texts("namespaces").unwrap_or_default() {
        if let Some(name) = plain_name(reader, &text.value, &text.at) {
            add_namespace(reader, draft, Namespace { name, comment: None }, text.at);
        }
    }
    for entry in file.map("namespace") {
        let what = format!("namespace `{}`", entry.name);
        let Some(fields) = Fields::open(reader, entry.item, entry.at.clone(), &keys::NAMESPACE, what) else { continue };
        let Some(name) = plain_name(reader, entry.name, &entry.at) else { continue };
        if let Some(old) = fields.text("renamed_from") {
            let node = |name: &str| Node::Object(ObjectId::new(Kind::Namespace, QName::plain(name)));
            draft.renames.push(Renamed { old: node(&old.value), new: node(&name), at: old.at });
        }
        add_namespace(reader, draft, Namespace { name, comment: fields.comment() }, entry.at);
    }
}

/// A name with no namespace before it.
fn plain_name(reader: &Reader<'_>, text: &str, at: &At<'_>) -> Option<String> {
    match super::names::parts(text).as_deref() {
        Ok([name]) => reader.fits(name, at).then(|| name.clone()),
        _ => {
            let help = "a name that holds a dot is written '\"a.b\"', quotes within quotes".to_owned();
            reader.invalid(at, format!("`{text}` is not a plain name"), "not a plain name", help);
            None
        }
    }
}

fn add_namespace<'d>(reader: &Reader<'_>, draft: &mut Draft<'d>, namespace: Namespace, at: At<'d>) {
    if reader.in_default(&namespace.name, &at) {
        return;
    }
    if let Some((_, first)) = draft.namespaces.iter().find(|(known, _)| known.name == namespace.name) {
        reader.twice(format!("the namespace `{}` is defined twice", namespace.name), &at, first);
        return;
    }
    draft.namespaces.push((namespace, at));
}

/// Makes the namespace of a dotted name, where no file declares it.
pub(super) fn imply_namespace<'d>(draft: &mut Draft<'d>, name: &QName, at: &At<'d>) {
    let Some(namespace) = &name.namespace else { return };
    if !draft.namespaces.iter().any(|(known, _)| known.name == *namespace) {
        draft.namespaces.push((Namespace { name: namespace.clone(), comment: None }, at.clone()));
    }
}

/// `extensions = [ "citext", { name = …, namespace = … } ]`
pub(super) fn extensions<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>) {
    let Some(item) = file.item("extensions") else { return };
    let Some(list) = item.as_list() else {
        file.wrong("extensions", &item);
        return;
    };
    for element in list {
        let at = element.at();
        let extension = match element.as_text() {
            Some(text) => Extension { name: text.value, namespace: None },
            None => {
                let Some(fields) = Fields::open(file.reader, element, at.clone(), &keys::EXTENSION, "an extension")
                else {
                    continue;
                };
                let Some(name) = fields.text("name") else {
                    if fields.item("name").is_none() {
                        fields.missing("name");
                    }
                    continue;
                };
                Extension { name: name.value, namespace: fields.text("namespace").map(|text| text.value) }
            }
        };
        if let Some((_, first)) = draft.extensions.iter().find(|(known, _)| known.name == extension.name) {
            file.reader.twice(format!("the extension `{}` is named twice", extension.name), &at, first);
            continue;
        }
        draft.extensions.push((extension, at));
    }
}

/// The enums of a file: read before tables, whose columns are of these types.
pub(super) fn enums<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>) {
    let reader = file.reader;
    for entry in file.map("enum") {
        let Some(name) = reader.name(entry.name, &entry.at) else { continue };
        if let Some((_, first)) = draft.enums.iter().find(|(known, _)| known.name == name) {
            reader.twice(format!("the enum `{name}` is defined twice"), &entry.at, first);
            continue;
        }
        let what = format!("enum `{name}`");
        let mut value = Enum { name: name.clone(), values: Vec::new(), comment: None };
        let mut placed = Vec::new();
        if entry.item.as_list().is_some() {
            values(reader, draft, &mut value, &mut placed, entry.item, &what);
        } else {
            let Some(fields) = Fields::open(reader, entry.item, entry.at.clone(), &keys::ENUM, what.clone()) else {
                continue;
            };
            let Some(list) = fields.item("values") else {
                fields.missing("values");
                continue;
            };
            values(reader, draft, &mut value, &mut placed, list, &what);
            value.comment = fields.comment();
            renamed(&fields, draft, Kind::Enum, &name);
            for (old, new) in fields.text_map("replaced_by") {
                if let Some((_, at)) = placed.iter().find(|(value, _)| *value == old.value) {
                    let message = format!("{what} replaces `{}`, which it still has", old.value);
                    reader.twice(message, &old.at, at);
                } else if !value.values.contains(&new.value) {
                    let message = format!("{what} replaces `{}` by `{}`, which it does not have", old.value, new.value);
                    reader.unknown_name(
                        &new.at,
                        &new.value,
                        message,
                        "values",
                        value.values.iter().map(String::as_str),
                    );
                } else {
                    draft.hints.value_replacements.push((name.clone(), old.value, new.value));
                }
            }
        }
        imply_namespace(draft, &name, &entry.at);
        draft.enums.push((value, entry.at));
    }
}

fn values<'d>(
    reader: &Reader<'_>,
    draft: &mut Draft<'d>,
    to: &mut Enum,
    placed: &mut Vec<(String, At<'d>)>,
    item: super::document::Item<'d>,
    what: &str,
) {
    let Some(list) = item.as_list() else {
        reader.wrong(&item, &format!("`values` of {what}"), "a list of strings");
        return;
    };
    for element in list {
        let at = element.at();
        let value = match element.as_text() {
            Some(text) => text.value,
            None => {
                let what = format!("a value of {what}");
                let Some(fields) = Fields::open(reader, element, at.clone(), &keys::ENUM_VALUE, what) else { continue };
                let Some(value) = fields.text("value") else {
                    if fields.item("value").is_none() {
                        fields.missing("value");
                    }
                    continue;
                };
                if let Some(old) = fields.text("renamed_from") {
                    draft.hints.value_renames.push((to.name.clone(), old.value, value.value.clone()));
                }
                value.value
            }
        };
        reader.fits(&value, &at);
        if let Some((_, first)) = placed.iter().find(|(known, _)| *known == value) {
            reader.twice(format!("{what} has the value `{value}` twice"), &at, first);
            continue;
        }
        placed.push((value.clone(), at));
        to.values.push(value);
    }
}

/// `renamed_from` of an object in a namespace. A name without one is in the same as the new name; `.name` is in the
/// default one.
pub(super) fn renamed<'d>(fields: &Fields<'_, 'd>, draft: &mut Draft<'d>, kind: Kind, name: &QName) {
    let Some(text) = fields.text("renamed_from") else { return };
    let old = match text.value.strip_prefix('.') {
        Some(plain) => fields.reader.name(plain, &text.at),
        None => fields.reader.name(&text.value, &text.at).map(|old| match &old.namespace {
            None if !text.value.contains('.') || super::names::parts(&text.value).is_ok_and(|p| p.len() == 1) => {
                name.sibling(old.name)
            }
            _ => old,
        }),
    };
    let Some(old) = old else { return };
    let node = |name: &QName| Node::Object(ObjectId::new(kind, name.clone()));
    draft.renames.push(Renamed { old: node(&old), new: node(name), at: text.at });
}

/// The sequences of a file.
pub(super) fn sequences<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>) {
    let reader = file.reader;
    for entry in file.map("sequence") {
        let Some(name) = reader.name(entry.name, &entry.at) else { continue };
        let what = format!("sequence `{name}`");
        let Some(fields) = Fields::open(reader, entry.item, entry.at.clone(), &keys::SEQUENCE, what) else { continue };
        if let Some(first) = draft.sequences.iter().find(|known| known.sequence.name == name) {
            reader.twice(format!("the sequence `{name}` is defined twice"), &entry.at, &first.at);
            continue;
        }
        renamed(&fields, draft, Kind::Sequence, &name);
        let ty = fields.text("type").map(|text| reader.dialect.native_type(&text.value)).filter(|ty| ty != "bigint");
        let options: SequenceOptions = super::column::sequence_options(&fields);
        let sequence = Sequence {
            name: name.clone(),
            ty,
            options,
            owned_by: None,
            unlogged: fields.flag("unlogged"),
            comment: fields.comment(),
        };
        imply_namespace(draft, &name, &entry.at);
        draft.sequences.push(DraftSequence { sequence, at: entry.at, owner: fields.text("owned_by") });
    }
}

/// The views of a file.
pub(super) fn views<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>, enums: &Enums) {
    let reader = file.reader;
    for entry in file.map("view") {
        let Some(name) = reader.name(entry.name, &entry.at) else { continue };
        if let Some(first) = draft.views.iter().find(|known| known.view.name == name) {
            reader.twice(format!("the view `{name}` is defined twice"), &entry.at, &first.at);
            continue;
        }
        if let Some(drafted) = view(reader, draft, &entry, &name, enums) {
            imply_namespace(draft, &name, &entry.at);
            draft.views.push(drafted);
        }
    }
}

fn view<'d>(
    reader: &Reader<'_>,
    draft: &mut Draft<'d>,
    entry: &Entry<'d>,
    name: &QName,
    enums: &Enums,
) -> Option<DraftView<'d>> {
    let what = format!("view `{name}`");
    let plain = |view| DraftView { view, at: entry.at.clone(), indexes: Vec::new(), triggers: Vec::new() };
    if entry.item.as_text().is_some() {
        let query = query(reader, sql(reader, entry.item, &what)?, &entry.item.at(), &what)?;
        return Some(plain(View::new(name.clone(), query)));
    }
    let fields = Fields::open(reader, entry.item, entry.at.clone(), &keys::VIEW, what)?;
    let Some(item) = fields.item("sql") else {
        fields.missing("sql");
        return None;
    };
    let query = query(reader, fields.sql("sql")?, &item.at(), &fields.what)?;
    let mut view = View::new(name.clone(), query);
    view.materialized = fields.flag("materialized");
    view.columns = fields.texts("columns").unwrap_or_default().into_iter().map(|text| text.value).collect();
    view.options = fields.parameters("with");
    view.no_data = fields.flag("no_data");
    view.comment = fields.comment();
    view.column_comments =
        fields.text_map("column_comments").into_iter().map(|(name, text)| (name.value, text.value)).collect();
    for entry in fields.map("column_defaults") {
        let what = format!("the default of `{}` in {}", entry.name, fields.what);
        // The view's column has a type that only the server knows: the literal is spelled as text would be.
        let ty = Type { sql: String::new(), nullable: true, serial: false, of_enum: None };
        if let Some(value) = super::column::value(reader, entry.item, &what, &ty, enums) {
            view.column_defaults.push((entry.name.to_owned(), value));
        }
    }
    if !view.materialized {
        for key in ["no_data", "indexes"] {
            if let Some(at) = fields.key_at(key).filter(|_| fields.item(key).is_some()) {
                let message = format!("{} has `{key}` and is not materialized", fields.what);
                let help = "write materialized = true beside it".to_owned();
                reader.invalid(&at, message, "of a materialized view", help);
            }
        }
    }
    renamed(&fields, draft, Kind::View, name);
    let id = ObjectId::view(name);
    let triggers = triggers(&fields, &id);
    let indexes = index::read(&fields, &Places::unknown());
    Some(DraftView { indexes, triggers, ..plain(view) })
}

/// The query alone, without a closing `;`.
fn query(reader: &Reader<'_>, sql: crate::schema::Expr, at: &At<'_>, what: &str) -> Option<String> {
    let text = sql.text().trim_end().trim_end_matches(';').trim_end();
    let first = head_words(reader.dialect.syntax(), text, 1).into_iter().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("create") {
        let help = "write the query alone, from its SELECT on; the rest is made from the view's name".to_owned();
        reader.invalid(at, format!("`sql` of {what} is a whole CREATE statement"), "a query belongs here", help);
        return None;
    }
    Some(text.to_owned())
}

/// The triggers of a table or a view.
pub(super) fn triggers<'d>(fields: &Fields<'_, 'd>, owner: &ObjectId) -> Vec<DraftTrigger<'d>> {
    let reader = fields.reader;
    let mut found = Vec::new();
    for entry in fields.map("triggers") {
        reader.fits(entry.name, &entry.at);
        let what = format!("trigger `{}` of {}", entry.name, owner);
        let (statement, comment, renamed_from): (_, _, Option<Text<'d>>) = match entry.item.get() {
            DeValue::Table(_) => {
                let Some(inner) = Fields::open(reader, entry.item, entry.at.clone(), &keys::TRIGGER, what.clone())
                else {
                    continue;
                };
                if inner.item("sql").is_none() {
                    inner.missing("sql");
                }
                (inner.sql("sql"), inner.comment(), inner.text("renamed_from"))
            }
            _ => (sql(reader, entry.item, &what), None, None),
        };
        let Some(statement) = statement else { continue };
        let text = statement.text().trim_end().trim_end_matches(';').trim_end().to_owned();
        if !makes(reader, &text, entry.name) {
            let help = format!("write the whole statement: CREATE TRIGGER {} …", reader.dialect.quote(entry.name));
            let message = format!("the SQL of {what} does not create a trigger of that name");
            reader.invalid(&entry.item.at(), message, "another statement, or another name", help);
            continue;
        }
        found.push(DraftTrigger {
            trigger: Trigger { name: entry.name.to_owned(), sql: text.into(), comment },
            at: entry.at,
            renamed_from,
        });
    }
    found
}

/// Whether a statement creates a trigger of this name.
fn makes(reader: &Reader<'_>, statement: &str, name: &str) -> bool {
    let syntax = reader.dialect.syntax();
    let mut tokens =
        crate::sql::tokens(syntax, statement).filter(|token| !token.kind.is_trivia()).map(|token| token.text);
    if !tokens.next().is_some_and(|word| word.eq_ignore_ascii_case("create")) {
        return false;
    }
    let Some(mut word) = tokens.by_ref().find(|word| word.eq_ignore_ascii_case("trigger")).and_then(|_| tokens.next())
    else {
        return false;
    };
    if word.eq_ignore_ascii_case("if") {
        // IF NOT EXISTS
        let Some(after) = tokens.by_ref().nth(2) else { return false };
        word = after;
    }
    let mut found = crate::sql::unquote(syntax, word);
    // `main.name` on SQLite.
    while let Some(".") = tokens.next() {
        match tokens.next() {
            Some(part) => found = crate::sql::unquote(syntax, part),
            None => return false,
        }
    }
    found == name || (syntax.folding != crate::sql::syntax::Folding::Lower && found.eq_ignore_ascii_case(name))
}

/// What the enums of a draft are, for the reading of columns.
pub(super) fn enum_list(draft: &Draft<'_>) -> Enums {
    draft.enums.iter().map(|(value, _)| (value.name.clone(), value.values.clone())).collect()
}
