//! A schema file as values with places, and the reading of one value: each of the right kind, or a problem at its place.

use std::cell::RefCell;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Context, Form, SQL};
use super::names::{self, NameFault};
use crate::config::Naming;
use crate::dialect::{Dialect, Literal};
use crate::engine::Engine;
use crate::error::Place;
use crate::nearest::nearest;
use crate::schema::{Expr, QName};
use crate::source::error::Problem;

/// A file: its name as shown, its text.
#[derive(Debug)]
pub(super) struct Document {
    pub path: PathBuf,
    pub text: Arc<str>,
}

/// A place in a document.
#[derive(Debug, Clone)]
pub(super) struct At<'d> {
    pub document: &'d Document,
    pub span: Range<usize>,
}

impl At<'_> {
    /// The same for a fault.
    pub fn place(&self, label: impl Into<String>) -> Place {
        Place {
            path: self.document.path.clone(),
            text: self.document.text.clone(),
            span: self.span.clone(),
            label: label.into(),
        }
    }
}

/// A string and its place.
#[derive(Debug, Clone)]
pub(super) struct Text<'d> {
    pub value: String,
    pub at: At<'d>,
}

/// A value and its document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'d> {
    pub document: &'d Document,
    pub value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Item<'d> {
    pub fn at(&self) -> At<'d> {
        At { document: self.document, span: self.value.span() }
    }

    pub fn get(&self) -> &'d DeValue<'d> {
        self.value.get_ref()
    }

    /// The string, where it is one.
    pub fn as_text(&self) -> Option<Text<'d>> {
        match self.get() {
            DeValue::String(text) => Some(Text { value: text.to_string(), at: self.at() }),
            _ => None,
        }
    }

    /// The elements, where it is a list.
    pub fn as_list(&self) -> Option<impl Iterator<Item = Item<'d>> + 'd> {
        let document = self.document;
        match self.get() {
            DeValue::Array(list) => Some(list.iter().map(move |value| Item { document, value })),
            _ => None,
        }
    }
}

/// A name with what stands behind it.
#[derive(Debug, Clone)]
pub(super) struct Entry<'d> {
    pub name: &'d str,
    pub at: At<'d>,
    pub item: Item<'d>,
}

/// The entries of a table as they stand in the file. (The parser moves a table that is opened again behind others.)
pub(super) fn entries<'d>(document: &'d Document, table: &'d DeTable<'d>) -> Vec<Entry<'d>> {
    let mut entries: Vec<Entry<'d>> = table
        .iter()
        .map(|(key, value)| Entry {
            name: key.get_ref(),
            at: At { document, span: key.span() },
            item: Item { document, value },
        })
        .collect();
    entries.sort_by_key(|entry| entry.at.span.start);
    entries
}

/// What is known while a schema file is read, and the problems found so far.
pub(super) struct Reader<'r> {
    pub dialect: &'r dyn Dialect,
    pub naming: &'r Naming,
    problems: RefCell<Vec<Problem>>,
}

impl<'r> Reader<'r> {
    pub fn new(dialect: &'r dyn Dialect, naming: &'r Naming) -> Self {
        Reader { dialect, naming, problems: RefCell::new(Vec::new()) }
    }

    pub fn engine(&self) -> Engine {
        self.dialect.engine()
    }

    pub fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// A value that cannot stand where it stands.
    pub fn invalid(&self, at: &At<'_>, message: impl Into<String>, label: &str, help: impl Into<Option<String>>) {
        self.problem(Problem {
            code: "invalid-schema",
            message: message.into(),
            help: help.into(),
            places: vec![at.place(label)],
        });
    }

    /// A value of the wrong kind.
    pub fn wrong(&self, item: &Item<'_>, what: &str, expected: &str) {
        let message = format!("{what} must be {expected}, not {}", kind(item.get()));
        self.invalid(&item.at(), message, "of the wrong kind", None);
    }

