//! The naming convention: names for constraints and indexes that the schema leaves unnamed.
//!
//! A name made by a rule is the same in every database, so that what was made without a name can be dropped by one.

/// Patterns of `[naming]`, each checked to hold only the words of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Indexes: `{table}`, `{columns}`.
    pub ix: String,
    /// Unique constraints: `{table}`, `{columns}`.
    pub uq: String,
    /// Checks: `{table}`, `{name}`.
    pub ck: String,
    /// Foreign keys: `{table}`, `{columns}`, `{referred_table}`, `{referred_columns}`.
    pub fk: String,
    /// Primary keys: `{table}`, `{columns}`.
    pub pk: String,
}

/// The words that each pattern of `[naming]` may hold in braces.
pub const WORDS: [(&str, &[&str]); 5] = [
    ("ix", &["table", "columns"]),
    ("uq", &["table", "columns"]),
    ("ck", &["table", "name"]),
    ("fk", &["table", "columns", "referred_table", "referred_columns"]),
    ("pk", &["table", "columns"]),
];

impl Default for Naming {
    fn default() -> Self {
        Naming {
            ix: "ix_{table}_{columns}".to_owned(),
            uq: "uq_{table}_{columns}".to_owned(),
            ck: "ck_{table}_{name}".to_owned(),
            fk: "fk_{table}_{columns}_{referred_table}".to_owned(),
            pk: "pk_{table}".to_owned(),
        }
    }
}

impl Naming {
    /// The name of an index over `columns` of `table`.
    pub fn index<C: AsRef<str>>(&self, table: &str, columns: &[C]) -> String {
        fill(&self.ix, &[("table", table), ("columns", &join(columns))])
    }

    /// The name of a unique constraint.
    pub fn unique<C: AsRef<str>>(&self, table: &str, columns: &[C]) -> String {
        fill(&self.uq, &[("table", table), ("columns", &join(columns))])
    }

    /// The name of a check, `name` being what tells it from others of the table.
    pub fn check(&self, table: &str, name: &str) -> String {
        fill(&self.ck, &[("table", table), ("name", name)])
    }

    /// The name of a foreign key.
    pub fn foreign_key<C: AsRef<str>, R: AsRef<str>>(
        &self,
        table: &str,
        columns: &[C],
        referred_table: &str,
        referred_columns: &[R],
    ) -> String {
        let words = [
            ("table", table),
            ("columns", &join(columns)),
            ("referred_table", referred_table),
            ("referred_columns", &join(referred_columns)),
        ];
        fill(&self.fk, &words)
    }

    /// The name of a primary key.
    pub fn primary_key<C: AsRef<str>>(&self, table: &str, columns: &[C]) -> String {
        fill(&self.pk, &[("table", table), ("columns", &join(columns))])
    }
}

fn join<C: AsRef<str>>(columns: &[C]) -> String {
    columns.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("_")
}

/// `pattern` with each `{word}` replaced in one pass, so that braces in a table's name stay what they are.
pub fn fill(pattern: &str, words: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    for piece in pieces(pattern) {
        match piece {
            PatternPart::Text(text) => filled.push_str(text),
            PatternPart::Word(word) | PatternPart::Open(word) => {
                let value = words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
                filled.push_str(value.unwrap_or_default());
            }
        }
    }
    filled
}

/// A part of a pattern.
#[derive(Debug, PartialEq, Eq)]
pub enum PatternPart<'a> {
    /// Literal text.
    Text(&'a str),
    /// `{word}`.
    Word(&'a str),
    /// A brace that is not closed, with what follows it.
    Open(&'a str),
}

/// The parts of a pattern such as `fk_{table}_{columns}`.
pub fn pieces(pattern: &str) -> Vec<PatternPart<'_>> {
    let mut found = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            found.push(PatternPart::Text(before));
        }
        let Some((word, after)) = after.split_once('}') else {
            found.push(PatternPart::Open(after));
            return found;
        };
        found.push(PatternPart::Word(word));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(PatternPart::Text(rest));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_names() {
        let naming = Naming::default();
        assert_eq!(naming.index("orders", &["status", "number"]), "ix_orders_status_number");
        assert_eq!(naming.unique("users", &["email"]), "uq_users_email");
        assert_eq!(naming.check("orders", "net_positive"), "ck_orders_net_positive");
        assert_eq!(
            naming.foreign_key("orders", &["customer_id"], "customers", &["id"]),
            "fk_orders_customer_id_customers"
        );
        assert_eq!(naming.primary_key("orders", &["id"]), "pk_orders");
    }

    #[test]
    fn braces_in_a_name_are_not_filled_again() {
        assert_eq!(Naming::default().index("a{columns}", &["b"]), "ix_a{columns}_b");
    }

    #[test]
    fn parts_of_a_pattern() {
        assert_eq!(pieces("a_{b}c"), [PatternPart::Text("a_"), PatternPart::Word("b"), PatternPart::Text("c")]);
        assert_eq!(pieces("{a}{"), [PatternPart::Word("a"), PatternPart::Open("")]);
    }
}
