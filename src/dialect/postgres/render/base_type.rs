//! Base types and others that stand first as a shell: what ALTER TYPE can do, and how they go.
//!
//! A type and the functions that make it need each other, so that neither can be dropped before the other: DROP TYPE …
//! CASCADE takes both.

use crate::dialect::Step;
use crate::schema::{Definition, Kind, Node, Object, ObjectId, Phase};

use super::{RenderContext, add, definition, facts, name};

/// What ALTER TYPE … SET can change of a base type, by the name of the clause.
const SETTABLE: [&str; 7] = ["receive", "send", "typmod_in", "typmod_out", "analyze", "subscript", "storage"];

/// The statements that make one base type of the other in place.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.clause("fixed")? != to.clause("fixed")? {
        return None;
    }
    let changed = SETTABLE.into_iter().filter(|key| from.clause(key) != to.clause(key));
    let changed: Vec<(&str, &str)> = changed.map(|key| (key, to.clause(key).unwrap_or("NONE"))).collect();
    // Values may be stored out of line already.
    if changed.is_empty() || changed.contains(&("storage", "plain")) {
        return None;
    }
    let set: Vec<String> = changed.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    Some(vec![format!("ALTER TYPE {} SET ({})", name(&to.id.name), set.join(", "))])
}

impl RenderContext<'_> {
    /// Drops a type together with the functions that make it; of these and of its shell nothing is left to drop then. Whether
    /// the object is one of them.
    pub(super) fn drop_with_type(&self, object: &Definition, out: &mut Vec<Step>) -> bool {
        let node = Node::Object(object.id.clone());
        if object.id.kind == Kind::ShellType {
            return self.goes_with(&object.id);
        }
        let needs = self.before.depends.get(&node).into_iter().flatten();
        let mut shells = needs.map(Node::object).filter(|need| need.kind == Kind::ShellType);
        if !matches!(object.id.kind, Kind::BaseType | Kind::RangeType) {
            return shells.any(|shell| self.goes_with(shell));
        }
        let Some(shell) = shells.next() else { return false };
        let at = name(&object.id.name);
        // Where something is to stay that needs it, the server is to refuse.
        let cascade = if self.is_needed_on(&node) { "" } else { " CASCADE" };
        let facts = facts::drop(&Object::Definition(object.clone())).repeatable(false);
        out.push(Step::new(format!("DROP TYPE {at}{cascade}")).facts(facts));
        if self.after.get(shell).is_some() {
            add(out, format!("CREATE TYPE {at}"));
        }
        true
    }

    /// Whether the type that a shell stands for is dropped.
    fn goes_with(&self, shell: &ObjectId) -> bool {
        let types = [Kind::BaseType, Kind::RangeType].map(|kind| ObjectId::new(kind, shell.name.clone()));
        let mut types = types.iter().filter_map(|id| match self.before.get(id) {
            Some(Object::Definition(one)) => Some(one),
            _ => None,
        });
        types.any(|one| match self.after.get(&one.id) {
            Some(Object::Definition(next)) => !definition::alters(one, next),
            _ => true,
        })
    }

    /// Whether something needs a type before and after, and does not make way for its change.
    fn is_needed_on(&self, ty: &Node) -> bool {
        self.before.dependents(ty).any(|one| {
            let makes_way = match one {
                // A column waits as text, or its whole type goes.
                Node::Part(..) => true,
                Node::Object(id) => {
                    let facts = id.kind.facts();
                    facts.recreated || facts.text || facts.created == Phase::CreateTypes
                }
            };
            !makes_way && self.after.depends.get(one).is_some_and(|needs| needs.contains(ty))
        })
    }
}
