//! The statements of a whole list of operations.

use std::collections::HashSet;

use crate::operation::{Operation, Part};
use crate::schema::{Object, ObjectId, PartKind, QName, Schema};

use super::online::{OnlineChange, OnlineTables, is_spared, say_cost};
use super::{Dialect, Effects, Outdated, Step, StepStatement, effects, join, outdated, places};

/// The statements of operations, in an order that works as theirs does: the clauses of one table that can be one
/// `ALTER TABLE` are one. `before` and `after` are the whole schemas around them.
pub fn render(dialect: &dyn Dialect, operations: &[Operation], before: &Schema, after: &Schema) -> Vec<Step> {
    render_online(dialect, operations, before, after, &OnlineTables::None)
}

/// The same, where the traffic of some tables must not stop: what takes long on them is done beside it, as far as the database
/// can ([`Dialect::online`]).
pub fn render_online(
    dialect: &dyn Dialect,
    operations: &[Operation],
    before: &Schema,
    after: &Schema,
    online: &OnlineTables,
) -> Vec<Step> {
    let apart = dialect.set_apart(before, after);
    let (before, after) = apart.as_ref().map_or((before, after), |(before, after)| (before, after));
    let placed = places::placed(operations, before, after);
    let (mut tables, mut views): (HashSet<&QName>, HashSet<&QName>) = Default::default();
    let mut out = Vec::new();
    for (at, operation) in placed.iter().enumerate() {
        let mut steps = dialect.render(operation, before, after);
        let losing = match operation {
            // What hangs on it is taken care of before.
            Operation::Drop(_) | Operation::DropColumn { .. } => steps.last_mut(),
            _ => steps.first_mut(),
        };
        if let Some(step) = losing {
            let Effects { loses, fails_while } = effects(dialect, operation, after);
            let fails: Vec<String> = fails_while.iter().map(|rows| format!("fails while {rows}")).collect();
            let stays = |one: Outdated| format!("{} stays as it was computed before: {}", one.what, one.remedy);
            let left = outdated(operation, placed.iter(), after, dialect).into_iter().map(stays);
            let said: Vec<String> = fails.into_iter().chain(left).collect();
            step.explain(&said.join("\n"));
            step.facts.loses.extend(loses);
            step.facts.fails_on.extend(fails_while);
        }
        match operation {
            Operation::Create(Object::Table(table)) => tables.insert(&table.name),
            Operation::Create(Object::View(view)) => views.insert(&view.name),
            _ => false,
        };
        let is_new = |name: &QName| tables.contains(name) || views.contains(name);
        // The rows that are copied into a new table were there before.
        let is_copy = matches!(operation, Operation::BringRows(_));
        for step in steps.iter_mut().filter(|_| !is_copy) {
            step.facts.forget(is_new, |name| views.contains(name));
        }
        let change = OnlineChange { operation, at, operations: &placed, before, after };
        if is_spared(&change, online) {
            steps = dialect.online(&change, steps);
        }
        out.extend(steps.into_iter().map(|step| (at, step)));
    }
    let mut joined = join::joined(out, operations, before, after, dialect);
    if leaves_rows_open(&joined, &placed) {
        let mut plain = render_online(dialect, operations, before, after, &OnlineTables::None);
        if let Some(first) = plain.first_mut() {
            first.explain(
                "nothing here is done beside traffic: policies are away meanwhile, and come back with the transaction",
            );
        }
        return plain;
    }
    say_what_is_away(&mut joined, &placed);
    let mut joined: Vec<Step> = joined.into_iter().map(|(_, step)| step).collect();
    if *online != OnlineTables::None {
        let is_new = |name: &QName| tables.contains(name) || views.contains(name);
        joined.iter_mut().for_each(|step| say_cost(step, online, |table| !is_new(table)));
    }
    joined
}

