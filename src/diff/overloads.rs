//! What its arguments tell apart: which of one name a hint means, and which of two a call could mean.

use crate::schema::{Hints, Node, Object, Schema};

/// Whether a call could mean either of two objects of one name while both are there: they take as many arguments, or one of
/// them can do with fewer or more than it lists.
pub(super) fn may_be_mistaken(old: &Object, new: &Object) -> bool {
    let (a, b) = (old.id(), new.id());
    let as_many = a.arguments.len() == b.arguments.len();
    a.kind == b.kind && a.name == b.name && a != b && (as_many || is_flexible(old) || is_flexible(new))
}

/// Whether a call that says the types of its arguments could mean either: one of them takes other numbers of them.
pub(super) fn are_ambiguous(old: &Object, new: &Object) -> bool {
    may_be_mistaken(old, new) && (is_flexible(old) || is_flexible(new))
}

/// Whether it may be called with another number of arguments than it lists. A word in its body may be taken for one of its head.
fn is_flexible(object: &Object) -> bool {
    let Object::Definition(one) = object else { return true };
    let text = one.sql.text().to_ascii_lowercase();
    text.contains("default") || text.contains("variadic")
}

/// Gives renames of which only the name is said (a hint before a statement does not know the types) the arguments of what they
/// can mean: the overloads of the old name that are there under the new one with
/// the same arguments, and not under both.
pub fn complete_renames(from: &Schema, to: &Schema, hints: &mut Hints) {
    let mut renames = Vec::with_capacity(hints.renames.len());
    for (old, new) in std::mem::take(&mut hints.renames) {
        let (Node::Object(a), Node::Object(b)) = (&old, &new) else {
            renames.push((old, new));
            continue;
        };
        let called =
            from.objects.keys().filter(|id| id.kind == a.kind && id.name == a.name && !id.arguments.is_empty());
        let meant = called
            .map(|id| (id, id.renamed(b.name.clone())))
            .filter(|(id, renamed)| to.get(id).is_none() && to.get(renamed).is_some() && from.get(renamed).is_none());
        let meant: Vec<(Node, Node)> =
            meant.map(|(id, renamed)| (Node::Object(id.clone()), Node::Object(renamed))).collect();
        if meant.is_empty() || from.get(a).is_some() {
            renames.push((old, new));
        } else {
            renames.extend(meant);
        }
    }
    hints.renames = renames;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Definition, Kind, ObjectId, QName};

    #[test]
    fn the_overload_is_meant_that_is_there_under_the_new_name() {
        let id = |name: &str, arguments: &[&str]| {
            let arguments = arguments.iter().map(|&ty| ty.to_owned()).collect();
            ObjectId::with_arguments(Kind::Function, QName::plain(name), arguments)
        };
        let schema = |ids: &[ObjectId]| {
            let mut schema = Schema::default();
            for id in ids {
                schema.insert(Object::Definition(Definition::new(id.clone(), "CREATE FUNCTION")));
            }
            schema
        };
        let from = schema(&[id("f", &["integer"]), id("f", &["text"])]);
        let to = schema(&[id("g", &["integer"]), id("f", &["text"])]);
        let said = (Node::Object(id("f", &[])), Node::Object(id("g", &[])));
        let mut hints = Hints { renames: vec![said], ..Hints::default() };
        complete_renames(&from, &to, &mut hints);
        let meant = (Node::Object(id("f", &["integer"])), Node::Object(id("g", &["integer"])));
        assert_eq!(hints.renames, [meant]);
    }
}
