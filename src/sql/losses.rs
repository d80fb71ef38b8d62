//! What a statement takes away with its rows, by its words alone: tables that go, columns that go or get another type.
//!
//! No parser of a whole language: the heads of the two statements that take rows away, in the forms of all databases. What
//! they name is looked up by whoever asks; what is no table there, or no column, is not lost.

use super::{Cursor, Syntax};

/// The parts of a name that may be qualified, each as the database stores it.
pub type NameParts = Vec<String>;

/// What one statement takes away, or does to the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// `DROP TABLE`.
    Tables(Vec<NameParts>),
    /// `ALTER TABLE`, with the columns that it drops and those that get a type.
    Columns {
        /// The table.
        table: NameParts,
        /// The columns that go.
        dropped: Vec<String>,
        /// The columns that get a type.
        retyped: Vec<Retyped>,
    },
}

/// A column that gets a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retyped {
    /// The column.
    pub column: String,
    /// What it is called from then on.
    pub renamed: String,
    /// What follows: the type first, then whatever else is said of the column.
    pub ty: String,
    /// Whether an expression makes the new values.
    pub using: bool,
}

/// What `sql` takes away. `others`: what may stand behind `ALTER TABLE … DROP` and is no column there, in upper case.
pub fn losses(syntax: Syntax, sql: &str, others: &[&str]) -> Option<Loss> {
    let mut words = Cursor::new(syntax, sql);
    if words.take("DROP") && (words.take("TABLE") || words.take("TABLES")) {
        words.take_all(&["IF", "EXISTS"]);
        let mut tables = vec![words.name()?];
        while words.take_punct(",") {
            tables.extend(words.name());
        }
        return Some(Loss::Tables(tables));
    }
    words.back_to(0);
    if !words.take("ALTER") {
        return None;
    }
    // MariaDB.
    words.take("ONLINE");
    words.take("IGNORE");
    if !words.take("TABLE") {
        return None;
    }
    words.take_all(&["IF", "EXISTS"]);
    words.take("ONLY");
    let table = words.name()?;
    if words.peek().is_some_and(|token| token.text == "*") {
        words.skip();
    }
    let (mut dropped, mut retyped) = (Vec::new(), Vec::new());
    loop {
        action(&mut words, others, &mut dropped, &mut retyped);
        words.skip_clause();
        if !words.take_punct(",") {
            break;
        }
    }
    (!dropped.is_empty() || !retyped.is_empty()).then_some(Loss::Columns { table, dropped, retyped })
}

/// `INSERT INTO target … SELECT … FROM …`: the table that gets rows, and every table that the rest may read.
pub fn copied(syntax: Syntax, sql: &str) -> Option<(NameParts, Vec<NameParts>)> {
    let mut words = Cursor::new(syntax, sql);
    if !words.take("INSERT") || !words.take("INTO") {
        return None;
    }
    let target = words.name()?;
    let mut sources = Vec::new();
    while !words.is_at_end() {
        if words.take("FROM") || words.take("JOIN") {
            words.take("ONLY");
            sources.extend(words.name());
        } else {
            words.skip();
        }
    }
    Some((target, sources))
}

/// `ALTER TABLE old RENAME TO new`, `RENAME TABLE old TO new`.
pub fn renamed(syntax: Syntax, sql: &str) -> Option<(NameParts, NameParts)> {
    let mut words = Cursor::new(syntax, sql);
    if words.take("RENAME") && words.take("TABLE") {
        let old = words.name()?;
        return words.take("TO").then(|| words.name().map(|new| (old, new)))?;
    }
    words.back_to(0);
    if !words.take("ALTER") || !words.take("TABLE") {
        return None;
    }
    words.take_all(&["IF", "EXISTS"]);
    words.take("ONLY");
    let old = words.name()?;
    if !words.take("RENAME") || !(words.take("TO") || words.take("AS")) {
        return None;
    }
    words.name().map(|new| (old, new))
}

/// One action of ALTER TABLE, up to what is known of it.
fn action(cursor: &mut Cursor<'_>, others: &[&str], dropped: &mut Vec<String>, retyped: &mut Vec<Retyped>) {
    if cursor.take("DROP") {
        let explicit = cursor.take("COLUMN");
        if !explicit && cursor.is_any(others) {
            return;
        }
        cursor.take_all(&["IF", "EXISTS"]);
        dropped.extend(cursor.part());
        return;
    }
    if cursor.take("ALTER") {
        cursor.take("COLUMN");
        let Some(column) = cursor.part() else { return };
        cursor.take_all(&["SET", "DATA"]);
        if cursor.take("TYPE") {
            let (ty, using) = rest(cursor);
            retyped.push(Retyped { renamed: column.clone(), column, ty, using });
        }
        return;
    }
    let changes = cursor.take("CHANGE");
    if changes || cursor.take("MODIFY") {
        cursor.take("COLUMN");
        cursor.take_all(&["IF", "EXISTS"]);
        let Some(column) = cursor.part() else { return };
        let renamed = if changes { cursor.part() } else { None };
        let (ty, using) = rest(cursor);
        retyped.push(Retyped { renamed: renamed.unwrap_or_else(|| column.clone()), column, ty, using });
    }
}

