//! Indexes.

use crate::dialect::{Clause, ClauseKind, Step};
use crate::engine::Flavor;
use crate::operation::Part;
use crate::schema::{Index, IndexColumn, IndexKey, QName};

use super::{Online, RenderContext, nothing_more, quote};

/// `UNIQUE INDEX name (…)`, as it stands in CREATE TABLE and behind ADD.
pub(super) fn definition(index: &Index, flavor: &Flavor) -> String {
    let method = index.method.as_deref().unwrap_or_default();
    let kind = match (method, index.unique) {
        ("fulltext", _) => "FULLTEXT ",
        ("spatial", _) => "SPATIAL ",
        (_, true) => "UNIQUE ",
        (_, false) => "",
    };
    let places: Vec<String> = index.columns.iter().map(place).collect();
    let mut text = format!("{kind}INDEX {} ({})", quote::identifier(&index.name), places.join(", "));
    if matches!(method, "btree" | "hash" | "rtree") {
        text.push_str(&format!(" USING {}", method.to_ascii_uppercase()));
    }
    text.push_str(&options(&index.parameters, index.annotation.comment.as_deref()));
    if index.invisible {
        text.push_str(hidden(true, flavor));
    }
    text
}

/// One place: ``a(10) DESC``, `(a + 1)`.
fn place(place: &IndexColumn) -> String {
    let mut text = match &place.key {
        IndexKey::Column(name) => quote::identifier(name),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(length) = place.length {
        text.push_str(&format!("({length})"));
    }
    if place.descending {
        text.push_str(" DESC");
    }
    text
}

/// The options behind the columns, each with a space before it.
pub(super) fn options(parameters: &[(String, String)], comment: Option<&str>) -> String {
    let mut text = String::new();
    for (key, value) in parameters {
        let words = match key.as_str() {
            "using" => format!(" USING {}", value.to_ascii_uppercase()),
            "parser" => format!(" WITH PARSER {}", quote::identifier(value)),
            key => format!(" {}={value}", key.to_ascii_uppercase()),
        };
        text.push_str(&words);
    }
    if let Some(comment) = comment {
        text.push_str(&format!(" COMMENT {}", quote::string(comment)));
    }
    text
}

/// Whether queries use it.
fn hidden(hidden: bool, flavor: &Flavor) -> &'static str {
    match (flavor.is_mariadb(), hidden) {
        (true, true) => " IGNORED",
        (true, false) => " NOT IGNORED",
        (false, true) => " INVISIBLE",
        (false, false) => " VISIBLE",
    }
}

/// Whether it is over the words of texts or over places: writes wait while it is built
/// (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>, "Index Operations").
pub(super) fn is_words_or_places(part: &Part) -> bool {
    matches!(part, Part::Index(index) if matches!(index.method.as_deref(), Some("fulltext" | "spatial")))
}

/// Whether it is no ordinary tree of columns.
pub(super) fn is_special(part: &Part) -> bool {
    match part {
        Part::Index(index) => {
            matches!(index.method.as_deref(), Some("fulltext" | "spatial"))
                || index.columns.iter().any(|place| place.name().is_none())
        }
        Part::Constraint(_)
        | Part::Trigger(_)
        | Part::Rule(_)
        | Part::Policy(_)
        | Part::RowSecurity(_)
        | Part::Attribute(_) => false,
    }
}

/// Whether ALTER takes one to the other: whether queries use it.
pub(crate) fn alters(from: &Index, to: &Index, flavor: &Flavor) -> bool {
    let has_words = if flavor.is_mariadb() { flavor.at_least(10, 6) } else { flavor.at_least(8, 0) };
    has_words && Index { invisible: to.invisible, ..from.clone() } == *to
}

impl RenderContext<'_> {
    /// Hides an index from queries, or shows it.
    pub(super) fn alter_index(&self, table: &QName, index: &Index, out: &mut Vec<Step>) {
        let text = format!("ALTER INDEX {}{}", quote::identifier(&index.name), hidden(index.invisible, self.flavor));
        let online = if self.flavor.is_mariadb() { Online::Instant } else { Online::Index };
        let clause = Clause::new(ClauseKind::AlterConstraint, &index.name, text);
        self.alter_in(table, clause, online, nothing_more().repeatable(true), out);
    }
}
