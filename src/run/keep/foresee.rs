//! What a statement of a section is about to lose: from its words, and from the database as it is at that moment.
//!
//! A table that is dropped is not lost where another one took its place with its rows (SQLite's rebuild of a table, a table that
//! stands aside for a partitioned one): then only what the other one doesn't hold is.

use crate::dialect::keep::{StandingColumn, StandingTable};
use crate::dialect::{Dialect, ServerError, Session};
use crate::schema::QName;
use crate::sql::NameParts;
use crate::sql::losses::{Loss, Retyped, copied, losses, renamed};
use crate::sql::{Syntax, significant};

/// Rows, or values of rows, that the next statement loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// The table as it is.
    pub table: StandingTable,
    /// Its name before the section.
    pub before: QName,
    /// Its name behind the section.
    pub later: QName,
    /// The name behind the statement, as it is to be looked up.
    pub then: NameParts,
    /// The columns whose values go, with their name behind the statement where they only get another type; none where the whole
    /// table goes.
    pub columns: Vec<(StandingColumn, Option<String>)>,
}

/// What a section says, and which statement is next.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    /// The statements of all sections of this direction, in order.
    pub statements: &'a [&'a str],
    /// The place of the next one.
    pub next: usize,
}

impl Section<'_> {
    fn before(&self) -> &[&str] {
        self.statements.get(..self.next).unwrap_or_default()
    }

    fn behind(&self) -> &[&str] {
        self.statements.get(self.next + 1..).unwrap_or_default()
    }

    /// The name that a table of today had at the beginning.
    fn name_before(&self, syntax: Syntax, name: &str) -> String {
        self.before().iter().rev().fold(name.to_owned(), |name, sql| match renamed(syntax, sql) {
            Some((old, new)) if is(&new, &name) => old.last().cloned().unwrap_or(name),
            _ => name,
        })
    }

    /// The name that a table of today will have in the end.
    fn name_behind(&self, syntax: Syntax, name: &str) -> String {
        self.behind().iter().fold(name.to_owned(), |name, sql| match renamed(syntax, sql) {
            Some((old, new)) if is(&old, &name) => new.last().cloned().unwrap_or(name),
            _ => name,
        })
    }

    /// The table that the rows of a table that goes were copied to, if it takes that one's place.
    fn successor(&self, syntax: Syntax, name: &str) -> Option<NameParts> {
        let takers = self.before().iter().filter_map(|sql| copied(syntax, sql));
        let mut takers = takers.filter(|(_, sources)| sources.iter().any(|source| is(source, name)));
        takers.find_map(|(taker, _)| {
            let own = taker.last()?;
            let place = self.name_behind(syntax, own);
            let takes_place = same(&place, name) || same(&place, &self.name_before(syntax, name));
            (!same(own, name) && takes_place).then_some(taker)
        })
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn is(parts: &NameParts, name: &str) -> bool {
    parts.last().is_some_and(|last| same(last, name))
}

/// Whether the next statement may lose anything, by its words alone.
pub(in crate::run) fn may_lose(dialect: &dyn Dialect, sql: &str) -> bool {
    losses(dialect.syntax(), sql, dialect.keep().not_columns()).is_some()
}

/// What the next statement loses.
///
/// # Errors
/// The server's refusal to be asked.
pub(super) async fn foresee(session: &mut dyn Session, section: Section<'_>) -> Result<Vec<Lost>, ServerError> {
    let dialect = session.dialect();
    let (syntax, keep) = (dialect.syntax(), dialect.keep());
    let Some(sql) = section.statements.get(section.next) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    match losses(syntax, sql, keep.not_columns()) {
        None => {}
        Some(Loss::Tables(names)) => {
            for name in names {
                let Some(table) = keep.find(&mut *session, &name).await? else { continue };
                let own = table.name.name.clone();
                let named = |name: String| QName { namespace: table.name.namespace.clone(), name };
                let before = named(section.name_before(syntax, &own));
                let mut lost =
                    Lost { later: before.clone(), before, then: name, columns: Vec::new(), table: table.clone() };
                if let Some(successor) = section.successor(syntax, &own)
                    && let Some(taker) = keep.find(&mut *session, &successor).await?
                    && has_as_many_rows(&mut *session, &taker, &table).await?
                {
                    lost.columns = not_held(&*dialect, &table, &taker);
                    lost.later = named(section.name_behind(syntax, &taker.name.name));
                    lost.then = successor;
                    if lost.columns.is_empty() {
                        continue;
                    }
                }
                found.push(lost);
            }
        }
        Some(Loss::Columns { table: name, dropped, retyped }) => {
            let Some(table) = keep.find(&mut *session, &name).await? else { return Ok(found) };
            let lenient = !retyped.is_empty() && keep.is_lenient(&mut *session).await?;
            let stored = |column: &str| table.column(column).filter(|column| !column.generated).cloned();
            let mut columns: Vec<(StandingColumn, Option<String>)> =
                dropped.iter().filter_map(|column| Some((stored(column)?, None))).collect();
            columns.extend(retyped.iter().filter_map(|change| {
                let column = stored(&change.column)?;
                is_lossy(&*dialect, &column, change, lenient).then(|| (column, Some(change.renamed.clone())))
            }));
            if !columns.is_empty() {
                let named = |name: String| QName { namespace: table.name.namespace.clone(), name };
                let own = &table.name.name;
                let (before, later) = (section.name_before(syntax, own), section.name_behind(syntax, own));
                found.push(Lost { before: named(before), later: named(later), then: name, columns, table });
            }
        }
    }
    Ok(found)
}

/// Whether a table has the rows of another, by their number.
async fn has_as_many_rows(
    session: &mut dyn Session,
    taker: &StandingTable,
    of: &StandingTable,
) -> Result<bool, ServerError> {
    let dialect = session.dialect();
    let from = if of.alone { "ONLY " } else { "" };
    let sql = format!(
        "SELECT CASE WHEN (SELECT count(*) FROM {}) >= (SELECT count(*) FROM {from}{}) THEN 1 ELSE 0 END",
        dialect.qualified(&taker.name),
        dialect.qualified(&of.name)
    );
    let answer = session.rows(&sql).await?.into_iter().flatten().flatten().next();
    Ok(answer.as_deref() == Some("1"))
}

/// The columns of a table that the one in its place has not, or not with all of their values.
fn not_held(
    dialect: &dyn Dialect,
    table: &StandingTable,
    taker: &StandingTable,
) -> Vec<(StandingColumn, Option<String>)> {
    let stored = table.columns.iter().filter(|column| !column.generated);
    let lost = stored.filter_map(|column| match taker.column(&column.name) {
        None => Some((column.clone(), None)),
        Some(other) if dialect.conversion(&column.ty, &other.ty).loses.is_some() => {
            Some((column.clone(), Some(other.name.clone())))
        }
        Some(_) => None,
    });
    lost.collect()
}

/// Whether a change of a column's type may change its values. `lenient`: those that the new type doesn't hold, too.
fn is_lossy(dialect: &dyn Dialect, column: &StandingColumn, change: &Retyped, lenient: bool) -> bool {
    let syntax = dialect.syntax();
    if change.using || of_characters(syntax, &change.ty) {
        return true;
    }
    let conversion = dialect.conversion(&column.ty, &type_alone(syntax, &change.ty));
    conversion.loses.is_some() || (lenient && conversion.fails_on.is_some())
}

/// Whether a character set is said, which may not have all characters: `CHARSET`, `CHARACTER SET`; `SET` alone is a type.
fn of_characters(syntax: Syntax, text: &str) -> bool {
    significant(syntax, text).skip(1).any(|token| token.is_word("CHARSET") || token.is_word("SET"))
}

/// The type at the beginning of what is said of a column.
fn type_alone(syntax: Syntax, text: &str) -> String {
    const ENDS: [&str; 24] = [
        "NOT",
        "NULL",
        "DEFAULT",
        "AUTO_INCREMENT",
        "COMMENT",
        "COLLATE",
        "AFTER",
        "FIRST",
        "GENERATED",
        "AS",
        "UNIQUE",
        "PRIMARY",
        "KEY",
        "CHECK",
        "REFERENCES",
        "ON",
        "INVISIBLE",
        "VISIBLE",
        "STORAGE",
        "COLUMN_FORMAT",
        "VIRTUAL",
        "STORED",
        "PERSISTENT",
        "CONSTRAINT",
    ];
    let end = significant(syntax, text)
        .take_while(|token| !ENDS.iter().any(|word| token.is_word(word)))
        .last()
        .map_or(0, |token| token.span.end);
    text.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{mysql, postgres, sqlite};

    #[test]
    fn a_table_that_takes_anothers_place() {
        let rebuild = [
            "CREATE TABLE _migrate_new_t (id integer)",
            "INSERT INTO _migrate_new_t (id) SELECT id FROM t",
            "DROP TABLE t",
            "ALTER TABLE _migrate_new_t RENAME TO t",
        ];
        let at = |statements: &[&str], next| Section { statements, next }.successor(sqlite::SYNTAX, "t");
        assert_eq!(at(&rebuild, 2), Some(vec!["_migrate_new_t".to_owned()]));
        // Rows that go to another table are not all of this one.
        assert_eq!(at(&["INSERT INTO log SELECT id FROM t", "DROP TABLE t"], 1), None);
        let aside = [
            "ALTER TABLE events RENAME TO events__old",
            "CREATE TABLE events (id integer) PARTITION BY RANGE (id)",
            "INSERT INTO events SELECT * FROM events__old",
            "DROP TABLE events__old",
        ];
        let section = Section { statements: &aside, next: 3 };
        assert_eq!(section.successor(postgres::SYNTAX, "events__old"), Some(vec!["events".to_owned()]));
        assert_eq!(section.name_before(postgres::SYNTAX, "events__old"), "events");
    }

    #[test]
    fn the_type_of_a_column() {
        let read = |text| type_alone(mysql::SYNTAX, text);
        assert_eq!(read("varchar(10) NOT NULL AFTER b"), "varchar(10)");
        assert_eq!(read("int(11) unsigned DEFAULT 0"), "int(11) unsigned");
        assert_eq!(type_alone(postgres::SYNTAX, "timestamp(3) with time zone"), "timestamp(3) with time zone");
    }
}
