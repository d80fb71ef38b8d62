//! The references that the model itself holds, as dependencies.
//!
//! The database's own records (pg_depend and its like) say what expressions use; what is structure (a key's columns, the
//! table that a foreign key refers to, the namespace of a name) is known from the model, on every database alike.

use super::{IndexColumn, Key, Kind, Node, Object, ObjectId, PartKind, QName, Rule, Schema, Table};

impl Schema {
    /// Adds the dependencies that follow from the model's own references.
    pub fn link(&mut self) {
        let mut found = Vec::new();
        for (id, object) in &self.objects {
            if let Some(namespace) = id.name.namespace.as_ref().filter(|_| id.kind != Kind::Namespace) {
                let namespace = ObjectId::new(Kind::Namespace, QName::plain(namespace));
                if self.objects.contains_key(&namespace) {
                    found.push((Node::Object(id.clone()), Node::Object(namespace)));
                }
            }
            match object {
                Object::Table(table) => self.link_table(table, &mut found),
                Object::View(view) => {
                    for (kind, name) in view
                        .indexes
                        .iter()
                        .map(|index| (PartKind::Index, &index.name))
                        .chain(view.triggers.iter().map(|trigger| (PartKind::Trigger, &trigger.name)))
                    {
                        found.push((Node::Part(id.clone(), kind, name.clone()), Node::Object(id.clone())));
                    }
                }
                Object::Extension(extension) => {
                    if let Some(namespace) = &extension.namespace {
                        let namespace = ObjectId::new(Kind::Namespace, QName::plain(namespace));
                        if self.objects.contains_key(&namespace) {
                            found.push((Node::Object(id.clone()), Node::Object(namespace)));
                        }
                    }
                }
                // A sequence does not wait for its owner: the owner's default may use it, so ownership is given afterwards.
                Object::Namespace(_) | Object::Enum(_) | Object::Sequence(_) => {}
            }
        }
        for (node, needs) in found {
            self.depend(node, needs);
        }
    }

    fn link_table(&self, table: &Table, found: &mut Vec<(Node, Node)>) {
        let whole = Node::table(&table.name);
        // A column comes and goes with its table, or by an operation on one that is there: nothing to record.
        for constraint in &table.constraints {
            let node = Node::part(&table.name, constraint.kind(), constraint.key());
            found.push((node.clone(), whole.clone()));
            let mut uses = |name: &String| found.push((node.clone(), Node::column(&table.name, name)));
            match &constraint.rule {
                Rule::PrimaryKey(key) | Rule::Unique(key) => key.columns.iter().chain(&key.include).for_each(&mut uses),
                Rule::ForeignKey(key) => {
                    key.columns.iter().for_each(&mut uses);
                    found.push((node.clone(), Node::table(&key.table)));
                    for name in &key.referred {
                        found.push((node.clone(), Node::column(&key.table, name)));
                    }
                    if let Some(target) = self.table(&key.table).and_then(|target| target.referable(&key.referred)) {
                        found.push((node.clone(), target));
                    }
                }
                Rule::Check(_) => {}
                Rule::Exclusion(exclusion) => {
                    exclusion.include.iter().for_each(&mut uses);
                    for (element, _) in &exclusion.elements {
                        if let Some(name) = element.name() {
                            found.push((node.clone(), Node::column(&table.name, name)));
                        }
                    }
                }
            }
        }
        for index in &table.indexes {
            let node = Node::part(&table.name, PartKind::Index, &index.name);
            found.push((node.clone(), whole.clone()));
            for name in
                index.columns.iter().filter_map(IndexColumn::name).chain(index.include.iter().map(String::as_str))
            {
                found.push((node.clone(), Node::column(&table.name, name)));
            }
        }
        for trigger in &table.triggers {
            found.push((Node::part(&table.name, PartKind::Trigger, &trigger.name), whole.clone()));
        }
    }
}

impl Table {
    /// The key or unique index that a foreign key on these columns stands on (empty: the primary key).
    pub fn referable(&self, columns: &[String]) -> Option<Node> {
        let same =
            |key: &Key| key.columns.len() == columns.len() && key.columns.iter().all(|column| columns.contains(column));
        for constraint in &self.constraints {
            match &constraint.rule {
                Rule::PrimaryKey(key) if columns.is_empty() || same(key) => {
                    return Some(Node::part(&self.name, PartKind::PrimaryKey, constraint.key()));
                }
                Rule::Unique(key) if same(key) => {
                    return Some(Node::part(&self.name, PartKind::Unique, constraint.key()));
                }
                _ => {}
            }
        }
        self.indexes
            .iter()
            .find(|index| {
                index.unique
                    && index.predicate.is_none()
                    && index.columns.len() == columns.len()
                    && index.columns.iter().all(|c| c.name().is_some_and(|n| columns.iter().any(|x| x == n)))
            })
            .map(|index| Node::part(&self.name, PartKind::Index, &index.name))
    }
}
