//! Triggers, in their order among those of one event.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{QName, Table, Trigger};

use super::{RenderContext, definer, quote};

impl RenderContext<'_> {
    /// The triggers of a new table, each behind the one it follows.
    pub(super) fn create_triggers(&self, table: &Table, out: &mut Vec<Step>) {
        let mut left: Vec<&Trigger> = table.triggers.iter().collect();
        let mut done: Vec<&str> = Vec::new();
        while !left.is_empty() {
            let ready = |one: &&Trigger| {
                one.follows.as_ref().is_none_or(|name| {
                    done.contains(&name.as_str()) || !table.triggers.iter().any(|other| other.name == *name)
                })
            };
            let at = left.iter().position(ready).unwrap_or(0);
            let one = left.remove(at);
            done.push(&one.name);
            self.make(&table.name, one, false, one.follows.as_deref().map(|name| ("FOLLOWS", name)), out);
        }
    }

    /// Makes a trigger of a table that is there.
    pub(super) fn create_trigger(&self, table: &QName, trigger: &Trigger, replace: bool, out: &mut Vec<Step>) {
        let place = match &trigger.follows {
            Some(before) => Some(("FOLLOWS", before.as_str())),
            None => self.next(table, trigger).map(|next| ("PRECEDES", next)),
        };
        self.make(table, trigger, replace, place, out);
    }

    /// The trigger that runs right after a first one, where it is there all the time.
    fn next(&self, table: &QName, trigger: &Trigger) -> Option<&str> {
        let (before, after) = (self.before.table(table)?, self.after.table(table)?);
        let next = after.triggers.iter().find(|one| one.follows.as_ref() == Some(&trigger.name))?;
        before.triggers.contains(next).then_some(next.name.as_str())
    }

    fn make(&self, table: &QName, trigger: &Trigger, replace: bool, place: Option<(&str, &str)>, out: &mut Vec<Step>) {
        let mut text = definer::create(trigger.sql.text(), replace, trigger.annotation.owner.as_deref());
        if let Some((word, other)) = place {
            text = definer::placed(&text, &format!("{word} {}", quote::identifier(other)));
        }
        let facts = Facts::locking(table, LockMode::AccessExclusive).repeatable(replace);
        definer::within(&trigger.settings, Step::new(text).facts(facts), out);
    }
}
