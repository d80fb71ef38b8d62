//! What an object is the default for: PostgreSQL lets one operator class at a time be that of a type, for a kind of index, and
//! one conversion of a namespace that between two encodings.

use crate::schema::{Definition, Kind};
use crate::sql::{Token, significant};

use super::SYNTAX;

/// The words that tell it, alike for two that cannot be it at once; none where it is no default.
pub(super) fn default_for(definition: &Definition) -> Option<String> {
    let tokens: Vec<Token<'_>> = significant(SYNTAX, definition.sql.text()).collect();
    let at = |word: &str| tokens.iter().position(|token| token.is_word(word));
    let said = |from: usize, to: usize| -> Option<String> {
        Some(tokens.get(from..to)?.iter().map(|token| token.text).collect::<Vec<_>>().join(" "))
    };
    let default = at("DEFAULT")?;
    match definition.id.kind {
        // … DEFAULT FOR TYPE type USING method …
        Kind::OperatorClass => said(default + 1, at("USING")? + 2),
        // CREATE DEFAULT CONVERSION name FOR 'one' TO 'other' FROM function
        Kind::Conversion if default == 1 => {
            let namespace = definition.id.name.namespace.as_deref().unwrap_or_default();
            said(at("FOR")?, at("FROM")?).map(|between| format!("{namespace} {between}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ObjectId, QName};

    fn of(kind: Kind, sql: &str) -> Option<String> {
        default_for(&Definition::new(ObjectId::new(kind, QName::plain("x")), sql))
    }

    #[test]
    fn two_that_cannot_be_there_at_once_are_alike() {
        let one = of(Kind::OperatorClass, "CREATE OPERATOR CLASS a DEFAULT FOR TYPE s.t USING btree AS OPERATOR 1 <");
        let other = of(Kind::OperatorClass, "CREATE OPERATOR CLASS b DEFAULT FOR TYPE s.t USING btree FAMILY f AS OPERATOR 1 <");
        let hash = of(Kind::OperatorClass, "CREATE OPERATOR CLASS c DEFAULT FOR TYPE s.t USING hash AS OPERATOR 1 =");
        assert!(one.is_some() && one == other && one != hash);
        assert_eq!(of(Kind::OperatorClass, "CREATE OPERATOR CLASS d FOR TYPE s.t USING btree AS OPERATOR 1 <"), None);
        let one = of(Kind::Conversion, "CREATE DEFAULT CONVERSION a FOR 'LATIN1' TO 'UTF8' FROM f");
        assert!(one.is_some() && one == of(Kind::Conversion, "CREATE DEFAULT CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM g"));
        assert_eq!(of(Kind::Conversion, "CREATE CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM g"), None);
    }
}
