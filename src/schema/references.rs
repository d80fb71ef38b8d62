//! The references that the model itself holds, as dependencies.
//!
//! The database's own records (`pg_depend` and its like) say what expressions use; what is structure (a key's columns, the
//! table that a foreign key refers to, the namespace of a name) is known from the model, on every database alike.

use super::{Kind, Node, NodeSet, ObjectId, QName, Schema};

impl Schema {
    /// Adds the dependencies that follow from the model's own references.
    pub fn link(&mut self) {
        // The records are put aside, so that what an object answers goes in at once.
        let mut depends = std::mem::take(&mut self.depends);
        let mut depend = |(node, mut needs): (Node, NodeSet)| {
            needs.retain(|need| *need != node);
            if !needs.is_empty() {
                depends.entry(node).or_default().merge(needs);
            }
        };
        for (id, object) in &self.objects {
            if let Some(namespace) = &id.name.namespace {
                let namespace = ObjectId::new(Kind::Namespace, QName::plain(namespace));
                if self.objects.contains_key(&namespace) {
                    depend((Node::Object(id.clone()), NodeSet::from_iter([Node::Object(namespace)])));
                }
            }
            object.as_dyn().references(self).into_iter().for_each(&mut depend);
        }
        self.depends = depends;
    }
}