/// Says of what goes in one transaction and comes again in a later one what its users see meanwhile. What only makes work faster, or is of a
/// table or a type, is not said.
fn say_what_is_away(joined: &mut [(usize, Step)], operations: &[Operation]) {
    let apart: Vec<usize> =
        joined.iter().enumerate().filter(|(_, (_, step))| step.apart.is_some()).map(|(at, _)| at).collect();
    if apart.is_empty() {
        return;
    }
    let mut away: Vec<(usize, String)> = Vec::new();
    for (gone, operation) in operations.iter().enumerate() {
        let (what, then) = match operation {
            Operation::DropPart { of, part } => {
                let then = match part.kind() {
                    PartKind::Trigger | PartKind::Rule => "it does not fire meanwhile",
                    _ if matches!(part, Part::Constraint(_)) => "what it refuses can be written meanwhile",
                    _ => continue,
                };
                (format!("{} {} on {}", part.kind().word(), part.key(), of.name), then)
            }
            Operation::Drop(object) if object.is_recreated() => {
                let id = object.id();
                let word = id.kind.facts().word;
                (format!("{word} {}", id.name), "who uses it gets an error meanwhile")
            }
            _ => continue,
        };
        let comes = |one: &Operation| match (operation, one) {
            (Operation::DropPart { of, part }, Operation::AddPart { of: other, part: new }) => {
                of == other && part.kind() == new.kind() && part.key() == new.key()
            }
            (Operation::Drop(old), Operation::Create(new)) => old.id() == new.id(),
            _ => false,
        };
        let Some(back) = operations.iter().rposition(comes) else { continue };
        let first = joined.iter().position(|(at, step)| *at == gone || is_clause_of(step, operation, "DROP"));
        let back = joined.iter().rposition(|(at, step)| *at == back || is_clause_of(step, operation, "ADD"));
        if let (Some(first), Some(back)) = (first, back)
            && apart.iter().any(|at| (first..back).contains(at))
        {
            away.push((first, format!("{what} is away until it is made again below: {then}")));
        }
    }
    for (at, words) in away {
        if let Some((_, step)) = joined.get_mut(at) {
            step.explain(&words);
        }
    }
}

/// Whether an ALTER TABLE has the clause that drops or adds (`word`) the part that an operation drops: clauses of several operations
/// are joined to one statement.
fn is_clause_of(step: &Step, operation: &Operation, word: &str) -> bool {
    let (StepStatement::AlterTable { table, clauses, .. }, Operation::DropPart { of, part }) =
        (&step.statement, operation)
    else {
        return false;
    };
    let key = part.key();
    *table == of.name && clauses.iter().any(|one| one.sql.starts_with(word) && one.sql.contains(&key))
}

/// Whether what keeps rows from roles goes in one transaction and comes back in another: a policy, or row-level security as a
/// whole.
fn leaves_rows_open(joined: &[(usize, Step)], operations: &[Operation]) -> bool {
    let guards = |part: &Part| matches!(part.kind(), PartKind::Policy | PartKind::RowSecurity);
    let mut gone = operations.iter().enumerate().filter_map(|(at, operation)| match operation {
        Operation::DropPart { of, part } if guards(part) => Some((at, of.clone())),
        Operation::SetAside { table, .. } if !table.policies.is_empty() => Some((at, ObjectId::table(&table.name))),
        _ => None,
    });
    gone.any(|(gone, of)| {
        let comes = |one: &Operation| match one {
            Operation::AddPart { of: other, part } => *other == of && guards(part),
            Operation::Create(Object::Table(table)) => ObjectId::table(&table.name) == of,
            _ => false,
        };
        let first = joined.iter().position(|(at, _)| *at == gone);
        let last = joined.iter().rposition(|(at, _)| operations.get(*at).is_some_and(comes));
        match first.zip(last) {
            Some((first, last)) if first < last => joined[first..last].iter().any(|(_, step)| step.apart.is_some()),
            _ => false,
        }
    })
}
