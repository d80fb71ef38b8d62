//! The name that a definition gives to what it is of, as a reading of the default namespace would print it.

use crate::dialect::postgres::SYNTAX;
use crate::sql::{self, Token};

/// A definition without the namespace of the name behind the first `word`: the server prints it there whatever the path,
/// and leaves it out everywhere else.
pub(super) fn without_namespace(definition: &str, word: &str) -> String {
    let mut tokens = sql::significant(SYNTAX, definition).skip_while(|token: &Token<'_>| !token.is_word(word)).skip(1);
    let (Some(namespace), Some(dot), Some(name)) = (tokens.next(), tokens.next(), tokens.next()) else {
        return definition.to_owned();
    };
    let parts = (definition.get(..namespace.span.start), definition.get(name.span.start..));
    match parts {
        (Some(before), Some(rest)) if dot.text == "." => format!("{before}{rest}"),
        _ => definition.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_namespace;

    #[test]
    fn the_first_name_loses_its_namespace() {
        let trigger =
            "CREATE TRIGGER \"on x.y\" BEFORE UPDATE OF \"on\" ON public.\"t x\" FOR EACH ROW EXECUTE FUNCTION s.f()";
        assert_eq!(
            without_namespace(trigger, "ON"),
            "CREATE TRIGGER \"on x.y\" BEFORE UPDATE OF \"on\" ON \"t x\" FOR EACH ROW EXECUTE FUNCTION s.f()"
        );
        let rule = "CREATE RULE \"to\" AS\n    ON INSERT TO \"a.b\".t DO NOTHING";
        assert_eq!(without_namespace(rule, "TO"), "CREATE RULE \"to\" AS\n    ON INSERT TO t DO NOTHING");
        assert_eq!(
            without_namespace("CREATE STATISTICS s ON a, b FROM x.t", "STATISTICS"),
            "CREATE STATISTICS s ON a, b FROM x.t"
        );
    }
}
