//! The statements for a table whose traffic must not stop: what takes the place of the plain ones.
//!
//! A foreign key is added in place only while foreign keys are not looked up
//! (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations>): a query behind
//! it looks whether any row refers to none, beside reads and writes. Rows get their values in batches. A check that is enforced and
//! most changes of type copy the table: they have no such form. Measured on MySQL 9.7 and MariaDB 10.11.

use crate::dialect::mysql::SYNTAX;
use crate::dialect::{
    Apart, Clause, ClauseKind, Fact, Facts, LockMode, OnlineChange, SessionSetting, Step, StepStatement,
};
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Column, Expr, ForeignKey, QName, Schema, Table};
use crate::sql;

use super::clauses::differs;
use super::{MySql, Online, RenderContext, column, name, nothing_more, quote};

/// How many rows are changed at a time: some hundredths of a second, for which a writer of one of them waits.
const BATCH: u32 = 5_000;

/// What takes the place of the plain `steps` of an operation.
pub(in crate::dialect::mysql) fn spared(change: &OnlineChange<'_>, steps: Vec<Step>, dialect: &MySql) -> Vec<Step> {
    let (before, after) = (change.before, change.after);
    let context = RenderContext { before, after, flavor: &dialect.flavor, defaults: dialect.defaults.as_ref() };
    match change.operation {
        Operation::AddPart { of, part: Part::Constraint(one) } => match one.foreign_key() {
            Some(key) => context.add_unchecked(&of.name, key, steps),
            None => steps,
        },
        Operation::AddColumn { table, column, fill, after, .. } => match (fill, &column.default) {
            (Fill::Backfill(_), _) => context.fill_in_batches(table, &column::empty(column), column, steps),
            (Fill::Nothing, Some(default)) if differs(default.text()) && column.generated.is_none() => {
                context.add_volatile(table, column, default, after.as_deref(), steps)
            }
            _ => steps,
        },
        Operation::AlterColumn { table, from, to, using: None, fill: Fill::Backfill(_) | Fill::Nothing } => {
            context.fill_in_batches(table, from, to, steps)
        }
        _ => steps,
    }
}

