//! Reads `migrate.toml` value by value, so that each fault has its place and each unknown key is found.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::secret::mask_with_span;
use crate::error::Place;
use crate::nearest::did_you_mean;
use crate::text::NUL_HELP;

/// Looks an environment variable up.
pub(super) type EnvironmentLookup<'v> = &'v dyn Fn(&str) -> Option<String>;

/// A configuration file: its name as shown, its text without the byte-order mark.
pub(super) struct ConfigFile {
    pub path: PathBuf,
    pub text: Arc<str>,
}

impl ConfigFile {
    /// A place in the file, passwords masked: the line is going to be drawn.
    pub(super) fn place(&self, span: Range<usize>, label: impl Into<String>) -> Place {
        let (text, span) = mask_with_span(&self.text, span);
        Place { path: self.path.clone(), text: text.into(), span, label: label.into() }
    }

    /// The whole file as TOML.
    pub(super) fn parse(&self) -> Result<DeTable<'_>, ConfigError> {
        let table = DeTable::parse(&self.text).map(Spanned::into_inner).map_err(|error| {
            let end = self.text.len();
            let span = error.span().unwrap_or(end..end);
            ConfigError::Syntax {
                message: format!("{} is not valid TOML: {}", self.path.display(), error.message()),
                place: Box::new(self.place(span, "here")),
            }
        })?;
        match nul_in_table(&table) {
            Some(span) => Err(nul(self, span, format!("a string in {}", self.path.display()))),
            None => Ok(table),
        }
    }
}

/// The fault of a NUL byte: no setting can hold one, since it ends a text for a database and for the system.
pub(super) fn nul(document: &ConfigFile, span: Range<usize>, what: String) -> ConfigError {
    ConfigError::Value {
        message: format!("{what} holds a NUL byte"),
        help: Some(NUL_HELP.to_owned()),
        place: Box::new(document.place(span, "here")),
    }
}

/// The first key or string in which an escape (`\u0000`) makes a NUL byte.
pub(crate) fn nul_in_table(table: &DeTable<'_>) -> Option<Range<usize>> {
    table.iter().find_map(|(key, value)| nul_in_key(key).or_else(|| nul_in_value(value)))
}

fn nul_in_key(key: &Spanned<impl AsRef<str>>) -> Option<Range<usize>> {
    key.get_ref().as_ref().contains('\0').then(|| key.span())
}

fn nul_in_value(value: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::String(text) => text.contains('\0').then(|| value.span()),
        DeValue::Array(list) => list.iter().find_map(nul_in_value),
        DeValue::Table(table) => nul_in_table(table),
        _ => None,
    }
}

/// A section of the file, empty where the file has none of that name.
pub(super) struct ConfigSection<'d> {
    pub document: &'d ConfigFile,
    pub name: &'static str,
    table: Option<&'d DeTable<'d>>,
    variables: EnvironmentLookup<'d>,
}

/// A string value with its place. The span covers the quotes too.
pub(super) struct StringValue {
    pub value: String,
    pub span: Range<usize>,
}

/// Checks that every section and every key is one of `known`.
pub(super) fn check_keys(
    document: &ConfigFile,
    root: &DeTable<'_>,
    known: &[(&'static str, &[&'static str])],
) -> Result<(), ConfigError> {
    let sections = || known.iter().map(|(name, _)| *name);
    for (key, value) in root {
        let name: &str = key.get_ref();
        let unknown = |message: String, help: String| ConfigError::Unknown {
            message,
            help,
            place: Box::new(document.place(key.span(), "not known")),
        };
        let Some((_, keys)) = known.iter().find(|(section, _)| *section == name) else {
            let help = match known.iter().find(|(_, keys)| keys.contains(&name)) {
                Some((home, _)) => format!("`{name}` belongs under [{home}]"),
                None => did_you_mean(name, sections()).unwrap_or_else(|| {
                    format!("the sections are {}", sections().map(|s| format!("[{s}]")).collect::<Vec<_>>().join(", "))
                }),
            };
            let message = match value.get_ref() {
                DeValue::Table(_) => format!("unknown section `[{name}]`"),
                _ => format!("unknown key `{name}` outside of any section"),
            };
            return Err(unknown(message, help));
        };
        let DeValue::Table(table) = value.get_ref() else {
            return Err(ConfigError::Value {
                message: format!("`{name}` must be a section, not {}", kind(value.get_ref())),
                help: Some(format!("write `[{name}]` on a line of its own, and the settings below it")),
                place: Box::new(document.place(value.span(), "expected a section")),
            });
        };
        for key in table.keys() {
            let word: &str = key.get_ref();
            if keys.contains(&word) {
                continue;
            }
            let elsewhere = known.iter().find(|(_, keys)| keys.contains(&word)).map(|(section, _)| section);
            let help = match elsewhere {
                Some(section) => format!("`{word}` belongs under [{section}]"),
                None => did_you_mean(word, keys.iter().copied())
                    .unwrap_or_else(|| format!("the keys of [{name}] are {}", keys.join(", "))),
            };
            return Err(ConfigError::Unknown {
                message: format!("unknown key `{word}` in [{name}]"),
                help,
                place: Box::new(document.place(key.span(), "not known")),
            });
        }
    }
    Ok(())
}

