//! An UPDATE or DELETE of one table, taken apart so that it can be done to a part of the rows at a time.

use std::ops::Range;

use super::{Cursor, NameParts, Syntax};

/// A statement that changes or deletes rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The table.
    pub table: NameParts,
    /// The columns that it assigns; none where it deletes.
    pub assigned: Vec<String>,
    /// Where its condition stands, behind `WHERE`; none where it has none.
    condition: Option<Range<usize>>,
    /// Where the statement ends.
    end: usize,
}

/// Words that make it more than a change of the rows of one table, each by itself.
const OTHERS: [&str; 9] = ["FROM", "USING", "RETURNING", "LIMIT", "ORDER", "JOIN", "WITH", "OFFSET", "CURRENT"];

/// Reads a statement; where it is none that can be divided, the word that is in the way, or nothing where it is another statement.
///
/// # Errors
/// The word.
pub fn row_change(syntax: Syntax, sql: &str) -> Result<RowChange, Option<Range<usize>>> {
    let mut words = Cursor::new(syntax, sql);
    let deletes = words.take("DELETE");
    if deletes {
        words.take("FROM");
    } else if !words.take("UPDATE") {
        return Err(None);
    }
    words.take("ONLY");
    let table = words.name().ok_or(None)?;
    let (mut depth, mut condition, mut assigned) = (0usize, None, Vec::new());
    let mut in_list = false;
    while let Some(token) = words.peek().cloned() {
        words.skip();
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            "," if !in_list && condition.is_none() && !deletes => return Err(Some(token.span.clone())),
            _ if condition.is_none() && token.is_word("WHERE") => condition = Some(token.span.end),
            _ if OTHERS.iter().any(|word| token.is_word(word)) => return Err(Some(token.span.clone())),
            _ => {}
        }
        // `SET a = …`, `, b = …`, `SET (a, b) = …`
        let begins = depth == 0 && condition.is_none() && (token.is_word("SET") || in_list && token.is_punct(","));
        if begins && !deletes {
            in_list = true;
            let next = words.at();
            if words.take_punct("(") {
                while let Some(name) = words.name() {
                    assigned.extend(name.last().cloned());
                    if !words.take_punct(",") {
                        break;
                    }
                }
            } else if let Some(name) = words.name() {
                assigned.extend(name.last().cloned());
            }
            words.back_to(next);
        }
    }
    let end = words.span(0).end;
    Ok(RowChange { table, assigned, condition: condition.map(|from| from..end), end })
}

impl RowChange {
    /// The same statement for the rows that also fulfil `more`.
    pub fn limited(&self, sql: &str, more: &str) -> String {
        match &self.condition {
            Some(condition) => {
                let before = sql.get(..condition.start).unwrap_or_default();
                let own = sql.get(condition.clone()).unwrap_or_default().trim();
                // A comment at its end must not swallow what follows.
                format!("{before} ({own}\n) AND {more}")
            }
            None => format!("{}\nWHERE {more}", sql.get(..self.end).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{mysql, postgres};

    #[test]
    fn the_rows_are_limited_beside_the_condition() {
        let sql =
            "UPDATE ONLY s.t AS x SET a = (SELECT 1 FROM u WHERE u.b = x.b), \"B\" = 2 -- c\n WHERE c IS NULL OR d";
        let change = row_change(postgres::SYNTAX, sql).unwrap();
        assert_eq!(
            (change.table.as_slice(), change.assigned.as_slice()),
            (["s", "t"].map(String::from).as_slice(), ["a", "B"].map(String::from).as_slice())
        );
        assert_eq!(
            change.limited(sql, "id > 1"),
            "UPDATE ONLY s.t AS x SET a = (SELECT 1 FROM u WHERE u.b = x.b), \"B\" = 2 -- c\n WHERE (c IS NULL OR d\n) AND id > 1"
        );
        let sql = "DELETE FROM `t` /* all */";
        let change = row_change(mysql::SYNTAX, sql).unwrap();
        assert_eq!(
            (change.limited(sql, "id > 1"), change.assigned.len()),
            ("DELETE FROM `t`\nWHERE id > 1".to_owned(), 0)
        );
        let sql = "UPDATE t SET (a, b) = (1, 2)";
        assert_eq!(row_change(postgres::SYNTAX, sql).unwrap().assigned, ["a", "b"]);
    }

    #[test]
    fn what_cannot_be_divided_is_told_by_its_word() {
        let word = |sql: &str| match row_change(postgres::SYNTAX, sql) {
            Err(Some(span)) => Some(sql[span].to_owned()),
            Err(None) => None,
            Ok(_) => panic!("{sql}"),
        };
        assert_eq!(word("UPDATE t SET a = u.a FROM u WHERE u.id = t.id").as_deref(), Some("FROM"));
        assert_eq!(word("DELETE FROM t USING u WHERE u.id = t.id").as_deref(), Some("USING"));
        assert_eq!(word("UPDATE t SET a = 1 WHERE b RETURNING id").as_deref(), Some("RETURNING"));
        assert_eq!(word("UPDATE t, u SET t.a = u.a").as_deref(), Some(","));
        assert_eq!(word("INSERT INTO t SELECT 1"), None);
        assert_eq!(word("WITH x AS (SELECT 1) UPDATE t SET a = 1"), None);
    }
}
