//! From the sections of a script to groups of statements that are sent and recorded together.
//!
//! All that can be refused without a server is refused here, before anything runs.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::RunError;
use crate::dialect::foreign_keys::ForeignKeyStatement;
use crate::dialect::settings::Changes;
use crate::dialect::{Dialect, ServerError};
use crate::error::Place;
use crate::script::Batch;
use crate::sql::{
    Control, SplitError, Statement, Syntax, control, row_change, split, token_at, tokens_like, without_transaction,
};

/// A section of a script as the runner takes it: SQL that stands somewhere in a text.
#[derive(Debug, Clone)]
pub struct SqlSection {
    /// The file, as the user would name it.
    pub path: PathBuf,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Where the section's SQL stands in it.
    pub span: Range<usize>,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// How its statement changes rows in batches, where it does.
    pub batch: Option<Batch>,
}

impl SqlSection {
    /// SQL that stands in no file; `name` is what a fault calls it.
    pub fn of_sql(name: impl Into<PathBuf>, sql: impl Into<Arc<str>>, transaction: bool) -> Self {
        let text = sql.into();
        SqlSection { path: name.into(), span: 0..text.len(), text, transaction, batch: None }
    }
}

/// A statement and where it stands.
#[derive(Debug, Clone)]
pub struct ScriptStatement {
    /// The file.
    pub path: Arc<Path>,
    /// Its text.
    pub text: Arc<str>,
    /// Where the statement stands in it.
    pub span: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
    /// Its number in the revision, from 1.
    pub number: usize,
}

impl ScriptStatement {
    /// The statement as it is sent.
    pub fn sql(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or_default()
    }

    /// The place of what the server refuses: where it says, or at the word that it names if that stands once; else the
    /// statement's first line.
    pub fn refused_at(&self, syntax: Syntax, server: Option<&ServerError>) -> Place {
        let word = server.filter(|server| server.position.is_none()).and_then(ServerError::names);
        let place = self.place(syntax, server.and_then(|server| server.position), "");
        match word.map(|word| tokens_like(syntax, self.sql(), word)).as_deref() {
            Some([only]) => Place { span: self.span.start + only.start..self.span.start + only.end, ..place },
            _ => place,
        }
    }

    /// The place to draw a fault at: the token at character `position` (from 1) of the statement, or the statement's
    /// first line.
    pub fn place(&self, syntax: Syntax, position: Option<usize>, label: impl Into<String>) -> Place {
        let sql = self.sql();
        let span = position
            .and_then(|position| sql.char_indices().nth(position.saturating_sub(1)).map(|(at, _)| at))
            .map_or_else(|| 0..sql.find(['\n', '\r']).unwrap_or(sql.len()), |at| token_at(syntax, sql, at));
        Place {
            path: self.path.to_path_buf(),
            text: self.text.clone(),
            span: self.span.start + span.start..self.span.start + span.end,
            label: label.into(),
        }
    }
}

/// What is sent together and recorded together.
#[derive(Debug, Clone, Default)]
pub struct StatementGroup {
    /// The statements, in order.
    pub statements: Vec<ScriptStatement>,
    /// Whether statements and record share a transaction; else the (single) statement is marked as begun before it and
    /// counted behind it.
    pub atomic: bool,
    /// Whether it stands in a section outside of transactions (it then has one of its own, if any).
    pub outside: bool,
    /// SQLite: enforcement of foreign keys is off around the transaction, and checked before its end.
    pub unenforced: bool,
    /// How its one statement changes its rows in batches, where it does.
    pub batch: Option<Batch>,
    /// How many statements of the revision are done after it.
    pub done_after: usize,
}

/// The groups of statements of one revision in one direction.
#[derive(Debug, Clone, Default)]
pub struct PreparedStatements {
    /// In order; at least one, which may hold no statement.
    pub groups: Vec<StatementGroup>,
    /// How many statements there are, those that are not sent (SQLite's foreign key pragmas) included.
    pub total: usize,
    /// What the statements change of the session, so that it can be put back.
    pub changes: Changes,
}

impl PreparedStatements {
    /// Whether it is one transaction that can be joined with that of another revision.
    pub fn is_joinable(&self) -> bool {
        matches!(self.groups.as_slice(), [group] if group.atomic && !group.unenforced && group.batch.is_none())
    }
}

