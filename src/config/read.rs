//! Reads `migrate.toml` value by value, so that each fault has its place and each unknown key is found.

use std::borrow::Cow;
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
    /// The section of the chosen environment, with its name: what it has comes first.
    over: Option<(String, &'d DeTable<'d>)>,
    variables: EnvironmentLookup<'d>,
}

/// A string value with its place. The span covers the quotes too.
pub(super) struct StringValue {
    pub value: String,
    pub span: Range<usize>,
}

/// The section that holds the environments.
const ENVIRONMENTS: &str = "env";

/// The sections and keys that there are.
type Known<'k> = &'k [(&'static str, &'static [&'static str])];

/// Checks that every section and every key is one of `known`, below each `[env.NAME]` too.
pub(super) fn check_keys(document: &ConfigFile, root: &DeTable<'_>, known: Known<'_>) -> Result<(), ConfigError> {
    for (key, value) in root {
        if key.get_ref() != ENVIRONMENTS {
            check_section(document, "", key, value, known)?;
            continue;
        }
        let example = "write `[env.NAME.database]` on a line of its own, and the settings below it";
        for (name, environment) in table_of(document, key.get_ref(), value, example)? {
            let whole = format!("env.{}", name.get_ref());
            for (key, value) in table_of(document, &whole, environment, example)? {
                check_section(document, &format!("{whole}."), key, value, known)?;
            }
        }
    }
    Ok(())
}

/// A value that must be a section.
fn table_of<'d>(
    document: &ConfigFile,
    name: &str,
    value: &'d Spanned<DeValue<'d>>,
    help: &str,
) -> Result<&'d DeTable<'d>, ConfigError> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        other => Err(ConfigError::Value {
            message: format!("`{name}` must be a section, not {}", kind(other)),
            help: Some(help.to_owned()),
            place: Box::new(document.place(value.span(), "expected a section")),
        }),
    }
}

/// One section: its name and its keys. `within` stands before its name, as in `env.staging.`.
fn check_section<'d>(
    document: &ConfigFile,
    within: &str,
    key: &Spanned<Cow<'d, str>>,
    value: &'d Spanned<DeValue<'d>>,
    known: Known<'_>,
) -> Result<(), ConfigError> {
    let name: &str = key.get_ref();
    let sections = || known.iter().map(|(name, _)| *name);
    let unknown = |span: Range<usize>, message: String, help: String| ConfigError::Unknown {
        message,
        help,
        place: Box::new(document.place(span, "not known")),
    };
    let Some((_, keys)) = known.iter().find(|(section, _)| *section == name) else {
        let help = if let Some((home, _)) = known.iter().find(|(_, keys)| keys.contains(&name)) {
            format!("`{name}` belongs under [{within}{home}]")
        } else {
            let environments = Some(ENVIRONMENTS).filter(|_| within.is_empty());
            did_you_mean(name, sections().chain(environments)).unwrap_or_else(|| {
                let list = sections().map(|section| format!("[{within}{section}]")).collect::<Vec<_>>().join(", ");
                format!("the sections are {list}")
            })
        };
        let message = match value.get_ref() {
            DeValue::Table(_) => format!("unknown section `[{within}{name}]`"),
            _ if within.is_empty() => format!("unknown key `{name}` outside of any section"),
            _ => format!("unknown key `{name}` in [{}]", within.trim_end_matches('.')),
        };
        return Err(unknown(key.span(), message, help));
    };
    let example = format!("write `[{within}{name}]` on a line of its own, and the settings below it");
    for key in table_of(document, name, value, &example)?.keys() {
        let word: &str = key.get_ref();
        if keys.contains(&word) {
            continue;
        }
        let elsewhere = known.iter().find(|(_, keys)| keys.contains(&word)).map(|(section, _)| section);
        let help = match elsewhere {
            Some(section) => format!("`{word}` belongs under [{within}{section}]"),
            None => did_you_mean(word, keys.iter().copied()).unwrap_or_else(|| match name {
                // They are many, and each has a page.
                "lint" => "`migrate lint --explain` lists the rules".to_owned(),
                _ => format!("the keys of [{within}{name}] are {}", keys.join(", ")),
            }),
        };
        return Err(unknown(key.span(), format!("unknown key `{word}` in [{within}{name}]"), help));
    }
    Ok(())
}

/// `[env.NAME]`, which lies over the rest of the file.
pub(super) struct Environment<'d> {
    name: String,
    table: &'d DeTable<'d>,
}

impl<'d> Environment<'d> {
    /// The environment of this name.
    pub(super) fn find(document: &ConfigFile, root: &'d DeTable<'d>, name: &str) -> Result<Self, ConfigError> {
        let all = root.get(ENVIRONMENTS).and_then(as_table);
        match all.and_then(|all| all.get(name)).and_then(as_table) {
            Some(table) => Ok(Environment { name: name.to_owned(), table }),
            None => Err(ConfigError::UnknownEnvironment {
                name: name.to_owned(),
                known: all.into_iter().flat_map(DeTable::keys).map(|key| key.get_ref().to_string()).collect(),
                path: document.path.clone(),
            }),
        }
    }
}

fn as_table<'d>(value: &'d Spanned<DeValue<'d>>) -> Option<&'d DeTable<'d>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

impl<'d> ConfigSection<'d> {
    pub(super) fn of(
        document: &'d ConfigFile,
        root: &'d DeTable<'d>,
        environment: Option<&'d Environment<'d>>,
        name: &'static str,
        variables: EnvironmentLookup<'d>,
    ) -> Self {
        let over = environment.and_then(|environment| {
            let table = environment.table.get(name).and_then(as_table)?;
            Some((format!("env.{}.{name}", environment.name), table))
        });
        ConfigSection { document, name, table: root.get(name).and_then(as_table), over, variables }
    }

    fn get(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        let over = self.over.as_ref().and_then(|(_, table)| table.get(key));
        over.or_else(|| self.table.and_then(|table| table.get(key)))
    }

    /// Whether the chosen environment has this setting.
    pub(super) fn is_laid_over(&self, key: &str) -> bool {
        self.over.as_ref().is_some_and(|(_, table)| table.contains_key(key))
    }

    /// The setting as messages name it.
    fn setting(&self, key: &str) -> String {
        let section = self.over.as_ref().filter(|_| self.is_laid_over(key)).map_or(self.name, |(name, _)| name);
        format!("`{key}` in [{section}]")
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
