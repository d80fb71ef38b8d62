//! A rule: its code, when it speaks, what it says, what to do instead. Reports, pages and `docs/lint.md` are made of this.

use std::ops::Range;

use super::step::Step;
pub(crate) use crate::config::LintLevel as Level;
use crate::engine::Engine;

/// Looks at one statement.
pub(crate) type Check = fn(&Step<'_>, &mut Out);

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name for settings, markers and reports: it never changes.
    pub code: &'static str,
    /// What it weighs unless `migrate.toml` says otherwise.
    pub level: Level,
    /// The databases that it knows.
    pub engines: &'static [Engine],
    /// What it detects, in a line.
    pub title: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to write instead: SQL, or a comment in SQL where there is none. Words in braces stand for names; what follows a
    /// line `@postgres`, `@mysql` or `@sqlite` is for that database alone.
    pub safer: &'static str,
    pub(crate) check: Check,
}

/// What a rule has found in one statement.
#[derive(Debug, Default)]
pub(crate) struct Out {
    pub(crate) found: Vec<Found>,
}

/// One thing that a rule has found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Where, in the bytes of the statement.
    pub span: Range<usize>,
    pub message: String,
    /// What the words in braces of [`Rule::safer`] stand for.
    pub words: Vec<(&'static str, String)>,
}

impl Out {
    /// Takes a finding down.
    pub(crate) fn report(&mut self, span: Range<usize>, message: impl Into<String>, words: &[(&'static str, &str)]) {
        let words = words.iter().map(|(word, text)| (*word, (*text).to_owned())).collect();
        self.found.push(Found { span, message: message.into(), words });
    }
}

/// What the words in braces stand for where nothing else is known: in the pages.
const EXAMPLES: [(&str, &str); 14] = [
    ("table", "orders"),
    ("column", "email"),
    ("columns", "email"),
    ("name", "orders_email"),
    ("parent", "customers"),
    ("type", "bigint"),
    ("new_name", "contact"),
    ("value", "'archived'"),
    ("default", "gen_random_uuid()"),
    ("expression", "(total >= 0)"),
    ("partition", "orders_2026"),
    ("parent_columns", "id"),
    ("index", "CREATE INDEX CONCURRENTLY orders_email ON orders (email)"),
    ("statement", "ALTER TABLE orders …"),
];

/// The line that begins what is for one database alone in [`Rule::safer`].
const PARTS: [(&str, Engine); 3] =
    [("@postgres", Engine::Postgres), ("@mysql", Engine::MySql), ("@sqlite", Engine::Sqlite)];

impl Rule {
    /// [`Rule::safer`] for a database; for all of them, each under its name, where none is given.
    fn safer_for(&self, engine: Option<Engine>) -> String {
        let (mut lines, mut part): (Vec<String>, Option<Engine>) = (Vec::new(), None);
        for line in self.safer.lines() {
            let begun = PARTS.iter().find(|(mark, _)| *mark == line.trim()).map(|(_, engine)| *engine);
            match (begun, engine) {
                (Some(begun), None) => lines.push(format!("-- {}", name(begun))),
                (Some(_), Some(_)) => {}
                (None, Some(wanted)) if part.is_some_and(|part| part != wanted) => {}
                (None, _) => lines.push(line.to_owned()),
            }
            part = begun.or(part);
        }
        lines.join("\n")
    }

    /// What to write instead, with these words.
    pub(crate) fn safer_with(&self, engine: Option<Engine>, words: &[(&'static str, String)]) -> String {
        let mut text = self.safer_for(engine);
        for (word, value) in words {
            text = text.replace(&format!("{{{word}}}"), value);
        }
        for (word, value) in EXAMPLES {
            text = text.replace(&format!("{{{word}}}"), value);
        }
        text
    }

    /// The databases that it knows, for people.
    pub fn databases(&self) -> String {
        self.engines.iter().map(|engine| name(*engine)).collect::<Vec<_>>().join(", ")
    }
}

/// A family of databases, for people.
fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::MySql => "MySQL, MariaDB",
        other => other.name(),
    }
}
