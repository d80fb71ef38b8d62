//! Whole tables.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Constraint, Table};

use super::{RenderContext, column, constraint, index, name, options};

impl RenderContext<'_> {
    /// The table with all its parts in one statement; then its triggers.
    pub(super) fn create_table(&self, table: &Table, out: &mut Vec<Step>) {
        let mut lines: Vec<String> = table.columns.iter().map(|one| column::definition(one, self.flavor)).collect();
        lines.extend(table.options.periods.iter().map(|period| format!("PERIOD {period}")));
        // Keys before the foreign keys that stand on them.
        let (foreign, own): (Vec<&Constraint>, Vec<&Constraint>) =
            table.constraints.iter().partition(|one| one.foreign_key().is_some());
        lines.extend(own.into_iter().map(constraint::definition));
        lines.extend(table.indexes.iter().map(|one| index::definition(one, self.flavor)));
        lines.extend(foreign.into_iter().map(constraint::definition));
        let text = format!(
            "CREATE TABLE {} (\n    {}\n){}",
            name(&table.name),
            lines.join(",\n    "),
            options::created(table)
        );
        let keys = table.constraints.iter().filter_map(Constraint::foreign_key).filter(|key| key.table != table.name);
        let facts =
            keys.fold(Facts::light(), |facts, key| facts.and_locking(&key.table, LockMode::ShareUpdateExclusive));
        out.push(Step::new(text).facts(facts.repeatable(false)));
        self.create_triggers(table, out);
    }
}