/// The rest of an action up to USING, as written; whether there is one.
fn rest(cursor: &mut Cursor<'_>) -> (String, bool) {
    let start = cursor.at();
    cursor.skip_while(|token| !token.is_punct(",") && !token.is_word("USING"));
    (cursor.text(start).to_owned(), cursor.is("USING"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{mysql, postgres, sqlite};

    fn name(parts: &[&str]) -> NameParts {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn tables_that_go() {
        let read = |sql| losses(postgres::SYNTAX, sql, &["CONSTRAINT"]);
        assert_eq!(
            read("/* x */ drop table if exists A.\"B c\" , d CASCADE"),
            Some(Loss::Tables(vec![name(&["a", "B c"]), name(&["d"])]))
        );
        for sql in ["DROP VIEW a", "DROP TABLESPACE a", "DROP FOREIGN TABLE a", "SELECT 'DROP TABLE a'", "DROP"] {
            assert_eq!(read(sql), None, "{sql}");
        }
    }

    #[test]
    fn columns_that_go_or_change() {
        let sql = "ALTER TABLE IF EXISTS ONLY s.t * DROP a CASCADE, ADD CHECK (f(x, y)), DROP COLUMN IF EXISTS \"B\", \
            DROP CONSTRAINT c, ALTER d SET DATA TYPE numeric(10, 2), ALTER COLUMN e TYPE text USING f(e, 1), ALTER g DROP DEFAULT";
        let retyped = |column: &str, renamed: &str, ty: &str, using| Retyped {
            column: column.into(),
            renamed: renamed.into(),
            ty: ty.into(),
            using,
        };
        assert_eq!(
            losses(postgres::SYNTAX, sql, &["CONSTRAINT"]),
            Some(Loss::Columns {
                table: name(&["s", "t"]),
                dropped: name(&["a", "B"]),
                retyped: vec![retyped("d", "d", "numeric(10, 2)", false), retyped("e", "e", "text", true)],
            })
        );
        let sql =
            "ALTER TABLE `T` DROP PRIMARY KEY, DROP `k`, MODIFY COLUMN a varchar(10) NOT NULL AFTER b, CHANGE c d int";
        assert_eq!(
            losses(mysql::SYNTAX, sql, &["PRIMARY", "KEY"]),
            Some(Loss::Columns {
                table: name(&["T"]),
                dropped: name(&["k"]),
                retyped: vec![
                    retyped("a", "a", "varchar(10) NOT NULL AFTER b", false),
                    retyped("c", "d", "int", false)
                ],
            })
        );
        assert_eq!(losses(postgres::SYNTAX, "ALTER TABLE t ADD a int, RENAME b TO c", &["CONSTRAINT"]), None);
        assert_eq!(losses(postgres::SYNTAX, "ALTER TABLE t DROP", &["CONSTRAINT"]), None);
    }

    #[test]
    fn tables_that_are_made_anew() {
        let sql = "INSERT INTO _migrate_new_t (a, b)\nSELECT a, (SELECT min(id) FROM p)\nFROM \"t\"";
        assert_eq!(copied(sqlite::SYNTAX, sql), Some((name(&["_migrate_new_t"]), vec![name(&["p"]), name(&["t"])])));
        assert_eq!(copied(sqlite::SYNTAX, "INSERT INTO t VALUES (1)"), Some((name(&["t"]), vec![])));
        assert_eq!(
            renamed(sqlite::SYNTAX, "ALTER TABLE _migrate_new_t RENAME TO t"),
            Some((name(&["_migrate_new_t"]), name(&["t"])))
        );
        assert_eq!(renamed(mysql::SYNTAX, "RENAME TABLE a.b TO c"), Some((name(&["a", "b"]), name(&["c"]))));
        assert_eq!(renamed(postgres::SYNTAX, "ALTER TABLE t RENAME a TO b"), None);
        assert_eq!(renamed(postgres::SYNTAX, "ALTER TABLE t RENAME COLUMN a TO b"), None);
    }
}
