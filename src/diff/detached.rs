//! What tables and views that come or go are made of, apart: each part finds its own place in the order.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::operation::{Operation, Part};
use crate::schema::{Node, Object, ObjectId, Origin, PartKind, Schema};

use super::twin_indexes;

/// Takes out of tables and views that come or go what may have to come later or go earlier: foreign keys, parts that
/// are `texts`, where it is on record what these use (a trigger's function may need the table that the trigger is on), and
/// what uses something that needs the table itself (an index over a function of the table's rows).
pub(super) fn detached(operations: Vec<Operation>, from: &Schema, to: &Schema, texts: bool) -> Vec<Operation> {
    let text = |part: &Part| part.kind() == PartKind::ForeignKey || texts && part.kind().facts().text;
    let (before, after) = (Circles::of(from), Circles::of(to));
    let mut out = Vec::with_capacity(operations.len());
    for operation in operations {
        match operation {
            Operation::Create(object) => {
                let of = object.id();
                // An index that is not looked for on all partitions comes before these, or each would get one.
                let only = Part::is_only;
                let (object, only) = object.without_parts(only);
                let late =
                    |part: &Part| text(part) || after.closes(&of, part) || twin_indexes::comes_later(&of, part, to);
                let (mut object, parts) = object.without_parts(late);
                if let Object::Table(table) = &mut object {
                    twin_indexes::arrange(table, to);
                }
                out.push(Operation::Create(object));
                // How a trigger that it has from its parent fires is its own affair.
                let own = |part: &Part| *part.origin() != Origin::Inherited || part.kind() == PartKind::Trigger;
                let parts = only.into_iter().chain(parts.into_iter().filter(own));
                out.extend(parts.map(|part| Operation::AddPart { of: of.clone(), part }));
            }
            Operation::Drop(object) => {
                let of = object.id();
                let (mut object, parts) = object.without_parts(|part| text(part) || before.closes(&of, part));
                // What a table has from its parent goes with the parent's, or with the table.
                let (inherited, parts): (Vec<Part>, Vec<Part>) =
                    parts.into_iter().partition(|part| *part.origin() == Origin::Inherited);
                for part in inherited.into_iter().filter(|part| part.kind() != PartKind::ForeignKey) {
                    object.put_part(part);
                }
                out.extend(parts.into_iter().map(|part| Operation::DropPart { of: of.clone(), part }));
                out.push(Operation::Drop(object));
            }
            other => out.push(other),
        }
    }
    out
}

/// Rings of needs that lead from an object through one of its parts back to it.
struct Circles<'s> {
    schema: &'s Schema,
    needs: OnceCell<HashMap<&'s ObjectId, BTreeSet<&'s ObjectId>>>,
}

impl<'s> Circles<'s> {
    fn of(schema: &'s Schema) -> Self {
        Circles { schema, needs: OnceCell::new() }
    }

    /// Whether a part of an object needs something else that needs the object.
    fn closes(&self, of: &ObjectId, part: &Part) -> bool {
        if part.kind().facts().reaches_out {
            return false;
        }
        let Some(needs) = self.schema.depends.get(&Node::Part(of.clone(), part.kind(), part.key())) else {
            return false;
        };
        let mut queue: Vec<&ObjectId> = needs.iter().map(Node::object).filter(|need| *need != of).collect();
        let mut seen: HashSet<&ObjectId> = HashSet::new();
        while let Some(need) = queue.pop() {
            if need == of {
                return true;
            }
            if seen.insert(need) {
                queue.extend(self.needs().get(need).into_iter().flatten());
            }
        }
        false
    }

    fn needs(&self) -> &HashMap<&'s ObjectId, BTreeSet<&'s ObjectId>> {
        self.needs.get_or_init(|| {
            let mut map: HashMap<&ObjectId, BTreeSet<&ObjectId>> = HashMap::new();
            for (node, needs) in &self.schema.depends {
                let needs = needs.iter().map(Node::object).filter(|need| *need != node.object());
                map.entry(node.object()).or_default().extend(needs);
            }
            map
        })
    }
}
