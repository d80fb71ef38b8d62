//! Clauses of one table made one `ALTER TABLE`.
//!
//! A table is locked once, read once and written anew once for a whole statement, so that what can be one statement is
//! one. Which step has to come before which is known from what their operations make, drop, change and stand on. Two clauses
//! of a table are joined where no step has to stand between them and the database takes them together
//! ([`Dialect::joins`]); steps that have to come first, come first.
//!
//! Steps that stand apart from the transactions ([`Step::apart`]) are joined with nothing, but move as the others do: what can
//! share a transaction comes before them, so that a script changes between the two no more often than it must.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use crate::operation::{Operation, Part};
use crate::schema::{Kind, Node, Object, ObjectId, PartKind, QName, Schema};

use super::{Clause, ClauseKind, Dialect, Step, StepStatement};

/// Joins the steps, each with the place of its operation; several that are one have that of the first.
pub(super) fn joined(
    steps: Vec<(usize, Step)>,
    operations: &[Operation],
    before: &Schema,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<(usize, Step)> {
    let mut seen: HashSet<&QName> = HashSet::new();
    let apart = steps.iter().any(|(_, step)| step.apart.is_some());
    if !apart && !steps.iter().any(|(_, step)| clause(step).is_some_and(|(table, _)| !seen.insert(table))) {
        return steps;
    }
    let mut out = Vec::with_capacity(steps.len());
    let mut run = Vec::new();
    // Nothing passes a statement that the database wants outside of the transactions.
    for (at, step) in steps {
        if step.facts.transaction || step.apart.is_some() {
            run.push((at, step));
        } else {
            out.extend(joined_run(std::mem::take(&mut run), operations, before, after, dialect));
            out.push((at, step));
        }
    }
    out.extend(joined_run(run, operations, before, after, dialect));
    out
}

/// Joins the steps between two statements that nothing passes.
fn joined_run(
    steps: Vec<(usize, Step)>,
    operations: &[Operation],
    before: &Schema,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<(usize, Step)> {
    let mut needs = needs(&steps, operations, before, after, dialect);
    keep_rows_with_their_operation(&steps, &mut needs);
    let groups = groups(&steps, &needs, dialect);
    let apart: Vec<bool> = steps.iter().map(|(_, step)| step.apart.is_some()).collect();
    let sorted = sorted(&groups, &needs, &apart);
    let mut steps: Vec<Option<(usize, Step)>> = steps.into_iter().map(Some).collect();
    // A ring would lose its steps: then each stays by itself, in the order that it came in.
    if sorted.len() < groups.members.len() {
        return steps.into_iter().flatten().map(|(at, step)| (at, tidied(step))).collect();
    }
    sorted
        .into_iter()
        .filter_map(|group| {
            let members = groups.members.get(group)?.iter();
            let members = members.filter_map(|&at| steps.get_mut(at).and_then(Option::take));
            members.reduce(|(at, first), (_, second)| (at, merge(first, second)))
        })
        .map(|(at, step)| (at, tidied(step)))
        .collect()
}

/// What an operation does to rows shares a transaction with what it does before: a new sequence that is put behind the rows only when
/// others have drawn from it gives a number twice. So where that statement waits for what stands apart, all of the operation does.
fn keep_rows_with_their_operation(steps: &[(usize, Step)], needs: &mut [HashSet<usize>]) {
    for at in 0..steps.len() {
        let Some((operation, step)) = steps.get(at) else { continue };
        if !matches!(step.statement, StepStatement::Rows(_)) || step.apart.is_some() {
            continue;
        }
        let mut waited: HashSet<usize> = HashSet::new();
        let mut queue = vec![at];
        while let Some(next) = queue.pop() {
            for &need in needs.get(next).into_iter().flatten() {
                if steps.get(need).is_some_and(|(other, _)| other != operation) && waited.insert(need) {
                    queue.push(need);
                }
            }
        }
        let apart: Vec<usize> = waited.into_iter().filter(|one| steps[*one].1.apart.is_some()).collect();
        let own =
            steps.iter().enumerate().take(at).filter(|(_, (other, one))| other == operation && one.apart.is_none());
        for (earlier, _) in own {
            if let Some(needs) = needs.get_mut(earlier) {
                needs.extend(apart.iter().copied().filter(|one| *one < earlier));
            }
        }
    }
}

/// The table and the clause of a step that is one.
fn clause(step: &Step) -> Option<(&QName, &Clause)> {
    match &step.statement {
        StepStatement::AlterTable { table, clauses, .. } => Some((table, clauses.first()?)),
        StepStatement::Sql(_) | StepStatement::Remark(_) | StepStatement::Rows(_) => None,
    }
}

/// What steps can have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum JoinKey {
    /// An object or a part of one.
    Node(Node),
    /// A name that is taken or given up, whatever has it.
    Name(String),
    /// The options of a table, which its parts do not stand on.
    Options(ObjectId),
    /// The one primary key that a table has at a time, whatever its name.
    PrimaryKey(ObjectId),
    /// The keys of a table that go: a foreign key takes whichever it finds over its columns.
    GoneKeys(ObjectId),
}

/// What an operation makes, drops or changes, and what these stand on.
fn touched(operation: &Operation, before: &Schema, after: &Schema) -> (HashSet<JoinKey>, HashSet<JoinKey>) {
    let mut writes = HashSet::new();
    let mut reads = HashSet::from([JoinKey::Node(Node::Object(operation.object()))]);
    let mut nodes = operation.produces();
    nodes.extend(operation.removes());
    for node in &nodes {
        match node {
            Node::Part(_, PartKind::Column, _) => {}
            Node::Object(_) | Node::Part(..) => {
                if let Node::Part(of, PartKind::PrimaryKey, _) = node {
                    writes.insert(JoinKey::PrimaryKey(of.clone()));
                }
                writes.insert(JoinKey::Name(node.leaf().to_lowercase()));
            }
        }
    }
    // Where a table may refer to, which columns may lose their NOT NULL and which may go, goes by these.
    let options_only = matches!(operation, Operation::Alter { from: Object::Table(a), to: Object::Table(b) }
        if a.options.unlogged == b.options.unlogged
            && a.options.replica_identity == b.options.replica_identity
            && a.options.partition_by == b.options.partition_by);
    if options_only {
        writes.insert(JoinKey::Options(operation.object()));
    } else {
        nodes.extend(operation.changes());
    }
    // A child is held against its parents when it comes to them, and has what they have when it leaves them.
    let mut parents: Vec<&QName> = operation.leaves().into_iter().chain(operation.joins()).collect();
    if !parents.is_empty() {
        let above: Vec<&QName> =
            [before, after].iter().flat_map(|schema| parents.iter().flat_map(|one| schema.ancestors(one))).collect();
        parents.extend(above);
        let families = parents.into_iter().map(Node::table);
        nodes.extend(families.chain([Node::Object(operation.object())]));
    }
    // Whoever uses a composite type may say any of its attributes.
    if let Operation::AddPart { of, part } | Operation::DropPart { of, part } = operation
        && matches!(part, Part::Attribute(_))
    {
        writes.insert(JoinKey::Node(Node::Object(of.clone())));
    }
    match operation {
        // The columns of a table pass over with those of its parent: it neither leaves before nor comes.
        Operation::AlterType(change) => {
            reads.extend(change.uses().iter().map(|one| JoinKey::Node(Node::table(&one.table))));
            if change.rebuilds() {
                // The new one comes with all its parts.
                let (old, new) = change.ends();
                nodes.extend([old, new].iter().flat_map(Object::nodes));
            }
        }
        Operation::DropPart { of, part } if part.unique_columns().is_some() => {
            writes.insert(JoinKey::GoneKeys(of.clone()));
        }
        Operation::AddPart { part: Part::Constraint(one), .. } => {
            reads.extend(one.foreign_key().map(|key| JoinKey::GoneKeys(ObjectId::table(&key.table))));
        }
        _ => {}
    }
    // One that is to belong to an index of the parent is there when that one comes.
    if let Operation::AddPart { of, part }
    | Operation::DropPart { of, part }
    | Operation::AlterPart { of, to: part, .. } = operation
        && let Some(whole) = part.origin().attached()
    {
        let parents = [before, after].into_iter().filter_map(|schema| schema.table(&of.name)?.partitioned_table());
        // The index behind a key may belong to one that is no key.
        let wholes = parents.flat_map(|parent| {
            let of = |kind| Node::Part(ObjectId::table(parent), kind, whole.to_owned());
            [of(part.kind()), of(PartKind::Index)]
        });
        reads.extend(wholes.map(JoinKey::Node));
    }
    for node in nodes {
        for schema in [before, after] {
            let Some(needs) = schema.depends.get(&node) else { continue };
            reads.extend(needs.iter().cloned().map(JoinKey::Node));
            // A column that a table has from above comes and goes with that one, and what stands on it after and before; one that
            // it declares itself too is there first.
            if !matches!(operation, Operation::AlterColumn { .. }) {
                reads.extend(schema.columns_above(needs).into_iter().map(JoinKey::Node));
            }
        }
        writes.insert(JoinKey::Node(node));
    }
    // What the database makes again with a column of another type is read anew: a check finds the function for that type.
    if let Operation::AlterColumn { table, from, to, .. } = operation
        && from.ty != to.ty
    {
        let (of, column) = (ObjectId::table(table), Node::column(table, &to.name));
        let anew = after
            .depends
            .iter()
            .filter(|(node, needs)| matches!(node, Node::Part(its, _, _) if *its == of) && needs.contains(&column));
        let called = anew.flat_map(|(_, needs)| needs.iter()).filter(|need| matches!(need, Node::Object(_)));
        reads.extend(called.cloned().map(JoinKey::Node));
    }
    (writes, reads)
}

/// Whether what an operation must come after and before is all on record, or in what it touches. Of the others the order knows
/// more: they keep their place among what stands apart and what waits for that.
fn is_on_record(operation: &Operation) -> bool {
    match operation {
        Operation::AddPart { of, .. } | Operation::DropPart { of, .. } | Operation::AlterPart { of, .. } => {
            matches!(of.kind, Kind::Table | Kind::View)
        }
        Operation::Create(_)
        | Operation::Drop(_)
        | Operation::AlterAccess { .. }
        | Operation::AddColumn { .. }
        | Operation::DropColumn { .. }
        | Operation::AlterColumn { .. } => true,
        _ => false,
    }
}

/// The steps that each must come after.
fn needs(
    steps: &[(usize, Step)],
    operations: &[Operation],
    before: &Schema,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<HashSet<usize>> {
    let mut needs: Vec<HashSet<usize>> = vec![HashSet::new(); steps.len()];
    let mut writers: HashMap<JoinKey, Vec<usize>> = HashMap::new();
    let mut readers: HashMap<JoinKey, Vec<usize>> = HashMap::new();
    let mut rows: Vec<usize> = Vec::new();
    // What stands apart or waits for it, and those among it that keep their place.
    let (mut held, mut placed): (Vec<usize>, Vec<usize>) = Default::default();
    let mut start = 0;
    while let Some((operation, _)) = steps.get(start) {
        let recorded = operations.get(*operation).is_none_or(is_on_record);
        let end = steps[start..].iter().position(|(other, _)| other != operation).map_or(steps.len(), |n| start + n);
        let (mut writes, reads) = operations.get(*operation).map(|one| touched(one, before, after)).unwrap_or_default();
        let (old, new) = operations.get(*operation).map(|one| dialect.not_null_names(one)).unwrap_or_default();
        writes.extend(old.into_iter().chain(new).map(|one| JoinKey::Name(one.leaf().to_lowercase())));
        for at in start..end {
            let Some(need) = needs.get_mut(at) else { continue };
            let step = &steps[at].1;
            let is_remark = matches!(step.statement, StepStatement::Remark(_));
            // Those of the same operation, clauses of two tables aside.
            need.extend((start..at).filter(|&earlier| {
                let earlier = &steps[earlier].1;
                let apart = clause(step).zip(clause(earlier)).is_some_and(|((a, _), (b, _))| a != b);
                !apart && !matches!(earlier.statement, StepStatement::Remark(_))
            }));
            // Those of others that make, drop or change what it depends on, and the other way round.
            need.extend(writes.iter().chain(&reads).filter_map(|key| writers.get(key)).flatten());
            if !is_remark {
                need.extend(writes.iter().filter_map(|key| readers.get(key)).flatten());
            }
            // What changes rows may look at all that is there, and is looked at by all that comes.
            match &step.statement {
                StepStatement::Rows(_) => {
                    need.extend((0..start).filter(|&earlier| match &steps[earlier].1.statement {
                        StepStatement::Remark(_) => false,
                        StepStatement::AlterTable { clauses, .. } => {
                            !clauses.iter().all(|clause| clause.kind.can_wait_for_rows())
                        }
                        StepStatement::Sql(_) | StepStatement::Rows(_) => true,
                    }));
                    rows.push(at);
                }
                // A column that was not there yet has nothing to do with it.
                StepStatement::AlterTable { clauses, .. }
                    if clauses.iter().all(|clause| clause.kind == ClauseKind::AddColumn) => {}
                StepStatement::Remark(_) => {}
                // What fills one column in batches makes no new rows, which a default is for.
                StepStatement::AlterTable { clauses, .. }
                    if clauses.iter().all(|clause| clause.kind == ClauseKind::SetDefault) =>
                {
                    need.extend(rows.iter().filter(|&&row| row < start && steps[row].1.batch().is_none()));
                }
                StepStatement::AlterTable { .. } | StepStatement::Sql(_) => {
                    need.extend(rows.iter().filter(|&&row| row < start));
                }
            }
            need.extend(if recorded { &placed } else { &held });
            if steps[at].1.apart.is_some() || held.iter().any(|earlier| need.contains(earlier)) {
                held.push(at);
                placed.extend((!recorded).then_some(at));
            }
        }
        let (remarks, definitions): (Vec<usize>, Vec<usize>) =
            (start..end).partition(|&at| matches!(steps[at].1.statement, StepStatement::Remark(_)));
        for key in &writes {
            if !definitions.is_empty() {
                writers.insert(key.clone(), definitions.clone());
                readers.remove(key);
            }
            // A remark looks at what its operation makes.
            readers.entry(key.clone()).or_default().extend(&remarks);
        }
        for key in reads.difference(&writes) {
            readers.entry(key.clone()).or_default().extend(&definitions);
        }
        start = end;
    }
    needs
}

/// Steps that become one.
struct Groups {
    /// The steps of each group, in order; those of one group and one step are most.
    members: Vec<Vec<usize>>,
    /// The group of each step.
    of: Vec<usize>,
}

/// Puts clauses of one table together, the earliest first.
fn groups(steps: &[(usize, Step)], needs: &[HashSet<usize>], dialect: &dyn Dialect) -> Groups {
    let mut groups = Groups { members: (0..steps.len()).map(|at| vec![at]).collect(), of: (0..steps.len()).collect() };
    let mut tables: Vec<(&QName, Vec<(usize, &Clause)>)> = Vec::new();
    let mut place: HashMap<&QName, usize> = HashMap::new();
    for (at, (_, step)) in steps.iter().enumerate() {
        if let Some((table, clause)) = clause(step).filter(|_| step.apart.is_none()) {
            let slot = *place.entry(table).or_insert_with(|| {
                tables.push((table, Vec::new()));
                tables.len() - 1
            });
            tables[slot].1.push((at, clause));
        }
    }
    for (_, clauses) in &tables {
        let mut left: Vec<(usize, &Clause)> = clauses.clone();
        while !left.is_empty() {
            let first = left.remove(0);
            let mut taken = vec![first];
            left.retain(|&(at, clause)| {
                let ordered = |earlier: usize| needs[at].contains(&earlier);
                let fits = taken.iter().all(|&(other, earlier)| dialect.joins(earlier, clause, ordered(other)))
                    && !groups.waits(at, first.0, needs)
                    && !groups.waits(first.0, at, needs);
                if fits {
                    taken.push((at, clause));
                    groups.put(at, first.0);
                }
                !fits
            });
        }
    }
    groups
}

impl Groups {
    /// Whether the group of one step must come after another group that must come after the group of `early`: the two can then
    /// not be one. Groups of other tables may have been made since, so that this is asked both ways.
    fn waits(&self, late: usize, early: usize, needs: &[HashSet<usize>]) -> bool {
        let (late, early) = (self.of[late], self.of[early]);
        let mut seen: HashSet<usize> = self.members[late].iter().copied().collect();
        let mut open: Vec<usize> = self.members[late]
            .iter()
            .flat_map(|&member| &needs[member])
            .copied()
            .filter(|&need| self.of[need] != early && self.of[need] != late)
            .collect();
        while let Some(at) = open.pop() {
            // What is joined already moves as one.
            for &member in &self.members[self.of[at]] {
                if !seen.insert(member) {
                    continue;
                }
                if needs[member].iter().any(|&need| self.of[need] == early) {
                    return true;
                }
                open.extend(needs[member].iter().filter(|need| !seen.contains(need)));
            }
        }
        false
    }

    fn put(&mut self, step: usize, group: usize) {
        self.members[step].clear();
        self.members[group].push(step);
        self.of[step] = group;
    }
}

/// The groups in an order that works; of those that may come next, the one that stood first, and those of one kind (`apart` from
/// transactions or not) for as long as there are any.
fn sorted(groups: &Groups, needs: &[HashSet<usize>], apart: &[bool]) -> Vec<usize> {
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); groups.members.len()];
    let mut left: Vec<usize> = vec![0; groups.members.len()];
    for (group, members) in groups.members.iter().enumerate() {
        let before: HashSet<usize> = members
            .iter()
            .flat_map(|&at| &needs[at])
            .map(|&at| groups.of[at])
            .filter(|&other| other != group)
            .collect();
        left[group] = before.len();
        for other in before {
            followers[other].push(group);
        }
    }
    let (outside, inside): (Vec<usize>, Vec<usize>) =
        (0..left.len()).filter(|&group| left[group] == 0).partition(|&group| apart[group]);
    let mut ready: BinaryHeap<Reverse<usize>> = inside.into_iter().map(Reverse).collect();
    // Of the other kind than the last one.
    let mut others: BinaryHeap<Reverse<usize>> = outside.into_iter().map(Reverse).collect();
    let mut is_apart = false;
    let mut out = Vec::with_capacity(left.len());
    loop {
        let Some(Reverse(group)) = ready.pop() else {
            if others.is_empty() {
                return out;
            }
            std::mem::swap(&mut ready, &mut others);
            is_apart = !is_apart;
            continue;
        };
        out.push(group);
        for &follower in &followers[group] {
            left[follower] -= 1;
            if left[follower] == 0 {
                let same = apart[follower] == is_apart;
                if same { &mut ready } else { &mut others }.push(Reverse(follower));
            }
        }
    }
}

