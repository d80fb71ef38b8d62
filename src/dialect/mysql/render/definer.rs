//! CREATE statements that are kept as a text: the definer, OR REPLACE and FOLLOWS put in, and the `sql_mode` around.
//!
//! A routine, a trigger or an event keeps the `sql_mode` it was made under, an event its time zone too
//! (<https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html>).

use crate::dialect::mysql::SYNTAX;
use crate::dialect::{Facts, Step};
use crate::schema::Parameters;
use crate::sql::{self, Token};

use super::quote;

/// The words behind CREATE.
pub(super) fn create(sql: &str, replace: bool, owner: Option<&str>) -> String {
    let sql = sql.trim();
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, sql).take(3).collect();
    let (Some(first), Some(second)) = (tokens.first(), tokens.get(1)) else { return sql.to_owned() };
    if !first.is_word("create") {
        return sql.to_owned();
    }
    let replaces = second.is_word("or");
    let end = if replaces { tokens.get(2).map_or(first.span.end, |token| token.span.end) } else { first.span.end };
    let rest = sql.get(end..).unwrap_or_default();
    let or_replace = if replace || replaces { " OR REPLACE" } else { "" };
    let has_definer = sql::significant(SYNTAX, rest).next().is_some_and(|token| token.is_word("definer"));
    let definer =
        owner.filter(|_| !has_definer).map(|owner| format!(" DEFINER={}", account(owner))).unwrap_or_default();
    format!("CREATE{or_replace}{definer}{rest}")
}

/// An account as SQL: `` `root`@`localhost` ``.
pub(super) fn account(owner: &str) -> String {
    let quoted = owner.starts_with(['`', '\'', '"']);
    let is_role = owner.eq_ignore_ascii_case("current_user") || owner.eq_ignore_ascii_case("current_user()");
    match owner.rsplit_once('@') {
        _ if quoted || is_role => owner.to_owned(),
        Some((user, host)) => format!("{}@{}", quote::always(user), quote::always(host)),
        None => quote::always(owner),
    }
}

/// A trigger's statement with its place among those of its event: behind `FOR EACH ROW`.
pub(super) fn placed(sql: &str, place: &str) -> String {
    let tokens: Vec<Token<'_>> = sql::significant(SYNTAX, sql).collect();
    let at = tokens.windows(3).find_map(|three| match three {
        [a, b, c] if a.is_word("for") && b.is_word("each") && c.is_word("row") => Some(c.span.end),
        _ => None,
    });
    match at.and_then(|at| Some((sql.get(..at)?, sql.get(at..)?))) {
        Some((head, body)) => format!("{head} {place}{body}"),
        None => sql.to_owned(),
    }
}

/// The statement between the settings that its body was written for.
pub(super) fn within(settings: &Parameters, step: Step, out: &mut Vec<Step>) {
    let light = || Facts::light().repeatable(true);
    for (key, value) in settings {
        let value = if value.starts_with('\'') { value.clone() } else { quote::string(value) };
        out.push(Step::new(format!("SET @migrate_{key} = @@SESSION.{key}")).facts(light()));
        out.push(Step::new(format!("SET SESSION {key} = {value}")).facts(light()));
    }
    out.push(step);
    for (key, _) in settings {
        out.push(Step::new(format!("SET SESSION {key} = @migrate_{key}")).facts(light()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_in_behind_create() {
        let sql = "CREATE FUNCTION f() RETURNS int RETURN 1";
        assert_eq!(create(sql, false, None), sql);
        assert_eq!(
            create(sql, true, Some("a@%")),
            "CREATE OR REPLACE DEFINER=`a`@`%` FUNCTION f() RETURNS int RETURN 1"
        );
        assert_eq!(
            create("create or replace definer=x procedure p() select 1", false, Some("a@b")),
            "CREATE OR REPLACE definer=x procedure p() select 1"
        );
        assert_eq!(create(sql, false, Some("`o'x`@`h`")), "CREATE DEFINER=`o'x`@`h` FUNCTION f() RETURNS int RETURN 1");
    }

    #[test]
    fn a_trigger_is_told_its_place() {
        let sql = "CREATE TRIGGER `for` BEFORE INSERT ON t FOR EACH ROW set new.a = 1";
        assert_eq!(
            placed(sql, "FOLLOWS b"),
            "CREATE TRIGGER `for` BEFORE INSERT ON t FOR EACH ROW FOLLOWS b set new.a = 1"
        );
    }

    #[test]
    fn the_mode_of_the_session_comes_back() {
        let mut out = Vec::new();
        let settings: Parameters = [("sql_mode".to_owned(), "ANSI_QUOTES".to_owned())].into_iter().collect();
        within(&settings, Step::new("CREATE …"), &mut out);
        let texts: Vec<String> = out.iter().map(Step::sql).collect();
        assert_eq!(
            texts,
            [
                "SET @migrate_sql_mode = @@SESSION.sql_mode",
                "SET SESSION sql_mode = 'ANSI_QUOTES'",
                "CREATE …",
                "SET SESSION sql_mode = @migrate_sql_mode"
            ]
        );
    }
}
