//! The SQL text of a kind that is a name, some attributes and a statement: the whole CREATE, as the database takes it.
//!
//! What has no keys of its own is written like this, under the name that the statement gives it: triggers today, and whatever
//! kind comes as a text that the server prints (functions, event triggers, publications …).

use super::codec::Codec;
use super::{ALL, Form, KeyEntry, Subject, required};
use crate::schema::Expr;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::writing::value::Value;

/// A kind that is held as a whole CREATE statement.
pub(crate) trait StatementSubject: Subject {
    /// The words behind CREATE, in small letters.
    const WORDS: &'static str;

    /// Whether it says a name behind them.
    const NAMED: bool = true;

    /// The name that the statement must give.
    fn name<'a>(draft: &'a Self::Draft<'_>) -> &'a str;
    /// Where the statement goes.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut Expr;
    /// Where it comes from.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a Expr;
}

/// `sql`: the whole statement.
pub(crate) const fn sql<S: StatementSubject>(means: &'static str) -> KeyEntry<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let statement = section.sql(key)?;
            let text = statement.text().trim_end().trim_end_matches(';').trim_end().to_owned();
            let (reader, name) = (section.reader, S::name(draft));
            if !makes(reader, &text, S::WORDS, Some(name).filter(|_| S::NAMED)) {
                let (upper, quoted) = (S::WORDS.to_uppercase(), reader.dialect.quote(name));
                let a = if S::WORDS.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                let help = format!("write the whole statement: CREATE {upper} {quoted} …");
                let message = format!("the SQL of {} does not create {a} {} of that name", section.what, S::WORDS);
                reader.invalid(&section.value_at(key), message, "another statement, or another name", help);
                return None;
            }
            refuse_definer(section, key, &text);
            *S::read(draft) = text.into();
            Some(())
        },
        write: |_, model| Some(S::written(model).text()).filter(|text| !text.is_empty()).map(Value::sql),
    };
    required(KeyEntry::new("sql", Form::Sql, ALL, means, codec))
}

/// Refuses `CREATE DEFINER = …`, which a schema does not say: roles are not compared.
fn refuse_definer(section: &SectionReader<'_, '_>, key: &str, statement: &str) {
    let words = crate::sql::head_words(section.reader.dialect.syntax(), statement, 4);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if !matches!(words.as_slice(), ["CREATE", "DEFINER", ..] | ["CREATE", "OR", "REPLACE", "DEFINER"]) {
        return;
    }
    let message = format!("the SQL of {} names a DEFINER", section.what);
    let help = "leave it out: it is whoever runs the script, and stays who it is where the database has one".to_owned();
    section.reader.invalid(&section.value_at(key), message, "not part of a schema", help);
}

/// Whether a statement creates such a thing of this name.
fn makes(reader: &SchemaReader<'_>, statement: &str, words: &str, name: Option<&str>) -> bool {
    let syntax = reader.dialect.syntax();
    let all = crate::sql::tokens(syntax, statement).filter(|token| !token.kind.is_trivia());
    let all: Vec<&str> = all.map(|token| token.text).collect();
    let words: Vec<&str> = words.split(' ').collect();
    let is = |at: usize, word: &str| all.get(at).is_some_and(|token| token.eq_ignore_ascii_case(word));
    let begins = |at: &usize| words.iter().enumerate().all(|(nth, word)| is(at + nth, word));
    let Some(at) = (1..all.len()).find(begins).filter(|_| is(0, "create")) else { return false };
    let Some(name) = name else { return true };
    let mut at = at + words.len();
    if is(at, "if") && is(at + 1, "not") && is(at + 2, "exists") {
        at += 3;
    }
    // The name may be qualified (`main.name`).
    while is(at + 1, ".") {
        at += 2;
    }
    all.get(at).is_some_and(|found| reader.names().same(&crate::sql::unquote(syntax, found), name))
}
