//! One section of a schema file as it is read: each key is one that the grammar has, each value of the right form, or
//! a fault at its place.

use toml::de::{DeTable, DeValue};

use super::document::{At, Document, Entry, Item, Text, entries};
use super::grammar::codec::{OwnParameters, own_parameters};
use super::grammar::{AnySection, Database, Form, KeyFacts, MARKED_SQL, database};
use super::schema_reader::{SchemaReader, suggestion};
use crate::dialect::Literal;
use crate::nearest::nearest;
use crate::schema::{Expr, Parameters};
use crate::source::error::Problem;

/// A section of a file.
pub(super) struct SectionReader<'r, 'd> {
    pub reader: &'r SchemaReader<'r>,
    pub section: &'static dyn AnySection,
    /// The thing in words: "column `users.id`".
    pub what: String,
    pub at: At<'d>,
    /// A key that need not be there, though it must be elsewhere.
    pub waived: Option<&'static str>,
    content: Content<'d>,
}

/// How a section is written.
enum Content<'d> {
    /// As a table of keys.
    Table(&'d Document, &'d DeTable<'d>),
    /// As the value of one key alone.
    Short(&'static str, Item<'d>),
}

impl<'r, 'd> SectionReader<'r, 'd> {
    /// Opens what stands for a thing, and names every key in it that is none.
    pub(super) fn open(
        reader: &'r SchemaReader<'r>,
        section: &'static dyn AnySection,
        item: Item<'d>,
        at: At<'d>,
        what: impl Into<String>,
    ) -> Option<Self> {
        let what = what.into();
        let content = match (item.get(), section.facts().short) {
            (DeValue::Table(table), _) => Content::Table(item.document, table),
            (_, Some(short)) => Content::Short(short, item),
            _ => {
                reader.wrong(&item, &what, &section.expected());
                return None;
            }
        };
        let opened = SectionReader { reader, section, what, at, waived: None, content };
        opened.check_keys();
        Some(opened)
    }

    /// The top level of a file.
    pub(super) fn root(
        reader: &'r SchemaReader<'r>,
        section: &'static dyn AnySection,
        document: &'d Document,
        table: &'d DeTable<'d>,
    ) -> Self {
        let at = At { document, span: 0..0 };
        let content = Content::Table(document, table);
        let opened =
            SectionReader { reader, section, what: section.facts().what.to_owned(), at, waived: None, content };
        opened.check_keys();
        opened
    }

    fn check_keys(&self) {
        let Content::Table(document, table) = self.content else { return };
        let database = self.reader.database();
        for entry in entries(document, table) {
            let name = entry.name;
            let mut later = self.section.facts().later.iter();
            if let Some(later) = later.find(|later| later.name == name && later.databases.contains(&database)) {
                self.reader.problem(Problem {
                    code: "not-supported",
                    message: format!("{} are not supported yet, on {}", later.plural, database.name()),
                    help: Some(
                        "leave them out of the schema, and `exclude` those of the database in [schema]".to_owned(),
                    ),
                    places: vec![entry.at.place("not supported yet")],
                });
                continue;
            }
            match self.section.key(name) {
                Some(key) if key.is_on(database) => self.check_beside(key, &entry),
                Some(key) => {
                    let homes = database::names(key.databases);
                    let help = match key.instead {
                        Some(help) => help.to_owned(),
                        None => format!("the keys of {} here are {}", self.section.facts().what, self.list(database)),
                    };
                    self.reader.problem(Problem {
                        code: "unknown-key",
                        message: format!("{} has no `{name}`: it is only for {homes} ({})", database.name(), self.what),
                        help: Some(help),
                        places: vec![entry.at.place(format!("not on {}", database.name()))],
                    });
                }
                None => self.unknown_key(&entry, database),
            }
        }
    }

