//! Functions, procedures and events.

use crate::dialect::{Facts, Step};
use crate::engine::Flavor;
use crate::schema::Definition;

use super::definer;

/// The statement, under the settings its body was written for; `replace`: in the place of what is there, whose grants stay.
pub(super) fn create(definition: &Definition, replace: bool, out: &mut Vec<Step>) {
    let text = definer::create(definition.sql.text(), replace, definition.annotation.owner.as_deref());
    let mut step = Step::new(text).facts(Facts::light().repeatable(replace));
    if !replace && !definition.annotation.grants.is_empty() {
        step =
            step.comment(format!("the rights that others have on {} go with it: grant them again", definition.id.name));
    }
    definer::within(&definition.settings, step, out);
}

/// Whether one takes the place of the other in one statement: MySQL has no OR REPLACE for them.
pub(crate) fn alters(from: &Definition, to: &Definition, flavor: &Flavor) -> bool {
    flavor.is_mariadb() && from.id == to.id
}