/// How the sections of one revision are sent.
///
/// Consecutive sections in a transaction share it. Outside of one, every statement is a group of statements of its own: with its
/// record in one small transaction where the database can, so that a run that is cut off knows exactly what is done;
/// alone where it must be ([`crate::dialect::Recovery::stands_alone`]).
///
/// Where DDL cannot be rolled back, what stands alone divides a section in a transaction too: the statements between two
/// of them share one with their record.
///
/// # Errors
/// SQL that cannot be split; a statement that must not stand at the top level of a script; one that cannot run in the
/// transaction that its section asks for.
pub fn prepare(
    dialect: &dyn Dialect,
    sql_sections: &[SqlSection],
    transactions: bool,
) -> Result<PreparedStatements, RunError> {
    let syntax = dialect.syntax();
    let mut prepared = PreparedStatements::default();
    let mut open = false;
    let mut counted: Option<(&Arc<str>, usize, usize)> = None;
    for sql_section in sql_sections {
        let transaction = sql_section.transaction && transactions;
        let path: Arc<Path> = sql_section.path.as_path().into();
        let sql = sql_section.text.get(sql_section.span.clone()).unwrap_or_default();
        // Sections stand in the order of one text, as a rule: its lines are counted once.
        let from =
            counted.filter(|(text, at, _)| Arc::ptr_eq(text, &sql_section.text) && *at <= sql_section.span.start);
        let (at, before) = from.map_or((0, 0), |(_, at, before)| (at, before));
        let lines_before = before + lines(sql_section.text.get(at..sql_section.span.start).unwrap_or_default());
        counted = Some((&sql_section.text, sql_section.span.start, lines_before));
        let statements = split(syntax, sql).map_err(|fault| RunError::Unreadable {
            place: Box::new(fault.place(sql_section.path.clone(), sql_section.text.clone(), sql_section.span.start)),
            line: lines_before + fault.line,
            fault: Box::new(SplitError { line: lines_before + fault.line, ..fault }),
        })?;
        open &= transaction;
        if sql_section.batch.is_some() && statements.len() > 1 {
            let second = &statements[1];
            let at = sql_section.span.start + second.span.start;
            return Err(RunError::NotInBatches {
                why: "a section with `batch=` holds one statement".to_owned(),
                help: "give each statement a section of its own".to_owned(),
                place: Box::new(Place {
                    path: sql_section.path.clone(),
                    text: sql_section.text.clone(),
                    span: at..at + second.text.find(['\n', '\r']).unwrap_or(second.text.len()),
                    label: "the second".to_owned(),
                }),
            });
        }
        for statement in statements {
            prepared.total += 1;
            let script_statement = ScriptStatement {
                path: path.clone(),
                text: sql_section.text.clone(),
                span: sql_section.span.start + statement.span.start..sql_section.span.start + statement.span.end,
                line: lines_before + statement.line,
                number: prepared.total,
            };
            refuse(syntax, &statement, &script_statement)?;
            prepared.changes.add(dialect.session_settings().changed_by(&statement.text));
            if let Some(batch) = sql_section.batch {
                in_batches(syntax, &statement, &script_statement)?;
                prepared.groups.push(StatementGroup {
                    statements: vec![script_statement],
                    atomic: true,
                    outside: true,
                    batch: Some(batch),
                    done_after: prepared.total,
                    ..StatementGroup::default()
                });
                continue;
            }
            // Where DDL is transactional, what cannot share the section's transaction is refused below.
            let divides = !transaction || !dialect.transactional_ddl();
            let alone = divides && dialect.recovery().stands_alone(&statement.text);
            if !transaction || alone {
                let done_after = prepared.total;
                prepared.groups.push(StatementGroup {
                    statements: vec![script_statement],
                    atomic: !alone,
                    outside: !transaction,
                    unenforced: false,
                    batch: None,
                    done_after,
                });
                open = false;
                continue;
            }
            let pragma = dialect.foreign_key_switch().and_then(|switch| switch.recognize(&statement.text));
            if pragma.is_none() && without_transaction(syntax, &statement.text) {
                return Err(RunError::NeedsNoTransaction {
                    what: heading(&statement.text),
                    place: Box::new(script_statement.place(syntax, None, "cannot run in a transaction")),
                });
            }
            if !open {
                prepared.groups.push(StatementGroup { atomic: true, ..StatementGroup::default() });
                open = true;
            }
            if let Some(group) = prepared.groups.last_mut() {
                group.done_after = prepared.total;
                match pragma {
                    Some(ForeignKeyStatement::Off) => group.unenforced = true,
                    Some(ForeignKeyStatement::On) => {}
                    // The check is made before the commit, where it counts.
                    Some(ForeignKeyStatement::Check) if group.unenforced => {}
                    Some(ForeignKeyStatement::Check) | None => group.statements.push(script_statement),
                }
            }
        }
    }
    if prepared.groups.is_empty() {
        prepared.groups.push(StatementGroup { atomic: true, ..StatementGroup::default() });
    }
    Ok(prepared)
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The first words of a statement, for a message.
fn heading(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().take(4).collect();
    words.join(" ")
}

/// What is no change of the rows of one table can't be done in batches.
fn in_batches(syntax: Syntax, statement: &Statement, script_statement: &ScriptStatement) -> Result<(), RunError> {
    let Err(word) = row_change(syntax, &statement.text) else { return Ok(()) };
    let place = script_statement.place(syntax, None, "is no UPDATE or DELETE of one table");
    let place = match word {
        Some(word) => Place {
            span: script_statement.span.start + word.start..script_statement.span.start + word.end,
            label: "cannot be done in batches".to_owned(),
            ..place
        },
        None => place,
    };
    Err(RunError::NotInBatches {
        why: "a section with `batch=` holds an UPDATE or a DELETE of one table, without FROM, USING, ORDER BY, LIMIT or RETURNING"
            .to_owned(),
        help: "look other tables up in a subquery: `SET a = (SELECT …)`, `WHERE EXISTS (SELECT …)`".to_owned(),
        place: Box::new(place),
    })
}

/// What must not stand at the top level of a script.
fn refuse(syntax: Syntax, statement: &Statement, script_statement: &ScriptStatement) -> Result<(), RunError> {
    let Some(control) = control(syntax, &statement.text) else { return Ok(()) };
    let label = match control {
        Control::Savepoint => return Ok(()),
        Control::Begin | Control::Commit | Control::Rollback => "the runner opens and ends transactions",
        Control::CopyFromStdin | Control::CopyToStdout => "a script has no standard input or output",
        Control::ClientCommand(_) => "only the database's own client knows this",
    };
    let place = Box::new(script_statement.place(syntax, None, label));
    Err(RunError::Refused { what: heading(&statement.text), control, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{offline_dialect, postgres, sqlite};
    use crate::engine::Engine;

    /// The dialect, by its lexical rules.
    fn dialect(syntax: Syntax) -> Arc<dyn Dialect> {
        offline_dialect(if syntax == sqlite::SYNTAX { Engine::Sqlite } else { Engine::Postgres }).unwrap()
    }

    fn statements(syntax: Syntax, sections: &[(&str, bool)]) -> Result<PreparedStatements, RunError> {
        let sql_sections: Vec<SqlSection> =
            sections.iter().map(|(sql, transaction)| SqlSection::of_sql("x.sql", *sql, *transaction)).collect();
        prepare(&*dialect(syntax), &sql_sections, true)
    }

    fn shape(statements: &PreparedStatements) -> Vec<(usize, bool, bool, usize)> {
        statements
            .groups
            .iter()
            .map(|group| (group.statements.len(), group.atomic, group.unenforced, group.done_after))
            .collect()
    }

    #[test]
    fn sections_in_a_transaction_share_it() {
        let statements = statements(postgres::SYNTAX, &[("select 1; select 2", true), ("select 3", true)]).unwrap();
        assert_eq!(shape(&statements), [(3, true, false, 3)]);
        assert!(statements.is_joinable());
    }

    #[test]
    fn outside_of_one_every_statement_is_an_act() {
        let sections = [
            ("select 1", true),
            ("create index concurrently i on t (a); insert into t values (1); call p()", false),
            ("select 2; select 3", true),
        ];
        let statements = statements(postgres::SYNTAX, &sections).unwrap();
        assert_eq!(
            shape(&statements),
            [(1, true, false, 1), (1, false, false, 2), (1, true, false, 3), (1, false, false, 4), (2, true, false, 6)]
        );
        assert!(!statements.is_joinable());
    }

    #[test]
    fn an_empty_section_is_one_act() {
        assert_eq!(shape(&statements(sqlite::SYNTAX, &[]).unwrap()), [(0, true, false, 0)]);
        assert_eq!(shape(&statements(sqlite::SYNTAX, &[("-- nothing", false)]).unwrap()), [(0, true, false, 0)]);
    }

    #[test]
    fn foreign_key_pragmas_are_hoisted() {
        let sql =
            "PRAGMA foreign_keys = OFF; create table t (a); pragma main.foreign_key_check(t); PRAGMA foreign_keys(1);";
        let statements = statements(sqlite::SYNTAX, &[(sql, true)]).unwrap();
        assert_eq!(shape(&statements), [(1, true, true, 4)]);
        assert_eq!(statements.groups[0].statements[0].number, 2);
    }

    #[test]
    fn refuses_what_would_break_the_transaction() {
        for sql in ["select 1; begin", "COMMIT", "rollback; select 1", "copy t from stdin", "\\d t"] {
            assert!(matches!(statements(postgres::SYNTAX, &[(sql, false)]), Err(RunError::Refused { .. })), "{sql}");
        }
        assert!(statements(postgres::SYNTAX, &[("savepoint a; rollback to a", true)]).is_ok());
        let refused = statements(postgres::SYNTAX, &[("select 1;\nvacuum t", true)]);
        let Err(RunError::NeedsNoTransaction { what, place }) = refused else { panic!("{refused:?}") };
        assert_eq!((what.as_str(), &place.text[place.span.clone()]), ("vacuum t", "vacuum t"));
    }

    #[test]
    fn a_position_is_a_token_of_the_file() {
        let text: Arc<str> = "-- head é\nselect 1;\nsélect wrong\nfrom t".into();
        let start = text.find("select").unwrap();
        let sql_section = SqlSection {
            path: "x.sql".into(),
            text: text.clone(),
            span: start..text.len(),
            transaction: true,
            batch: None,
        };
        let statements = prepare(&*dialect(postgres::SYNTAX), &[sql_section], true).unwrap();
        let script_statement = &statements.groups[0].statements[1];
        assert_eq!(script_statement.line, 3);
        assert_eq!(&text[script_statement.place(postgres::SYNTAX, Some(8), "").span], "wrong");
        assert_eq!(&text[script_statement.place(postgres::SYNTAX, None, "").span], "sélect wrong");
    }
}