    /// A name that nothing has; `known` are those that could be meant.
    pub fn unknown_name<'k>(
        &self,
        at: &At<'_>,
        word: &str,
        message: String,
        plural: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let help = suggestion(word, plural, &known);
        self.problem(Problem { code: "unknown-name", message, help, places: vec![at.place("there is no such thing")] });
    }

    /// A name that is defined twice.
    pub fn twice(&self, message: String, second: &At<'_>, first: &At<'_>) {
        self.problem(Problem {
            code: "duplicate-name",
            message,
            help: Some("a name is defined once: rename or remove one of the two".to_owned()),
            places: vec![second.place("defined again here"), first.place("first defined here")],
        });
    }

    /// A dotted name.
    pub fn name(&self, text: &str, at: &At<'_>) -> Option<QName> {
        let bad = |why: NameFault| {
            let help = "a name is `name` or `namespace.name`; one that holds a dot is written '\"a.b\"'".to_owned();
            self.invalid(at, format!("the name `{text}` {}", why.text()), "not a name", help);
        };
        let name = names::qualified(text).map_err(bad).ok()?;
        if let Some(namespace) = &name.namespace {
            if self.engine() == Engine::Sqlite {
                let help = format!(
                    "SQLite has no namespaces; a name that holds a dot is written '\"{text}\"', quotes within quotes"
                );
                self.invalid(at, format!("`{text}` names the namespace `{namespace}`"), "a dotted name", help);
                return None;
            }
            if self.in_default(namespace, at) {
                return None;
            }
            self.fits(namespace, at);
        }
        self.fits(&name.name, at);
        Some(name)
    }

    /// Refuses the namespace that is the default one: what is in it has a name without one, whatever it is called.
    pub fn in_default(&self, namespace: &str, at: &At<'_>) -> bool {
        let default = names::default_namespace(self.engine()) == Some(namespace);
        if default {
            let help = "a name without a namespace is in the connection's default one: leave it out".to_owned();
            self.invalid(at, format!("the default namespace `{namespace}` is named"), "leave it out", help);
        }
        default
    }

    /// Whether the database keeps a name whole.
    pub fn fits(&self, name: &str, at: &At<'_>) -> bool {
        let engine = self.engine();
        let Some(limit) = names::limit(engine).filter(|limit| names::length(engine, name) > *limit) else {
            return true;
        };
        let unit = names::unit(engine);
        let message = format!("the name `{name}` is {} {unit} long", names::length(engine, name));
        let help = format!("{} keeps {limit} {unit} of a name", engine.name());
        self.invalid(at, message, "too long", help);
        false
    }
}

/// `did you mean …`, and all that there is.
pub(super) fn suggestion(word: &str, plural: &str, known: &[&str]) -> Option<String> {
    const MANY: usize = 40;
    let near = nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let list = match known {
        [] => format!("there are no {plural}"),
        known if known.len() > MANY => format!("there are {} {plural}", known.len()),
        known => format!("the {plural} are {}", known.join(", ")),
    };
    match near {
        Some(near) => Some(format!("{near} ({list})")),
        None => Some(list),
    }
}

/// The word for the kind of a value.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A table whose keys are known.
pub(super) struct Fields<'r, 'd> {
    pub reader: &'r Reader<'r>,
    document: &'d Document,
    table: &'d DeTable<'d>,
    pub context: &'static Context,
    /// The thing in words: "column `users.id`".
    pub what: String,
    pub at: At<'d>,
}

impl<'r, 'd> Fields<'r, 'd> {
    /// Opens a table and names every key in it that is none.
    pub fn open(
        reader: &'r Reader<'r>,
        item: Item<'d>,
        at: At<'d>,
        context: &'static Context,
        what: impl Into<String>,
    ) -> Option<Self> {
        let what = what.into();
        let DeValue::Table(table) = item.get() else {
            reader.wrong(&item, &what, &Form::Fields(context).expected());
            return None;
        };
        let fields = Fields { reader, document: item.document, table, context, what, at };
        fields.check_keys();
        Some(fields)
    }

    /// The top level of a file.
    pub fn root(
        reader: &'r Reader<'r>,
        document: &'d Document,
        table: &'d DeTable<'d>,
        context: &'static Context,
    ) -> Self {
        let at = At { document, span: 0..0 };
        let fields = Fields { reader, document, table, context, what: "the schema file".to_owned(), at };
        fields.check_keys();
        fields
    }

