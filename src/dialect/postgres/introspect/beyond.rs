//! What the database holds and the model has no place for: named, never left out in silence.

use super::catalog::{Beyond, oid};
use super::reader::{Fate, Reader};

impl Reader<'_> {
    /// Names everything beyond the model that is the user's and not excluded.
    pub fn beyond(&mut self) {
        for (relation, fate) in self.relations_beyond() {
            self.name_beyond(fate, Some(relation.0), &relation.1, "");
        }
        for relation in &self.catalog.relations {
            let kind = "row level security";
            if relation.row_security
                && self.fate_of(relation.oid) != Fate::Out
                && self.admits_part(kind, relation, &relation.name)
            {
                self.name_beyond(kind, Some(relation.namespace), &relation.name, "");
            }
        }
        for row in self.catalog.types.iter().filter(|row| row.kind != 'e') {
            let kind = match row.kind {
                'd' => "domain",
                'c' => "composite type",
                'r' => "range type",
                _ => "base type",
            };
            if self.admits(kind, row.namespace, &row.name, (oid::TYPE, row.oid)) {
                self.name_beyond(kind, Some(row.namespace), &row.name, "");
            }
        }
        for row in &self.catalog.beyond {
            self.one(row);
        }
    }

    /// Relations that are named as beyond the model: namespace and name, kind.
    fn relations_beyond(&self) -> Vec<((u32, String), &'static str)> {
        let named = self.catalog.relations.iter().filter_map(|relation| match self.fate_of(relation.oid) {
            Fate::Beyond(kind) => Some(((relation.namespace, relation.name.clone()), kind)),
            Fate::Object | Fate::Out => None,
        });
        named.collect()
    }

    fn one(&mut self, row: &Beyond) {
        if self.catalog.members.contains_key(&row.address) {
            return;
        }
        if row.relation != 0 {
            if let Some((relation, fate)) = self.relations.get(&row.relation).copied()
                && fate != Fate::Out
            {
                self.name_part_beyond(&row.kind, relation, &row.name, "");
            }
            return;
        }
        // Routines and operators come with their arguments; a pattern matches the name alone.
        let (name, arguments) = match row.kind.as_str() {
            "function" | "procedure" | "aggregate" | "operator" => {
                row.name.split_at(row.name.find('(').unwrap_or(row.name.len()))
            }
            _ => (row.name.as_str(), ""),
        };
        if row.namespace != 0 {
            if self.admits(&row.kind, row.namespace, name, row.address) {
                self.name_beyond(&row.kind, Some(row.namespace), name, arguments);
            }
        } else if self.scope.only.is_none() && self.scope.filter.matches(&row.kind, None, name) {
            self.name_beyond(&row.kind, None, name, "");
        }
    }
}
