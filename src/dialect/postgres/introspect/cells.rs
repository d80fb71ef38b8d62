//! The values of one row of an answer, as text, in the order of the query's columns.

use sqlx::postgres::PgRow;
use sqlx::{Row, ValueRef};

/// The values of a row, taken one after the other: only what is kept as text is copied.
pub(super) struct Cells<'a> {
    row: &'a PgRow,
    at: usize,
}

impl<'a> Cells<'a> {
    /// The cells of a row.
    pub(super) fn of(row: &'a PgRow) -> Self {
        Cells { row, at: 0 }
    }

    fn next(&mut self) -> Option<&'a str> {
        let value = self.row.try_get_raw(self.at).ok()?;
        self.at += 1;
        if value.is_null() { None } else { value.as_str().ok() }
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self) -> Option<String> {
        self.next().map(str::to_owned)
    }

    /// A text.
    pub(super) fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// A number; zero where there is none.
    pub(super) fn number<T: std::str::FromStr + Default>(&mut self) -> T {
        self.optional_number().unwrap_or_default()
    }

    /// A number that may be missing.
    pub(super) fn optional_number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.next().and_then(|text| text.parse().ok())
    }

    /// A truth value.
    pub(super) fn flag(&mut self) -> bool {
        self.next() == Some("t")
    }

    /// One character: a `"char"` of the catalogues.
    pub(super) fn letter(&mut self) -> char {
        self.next().and_then(|text| text.chars().next()).unwrap_or(' ')
    }

    /// A JSON array of texts; empty where it is missing.
    pub(super) fn list(&mut self) -> Vec<String> {
        self.next().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// `{1,2}` or `1 2`: an array or a vector of numbers.
    pub(super) fn numbers<T: std::str::FromStr>(&mut self) -> Vec<T> {
        let text = self.next().unwrap_or_default();
        text.split(['{', '}', ',', ' ']).filter_map(|number| number.parse().ok()).collect()
    }

    /// `name=value` entries.
    pub(super) fn settings(&mut self) -> Vec<(String, String)> {
        let entries = self.list();
        entries.iter().filter_map(|entry| entry.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()))).collect()
    }
}
