//! TOML values as text: the shortest quoting that is easy to read, one line but for texts that have several.

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// SQL: white space at its ends means nothing.
    Sql(String),
    /// A truth value.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, as TOML has it.
    Float(String),
    /// A list.
    List(Vec<Value>),
    /// An inline table.
    Table(Entries),
}

/// Keys with values.
pub(crate) type Entries = Vec<(String, Value)>;

impl Value {
    /// A string.
    pub(crate) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// SQL.
    pub(crate) fn sql(text: impl Into<String>) -> Value {
        Value::Sql(text.into())
    }

    /// A list of strings.
    pub(crate) fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Value {
        Value::List(texts.into_iter().map(|text| Value::text(text.as_ref())).collect())
    }

    /// A list, where it has elements.
    pub(crate) fn list(values: Vec<Value>) -> Option<Value> {
        (!values.is_empty()).then_some(Value::List(values))
    }

    /// Storage parameters and their like, where there are any.
    pub(crate) fn parameters(parameters: &[(String, String)]) -> Option<Value> {
        let value = |text: &str| match text {
            "true" => Value::Flag(true),
            "false" => Value::Flag(false),
            text => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => Value::Integer(number),
                _ => Value::text(text),
            },
        };
        let entries: Entries = parameters.iter().map(|(name, text)| (name.clone(), value(text))).collect();
        (!entries.is_empty()).then_some(Value::Table(entries))
    }

    /// `{ sql = "…" }`
    pub(crate) fn marked_sql(text: impl Into<String>) -> Value {
        Value::Table(vec![("sql".to_owned(), Value::sql(text))])
    }

    /// The value as TOML.
    pub(crate) fn print(&self) -> String {
        match self {
            Value::Text(text) => quoted(text, false),
            Value::Sql(text) => quoted(text, true),
            Value::Flag(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Float(text) => text.clone(),
            Value::List(values) => {
                let inside: Vec<String> = values.iter().map(Value::print).collect();
                format!("[{}]", inside.join(", "))
            }
            Value::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Value::Table(entries) => {
                let inside: Vec<String> =
                    entries.iter().map(|(name, value)| format!("{} = {}", key(name), value.print())).collect();
                format!("{{ {} }}", inside.join(", "))
            }
        }
    }
}

/// A key, in quotes where it needs them.
pub(crate) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { line(name) }
}

/// Lines `key = value`, the `=` one below the other.
pub(crate) fn lines(entries: &Entries) -> String {
    let keys: Vec<String> = entries.iter().map(|(name, _)| key(name)).collect();
    let width = keys.iter().map(|key| key.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (key, (_, value)) in keys.iter().zip(entries) {
        let gap = " ".repeat(width - key.chars().count());
        out.push_str(&format!("{key}{gap} = {}\n", value.print()));
    }
    out
}

/// A string.
fn quoted(text: &str, sql: bool) -> String {
    let text = if sql { text.trim() } else { text };
    if !text.contains('\n') {
        return line(text);
    }
    let end = if sql { "\n" } else { "" };
    // What stands between ''' is taken as it is: nothing in it may be a quote of that kind or be invisible.
    let as_is = !text.contains("'''")
        && (sql || !text.ends_with('\''))
        && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    if as_is {
        return format!("'''\n{text}{end}'''");
    }
    let mut out = String::from("\"\"\"\n");
    for c in text.chars() {
        if c == '\n' { out.push('\n') } else { escape(c, &mut out) }
    }
    format!("{out}{end}\"\"\"")
}

/// A string on one line.
fn line(text: &str) -> String {
    let plain = text.chars().all(|c| !c.is_control() || c == '\t');
    if plain && text.contains(['"', '\\']) && !text.contains('\'') {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        escape(c, &mut out);
    }
    out.push('"');
    out
}

fn escape(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml::de::{DeTable, DeValue};

    fn back(text: &str) -> String {
        let document = format!("a = {text}\n");
        let table = DeTable::parse(&document).unwrap_or_else(|error| panic!("{document}\n{error}"));
        match table.get_ref().get("a").map(toml::Spanned::get_ref) {
            Some(DeValue::String(text)) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_quotes_that_read_best() {
        for (text, written) in [
            ("plain", "\"plain\""),
            ("it's", "\"it's\""),
            ("\"a\" > 0", "'\"a\" > 0'"),
            ("\\d", "'\\d'"),
            ("\"it's\"", "\"\\\"it's\\\"\""),
            ("a\nb", "'''\na\nb'''"),
        ] {
            assert_eq!(Value::text(text).print(), written);
        }
        assert_eq!(Value::sql(" SELECT 1\n FROM t ").print(), "'''\nSELECT 1\n FROM t\n'''");
    }

    #[test]
    fn keys_are_bare_where_they_can_be() {
        assert_eq!(key("users"), "users");
        assert_eq!(key("billing.invoices"), "\"billing.invoices\"");
        assert_eq!(key("\"a.b\""), "'\"a.b\"'");
        assert_eq!(key(""), "\"\"");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "[a'\"\\\\\n\r\t é\u{7f}\u{1}]{0,8}") {
            prop_assert_eq!(back(&Value::text(text.clone()).print()), text.clone());
            let sql = back(&Value::sql(text.clone()).print());
            prop_assert_eq!(sql.trim(), text.trim());
            let document = format!("{} = 1", key(&text));
            let table = DeTable::parse(&document).map_err(|e| TestCaseError::fail(format!("{document} {e}")))?;
            prop_assert!(table.get_ref().get(text.as_str()).is_some());
        }
    }
}
