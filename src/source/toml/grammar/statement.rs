//! The SQL text of a kind that is a name, some attributes and a statement: the whole CREATE, as the database takes it.
//!
//! What has no keys of its own is written like this, under the name that the statement gives it: triggers today, and whatever
//! kind comes as a text that the server prints (functions, event triggers, publications …).

use super::codec::Codec;
use super::{ALL, Form, Key, Subject, required};
use crate::schema::Expr;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::writing::value::Value;

/// A kind that is held as a whole CREATE statement.
pub trait StatementSubject: Subject {
    /// The word behind CREATE, in small letters.
    const WORD: &'static str;

    /// The name that the statement must give.
    fn name<'a>(draft: &'a Self::Draft<'_>) -> &'a str;
    /// Where the statement goes.
    fn read<'a>(draft: &'a mut Self::Draft<'_>) -> &'a mut Expr;
    /// Where it comes from.
    fn written<'a>(model: &'a Self::Model<'_>) -> &'a Expr;
}

/// `sql`: the whole statement.
pub const fn sql<S: StatementSubject>(means: &'static str) -> Key<S> {
    let codec: Codec<S> = Codec {
        read: |section, key, draft| {
            let statement = section.sql(key)?;
            let text = statement.text().trim_end().trim_end_matches(';').trim_end().to_owned();
            let (reader, name) = (section.reader, S::name(draft));
            if !makes(reader, &text, S::WORD, name) {
                let (upper, quoted) = (S::WORD.to_uppercase(), reader.dialect.quote(name));
                let help = format!("write the whole statement: CREATE {upper} {quoted} …");
                let message = format!("the SQL of {} does not create a {} of that name", section.what, S::WORD);
                reader.invalid(&section.value_at(key), message, "another statement, or another name", help);
                return None;
            }
            *S::read(draft) = text.into();
            Some(())
        },
        write: |_, model| Some(Value::sql(S::written(model).text())),
    };
    required(Key::new("sql", Form::Sql, ALL, means, codec))
}

/// Whether a statement creates such a thing of this name.
fn makes(reader: &SchemaReader<'_>, statement: &str, thing: &str, name: &str) -> bool {
    let syntax = reader.dialect.syntax();
    let mut tokens =
        crate::sql::tokens(syntax, statement).filter(|token| !token.kind.is_trivia()).map(|token| token.text);
    if !tokens.next().is_some_and(|word| word.eq_ignore_ascii_case("create")) {
        return false;
    }
    let Some(mut word) = tokens.by_ref().find(|word| word.eq_ignore_ascii_case(thing)).and_then(|_| tokens.next())
    else {
        return false;
    };
    if word.eq_ignore_ascii_case("if") {
        // IF NOT EXISTS
        let Some(after) = tokens.by_ref().nth(2) else { return false };
        word = after;
    }
    let mut found = crate::sql::unquote(syntax, word);
    // The name may be qualified (`main.name`).
    while let Some(".") = tokens.next() {
        match tokens.next() {
            Some(part) => found = crate::sql::unquote(syntax, part),
            None => return false,
        }
    }
    reader.names().same(&found, name)
}