    fn check_keys(&self) {
        let engine = self.reader.engine();
        for entry in entries(self.document, self.table) {
            let name = entry.name;
            if let Some(later) =
                self.context.later.iter().find(|later| later.name == name && later.engines.contains(&engine))
            {
                self.reader.problem(Problem {
                    code: "not-supported",
                    message: format!("{} are not supported yet, on {}", later.plural, engine.name()),
                    help: Some(
                        "leave them out of the schema, and `exclude` those of the database in [schema]".to_owned(),
                    ),
                    places: vec![entry.at.place("not supported yet")],
                });
                continue;
            }
            match self.context.key(name) {
                Some(key) if key.engines.contains(&engine) => {}
                Some(key) => {
                    let homes = key.engines.iter().map(|engine| engine.name()).collect::<Vec<_>>().join(" and ");
                    let help = match name {
                        "comment" => "say it in a comment of the file: # …".to_owned(),
                        _ => format!("the keys of {} here are {}", self.context.what, self.list(engine)),
                    };
                    self.reader.problem(Problem {
                        code: "unknown-key",
                        message: format!("{} has no `{name}`: it is a word of {homes} ({})", engine.name(), self.what),
                        help: Some(help),
                        places: vec![entry.at.place(format!("not on {}", engine.name()))],
                    });
                }
                None => self.unknown_key(&entry, engine),
            }
        }
    }