    /// A key that says something of another one cannot stand without it.
    fn check_beside(&self, key: &KeyFacts, entry: &Entry<'_>) {
        let Some(beside) = key.beside else { return };
        let off = |item: Item<'_>| matches!(item.get(), DeValue::Boolean(false));
        let of_itself = key.form.is_words_or_sql() && matches!(entry.item.get(), DeValue::Table(_));
        if of_itself || off(entry.item) || self.item(beside.key).is_some_and(|item| !off(item)) {
            return;
        }
        let message = format!("{} {}", self.what, beside.fault.replace("{key}", key.name));
        let help = format!("write {} beside it", beside.write);
        self.reader.invalid(&entry.at, message, beside.label, help);
    }

    fn unknown_key(&self, entry: &Entry<'_>, database: Database) {
        let name = entry.name;
        let known: Vec<&str> = self.section.names(database).collect();
        let list = known.join(", ");
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`? (the keys of {} are {list})", self.section.facts().what),
            None => format!("the keys of {} are {list}", self.section.facts().what),
        };
        self.reader.problem(Problem {
            code: "unknown-key",
            message: format!("unknown key `{name}` in {}", self.what),
            help: Some(help),
            places: vec![entry.at.place("not known")],
        });
    }

    fn list(&self, database: Database) -> String {
        self.section.names(database).collect::<Vec<_>>().join(", ")
    }

    /// The value of a key that this database knows.
    pub(super) fn item(&self, key: &str) -> Option<Item<'d>> {
        self.section.key(key).filter(|key| key.is_on(self.reader.database()))?;
        match self.content {
            Content::Table(document, table) => table.get(key).map(|value| Item { document, value }),
            Content::Short(short, item) => (short == key).then_some(item),
        }
    }

    /// Where a key stands; where it is left out, its value.
    pub(super) fn key_at(&self, key: &str) -> Option<At<'d>> {
        match self.content {
            Content::Table(document, table) => {
                table.get_key_value(key).map(|(key, _)| At { document, span: key.span() })
            }
            Content::Short(short, item) => (short == key).then(|| item.at()),
        }
    }

    /// Where a key stands, which is known to be there.
    pub(super) fn place_of(&self, key: &str) -> At<'d> {
        self.key_at(key).unwrap_or_else(|| self.at.clone())
    }

    /// Where the value of a key stands, which is known to be there.
    pub(super) fn value_at(&self, key: &str) -> At<'d> {
        self.item(key).map_or_else(|| self.at.clone(), |item| item.at())
    }

    /// A value of the wrong form.
    pub(super) fn wrong(&self, key: &str, item: &Item<'_>) {
        let expected = match self.content {
            Content::Short(..) => self.section.expected(),
            Content::Table(..) => self.section.key(key).map(|key| key.form.expected()).unwrap_or_default(),
        };
        self.reader.wrong(item, &self.of(key), &expected);
    }

    /// "`key` of column `users.id`"; the thing alone where its key is left out.
    pub(super) fn of(&self, key: &str) -> String {
        match self.content {
            Content::Short(..) => self.what.clone(),
            Content::Table(..) => format!("`{key}` of {}", self.what),
        }
    }

    /// A key that must be there.
    pub(super) fn missing(&self, key: &str) {
        let expected = self.section.key(key).map(|key| key.form.expected()).unwrap_or_default();
        self.reader.invalid(
            &self.at,
            format!("{} has no `{key}`", self.what),
            "something is missing",
            format!("write {key} = {expected}"),
        );
    }

    /// A string.
    pub(super) fn text(&self, key: &str) -> Option<Text<'d>> {
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
    pub(super) fn comment(&self, key: &str) -> Option<String> {
        let item = self.item(key)?;
        match item.as_text() {
            Some(text) if !text.value.is_empty() => Some(text.value),
            Some(text) => {
                let help = "leave it out where there is none".to_owned();
                self.reader.invalid(&text.at, format!("{} is empty", self.of(key)), "empty", help);
                None
            }
            None => {
                self.wrong(key, &item);
                None
            }
        }
    }

    /// A string that may be empty, where that means something.
    pub(super) fn any_text(&self, key: &str) -> Option<String> {
        let item = self.item(key)?;
        let text = item.as_text().map(|text| text.value);
        if text.is_none() {
            self.wrong(key, &item);
        }
        text
    }

    /// An expression, without parentheses around all of it, as the model holds it.
    pub(super) fn expression(&self, key: &str) -> Option<Expr> {
        let sql = self.sql(key)?;
        Some(crate::sql::strip_outer_parens(self.reader.dialect.syntax(), sql.text()).into())
    }

    /// SQL.
    pub(super) fn sql(&self, key: &str) -> Option<Expr> {
        let item = self.item(key)?;
        if matches!(item.get(), DeValue::String(_) | DeValue::Table(_)) {
            return sql(self.reader, item, &self.of(key));
        }
        self.wrong(key, &item);
        None
    }

    /// A truth value; `None` where it is not said.
    pub(super) fn maybe(&self, key: &str) -> Option<bool> {
        let item = self.item(key)?;
        if let DeValue::Boolean(value) = item.get() {
            Some(*value)
        } else {
            self.wrong(key, &item);
            None
        }
    }

    /// A truth value; false where it is not said.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.maybe(key).unwrap_or(false)
    }

    /// A whole number that fits.
    pub(super) fn integer<N: TryFrom<i64>>(&self, key: &str) -> Option<N> {
        let item = self.item(key)?;
        if let DeValue::Integer(number) = item.get() {
            let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
            let fitting = number.and_then(|number| N::try_from(number).ok());
            if fitting.is_none() {
                let bits = 8 * size_of::<N>();
                let message = format!("{} is too large", self.of(key));
                self.reader.invalid(&item.at(), message, &format!("does not fit {bits} bits"), None);
            }
            fitting
        } else {
            self.wrong(key, &item);
            None
        }
    }

    /// One of the words of the key's form.
    pub(super) fn choice(&self, key: &str) -> Option<&'static str> {
        let item = self.item(key)?;
        let words = self.section.key(key).map(|key| key.form.words()).unwrap_or_default();
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
    pub(super) fn texts(&self, key: &str) -> Option<Vec<Text<'d>>> {
        let item = self.item(key)?;
        if let Some(text) = item.as_text() {
            return Some(vec![text]);
        }
        let mut texts = Vec::new();
        for element in self.list_in(key, item)? {
            match element.as_text() {
                Some(text) => texts.push(text),
                None => self.reader.wrong(&element, &format!("an element of {}", self.of(key)), "a string"),
            }
        }
        Some(texts)
    }

    /// The elements of a list.
    pub(super) fn elements(&self, key: &str) -> Option<Vec<Item<'d>>> {
        self.list_in(key, self.item(key)?)
    }

    fn list_in(&self, key: &str, item: Item<'d>) -> Option<Vec<Item<'d>>> {
        let list = item.as_list().map(Iterator::collect);
        if list.is_none() {
            self.wrong(key, &item);
        }
        list
    }

    /// The entries of a table of names, in the order of the file.
    pub(super) fn names(&self, key: &str) -> Vec<Entry<'d>> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let DeValue::Table(table) = item.get() {
            entries(item.document, table)
        } else {
            self.wrong(key, &item);
            Vec::new()
        }
    }

    /// Names with strings.
    pub(super) fn text_map(&self, key: &str) -> Vec<(Text<'d>, Text<'d>)> {
        let mut found = Vec::new();
        for entry in self.names(key) {
            match entry.item.as_text() {
                Some(text) => found.push((Text { value: entry.name.to_owned(), at: entry.at }, text)),
                None => self.reader.wrong(&entry.item, &format!("`{}` in {}", entry.name, self.of(key)), "a string"),
            }
        }
        found
    }

    /// Storage parameters, as written.
    pub(super) fn parameters(&self, key: &str) -> Parameters {
        let mut found = Vec::new();
        self.parameters_in(key, self.names(key), "", &mut found);
        found.into()
    }

    /// The same but for those that have keys of their own beside it, which are refused here. On MySQL and MariaDB their
    /// names are in small letters, as capitals mean nothing in them.
    pub(super) fn other_parameters(&self, key: &str, own: OwnParameters) -> Vec<(String, String)> {
        let own = own_parameters(self.reader.database(), own);
        let found = self.parameters(key).to_vec();
        if own.is_empty() {
            return found;
        }
        let found = found.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value));
        let (twice, rest): (Vec<_>, Vec<_>) = found.partition(|(name, _)| own.iter().any(|(_, own)| own == name));
        for (name, _) in twice {
            let own = own.iter().find(|(_, own)| *own == name).map_or("", |(own, _)| own);
            let message = format!("{} says `{name}`, which has a key of its own", self.of(key));
            self.reader.invalid(&self.value_at(key), message, "not here", format!("write {own} = … beside it"));
        }
        rest
    }

    fn parameters_in(&self, key: &str, of: Vec<Entry<'d>>, prefix: &str, found: &mut Vec<(String, String)>) {
        for entry in of {
            let name = format!("{prefix}{}", entry.name);
            match entry.item.get() {
                DeValue::String(text) => found.push((name, text.to_string())),
                DeValue::Integer(number) => found.push((name, number.to_string())),
                DeValue::Float(number) => found.push((name, number.as_str().to_owned())),
                DeValue::Boolean(value) => found.push((name, value.to_string())),
                // `toast.autovacuum_enabled = false`: TOML reads the dot as a table of its own.
                DeValue::Table(inner) => {
                    let inner = entries(entry.item.document, inner);
                    self.parameters_in(key, inner, &format!("{name}."), found);
                }
                DeValue::Array(_) | DeValue::Datetime(_) => self.reader.wrong(
                    &entry.item,
                    &format!("`{name}` in {}", self.of(key)),
                    "a string, a number or a truth value",
                ),
            }
        }
    }

    /// Named or unnamed parts: a table of names, or a list.
    pub(super) fn parts(&self, key: &str) -> Vec<(Option<Text<'d>>, Item<'d>)> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let Some(list) = item.as_list() {
            return list.map(|element| (None, element)).collect();
        }
        self.names(key)
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
pub(super) fn sql(reader: &SchemaReader<'_>, item: Item<'_>, what: &str) -> Option<Expr> {
    let (text, what) = match item.get() {
        DeValue::String(_) => (item.as_text(), what.to_owned()),
        DeValue::Table(_) => {
            let marked = SectionReader::open(reader, &MARKED_SQL, item, item.at(), what)?;
            let Some(inner) = marked.item("sql") else {
                marked.missing("sql");
                return None;
            };
            if inner.as_text().is_none() {
                marked.wrong("sql", &inner);
            }
            (inner.as_text(), marked.of("sql"))
        }
        _ => {
            reader.wrong(&item, what, &Form::Sql.expected());
            return None;
        }
    };
    let text = text?;
    if text.value.trim().is_empty() {
        reader.invalid(&text.at, format!("{what} is empty"), "empty", None);
        return None;
    }
    Some(Expr(text.value.trim().to_owned()))
}

/// A literal, where it is one.
pub(super) fn literal(reader: &SchemaReader<'_>, item: Item<'_>, what: &str) -> Option<Literal> {
    match item.get() {
        DeValue::String(text) => Some(Literal::Text(text.to_string())),
        DeValue::Boolean(value) => Some(Literal::Boolean(*value)),
        DeValue::Datetime(when) => Some(Literal::Text(when.to_string())),
        DeValue::Integer(number) => {
            if let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) {
                Some(Literal::Integer(number))
            } else {
                let help = format!("write {{ sql = \"{number}\" }}");
                reader.invalid(&item.at(), format!("{what} is too large"), "does not fit 64 bits", help);
                None
            }
        }
        DeValue::Float(number) if number.as_str().contains(['n', 'i']) => {
            let help = "write it as SQL: { sql = \"'NaN'\" }".to_owned();
            reader.invalid(&item.at(), format!("{what} is no number"), "not a number", help);
            None
        }
        DeValue::Float(number) => Some(Literal::Float(number.as_str().to_owned())),
        DeValue::Array(_) | DeValue::Table(_) => {
            reader.wrong(&item, what, &Form::Value.expected());
            None
        }
    }
}
