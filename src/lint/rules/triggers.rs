//! Triggers on tables in use.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::POSTGRES;
use crate::schema::QName;

pub(super) static RULES: &[Rule] = &[Rule {
    code: "create-trigger",
    level: Level::Off,
    engines: POSTGRES,
    title: "CREATE TRIGGER, ENABLE or DISABLE TRIGGER on a table in use",
    why: "Writers wait while it is done: short, unless a transaction that has written to the table stays open.",
    safer: "-- Alone in its transaction, so that the lock is let go at once; the run's lock_timeout and its tries do the rest.",
    check: create_trigger,
}];

fn create_trigger(step: &Step<'_>, out: &mut Out) {
    let message = |table: &QName| format!("writers of {table} wait meanwhile");
    if let Kind::CreateTrigger { table, .. } = step.kind
        && !step.is_quiet(table)
    {
        out.report(step.whole(), message(table), &[]);
    }
    for (alter, clause) in step.clauses() {
        if matches!(clause.action, Action::Trigger { .. }) {
            out.report(clause.span.clone(), message(&alter.table), &[]);
        }
    }
}
