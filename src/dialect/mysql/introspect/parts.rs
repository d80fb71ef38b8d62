//! Which parts of a table belong to the schema.

use std::collections::HashMap;

use crate::dialect::session::Scope;
use crate::schema::Object;

/// Takes out the parts that the filter leaves out. A trigger behind one that is left out follows the one before that.
pub(super) fn filter(object: &mut Object, scope: &Scope) {
    let Object::Table(table) = object else { return };
    let of = table.name.name.clone();
    let takes = |kind: &str, name: &str| scope.filter.matches_part(kind, None, &of, name);
    table.constraints.retain(|constraint| takes(constraint.kind().word(), &constraint.key()));
    table.indexes.retain(|index| takes("index", &index.name));
    let mut left_out: HashMap<String, Option<String>> = HashMap::new();
    table.triggers.retain_mut(|trigger| {
        // They come in their order, so that what is before has been decided.
        if let Some(before) = trigger.follows.as_ref().and_then(|before| left_out.get(before)) {
            trigger.follows.clone_from(before);
        }
        let taken = takes("trigger", &trigger.name);
        if !taken {
            left_out.insert(trigger.name.clone(), trigger.follows.clone());
        }
        taken
    });
}