    fn unknown_key(&self, entry: &Entry<'_>, engine: Engine) {
        let name = entry.name;
        let list = self.list(engine);
        let near = nearest(name, self.context.names(engine));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? (the keys of {} are {list})", self.context.what),
            None if self.context.what == "a table" && matches!(entry.item.get(), DeValue::Table(_)) => format!(
                "columns stand under `columns`; a table in a namespace is written in quotes: [table.\"namespace.{name}\"] \
                 (the keys of a table are {list})"
            ),
            None => format!("the keys of {} are {list}", self.context.what),
        };
        self.reader.problem(Problem {
            code: "unknown-key",
            message: format!("unknown key `{name}` in {}", self.what),
            help: Some(help),
            places: vec![entry.at.place("not known")],
        });
    }

    fn list(&self, engine: Engine) -> String {
        self.context.names(engine).collect::<Vec<_>>().join(", ")
    }

    /// The value of a key that this database knows.
    pub fn item(&self, key: &str) -> Option<Item<'d>> {
        debug_assert!(self.context.key(key).is_some(), "{key} is not among the keys of {}", self.context.what);
        self.context.key(key).filter(|key| key.engines.contains(&self.reader.engine()))?;
        let value = self.table.get(key)?;
        Some(Item { document: self.document, value })
    }

    /// Where a key stands.
    pub fn key_at(&self, key: &str) -> Option<At<'d>> {
        self.table.get_key_value(key).map(|(key, _)| At { document: self.document, span: key.span() })
    }

    /// A value of the wrong kind.
    pub fn wrong(&self, key: &str, item: &Item<'_>) {
        let expected = self.context.key(key).map(|key| key.form.expected()).unwrap_or_default();
        self.reader.wrong(item, &self.of(key), &expected);
    }

    /// "`key` of column `users.id`"
    pub fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }

    /// A key that must be there.
    pub fn missing(&self, key: &str) {
        let expected = self.context.key(key).map(|key| key.form.expected()).unwrap_or_default();
        self.reader.invalid(
            &self.at,
            format!("{} has no `{key}`", self.what),
            "something is missing",
            format!("write {key} = {expected}"),
        );
    }

    /// A string.
    pub fn text(&self, key: &str) -> Option<Text<'d>> {
        let item = self.item(key)?;
        let text = item.as_text();
        match &text {
            None => self.wrong(key, &item),
            Some(text) if text.value.trim().is_empty() => {
                self.reader.invalid(&text.at, format!("{} is empty", self.of(key)), "empty", None);
                return None;
            }
            Some(_) => {}
        }
        text
    }

    /// A comment: any string that is not empty, which would be the same as none.
    pub fn comment(&self) -> Option<String> {
        let item = self.item("comment")?;
        match item.as_text() {
            Some(text) if !text.value.is_empty() => Some(text.value),
            Some(text) => {
                let help = "leave it out where there is none".to_owned();
                self.reader.invalid(&text.at, format!("{} is empty", self.of("comment")), "empty", help);
                None
            }
            None => {
                self.wrong("comment", &item);
                None
            }
        }
    }

    /// SQL.
    pub fn sql(&self, key: &str) -> Option<Expr> {
        let item = self.item(key)?;
        sql(self.reader, item, &self.of(key))
    }

    /// A truth value; `None` where it is not said.
    pub fn maybe(&self, key: &str) -> Option<bool> {
        let item = self.item(key)?;
        match item.get() {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                self.wrong(key, &item);
                None
            }
        }
    }

    /// A truth value; false where it is not said.
    pub fn flag(&self, key: &str) -> bool {
        self.maybe(key).unwrap_or(false)
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        let item = self.item(key)?;
        match item.get() {
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Some(number),
                Err(_) => {
                    let message = format!("{} is too large", self.of(key));
                    self.reader.invalid(&item.at(), message, "does not fit 64 bits", None);
                    None
                }
            },
            _ => {
                self.wrong(key, &item);
                None
            }
        }
    }

    /// One of the words of the key's form.
    pub fn choice(&self, key: &str) -> Option<&'static str> {
        let item = self.item(key)?;
        let words = match self.context.key(key).map(|key| key.form) {
            Some(Form::Choice(words)) => words,
            Some(Form::Or(forms)) => forms
                .iter()
                .find_map(|form| match form {
                    Form::Choice(words) => Some(*words),
                    _ => None,
                })
                .unwrap_or_default(),
            _ => &[],
        };
        let Some(text) = item.as_text() else {
            self.wrong(key, &item);
            return None;
        };
        let found = words.iter().find(|word| word.eq_ignore_ascii_case(text.value.trim()));
        if found.is_none() {
            let help = suggestion(&text.value.replace('_', " "), "words here", words);
            self.reader.invalid(
                &text.at,
                format!("{} cannot be `{}`", self.of(key), text.value),
                "not one of the known words",
                help,
            );
        }
        found.copied()
    }

    /// Strings; one alone may stand without a list.
    pub fn texts(&self, key: &str) -> Option<Vec<Text<'d>>> {
        let item = self.item(key)?;
        self.texts_in(key, item)
    }

    fn texts_in(&self, key: &str, item: Item<'d>) -> Option<Vec<Text<'d>>> {
        if let Some(text) = item.as_text() {
            return Some(vec![text]);
        }
        let Some(list) = item.as_list() else {
            self.wrong(key, &item);
            return None;
        };
        let mut texts = Vec::new();
        for element in list {
            match element.as_text() {
                Some(text) => texts.push(text),
                None => self.reader.wrong(&element, &format!("an element of {}", self.of(key)), "a string"),
            }
        }
        Some(texts)
    }

    /// Names with strings, in the order of the file.
    pub fn text_map(&self, key: &str) -> Vec<(Text<'d>, Text<'d>)> {
        let Some(item) = self.item(key) else { return Vec::new() };
        let DeValue::Table(table) = item.get() else {
            self.wrong(key, &item);
            return Vec::new();
        };
        let mut found = Vec::new();
        for entry in entries(self.document, table) {
            match entry.item.as_text() {
                Some(text) => found.push((Text { value: entry.name.to_owned(), at: entry.at }, text)),
                None => self.reader.wrong(&entry.item, &format!("`{}` in {}", entry.name, self.of(key)), "a string"),
            }
        }
        found
    }

    /// Storage parameters, sorted by name.
    pub fn parameters(&self, key: &str) -> Vec<(String, String)> {
        let Some(item) = self.item(key) else { return Vec::new() };
        let DeValue::Table(table) = item.get() else {
            self.wrong(key, &item);
            return Vec::new();
        };
        let mut found = Vec::new();
        self.parameters_in(key, table, "", &mut found);
        found.sort();
        found
    }

    fn parameters_in(&self, key: &str, table: &'d DeTable<'d>, prefix: &str, found: &mut Vec<(String, String)>) {
        for entry in entries(self.document, table) {
            let name = format!("{prefix}{}", entry.name);
            match entry.item.get() {
                DeValue::String(text) => found.push((name, text.to_string())),
                DeValue::Integer(number) => found.push((name, number.to_string())),
                DeValue::Float(number) => found.push((name, number.as_str().to_owned())),
                DeValue::Boolean(value) => found.push((name, value.to_string())),
                // `toast.autovacuum_enabled = false`: TOML reads the dot as a table of its own.
                DeValue::Table(inner) => self.parameters_in(key, inner, &format!("{name}."), found),
                DeValue::Array(_) | DeValue::Datetime(_) => self.reader.wrong(
                    &entry.item,
                    &format!("`{name}` in {}", self.of(key)),
                    "a string, a number or a truth value",
                ),
            }
        }
    }

    /// The entries of a table of names.
    pub fn map(&self, key: &str) -> Vec<Entry<'d>> {
        let Some(item) = self.item(key) else { return Vec::new() };
        match item.get() {
            DeValue::Table(table) => entries(self.document, table),
            _ => {
                self.wrong(key, &item);
                Vec::new()
            }
        }
    }

    /// Named or unnamed parts: a table of names, or a list.
    pub fn parts(&self, key: &str) -> Vec<(Option<Text<'d>>, Item<'d>)> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let Some(list) = item.as_list() {
            return list.map(|element| (None, element)).collect();
        }
        self.map(key)
            .into_iter()
            .filter_map(|entry| {
                if entry.name.is_empty() {
                    self.reader.invalid(&entry.at, format!("an empty name in {}", self.of(key)), "empty", None);
                    return None;
                }
                Some((Some(Text { value: entry.name.to_owned(), at: entry.at }), entry.item))
            })
            .collect()
    }
}

