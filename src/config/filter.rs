//! `include` and `exclude`: which objects of a database belong to the schema.

use globset::{Glob, GlobMatcher};
use thiserror::Error;

use crate::nearest::nearest;

/// The kinds a pattern may name, as the guard and the schema file name them.
pub const KINDS: [&str; 62] = [
    "access_method",
    "aggregate",
    "base_type",
    "cast",
    "check",
    "collation",
    "column",
    "comment",
    "composite_type",
    "conversion",
    "disabled_trigger",
    "domain",
    "enum",
    "event",
    "event_trigger",
    "exclusion",
    "extension",
    "foreign_data_wrapper",
    "foreign_key",
    "foreign_table",
    "function",
    "function_of_access_method",
    "index",
    "inherited_table",
    "invalid_index",
    "language",
    "materialized_view",
    "namespace",
    "not_null",
    "object",
    "operator",
    "operator_class",
    "operator_family",
    "operator_of_access_method",
    "partition",
    "partitioned_table",
    "policy",
    "primary_key",
    "procedure",
    "publication",
    "range_type",
    "row_level_security",
    "rule",
    "security_label",
    "sequence",
    "server",
    "shell_type",
    "statistics",
    "subscription",
    "system_object",
    "table",
    "text_search_configuration",
    "text_search_dictionary",
    "text_search_parser",
    "text_search_template",
    "transform",
    "trigger",
    "type",
    "typed_table",
    "unique",
    "user_mapping",
    "view",
];

/// The namespace of the rows that runs keep before a revision loses them: the tool's own, never looked at.
pub const KEPT_NAMESPACE: &str = "migrate_kept";

/// Which objects belong to the schema: those that an `include` pattern takes and no `exclude` pattern leaves out.
/// The default takes everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    include: Vec<Pattern>,
    exclude: Vec<Pattern>,
}

/// One pattern: `[kind:]glob`. A glob that holds a dot is matched against `namespace.name`, another against the name.
#[derive(Debug, Clone)]
struct Pattern {
    kind: Option<String>,
    glob: GlobMatcher,
    dotted: bool,
}

/// Why a pattern cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    /// A word before the colon that is no kind.
    #[error("`{kind}` is not a kind of object")]
    UnknownKind {
        /// The word.
        kind: String,
    },
    /// Unbalanced brackets or braces.
    #[error("{why}")]
    Glob {
        /// What the glob parser says.
        why: String,
    },
    /// Nothing after the colon, or nothing at all.
    #[error("the pattern is empty")]
    Empty,
}

impl PatternError {
    /// What to write.
    pub fn help(&self) -> String {
        match self {
            PatternError::UnknownKind { kind } => match nearest(kind, KINDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the kinds are {}; a colon in a name is written `[:]`", KINDS.join(", ")),
            },
            PatternError::Glob { .. } => {
                "`*` stands for any text, `?` for a character, `[ab]` for one of some, `{a,b}` for one of some words"
                    .to_owned()
            }
            PatternError::Empty => "write a glob such as `tmp_*`, `public.tmp_*` or `table:public.tmp_*`".to_owned(),
        }
    }
}

impl Filter {
    /// Adds a pattern of `include`. With none, everything is included.
    ///
    /// # Errors
    /// [`PatternError`] where the pattern cannot be read.
    pub fn include(&mut self, pattern: &str) -> Result<(), PatternError> {
        self.include.push(Pattern::parse(pattern)?);
        Ok(())
    }

    /// Adds a pattern of `exclude`.
    ///
    /// # Errors
    /// [`PatternError`] where the pattern cannot be read.
    pub fn exclude(&mut self, pattern: &str) -> Result<(), PatternError> {
        self.exclude.push(Pattern::parse(pattern)?);
        Ok(())
    }

    /// Whether an object belongs to the schema.
    ///
    /// `kind` is one of [`KINDS`] (`materialized view` and `materialized-view` are `materialized_view`); `namespace` is
    /// `None` for what lies in none, as all that SQLite holds.
    pub fn matches(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let kind = kind_word(kind);
        let takes = |pattern: &Pattern| pattern.matches(&kind, namespace, name);
        // `include = ["table:x"]` chooses among tables; it does not shut out the enums they are made of: a kind that
        // no pattern of `include` could take is included whole.
        let spoken_of = self.include.iter().any(|pattern| pattern.speaks_of(&kind));
        (!spoken_of || self.include.iter().any(takes))
            && !self.exclude.iter().any(takes)
            && !is_of_the_tool(&kind, name)
    }

