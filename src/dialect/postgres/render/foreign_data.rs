//! Foreign data wrappers, servers and user mappings: what ALTER can do; and what is peculiar to foreign tables.

use crate::dialect::{Step, StepStatement};
use crate::operation::Operation;
use crate::schema::{Definition, ForeignSource, Kind, Parameters, QName, Table};

use super::{RenderContext, identity, name, quote, word};

/// The statements that make one of the other in place, where that can be: not the type of a server nor its wrapper.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let head = format!("ALTER {} {}", word(to.id.kind), identity(&to.id));
    let mut said = Vec::new();
    match to.id.kind {
        Kind::ForeignDataWrapper => {
            for name in ["HANDLER", "VALIDATOR"] {
                match (from.clause(name), to.clause(name)) {
                    (old, new) if old == new => {}
                    (_, Some(new)) => said.push(format!("{head} {name} {new}")),
                    (_, None) => said.push(format!("{head} NO {name}")),
                }
            }
        }
        Kind::Server => {
            if from.clause("wrapper") != to.clause("wrapper") || from.clause("TYPE") != to.clause("TYPE") {
                return None;
            }
            match (from.clause("VERSION"), to.clause("VERSION")) {
                (old, new) if old == new => {}
                (_, Some(new)) => said.push(format!("{head} VERSION {new}")),
                (_, None) => said.push(format!("{head} VERSION NULL")),
            }
        }
        _ => {}
    }
    let options = options(from, to);
    if !options.is_empty() {
        said.push(format!("{head} OPTIONS ({})", options.join(", ")));
    }
    Some(said)
}

/// What changes of the options of a wrapper, a server or a user mapping.
fn options(from: &Definition, to: &Definition) -> Vec<String> {
    fn of(one: &Definition) -> Parameters {
        let clauses = one.clauses.iter();
        clauses.filter_map(|(name, value)| Some((name.strip_prefix("option ")?.to_owned(), value.clone()))).collect()
    }
    changes(&of(from), &of(to))
}

/// `ADD a 'x', SET b 'y', DROP c`
fn changes(old: &[(String, String)], new: &[(String, String)]) -> Vec<String> {
    let mut said = Vec::new();
    for (name, _) in old.iter().filter(|(name, _)| !new.iter().any(|(other, _)| other == name)) {
        said.push(format!("DROP {}", quote::identifier(name)));
    }
    for (name, value) in new {
        let (at, text) = (quote::identifier(name), quote::string(value));
        match old.iter().find(|(other, _)| other == name) {
            None => said.push(format!("ADD {at} {text}")),
            Some((_, before)) if before != value => said.push(format!("SET {at} {text}")),
            Some(_) => {}
        }
    }
    said
}

/// `OPTIONS (ADD a 'x')`, for a foreign table or one of its columns; none where they stay.
pub(super) fn change_of_options(from: &[(String, String)], to: &[(String, String)]) -> Option<String> {
    let said = changes(from, to);
    (!said.is_empty()).then(|| format!("OPTIONS ({})", said.join(", ")))
}

/// ` OPTIONS (name 'value')`, with a space before it; empty where there are none.
pub(in crate::dialect::postgres) fn options_clause(options: &[(String, String)]) -> String {
    let said: Vec<String> =
        options.iter().map(|(name, value)| format!("{} {}", quote::identifier(name), quote::string(value))).collect();
    if said.is_empty() { String::new() } else { format!(" OPTIONS ({})", said.join(", ")) }
}

/// ` SERVER name OPTIONS (…)`, behind a table that is foreign.
pub(super) fn source_clause(foreign: &ForeignSource) -> String {
    format!(" SERVER {}{}", quote::identifier(&foreign.server), options_clause(&foreign.options))
}

impl RenderContext<'_> {
    /// Whether the rows of a table are another server's.
    pub(super) fn is_foreign(&self, table: &QName) -> bool {
        self.after.table(table).or_else(|| self.before.table(table)).is_some_and(Table::is_foreign)
    }

    /// Says of these steps that they are about a foreign table, where they are: PostgreSQL looks at none of its rows, and
    /// takes what it is told of them for true.
    pub(super) fn as_of_foreign_table(&self, operation: &Operation, steps: &mut [Step]) {
        let id = operation.object();
        let of_tables = id.kind == Kind::Table && !matches!(operation, Operation::Rename { .. });
        if !of_tables || !self.is_foreign(&id.name) {
            return;
        }
        let (plain, foreign) =
            (format!("ALTER TABLE {}", name(&id.name)), format!("ALTER FOREIGN TABLE {}", name(&id.name)));
        for step in steps {
            match &mut step.statement {
                StepStatement::AlterTable { head, .. } if *head == plain => head.clone_from(&foreign),
                StepStatement::Sql(sql) => {
                    // That one is in no grammar of ALTER FOREIGN TABLE.
                    let said = |rest: &&str| rest.starts_with(' ') && !rest.starts_with(" RENAME CONSTRAINT ");
                    let Some(rest) = sql.strip_prefix(&plain).filter(said) else { continue };
                    *sql = format!("{foreign}{rest}");
                }
                _ => continue,
            }
            step.facts = std::mem::take(&mut step.facts).without_rows();
        }
    }
}
