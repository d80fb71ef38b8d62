//! Statements that do not fit into the transaction of the run, and a chain that does not end in one place.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::Kind;
use super::super::step::Step;
use super::{ALL, POSTGRES};

/// The rule that the chain as a whole is judged by.
pub(crate) const SEVERAL_HEADS: &str = "several-heads";

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "needs-no-transaction",
        level: Level::Error,
        engines: POSTGRES,
        title: "CONCURRENTLY, VACUUM and the like inside of a transaction",
        why: "PostgreSQL refuses it there, and so does the runner before anything runs.",
        safer: "-- migrate:upgrade transaction=off\n{statement};",
        check: needs_no_transaction,
    },
    Rule {
        code: "transaction-control",
        level: Level::Error,
        engines: ALL,
        title: "BEGIN, COMMIT or ROLLBACK in a script",
        why: "The runner opens and ends transactions: a COMMIT in between would leave half a revision that nothing is recorded of. The runner \
              refuses it.",
        safer: "-- Leave it out. A section with transaction=off has no transaction around its statements:\n-- migrate:upgrade transaction=off",
        check: transaction_control,
    },
    Rule {
        code: SEVERAL_HEADS,
        level: Level::Warning,
        engines: ALL,
        title: "A chain with several heads",
        why: "Two revisions come after the same one, as after a merge of two branches: `upgrade head` does not know which is meant.",
        safer: "-- in the shell:\n-- migrate merge heads -m \"merge\"    joins them\n-- migrate rebase REV --onto REV    puts one above the other",
        check: |_, _| {},
    },
];

fn needs_no_transaction(step: &Step<'_>, out: &mut Out) {
    let early = matches!(step.kind, Kind::AddEnumValue { .. }) && !step.at_least(12, 0);
    if step.read.transaction && (early || crate::sql::without_transaction(step.engine().syntax(), step.sql)) {
        let first = step.sql.lines().next().unwrap_or_default();
        out.report(step.whole(), "it cannot run inside of a transaction", &[("statement", first)]);
    }
}

fn transaction_control(step: &Step<'_>, out: &mut Out) {
    if *step.kind == Kind::Transaction {
        out.report(step.whole(), "the runner opens and ends transactions, and refuses this", &[]);
    }
}
