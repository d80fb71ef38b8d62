//! The grammar of the schema file: one table of sections and keys.
//!
//! An entry says of a key its name, the form of its value, the databases that have it, a sentence for people, and its codec:
//! how the reader puts the value into the model, and how the writer says it. Everything else comes from here: what is
//! accepted and written, in which order, what messages list and suggest, the list of keys in the README
//! ([`reference`](super::reference)); a JSON Schema for editors can be made of it.
//!
//! A file holds a section, or the sections that are one idea. **A new key** is one entry in the section it belongs to: with a
//! codec of [`codec`] where the value goes into the model as it is, else with one beside the section. **A new kind of
//! object** is a file with its section and what [`ObjectSubject`](object::ObjectSubject) asks, and one entry in [`file`];
//! where it is a name and a statement, [`definition`] answers nearly all of that.

pub(super) mod access;
pub(super) mod check;
pub(super) mod codec;
pub(super) mod collation;
pub(super) mod column;
pub(super) mod column_type;
pub(super) mod composite_type;
pub(super) mod database;
pub(super) mod default_value;
pub(super) mod definition;
pub(super) mod domain;
pub(super) mod enumeration;
pub(super) mod event_trigger;
mod exclusion;
pub(super) mod extension;
pub(super) mod file;
pub(super) mod foreign_data;
pub(super) mod foreign_key;
pub(super) mod form;
pub(super) mod generated;
pub(super) mod identity;
pub(super) mod index;
pub(super) mod index_column;
pub(super) mod key_constraint;
pub(super) mod namespace;
pub(super) mod object;
pub(super) mod part;
pub(super) mod policy;
pub(super) mod publication;
pub(super) mod routine;
pub(super) mod rule;
pub(super) mod sequence;
pub(super) mod statement;
pub(super) mod statement_kinds;
pub(super) mod statistics;
mod stored_column;
mod system_object;
pub(super) mod table;
pub(super) mod trigger;
pub(super) mod view;
pub(super) mod words;

use super::document::{At, Item};
use super::schema_reader::SchemaReader;
use super::section_reader::SectionReader;
use super::writing::SchemaWriter;
use super::writing::value::{Entries, Value};
pub(super) use codec::Codec;
pub(super) use database::{
    ALL, Database, ENFORCING, MARIADB_ALONE, MYSQL, NOT_MARIADB, NOT_MYSQL, POSTGRES, SEQUENCES, SERVERS, SQLITE,
};
pub(super) use form::Form;

/// What a section is about.
pub(super) trait Subject: 'static {
    /// What the reader fills.
    type Draft<'d>;
    /// What the writer says it from.
    type Model<'w>;
}

/// A place in the file with keys of its own.
pub(super) struct GrammarSection<S: Subject> {
    /// What is known of it whatever it is about.
    pub facts: SectionFacts,
    /// Its keys, in the order in which they are read, written and listed.
    pub keys: &'static [KeyEntry<S>],
}

/// What is known of a section whatever it is about.
pub(super) struct SectionFacts {
    /// The word for such a thing, with its article.
    pub what: &'static str,
    /// How it is headed in the documentation.
    pub title: &'static str,
    /// A sentence or two for the documentation; empty where the keys say it all.
    pub about: &'static str,
    /// The key whose value alone can stand for the whole thing.
    pub short: Option<&'static str>,
    /// Whether each such thing is written under a header of its own (`[table.users]`).
    pub headed: bool,
    /// What a later release will know.
    pub later: &'static [Later],
}

impl SectionFacts {
    /// A section in a line, without a short form.
    pub(super) const fn new(what: &'static str, title: &'static str) -> Self {
        SectionFacts { what, title, about: "", short: None, headed: false, later: &[] }
    }

    /// The same with a sentence about it.
    pub(super) const fn about(self, about: &'static str) -> Self {
        SectionFacts { about, ..self }
    }

    /// The same with a key whose value can stand for the whole.
    pub(super) const fn short(self, key: &'static str) -> Self {
        SectionFacts { short: Some(key), ..self }
    }

    /// The same under a header of its own.
    pub(super) const fn headed(self) -> Self {
        SectionFacts { headed: true, ..self }
    }

    /// The same with what is still to come.
    pub(super) const fn later(self, later: &'static [Later]) -> Self {
        SectionFacts { later, ..self }
    }
}

/// A key with its codec.
pub(super) struct KeyEntry<S: Subject> {
    /// What is known of it whatever it is of.
    pub facts: KeyFacts,
    /// How it is read and written.
    pub codec: Codec<S>,
}

/// What is known of a key whatever it is of.
#[derive(Clone, Copy)]
pub(super) struct KeyFacts {
    /// As it is written.
    pub name: &'static str,
    /// What may stand behind it.
    pub form: Form,
    /// The databases that know such a thing.
    pub databases: &'static [Database],
    /// What it says.
    pub means: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The key that it says something of, and cannot stand without.
    pub beside: Option<Beside>,
    /// What to do on a database that does not know it.
    pub instead: Option<&'static str>,
}

/// Beside which key another one stands.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    /// That key.
    pub key: &'static str,
    /// What is wrong without it: the end of a sentence that begins with the thing; `{key}` is the key that is there.
    pub fault: &'static str,
    /// The same in a word.
    pub label: &'static str,
    /// What to write.
    pub write: &'static str,
}

impl KeyFacts {
    /// Whether `database` knows such a thing.
    pub(super) fn is_on(&self, database: Database) -> bool {
        self.databases.contains(&database)
    }
}

impl<S: Subject> KeyEntry<S> {
    /// A key that may be left out.
    pub(super) const fn new(
        name: &'static str,
        form: Form,
        databases: &'static [Database],
        means: &'static str,
        codec: Codec<S>,
    ) -> Self {
        KeyEntry {
            facts: KeyFacts { name, form, databases, means, required: false, beside: None, instead: None },
            codec,
        }
    }

