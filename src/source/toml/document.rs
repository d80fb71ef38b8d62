//! A schema file as values, each with its place.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Place;

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
    pub(super) fn place(&self, label: impl Into<String>) -> Place {
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
    pub(super) fn at(&self) -> At<'d> {
        At { document: self.document, span: self.value.span() }
    }

    pub(super) fn get(&self) -> &'d DeValue<'d> {
        self.value.get_ref()
    }

    /// The string, where it is one.
    pub(super) fn as_text(&self) -> Option<Text<'d>> {
        match self.get() {
            DeValue::String(text) => Some(Text { value: text.to_string(), at: self.at() }),
            _ => None,
        }
    }

    /// The elements, where it is a list.
    pub(super) fn as_list(&self) -> Option<impl Iterator<Item = Item<'d>> + 'd> {
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
