//! SQLite: a file in a temporary folder, looked at by the `sqlite3` client.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::client;

const PACKAGE: &str = "sqlite3";

/// A database file of its own, removed at the end.
pub(crate) struct Database {
    file: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    /// A new database: the file is not made before something is written.
    ///
    /// # Panics
    /// Where no temporary folder can be made.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Database { file: folder.path().join("app.db"), _folder: Some(folder) }
    }

    /// A database file that something else keeps.
    pub(crate) fn at(file: impl Into<PathBuf>) -> Self {
        Database { file: file.into(), _folder: None }
    }

    /// The URL, its path absolute.
    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}", self.file.display())
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.file
    }

    /// Runs SQL by `sqlite3`, foreign keys on, and gives back the rows, columns parted by `|`.
    ///
    /// # Panics
    /// Where a statement fails.
    pub(crate) fn sql(&self, sql: &str) -> String {
        let mut command = Command::new("sqlite3");
        command.args(["-batch", "-bail", "-init", "/dev/null", "-cmd", "PRAGMA foreign_keys = ON"]).arg(&self.file);
        client::run(command, sql, PACKAGE)
    }

    /// Runs SQL by `sqlite3`; an error is what it said.
    pub(crate) fn try_sql(&self, sql: &str) -> Result<String, String> {
        let mut command = Command::new("sqlite3");
        command.args(["-batch", "-bail", "-init", "/dev/null", "-cmd", "PRAGMA foreign_keys = ON"]).arg(&self.file);
        client::try_run(&mut command, sql).unwrap_or_else(|why| panic!("sqlite3: {why}; {}", client::install(PACKAGE)))
    }

    /// Each object of the schema but the version table: its name and its statement as it stands.
    pub(crate) fn statements(&self) -> Vec<(String, String)> {
        let version = super::VERSION_TABLE;
        let json = self.sql(&format!(
            "SELECT json_group_array(json_array(name, sql)) FROM sqlite_schema WHERE sql IS NOT NULL
             AND tbl_name <> '{version}' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ));
        serde_json::from_str(&json).unwrap_or_else(|why| panic!("not JSON ({why}): {json}"))
    }

    /// The schema as `sqlite_schema` holds it, sorted by kind and name, but for the version table.
    ///
    /// The text of a table that was rebuilt or altered is not the text it was made by; white space and needless quotes
    /// are therefore levelled. [`Database::shape`] looks deeper.
    pub(crate) fn dump(&self) -> String {
        self.select_schema("printf('%s %s %s', type, name, replace(sql, char(10), ' '))")
            .lines()
            .map(|line| format!("{}\n", level(line)))
            .collect()
    }

    /// The schema by the pragmas: columns, foreign keys, indexes and their columns, whatever text they were made by.
    pub(crate) fn shape(&self) -> String {
        let version = super::VERSION_TABLE;
        self.sql(&format!(
            "SELECT 'column', t.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden, t.wr, t.strict
               FROM pragma_table_list t, pragma_table_xinfo(t.name) c
              WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> '{version}'
              ORDER BY t.name, c.name;
             SELECT 'foreign key', t.name, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete, f.match
               FROM pragma_table_list t, pragma_foreign_key_list(t.name) f WHERE t.schema = 'main'
              ORDER BY t.name, f.\"table\", f.\"from\", f.\"to\";
             SELECT 'index', t.name, CASE i.origin WHEN 'c' THEN i.name ELSE '' END, i.\"unique\", i.origin, i.partial,
                    (SELECT group_concat(coalesce(x.name, '?') || ' ' || x.desc || ' ' || x.coll, ', ')
                       FROM pragma_index_xinfo(i.name) x WHERE x.key)
               FROM pragma_table_list t, pragma_index_list(t.name) i
              WHERE t.schema = 'main' AND t.name <> '{version}' ORDER BY 2, 3, 5, 7;"
        ))
    }

    /// What an expression over `sqlite_schema` gives for each object of the schema.
    fn select_schema(&self, expression: &str) -> String {
        let version = super::VERSION_TABLE;
        self.sql(&format!(
            "SELECT {expression} FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> '{version}'
             AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"
        ))
    }
}

/// One way to write a statement: no quotes around plain names, one space between words, none around punctuation.
fn level(sql: &str) -> String {
    let mut levelled = String::new();
    let mut space = false;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        let piece = match character {
            c if c.is_whitespace() => {
                space = true;
                continue;
            }
            '\'' | '"' | '`' | '[' => {
                let close = if character == '[' { ']' } else { character };
                let mut inner = String::new();
                while let Some(next) = characters.next() {
                    if next != close {
                        inner.push(next);
                    } else if close != ']' && characters.peek() == Some(&close) {
                        inner.extend([close, close]);
                        characters.next();
                    } else {
                        break;
                    }
                }
                let plain = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                    && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                match character {
                    '\'' => format!("'{inner}'"),
                    _ if plain => inner,
                    _ => format!("\"{inner}\""),
                }
            }
            other => other.to_string(),
        };
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '\'' | '"'));
        if space && word(levelled.chars().last()) && word(piece.chars().next()) {
            levelled.push(' ');
        }
        space = false;
        levelled.push_str(&piece);
    }
    levelled
}

#[test]
fn levels_what_means_the_same() {
    assert_eq!(level("CREATE TABLE \"a\" ( b  int,\n c text )"), "CREATE TABLE a(b int,c text)");
    assert_eq!(level("x 'it''s  \"a\"' [odd name]"), "x 'it''s  \"a\"' \"odd name\"");
}
