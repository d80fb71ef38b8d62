//! What objects hold beside their names, one at a time: PostgreSQL lets one operator class be the default of a type, for a kind of
//! index, one conversion of a namespace that between two encodings; and a range brings a multirange, which has a name of its own.

use crate::schema::{Definition, Kind};
use crate::sql::{Token, significant};

use super::SYNTAX;
use super::render::multirange_namespace;

/// The words that tell it, alike for two that cannot be there at once; none where it holds nothing.
pub(super) fn claim(definition: &Definition) -> Option<String> {
    // Routines, with bodies that are long to read, hold nothing.
    if !matches!(definition.id.kind, Kind::RangeType | Kind::OperatorClass | Kind::Conversion) {
        return None;
    }
    let tokens: Vec<Token<'_>> = significant(SYNTAX, definition.sql.text()).collect();
    let at = |word: &str| tokens.iter().position(|token| token.is_word(word));
    let said = |from: usize, to: usize| -> Option<String> {
        Some(tokens.get(from..to)?.iter().map(|token| token.text).collect::<Vec<_>>().join(" "))
    };
    match definition.id.kind {
        Kind::RangeType => {
            let namespace = multirange_namespace(definition).unwrap_or_default();
            definition.clause("multirange").map(|name| format!("{namespace} {name}"))
        }
        // … DEFAULT FOR TYPE type USING method …
        Kind::OperatorClass => said(at("DEFAULT")? + 1, at("USING")? + 2),
        // CREATE DEFAULT CONVERSION name FOR 'one' TO 'other' FROM function
        Kind::Conversion if at("DEFAULT") == Some(1) => {
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
        claim(&Definition::new(ObjectId::new(kind, QName::plain("x")), sql))
    }

    #[test]
    fn two_that_cannot_be_there_at_once_are_alike() {
        let one = of(Kind::OperatorClass, "CREATE OPERATOR CLASS a DEFAULT FOR TYPE s.t USING btree AS OPERATOR 1 <");
        let other = of(
            Kind::OperatorClass,
            "CREATE OPERATOR CLASS b DEFAULT FOR TYPE s.t USING btree FAMILY f AS OPERATOR 1 <",
        );
        let hash = of(Kind::OperatorClass, "CREATE OPERATOR CLASS c DEFAULT FOR TYPE s.t USING hash AS OPERATOR 1 =");
        assert!(one.is_some() && one == other && one != hash);
        assert_eq!(of(Kind::OperatorClass, "CREATE OPERATOR CLASS d FOR TYPE s.t USING btree AS OPERATOR 1 <"), None);
        let one = of(Kind::Conversion, "CREATE DEFAULT CONVERSION a FOR 'LATIN1' TO 'UTF8' FROM f");
        assert!(
            one.is_some() && one == of(Kind::Conversion, "CREATE DEFAULT CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM g")
        );
        assert_eq!(of(Kind::Conversion, "CREATE CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM g"), None);
    }
}