    /// The same on these databases.
    pub(super) const fn on(self, databases: &'static [Database]) -> Self {
        KeyEntry { facts: KeyFacts { databases, ..self.facts }, codec: self.codec }
    }
}

/// A key that must be there.
pub(super) const fn required<S: Subject>(key: KeyEntry<S>) -> KeyEntry<S> {
    KeyEntry { facts: KeyFacts { required: true, ..key.facts }, codec: key.codec }
}

/// A key that may be left out.
pub(super) const fn optional<S: Subject>(key: KeyEntry<S>) -> KeyEntry<S> {
    KeyEntry { facts: KeyFacts { required: false, ..key.facts }, codec: key.codec }
}

/// A key that says something of another one.
pub(super) const fn beside<S: Subject>(key: KeyEntry<S>, beside: Beside) -> KeyEntry<S> {
    KeyEntry { facts: KeyFacts { beside: Some(beside), ..key.facts }, codec: key.codec }
}

/// A key with what to do where the database does not know it.
pub(super) const fn instead<S: Subject>(key: KeyEntry<S>, help: &'static str) -> KeyEntry<S> {
    KeyEntry { facts: KeyFacts { instead: Some(help), ..key.facts }, codec: key.codec }
}

/// A kind of thing that a later release will know: named so that it is refused by name, never ignored.
pub(super) struct Later {
    /// The key it would stand under.
    pub name: &'static str,
    /// The word for several.
    pub plural: &'static str,
    /// Where it is still to come.
    pub databases: &'static [Database],
}

/// What no database has yet.
pub(super) const fn later(name: &'static str, plural: &'static str) -> Later {
    Later { name, plural, databases: ALL }
}

/// A section of whatever it is about.
pub(super) trait AnySection: Sync {
    /// What is known of it.
    fn facts(&self) -> &SectionFacts;

    /// The key at a place.
    fn nth(&self, nth: usize) -> Option<&'static KeyFacts>;
}

impl<S: Subject> AnySection for GrammarSection<S> {
    fn facts(&self) -> &SectionFacts {
        &self.facts
    }

    fn nth(&self, nth: usize) -> Option<&'static KeyFacts> {
        self.keys.get(nth).map(|key| &key.facts)
    }
}

impl dyn AnySection {
    /// The keys in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static KeyFacts> {
        (0..).map_while(|nth| self.nth(nth))
    }

    /// The key of this name.
    pub(super) fn key(&self, name: &str) -> Option<&'static KeyFacts> {
        self.keys().find(|key| key.name == name)
    }

    /// The names of the keys that `database` knows.
    pub(super) fn names(&self, database: Database) -> impl Iterator<Item = &'static str> {
        self.keys().filter(move |key| key.is_on(database)).map(|key| key.name)
    }

    /// What may stand for such a thing, for a message.
    pub(super) fn expected(&self) -> String {
        let table = format!("a table with the keys of {}", self.facts().what);
        match self.facts().short.and_then(|key| self.key(key)) {
            Some(short) => format!("{} or {table}", short.form.expected()),
            None => table,
        }
    }
}

impl<S: Subject> GrammarSection<S> {
    /// Opens what stands for a thing and reads it into its draft. `None` where what is left is no use.
    pub(super) fn open<'d>(
        &'static self,
        reader: &SchemaReader<'_>,
        item: Item<'d>,
        at: At<'d>,
        what: impl Into<String>,
        draft: &mut S::Draft<'d>,
    ) -> Option<()> {
        self.read(&SectionReader::open(reader, self, item, at, what)?, draft)
    }

    /// Reads every key that is there; all of them, so that each fault is told. `None` where what is left is no use.
    pub(super) fn read<'d>(&self, section: &SectionReader<'_, 'd>, draft: &mut S::Draft<'d>) -> Option<()> {
        let mut whole = Some(());
        for KeyEntry { facts, codec } in self.keys {
            if section.item(facts.name).is_some() {
                whole = (codec.read)(section, facts.name, draft).and(whole);
            } else if facts.required && section.waived != Some(facts.name) && facts.is_on(section.reader.database()) {
                section.missing(facts.name);
                whole = None;
            }
        }
        whole
    }

    /// What is said of a thing, key by key.
    pub(super) fn write<'w>(&self, writer: &SchemaWriter<'w>, model: &S::Model<'w>) -> Entries {
        let keys = self.keys.iter().filter(|key| key.facts.is_on(writer.database()));
        keys.filter_map(|key| Some((key.facts.name.to_owned(), (key.codec.write)(writer, model)?))).collect()
    }

    /// The same as a value: in its short form where that says it all.
    pub(super) fn value<'w>(&self, writer: &SchemaWriter<'w>, model: &S::Model<'w>) -> Value {
        let entries = self.write(writer, model);
        match (self.facts.short, entries.as_slice()) {
            (Some(short), [(name, value)])
                if name == short && !self.facts.headed && !matches!(value, Value::Table(_)) =>
            {
                value.clone()
            }
            _ => Value::Table(entries),
        }
    }
}

/// `{ sql = "…" }`
pub(super) struct MarkedSql;

impl Subject for MarkedSql {
    type Draft<'d> = ();
    type Model<'w> = ();
}

/// SQL where a literal or a name could stand as well. (It is read where it stands: [`super::section_reader::sql`].)
pub(super) static MARKED_SQL: GrammarSection<MarkedSql> = GrammarSection {
    facts: SectionFacts::new("SQL", "`{ sql = \"…\" }`"),
    keys: &[KeyEntry::new("sql", Form::Sql, ALL, "The SQL.", codec::UNUSED)],
};
