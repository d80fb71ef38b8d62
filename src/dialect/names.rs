//! What a database makes of names: how long they may be, whether capitals count, which of them must differ.

use crate::schema::PartKind;

/// What the length of a name is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// Bytes of UTF-8.
    Bytes,
    /// Characters.
    Characters,
}

impl LengthUnit {
    /// The word for several.
    pub fn plural(self) -> &'static str {
        match self {
            LengthUnit::Bytes => "bytes",
            LengthUnit::Characters => "characters",
        }
    }
}

/// The rules of one database.
#[derive(Debug, Clone, Copy)]
pub struct NameRules {
    /// The longest name that is kept whole, where there is a limit.
    pub longest: Option<(usize, LengthUnit)>,
    /// Whether names that differ in nothing but capitals are the same name.
    pub ignores_case: bool,
    /// Whether that holds for the names of columns, whatever holds for those of tables.
    pub columns_ignore_case: bool,
    /// The namespace that a name without one is in, as long as no setting of the connection says otherwise; `None` where
    /// the database has no namespaces.
    pub default_namespace: Option<&'static str>,
    /// The parts whose names must differ from those of tables and views in their namespace.
    pub among_relations: &'static [PartKind],
    /// The parts whose names must differ from those of such parts of all tables, and from nothing else.
    pub across_tables: &'static [PartKind],
}

impl NameRules {
    /// How long a name is, in the unit that the limit is counted in.
    pub fn length(&self, name: &str) -> usize {
        match self.longest {
            Some((_, LengthUnit::Characters)) => name.chars().count(),
            Some((_, LengthUnit::Bytes)) | None => name.len(),
        }
    }

    /// The limit and its unit, where the name is longer than that.
    pub fn exceeded(&self, name: &str) -> Option<(usize, LengthUnit)> {
        self.longest.filter(|(limit, _)| self.length(name) > *limit)
    }

    /// The longest beginning of a name that is not longer than `room`.
    pub fn clip<'n>(&self, name: &'n str, room: usize) -> &'n str {
        let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
        let end = ends.rfind(|end| self.length(&name[..*end]) <= room).unwrap_or(0);
        &name[..end]
    }

    /// Whether two names are the same name.
    pub fn same(&self, one: &str, other: &str) -> bool {
        one == other || self.ignores_case && one.eq_ignore_ascii_case(other)
    }

    /// A name as what it is told apart by: two names are the same where these are equal.
    pub fn folded(&self, name: &str) -> String {
        if self.ignores_case { name.to_ascii_lowercase() } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: NameRules = NameRules {
        longest: Some((4, LengthUnit::Characters)),
        ignores_case: true,
        columns_ignore_case: true,
        default_namespace: None,
        among_relations: &[],
        across_tables: &[],
    };

    #[test]
    fn characters_or_bytes() {
        assert_eq!((RULES.length("été"), RULES.clip("été", 2)), (3, "ét"));
        let bytes = NameRules { longest: Some((4, LengthUnit::Bytes)), ..RULES };
        assert_eq!((bytes.length("été"), bytes.clip("été", 2), bytes.clip("été", 4)), (5, "é", "ét".get(..3).unwrap()));
        assert_eq!(bytes.exceeded("été"), Some((4, LengthUnit::Bytes)));
        assert_eq!(RULES.exceeded("étéé"), None);
    }

    #[test]
    fn capitals() {
        assert!(RULES.same("Users", "uSERS") && RULES.folded("Users") == RULES.folded("uSERS"));
        let exact = NameRules { ignores_case: false, ..RULES };
        assert!(!exact.same("Users", "users") && exact.folded("Users") != exact.folded("users"));
    }
}