    /// Whether an `exclude` pattern takes it: other than with [`Filter::matches`], what no `include` takes is not left
    /// out. A namespace so excluded takes all that lies in it along; one that is only not included does not.
    pub fn leaves_out(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        let kind = kind_word(kind);
        is_of_the_tool(&kind, name) || self.exclude.iter().any(|pattern| pattern.matches(&kind, namespace, name))
    }

    /// Whether a part of a table or a view (a column, a constraint, an index, a trigger) belongs to the schema.
    ///
    /// Only patterns that name the kind match parts, so that a glob for tables does not take away indexes of others:
    /// they are matched against the part's name, `table.name` and `namespace.table.name`.
    pub fn matches_part(&self, kind: &str, namespace: Option<&str>, table: &str, name: &str) -> bool {
        let kind = kind_word(kind);
        let speaks = |pattern: &&Pattern| pattern.kind.is_some() && pattern.speaks_of(&kind);
        let takes = |pattern: &Pattern| {
            let within = format!("{table}.{name}");
            pattern.matches(&kind, namespace, name)
                || pattern.dotted
                    && (pattern.glob.is_match(&within)
                        || namespace.is_some_and(|namespace| pattern.glob.is_match(format!("{namespace}.{within}"))))
        };
        let mut included = self.include.iter().filter(speaks).peekable();
        (included.peek().is_none() || included.any(takes)) && !self.exclude.iter().filter(speaks).any(takes)
    }

    /// Whether every object is in: no pattern leaves anything out.
    pub fn takes_everything(&self) -> bool {
        self.exclude.is_empty()
            && (self.include.is_empty() || self.include.iter().any(|p| p.kind.is_none() && p.glob.glob().glob() == "*"))
    }
}

fn is_of_the_tool(kind: &str, name: &str) -> bool {
    kind == "namespace" && name == KEPT_NAMESPACE
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, PatternError> {
        let word = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | ' ');
        let (kind, glob) = match text.split_once(':') {
            Some((kind, glob)) if !kind.is_empty() && kind.chars().all(word) => {
                let known = kind_word(kind);
                if !KINDS.contains(&known.as_str()) {
                    return Err(PatternError::UnknownKind { kind: kind.to_owned() });
                }
                (Some(known), glob)
            }
            _ => (None, text),
        };
        if glob.is_empty() {
            return Err(PatternError::Empty);
        }
        let compiled = Glob::new(glob).map_err(|why| PatternError::Glob { why: why.to_string() })?;
        Ok(Pattern { kind, glob: compiled.compile_matcher(), dotted: glob.contains('.') })
    }

    /// Whether it could take an object of this kind. `view` takes materialized views too, `table` whatever is one in
    /// some way, `type` all of its kinds but enums and domains, `index` those that a failed build left behind.
    fn speaks_of(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|of| {
            of == kind
                || match of {
                    "view" => kind == "materialized_view",
                    "table" => matches!(
                        kind,
                        "partitioned_table" | "partition" | "inherited_table" | "typed_table" | "foreign_table"
                    ),
                    "type" => matches!(kind, "base_type" | "shell_type" | "composite_type" | "range_type"),
                    "index" => kind == "invalid_index",
                    _ => false,
                }
        })
    }

    fn matches(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        if !self.speaks_of(kind) {
            return false;
        }
        // A glob without a dot matches names only: `t*` must not take every table of the namespace `tenants`.
        let whole = namespace.filter(|_| self.dotted).map(|namespace| format!("{namespace}.{name}"));
        whole.is_some_and(|whole| self.glob.is_match(whole)) || self.glob.is_match(name)
    }
}

/// A name as a glob that matches nothing else.
pub fn exact(name: &str) -> String {
    let mut glob = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '*' | '?' | '[' | ']' | '{' | '}' => {
                glob.push('[');
                glob.push(character);
                glob.push(']');
            }
            '\\' => glob.push_str("\\\\"),
            other => glob.push(other),
        }
    }
    glob
}

