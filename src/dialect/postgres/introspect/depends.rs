//! Who needs what: the server's own records, in the names of the model.

use super::catalog::{Address, oid};
use super::reader::{Fate, Reader};
use crate::schema::{Node, ObjectId, QName};

impl Reader<'_> {
    /// Takes over the records that the model's own references do not already say.
    pub fn depends(&mut self) {
        let mut found = Vec::new();
        for record in &self.catalog.dependencies {
            if let (Some(of), Some(on)) =
                (self.node(record.of, record.of_column), self.node(record.on, record.on_column))
            {
                found.push((of, on));
            }
        }
        for row in &self.catalog.constraints {
            let Some(node) = self.parts.get(&(oid::CONSTRAINT, row.oid)).cloned() else { continue };
            match row.kind {
                'c' => {
                    for name in self.names(row.relation, &row.columns) {
                        found.push((
                            node.clone(),
                            Node::Part(node.object().clone(), crate::schema::PartKind::Column, name),
                        ));
                    }
                }
                // The very index that it stands on, where there are several that would do.
                'f' => found.extend(self.parts.get(&(oid::CLASS, row.index)).map(|index| (node, index.clone()))),
                _ => {}
            }
        }
        for (of, on) in found {
            self.schema.depend(of, on);
        }
    }

    /// What an entry of a catalogue is in the model.
    fn node(&self, address: Address, column: i16) -> Option<Node> {
        if let Some(extension) = self.catalog.members.get(&address) {
            return self.objects.get(&(oid::EXTENSION, *extension)).cloned().map(Node::Object);
        }
        if let Some(part) = self.parts.get(&address) {
            return Some(part.clone());
        }
        if let Some(object) = self.objects.get(&address) {
            return Some(Node::Object(object.clone()));
        }
        let (catalogue, id) = address;
        if catalogue != oid::CLASS {
            return None;
        }
        if let Some(column) = self.folded.get(&id) {
            return Some(column.clone());
        }
        let (relation, fate) = self.relations.get(&id)?;
        if *fate != Fate::Object {
            return None;
        }
        let name: QName = self.qualified(relation.namespace, &relation.name);
        Some(match relation.kind {
            'r' => match self.catalog.column_name(id, column) {
                Some(column) => Node::column(&name, column),
                None => Node::table(&name),
            },
            'S' => Node::Object(ObjectId::new(crate::schema::Kind::Sequence, name)),
            _ => Node::Object(ObjectId::view(&name)),
        })
    }
}