/// SQL: a string, or `{ sql = "…" }`.
pub(super) fn sql(reader: &Reader<'_>, item: Item<'_>, what: &str) -> Option<Expr> {
    let text = match item.get() {
        DeValue::String(text) => text.to_string(),
        DeValue::Table(_) => {
            let fields = Fields::open(reader, item, item.at(), &SQL, what)?;
            if fields.item("sql").is_none() {
                fields.missing("sql");
                return None;
            }
            return fields.sql("sql");
        }
        _ => {
            reader.wrong(&item, what, "SQL in a string");
            return None;
        }
    };
    let text = text.trim();
    if text.is_empty() {
        reader.invalid(&item.at(), format!("{what} is empty"), "empty", None);
        return None;
    }
    Some(Expr(text.to_owned()))
}

/// A literal, where it is one.
pub(super) fn literal(reader: &Reader<'_>, item: Item<'_>, what: &str) -> Option<Literal> {
    match item.get() {
        DeValue::String(text) => Some(Literal::Text(text.to_string())),
        DeValue::Boolean(value) => Some(Literal::Boolean(*value)),
        DeValue::Datetime(when) => Some(Literal::Text(when.to_string())),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Some(Literal::Integer(number)),
            Err(_) => {
                let help = format!("write {{ sql = \"{number}\" }}");
                reader.invalid(&item.at(), format!("{what} is too large"), "does not fit 64 bits", help);
                None
            }
        },
        DeValue::Float(number) if number.as_str().contains(['n', 'i']) => {
            let help = "write it as SQL: { sql = \"'NaN'\" }".to_owned();
            reader.invalid(&item.at(), format!("{what} is no number"), "not a number", help);
            None
        }
        DeValue::Float(number) => Some(Literal::Float(number.as_str().to_owned())),
        DeValue::Array(_) | DeValue::Table(_) => {
            reader.wrong(&item, what, "a literal or { sql = \"…\" }");
            None
        }
    }
}