/// A kind as one word in lower case.
fn kind_word(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase().replace([' ', '-'], "_");
    // The words people know from SQL.
    match kind.as_str() {
        "schema" => "namespace".to_owned(),
        "foreignkey" => "foreign_key".to_owned(),
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> Filter {
        let mut filter = Filter::default();
        include.iter().for_each(|pattern| filter.include(pattern).unwrap());
        exclude.iter().for_each(|pattern| filter.exclude(pattern).unwrap());
        filter
    }

    #[test]
    fn everything_by_default() {
        assert!(filter(&[], &[]).matches("table", Some("public"), "orders"));
        assert!(filter(&["*"], &[]).matches("view", None, "a.b c"));
        assert!(filter(&["*"], &[]).takes_everything());
        assert!(!filter(&["*"], &["x"]).takes_everything());
        assert!(!filter(&["*"], &[]).matches("namespace", None, KEPT_NAMESPACE));
    }

    #[test]
    fn plain_and_dotted_names() {
        let plain = filter(&["*"], &["tmp_*"]);
        assert!(!plain.matches("table", Some("public"), "tmp_1"));
        assert!(!plain.matches("table", None, "tmp_1"));
        assert!(plain.matches("table", Some("tmp_space"), "orders"));
        let dotted = filter(&["*"], &["audit.*"]);
        assert!(!dotted.matches("table", Some("audit"), "log"));
        assert!(dotted.matches("table", Some("public"), "log"));
        assert!(!filter(&[], &["v1.users"]).matches("table", Some("public"), "v1.users"));
    }

    #[test]
    fn kinds() {
        let filter = filter(&["*"], &["table:public.spatial_ref_sys", "materialized view:mv_*", "schema:audit"]);
        assert!(!filter.matches("table", Some("public"), "spatial_ref_sys"));
        assert!(filter.matches("view", Some("public"), "spatial_ref_sys"));
        assert!(!filter.matches("materialized_view", Some("public"), "mv_a"));
        assert!(!filter.matches("namespace", None, "audit"));
        assert!(!self::filter(&[], &["view:mv"]).matches("materialized view", None, "mv"));
    }

    #[test]
    fn an_include_of_one_kind_leaves_the_others_in() {
        let filter = filter(&["table:shop.*"], &[]);
        assert!(filter.matches("table", Some("shop"), "orders"));
        assert!(!filter.matches("table", Some("other"), "orders"));
        assert!(filter.matches("enum", Some("other"), "status"));
    }

    #[test]
    fn parts_are_spoken_of_by_kind_alone() {
        let filter = filter(&["orders"], &["tmp_*", "index:tmp_*", "column:orders.old", "check:public.orders.ck"]);
        let index = |name: &str| filter.matches_part("index", Some("public"), "orders", name);
        assert!(index("orders_pkey") && !index("tmp_ix"));
        assert!(filter.matches_part("trigger", Some("public"), "orders", "tmp_touch"));
        assert!(!filter.matches_part("column", Some("public"), "orders", "old"));
        assert!(filter.matches_part("column", Some("public"), "items", "old"));
        assert!(!filter.matches_part("check", Some("public"), "orders", "ck"));
        let some = self::filter(&["index:ix_*"], &[]);
        assert!(some.matches_part("index", None, "t", "ix_a") && !some.matches_part("index", None, "t", "other"));
        assert!(some.matches_part("check", None, "t", "other"));
    }

    #[test]
    fn an_excluded_namespace_and_one_not_included() {
        let filter = filter(&["orders"], &["audit"]);
        assert!(filter.leaves_out("namespace", None, "audit"));
        assert!(!filter.leaves_out("namespace", None, "public"));
    }

    #[test]
    fn faults() {
        let fault = |pattern: &str| Filter::default().exclude(pattern).unwrap_err();
        assert_eq!(fault("tabel:x").to_string(), "`tabel` is not a kind of object");
        assert_eq!(fault("tabel:x").help(), "did you mean `table`?");
        assert_eq!(fault("table:"), PatternError::Empty);
        assert!(matches!(fault("a[b"), PatternError::Glob { .. }));
        assert!(filter(&[], &["odd[:]name"]).matches("table", None, "oddname"));
        assert!(!filter(&[], &["odd[:]name"]).matches("table", None, "odd:name"));
    }
}