impl RenderContext<'_> {
    /// A foreign key while none is looked up, and a look at the rows that were there.
    fn add_unchecked(&self, table: &QName, key: &ForeignKey, steps: Vec<Step>) -> Vec<Step> {
        let online = Online::Index.on(self.before.table(table), self.after.table(table));
        let words = online.assertions(self.flavor);
        let (Some(assertion), [plain]) = (words.first(), steps.as_slice()) else { return steps };
        let StepStatement::AlterTable { head, clauses, .. } = &plain.statement else { return steps };
        let ([clause], true) = (clauses.as_slice(), key.columns.len() == key.referred.len()) else { return steps };
        let setting = SessionSetting {
            set: "SET SESSION foreign_key_checks = 0".to_owned(),
            back: "SET SESSION foreign_key_checks = 1".to_owned(),
        };
        let facts = online.facts(table).and_locking(&key.table, LockMode::ShareUpdateExclusive);
        let mut add = Step::new(format!("{head} {}, {assertion}", clause.sql)).facts(facts.repeatable(false));
        add.setting = Some(setting);
        if let Some(comment) = &plain.comment {
            // What it fails on stands above what finds it.
            let others: Vec<&str> = comment.lines().filter(|line| !line.starts_with("fails while ")).collect();
            add.explain(&others.join("\n"));
        }
        vec![add, orphans(table, key)]
    }

    /// A default that is another for each row: the column comes empty, new rows get it, then the old ones do.
    fn add_volatile(
        &self,
        table: &QName,
        column: &Column,
        default: &Expr,
        after: Option<&str>,
        steps: Vec<Step>,
    ) -> Vec<Step> {
        if column.identity.is_some() {
            return steps;
        }
        let mut out = Vec::new();
        self.add_empty(table, column, after, &mut out);
        out.push(self.set_default(table, column, default));
        let value = sql::strip_outer_parens(SYNTAX, default.text());
        let at = quote::identifier(&column.name);
        let update = self.update(table, &column.name, value, Some(&format!("{at} IS NULL")));
        out.push(self.in_batches(table, update));
        let reached = Column { default: column.default.clone(), ..column::empty(column) };
        if reached != *column {
            self.modify_filled(table, column, &mut out);
            self.assert_in_place(table, &reached, column, &mut out);
        }
        if let (Some(first), Some(plain)) = (out.first_mut(), steps.first()) {
            first.explain(plain.comment.as_deref().unwrap_or_default());
            first.facts.loses.extend(plain.facts.loses.iter().cloned());
        }
        out
    }

    /// The rows in batches. What comes meanwhile gets the default, where there is one.
    fn fill_in_batches(&self, table: &QName, from: &Column, to: &Column, steps: Vec<Step>) -> Vec<Step> {
        let default = to.default.as_ref().filter(|_| from.default != to.default);
        let mut out = Vec::new();
        for step in steps {
            if matches!(step.statement, StepStatement::Rows(_)) {
                out.extend(default.map(|default| self.set_default(table, to, default)));
                out.push(self.in_batches(table, step));
            } else {
                out.push(step);
            }
        }
        self.assert_in_place(table, from, to, &mut out);
        out
    }

    /// Of a column that becomes NOT NULL and stays what it is: where `sql_mode` is strict, the server needs no copy for that, and
    /// refuses at once where it would take one.
    fn assert_in_place(&self, table: &QName, from: &Column, to: &Column, steps: &mut [Step]) {
        let filled = Column { nullable: false, default: to.default.clone(), ..from.clone() };
        let Some(step) = steps.last_mut().filter(|_| from.nullable && filled == *to) else { return };
        let StepStatement::AlterTable { clauses, .. } = &mut step.statement else { return };
        let [clause] = clauses.as_mut_slice() else { return };
        let online = Online::Rebuild.on(self.before.table(table), self.after.table(table));
        clause.assertions = online.assertions(self.flavor);
        step.facts = Facts { fails_on: std::mem::take(&mut step.facts.fails_on), ..online.facts(table) };
    }

    fn set_default(&self, table: &QName, column: &Column, default: &Expr) -> Step {
        let value = column::default_text(default, &column.ty, self.flavor);
        let text = format!("ALTER COLUMN {} SET DEFAULT {value}", quote::identifier(&column.name));
        let mut out = Vec::new();
        let clause = Clause::new(ClauseKind::SetDefault, &column.name, text);
        self.alter_in(table, clause, Online::Instant, nothing_more().repeatable(true), &mut out);
        out.remove(0)
    }

    /// In batches, where a key tells the rows apart.
    fn in_batches(&self, table: &QName, step: Step) -> Step {
        let keyed = |schema: &Schema| schema.table(table).and_then(Table::primary_key).is_some();
        let how = if keyed(self.before) && keyed(self.after) { Apart::Batched(BATCH) } else { Apart::Whole };
        step.apart(how)
    }
}

/// Fails where a row refers to none.
fn orphans(table: &QName, key: &ForeignKey) -> Step {
    let (mut refers, mut finds) = (Vec::new(), Vec::new());
    for (column, referred) in key.columns.iter().zip(&key.referred) {
        let column = quote::identifier(column);
        refers.push(format!("child.{column} IS NOT NULL"));
        finds.push(format!("parent.{} = child.{column}", quote::identifier(referred)));
    }
    let text = format!(
        "SELECT two.n INTO @migrate_orphans FROM (SELECT 1 AS n UNION ALL SELECT 2) AS two\n\
         WHERE EXISTS (SELECT 1 FROM {} AS child WHERE {}\n    \
         AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {}))",
        name(table),
        refers.join(" AND "),
        name(&key.table),
        finds.join(" AND ")
    );
    let rows = format!("{table} refers to rows that {} has not", key.table);
    let facts = Facts { scans: Fact::Yes, ..Facts::light() }.failing_on(&rows).repeatable(true);
    let why = format!("fails (with \"more than one row\") while {rows}; they are read beside reads and writes");
    Step::rows(text).facts(facts).comment(why)
}