impl<'d> ConfigSection<'d> {
    pub(super) fn of(
        document: &'d ConfigFile,
        root: &'d DeTable<'d>,
        name: &'static str,
        variables: EnvironmentLookup<'d>,
    ) -> Self {
        let table = root.get(name).and_then(|value| match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        });
        ConfigSection { document, name, table, variables }
    }

    fn get(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.and_then(|table| table.get(key))
    }

    /// The setting as messages name it.
    fn setting(&self, key: &str) -> String {
        format!("`{key}` in [{}]", self.name)
    }

    /// A fault at the value of `key`.
    pub(super) fn fault(
        &self,
        span: Range<usize>,
        key: &str,
        problem: &str,
        help: impl Into<Option<String>>,
    ) -> ConfigError {
        ConfigError::Value {
            message: format!("{} {problem}", self.setting(key)),
            help: help.into(),
            place: Box::new(self.document.place(span, "")),
        }
    }

    /// A fault for a value of the wrong type.
    pub(super) fn wrong(&self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) -> ConfigError {
        ConfigError::Value {
            message: format!("{} must be {expected}, not {}", self.setting(key), kind(value.get_ref())),
            help: None,
            place: Box::new(self.document.place(value.span(), format!("expected {expected}"))),
        }
    }

    /// The value whatever its type.
    pub(super) fn any(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.get(key)
    }

    /// A string as it stands, no variable replaced.
    pub(super) fn raw_string(&self, key: &str) -> Result<Option<StringValue>, ConfigError> {
        self.get(key)
            .map(|value| match value.get_ref() {
                DeValue::String(text) => Ok(StringValue { value: text.to_string(), span: value.span() }),
                _ => Err(self.wrong(value, key, "a string")),
            })
            .transpose()
    }

    /// A string, each `${NAME}` replaced from the environment.
    pub(super) fn string(&self, key: &str) -> Result<Option<StringValue>, ConfigError> {
        self.raw_string(key)?.map(|text| self.expand(text)).transpose()
    }

    /// A string that is not empty.
    pub(super) fn filled(&self, key: &str) -> Result<Option<StringValue>, ConfigError> {
        let text = self.string(key)?;
        if let Some(text) = &text
            && text.value.trim().is_empty()
        {
            return Err(self.fault(text.span.clone(), key, "must not be empty", None));
        }
        Ok(text)
    }

    /// A list of strings.
    pub(super) fn strings(&self, key: &str) -> Result<Option<Vec<StringValue>>, ConfigError> {
        self.get(key).map(|value| self.strings_in(value, key)).transpose()
    }

    /// The strings of a list.
    pub(super) fn strings_in(&self, value: &Spanned<DeValue<'_>>, key: &str) -> Result<Vec<StringValue>, ConfigError> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong(value, key, "a list of strings"));
        };
        items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => self.expand(StringValue { value: text.to_string(), span: item.span() }),
                _ => Err(self.wrong(item, key, "a list of strings")),
            })
            .collect()
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        self.get(key)
            .map(|value| match value.get_ref() {
                DeValue::Boolean(truth) => Ok(*truth),
                _ => Err(self.wrong(value, key, "true or false")),
            })
            .transpose()
    }

    /// A whole number from `least` on.
    pub(super) fn number(&self, key: &str, least: u32) -> Result<Option<u32>, ConfigError> {
        let expected = if least == 0 { "a whole number".to_owned() } else { format!("a whole number from {least} on") };
        self.get(key)
            .map(|value| {
                let DeValue::Integer(number) = value.get_ref() else {
                    return Err(self.wrong(value, key, &expected));
                };
                match u32::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) if number >= least => Ok(number),
                    _ => Err(self.fault(value.span(), key, &format!("must be {expected}, up to {}", u32::MAX), None)),
                }
            })
            .transpose()
    }

    /// A length of time such as `"5s"`, `"1m 30s"`, `"0"`.
    pub(super) fn duration(&self, key: &str) -> Result<Option<Duration>, ConfigError> {
        const HELP: &str = "write a number and a unit: \"300ms\", \"5s\", \"2m\", \"1h\"; \"0\" is off";
        let help = || Some(HELP.to_owned());
        if let Some(value) = self.get(key)
            && !matches!(value.get_ref(), DeValue::String(_))
        {
            return Err(ConfigError::Value {
                message: format!("{} must be a duration in quotes, not {}", self.setting(key), kind(value.get_ref())),
                help: help(),
                place: Box::new(self.document.place(value.span(), "expected a duration such as \"5s\"")),
            });
        }
        self.string(key)?
            .map(|text| {
                let written = text.value.trim();
                if written == "0" {
                    return Ok(Duration::ZERO);
                }
                humantime::parse_duration(written)
                    .map_err(|why| self.fault(text.span.clone(), key, &format!("is not a duration: {why}"), help()))
            })
            .transpose()
    }

    /// Replaces each `${NAME}`; `$${` stands for `${`.
    pub(super) fn expand(&self, text: StringValue) -> Result<StringValue, ConfigError> {
        let mut expanded = String::with_capacity(text.value.len());
        let mut rest = text.value.as_str();
        while let Some(at) = rest.find("${") {
            let (before, after) = rest.split_at(at);
            let after = after.get(2..).unwrap_or_default();
            if let Some(before) = before.strip_suffix('$') {
                expanded.push_str(before);
                expanded.push_str("${");
                rest = after;
                continue;
            }
            expanded.push_str(before);
            // The value is marked whole: an escape in it would shift a finer span.
            let place = || Box::new(self.document.place(text.span.clone(), ""));
            let name = after
                .split_once('}')
                .map(|(name, _)| name)
                .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'));
            let Some(name) = name else {
                return Err(ConfigError::Value {
                    message: "`${` must be followed by the name of an environment variable and `}`".to_owned(),
                    help: Some("a literal `${` is written `$${`".to_owned()),
                    place: place(),
                });
            };
            let Some(value) = (self.variables)(name) else {
                return Err(ConfigError::Variable { name: name.to_owned(), place: place() });
            };
            expanded.push_str(&value);
            rest = after.get(name.len() + 1..).unwrap_or_default();
        }
        expanded.push_str(rest);
        Ok(StringValue { value: expanded, span: text.span })
    }
}

/// A value's type, as messages name it.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