/// Two statements of one table as one.
fn merge(mut first: Step, second: Step) -> Step {
    if let (StepStatement::AlterTable { clauses, .. }, StepStatement::AlterTable { clauses: more, .. }) =
        (&mut first.statement, second.statement)
    {
        clauses.extend(more);
    }
    if let Some(earlier) = first.comment.take() {
        first.comment = second.comment;
        first.explain(&earlier);
    } else {
        first.comment = second.comment;
    }
    first.facts = first.facts.with(second.facts);
    first
}

/// Without what is said twice, and without the drop of a default that another takes the place of.
fn tidied(mut step: Step) -> Step {
    if let StepStatement::AlterTable { clauses, .. } = &mut step.statement
        && clauses.len() > 1
    {
        let all = std::mem::take(clauses);
        for (at, clause) in all.iter().enumerate() {
            let later = &all[at + 1..];
            let about = |other: &Clause, kind| other.kind == kind && other.about == clause.about;
            let replaced = clause.kind == ClauseKind::DropDefault
                && later.iter().any(|other| about(other, ClauseKind::SetDefault))
                && !all.iter().any(|other| about(other, ClauseKind::ChangeType));
            if !replaced && !clauses.contains(clause) {
                clauses.push(clause.clone());
            }
        }
    }
    step
}
