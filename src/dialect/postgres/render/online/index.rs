//! Indexes built and dropped beside reads and writes.

use crate::dialect::postgres::names;
use crate::dialect::{Apart, Facts, LockMode, OnlineChange, Step};
use crate::operation::{Operation, Part};
use crate::schema::{Index, ObjectId, QName, Table};

use super::super::{RenderContext, facts, index, name, quote};
use super::carry;

/// The statements that make an index of a partitioned table, in this order.
#[derive(Default)]
struct Divided {
    /// Indexes of partitioned tables, without those of their partitions.
    heads: Vec<Step>,
    /// Those of the partitions that hold rows.
    built: Vec<Step>,
    /// What puts the ones under the others.
    attached: Vec<Step>,
}

impl RenderContext<'_> {
    /// `CREATE INDEX CONCURRENTLY`, in place of the first of the plain steps. Where it takes the place of `old`, it is built under
    /// another name, so that queries are never without one.
    pub(super) fn build_index(&self, of: &ObjectId, one: &Index, old: Option<&Part>, plain: Vec<Step>) -> Vec<Step> {
        let mut plain = plain.into_iter();
        let Some(first) = plain.next() else { return Vec::new() };
        let mut steps = match old {
            None => vec![concurrently(&of.name, one, &one.name)],
            Some(old) => {
                let temporary = self.free_relation(&of.name, &one.name);
                let mut steps = vec![concurrently(&of.name, one, &temporary)];
                steps.extend(self.drop_replaced(of, old));
                let rename = format!(
                    "ALTER INDEX {} RENAME TO {}",
                    name(&of.name.sibling(&temporary)),
                    quote::identifier(&one.name)
                );
                steps.push(Step::new(rename).facts(Facts::light().repeatable(false)));
                if let Some(first) = steps.first_mut() {
                    first.explain(&replaces(&one.name));
                }
                steps
            }
        };
        carry(&first, &mut steps);
        steps.extend(plain);
        steps
    }

    /// What drops an index or key that another takes the place of.
    pub(super) fn drop_replaced(&self, of: &ObjectId, old: &Part) -> Vec<Step> {
        let mut plain = Vec::new();
        self.operation(&Operation::DropPart { of: of.clone(), part: old.clone() }, &mut plain);
        match old {
            Part::Index(index) => self.drop_index(&of.name, index, plain),
            _ => plain,
        }
    }

    /// A name for an index that is to have another one soon.
    pub(super) fn free_relation(&self, of: &QName, wanted: &str) -> String {
        names::free(wanted, "_new", |candidate| self.knows(&of.sibling(candidate)))
    }

    /// `DROP INDEX CONCURRENTLY`; one of a partitioned table cannot be dropped so, and neither can its partitions'.
    pub(super) fn drop_index(&self, of: &QName, one: &Index, plain: Vec<Step>) -> Vec<Step> {
        let partitioned = self.before.table(of).is_some_and(|table| table.options.partition_by.is_some());
        if partitioned || one.annotation.origin.attached().is_some() {
            return plain;
        }
        let text = format!("DROP INDEX CONCURRENTLY {}", name(&of.sibling(&one.name)));
        let facts = Facts::locking(of, LockMode::ShareUpdateExclusive).repeatable(false);
        let dropped = Step::new(text).facts(facts).apart(Apart::Whole);
        let mut steps = vec![dropped];
        if let Some(first) = plain.first() {
            carry(first, &mut steps);
        }
        steps.extend(plain.into_iter().skip(1));
        steps
    }

    /// An index of a partitioned table: the server builds none of those beside traffic. It is made without its partitions, each of
    /// them gets its own, and those are attached; with the last one it is in use.
    pub(super) fn build_indexes(&self, change: &OnlineChange<'_>, one: &Index, plain: Vec<Step>) -> Vec<Step> {
        let of = &change.operation.object().name;
        let mut plain = plain.into_iter();
        let Some(first) = plain.next() else { return Vec::new() };
        let mut divided = Divided::default();
        if !self.divide_index(change, of, one, &mut divided) {
            return std::iter::once(first).chain(plain).collect();
        }
        let Divided { mut heads, built, attached } = divided;
        carry(&first, &mut heads);
        heads.into_iter().chain(built).chain(attached).chain(plain).collect()
    }

    /// The statements for one index and those of all partitions below it; false where the wanted name of one is not known.
    fn divide_index(&self, change: &OnlineChange<'_>, of: &QName, one: &Index, out: &mut Divided) -> bool {
        let whole = Index { only: true, ..one.clone() };
        out.heads.push(Step::new(index::definition(of, &whole, &one.name, false)).facts(only_head(of)));
        let is_partition = |table: &&Table| table.partitioned_table() == Some(of) && !table.is_foreign();
        for table in self.after.tables().filter(is_partition) {
            let mut own = table.indexes.iter();
            let Some(own) = own.find(|part| part.annotation.origin.attached() == Some(&one.name)) else { return false };
            // One that comes with the script is given its indexes when it is attached, before this one or after it.
            if self.before.table(&table.name).and_then(Table::partitioned_table) != Some(of) {
                return false;
            }
            if self.has_own(change, &table.name, &own.name) {
                // The server would find it, too.
            } else if table.options.partition_by.is_some() {
                let made = Index { only: false, ..own.clone() };
                if !self.divide_index(change, &table.name, &made, out) {
                    return false;
                }
            } else {
                out.built.push(concurrently(&table.name, own, &own.name));
            }
            index::attach(of, &one.name, &table.name, &own.name, &mut out.attached);
        }
        true
    }

    /// Whether a partition has an index of this name by itself when the one comes that it is to belong to.
    fn has_own(&self, change: &OnlineChange<'_>, partition: &QName, called: &str) -> bool {
        let is_it = |of: &ObjectId, part: &Part| of.name == *partition && part.key() == called;
        let comes = |other: &Operation| matches!(other, Operation::AddPart { of, part } if is_it(of, part));
        let goes = |other: &Operation| matches!(other, Operation::DropPart { of, part } if is_it(of, part));
        let stood = self.before.table(partition).is_some_and(|table| {
            table.indexes.iter().any(|before| before.name == called && before.annotation.origin.is_own())
        });
        change.operations.iter().any(comes) || stood && !change.operations.iter().any(goes)
    }
}

/// Why an index is built under another name than it is to have.
pub(super) fn replaces(name: &str) -> String {
    format!("{name} stays until this one is there, which then gets its name")
}

/// `CREATE INDEX CONCURRENTLY`
pub(super) fn concurrently(of: &QName, one: &Index, called: &str) -> Step {
    let facts = Facts::locking(of, LockMode::ShareUpdateExclusive).scanning().repeatable(false);
    let facts = if one.unique { facts.failing_on(format!("{of} holds duplicates for {}", one.name)) } else { facts };
    Step::new(index::definition(of, one, called, true)).facts(facts).apart(Apart::Whole)
}

/// An index of a partitioned table without those of its partitions: there are no rows to read.
fn only_head(of: &QName) -> Facts {
    facts::add_empty_index(of)
}
