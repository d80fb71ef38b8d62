//! The forms that values can have.

use super::AnySection;

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// A string.
    Text,
    /// A string that is SQL, or `{ sql = "…" }`.
    Sql,
    /// `{ sql = "…" }` alone: where a string is something else.
    MarkedSql,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Integer,
    /// A literal (a string, a number, a truth value, a date), or `{ sql = "…" }`.
    Value,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of strings; one alone may stand without it.
    Texts,
    /// A column's type, or `{ sql = "…" }` for one that passes as it stands.
    Type,
    /// A name, dotted where it is in a namespace, or `{ sql = "…" }`.
    NameOrSql,
    /// `"table.column"`, `"table"`, `"namespace.table.column"`.
    Reference,
    /// A column, or a list of them; each a name and what may follow it (`"day desc"`), or a table of these keys.
    Columns(&'static dyn AnySection),
    /// Storage parameters: names with strings, numbers or truth values.
    Parameters,
    /// Names with strings.
    TextMap,
    /// Names with values (as [`Form::Value`]).
    ValueMap,
    /// Roles, each with what it may do.
    Grants,
    /// Columns, each with such.
    GrantsByColumn,
    /// A thing: a table of these keys, or its short form.
    One(&'static dyn AnySection),
    /// Names, each with such a thing.
    Names(&'static dyn AnySection),
    /// A list of such things.
    List(&'static dyn AnySection),
    /// Names, each with such a thing; or a list of those that need no name.
    NamesOrList(&'static dyn AnySection),
    /// One of several forms.
    Or(&'static [Form]),
}

impl Form {
    /// What is expected, for a message.
    pub(crate) fn expected(&self) -> String {
        match self {
            Form::Text | Form::Reference => "a string".to_owned(),
            Form::Sql => "SQL in a string".to_owned(),
            Form::MarkedSql => "{ sql = \"…\" }".to_owned(),
            Form::Flag => "true or false".to_owned(),
            Form::Integer => "a whole number".to_owned(),
            Form::Value => "a literal or { sql = \"…\" }".to_owned(),
            Form::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "),
            Form::Texts => "a list of strings".to_owned(),
            Form::Type => "a type (\"text\")".to_owned(),
            Form::NameOrSql => "a name or { sql = \"…\" }".to_owned(),
            Form::Columns(_) => "a list of columns".to_owned(),
            Form::Parameters | Form::TextMap | Form::ValueMap => "a table of names and values".to_owned(),
            Form::Grants => "a table of roles and privileges".to_owned(),
            Form::GrantsByColumn => "a table of columns, each with roles and privileges".to_owned(),
            Form::One(section) => section.expected(),
            Form::Names(_) => "a table of names".to_owned(),
            Form::List(_) => "a list".to_owned(),
            Form::NamesOrList(_) => "a table of names or a list".to_owned(),
            Form::Or(forms) => forms.iter().map(Form::expected).collect::<Vec<_>>().join(" or "),
        }
    }

    /// Whether marked SQL, beside words, says something else than these.
    pub(crate) fn is_words_or_sql(&self) -> bool {
        matches!(self, Form::Or(forms) if forms.iter().any(|form| matches!(form, Form::MarkedSql)))
    }

    /// The words of a choice.
    pub(crate) fn words(&self) -> &'static [&'static str] {
        match self {
            Form::Choice(words) => words,
            Form::Or(forms) => forms.iter().map(Form::words).find(|words| !words.is_empty()).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Whether the value is a table of names, which the writer puts under a header of its own.
    pub(crate) fn is_names(&self) -> bool {
        matches!(self, Form::Names(_) | Form::NamesOrList(_) | Form::TextMap | Form::ValueMap)
    }

    /// The section whose keys stand in such a value.
    pub(crate) fn section(&self) -> Option<&'static dyn AnySection> {
        match self {
            Form::Columns(section)
            | Form::One(section)
            | Form::Names(section)
            | Form::List(section)
            | Form::NamesOrList(section) => Some(*section),
            Form::Or(forms) => forms.iter().find_map(Form::section),
            _ => None,
        }
    }
}
