//! Changes of types that columns may be of: enums, domains and composite types.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::schema::{Column, CompositeType, Domain, Enum, Kind, Object, ObjectId, QName, SchemaObject};

/// A change of a type, both ends whole.
#[expect(
    clippy::large_enum_variant,
    reason = "there are few in a comparison, and each is held by an operation, which is as large"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeChange {
    /// Of an enum.
    Enum(EnumChange),
    /// Of the type below a domain.
    Domain(DomainChange),
    /// Of the types of a composite type's attributes.
    Composite(CompositeChange),
}

impl TypeChange {
    /// The id of the type.
    pub fn id(&self) -> ObjectId {
        match self {
            TypeChange::Enum(change) => ObjectId::new(Kind::Enum, change.to.name.clone()),
            TypeChange::Domain(change) => Domain::id_of(&change.to.name),
            TypeChange::Composite(change) => CompositeType::id_of(&change.to.name),
        }
    }

    /// The type before and after.
    pub fn ends(&self) -> (Object, Object) {
        match self {
            TypeChange::Enum(change) => (Object::Enum(change.from.clone()), Object::Enum(change.to.clone())),
            TypeChange::Domain(change) => (Object::Domain(change.from.clone()), Object::Domain(change.to.clone())),
            TypeChange::Composite(change) => {
                (Object::CompositeType(change.from.clone()), Object::CompositeType(change.to.clone()))
            }
        }
    }

    /// Whether the type cannot change in place: a new one is created, and every column of the type passes over to it.
    pub fn rebuilds(&self) -> bool {
        match self {
            TypeChange::Enum(change) => change.rebuilds(),
            TypeChange::Domain(_) | TypeChange::Composite(_) => true,
        }
    }

    /// The columns of the type.
    pub fn uses(&self) -> &[TypeUse] {
        match self {
            TypeChange::Enum(change) => &change.uses,
            TypeChange::Domain(change) => &change.uses,
            TypeChange::Composite(change) => &change.uses,
        }
    }

    /// Leaves out a column that passes over by another operation.
    pub fn leave_out(&mut self, table: &QName, column: &str) {
        self.uses_mut().retain(|one| one.table != *table || one.after.name != column);
    }

    /// Leaves a column's default to other operations.
    pub fn leave_default(&mut self, table: &QName, column: &str) {
        for one in self.uses_mut().iter_mut().filter(|one| one.table == *table && one.after.name == column) {
            (one.before.default, one.after.default) = (None, None);
        }
    }

    /// Lets go of the columns of these tables, which are made anew.
    pub fn forget_uses(&mut self, tables: &BTreeSet<QName>) {
        self.uses_mut().retain(|one| !tables.contains(&one.table));
    }

    /// Lets go of the columns that passed by themselves in another order.
    pub fn forget_left(&mut self) {
        let uses = self.uses_mut();
        uses.retain(|one| one.parents != TypeUseParents::LeftAlone);
        uses.iter_mut().for_each(|one| one.parents = TypeUseParents::Kept);
    }

    /// Has the columns of a table pass over by themselves: those that are known, and `more` of them, with nothing from a parent.
    pub fn pass_by_themselves(&mut self, table: &QName, more: Vec<TypeUse>) {
        let uses = self.uses_mut();
        let follow = uses.iter_mut().filter(|one| one.table == *table && one.follows());
        follow.for_each(|one| one.parents = TypeUseParents::Left);
        uses.extend(more);
    }

    fn uses_mut(&mut self) -> &mut Vec<TypeUse> {
        match self {
            TypeChange::Enum(change) => &mut change.uses,
            TypeChange::Domain(change) => &mut change.uses,
            TypeChange::Composite(change) => &mut change.uses,
        }
    }

    /// What values of an enum become: old, new.
    pub fn passed_values(&self) -> Vec<(String, String)> {
        match self {
            TypeChange::Enum(change) => change.renamed.iter().chain(&change.replaced).cloned().collect(),
            TypeChange::Domain(_) | TypeChange::Composite(_) => Vec::new(),
        }
    }

    /// The change that undoes this one.
    pub fn inverse(self) -> TypeChange {
        match self {
            TypeChange::Enum(change) => TypeChange::Enum(change.inverse()),
            TypeChange::Domain(change) => TypeChange::Domain(change.inverse()),
            TypeChange::Composite(change) => TypeChange::Composite(change.inverse()),
        }
    }

    /// What changes, in words: `enum status: + value 'sent'`.
    pub fn describe(&self) -> String {
        match self {
            TypeChange::Enum(change) => change.describe(),
            TypeChange::Domain(change) => change.describe(),
            TypeChange::Composite(change) => change.describe(),
        }
    }
}

/// A column of a type that is rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeUse {
    /// The table.
    pub table: QName,
    /// The column before.
    pub before: Column,
    /// The column after.
    pub after: Column,
    /// What has become by then of the parents that its table has the column from, which the order says.
    pub parents: TypeUseParents,
}

/// Whether the table of a column has left its parents by the time that a type is made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TypeUseParents {
    /// It has not, or has none.
    #[default]
    Kept,
    /// It has.
    Left,
    /// It has, and only for that the column is among those that pass over.
    LeftAlone,
}

impl TypeUse {
    /// Whether it passes over with a parent's column, so that only its default is its own.
    pub fn follows(&self) -> bool {
        self.parents == TypeUseParents::Kept && !self.before.annotation.origin.is_own()
    }

    fn inverse(self) -> TypeUse {
        TypeUse { table: self.table, before: self.after, after: self.before, parents: self.parents }
    }
}

/// A change of the type below a domain, or of its collation: the server has none in place, so that a new domain takes the
/// place of the old one, with whatever else changes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainChange {
    /// The domain before.
    pub from: Domain,
    /// The domain after; its name is the same.
    pub to: Domain,
    /// The columns of the domain: all pass over to the new one.
    pub uses: Vec<TypeUse>,
}

impl DomainChange {
    fn inverse(self) -> DomainChange {
        DomainChange { from: self.to, to: self.from, uses: self.uses.into_iter().map(TypeUse::inverse).collect() }
    }

    fn describe(&self) -> String {
        let mut said = Vec::new();
        if self.from.base != self.to.base {
            said.push(format!("{} -> {}", self.from.base, self.to.base));
        }
        if self.from.checks != self.to.checks {
            said.push("checks".to_owned());
        }
        let differences = self.from.differences(&Object::Domain(self.to.clone()));
        said.extend(differences.into_iter().filter(|word| *word != "type").map(str::to_owned));
        format!("domain {}: {}", self.to.name, said.join(", "))
    }
}

/// A change of the types of a composite type's attributes where columns are of it: the server has none in place, so that a
/// new type takes the place of the old one, with whatever else changes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeChange {
    /// The type before.
    pub from: CompositeType,
    /// The type after; its name is the same.
    pub to: CompositeType,
    /// The columns of the type: all pass over to the new one.
    pub uses: Vec<TypeUse>,
}

impl CompositeChange {
    fn inverse(self) -> CompositeChange {
        CompositeChange { from: self.to, to: self.from, uses: self.uses.into_iter().map(TypeUse::inverse).collect() }
    }

    fn describe(&self) -> String {
        let mut said = Vec::new();
        for new in &self.to.attributes {
            match self.from.attribute(&new.name) {
                None => said.push(format!("+ attribute {}", new.name)),
                Some(old) if !old.has_type_of(new) => said.push(format!("{} {} -> {}", new.name, old.ty, new.ty)),
                Some(_) => {}
            }
        }
        let gone = self.from.attributes.iter().filter(|old| self.to.attribute(&old.name).is_none());
        said.extend(gone.map(|old| format!("- attribute {}", old.name)));
        if said.is_empty() {
            said.push("its attributes in another order".to_owned());
        }
        format!("composite type {}: {}", self.to.name, said.join(", "))
    }
}

/// A change of an enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumChange {
    /// The type before.
    pub from: Enum,
    /// The type after; its name is the same.
    pub to: Enum,
    /// Values that got another name: old, new.
    pub renamed: Vec<(String, String)>,
    /// Values that go, each with the value that its rows get.
    pub replaced: Vec<(String, String)>,
    /// The columns of the type: a rebuild must pass through each.
    pub uses: Vec<TypeUse>,
}

impl EnumChange {
    /// The values before, under their new names.
    fn renamed_values(&self) -> Vec<&str> {
        let renamed: HashMap<&str, &str> = self.renamed.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        self.from.values.iter().map(|value| renamed.get(value.as_str()).copied().unwrap_or(value)).collect()
    }

    /// Whether values go or change places, so that a new type must take the place of the old one.
    pub fn rebuilds(&self) -> bool {
        let before = self.renamed_values();
        let known: HashSet<&str> = before.iter().copied().collect();
        let kept = self.to.values.iter().map(String::as_str).filter(|value| known.contains(value));
        !kept.eq(before)
    }

    /// The values that come, each with the one it stands before (`None`: at the end).
    pub fn added(&self) -> Vec<(&str, Option<&str>)> {
        let before: HashSet<&str> = self.renamed_values().into_iter().collect();
        let mut next = None;
        let mut added: Vec<(&str, Option<&str>)> = Vec::new();
        for value in self.to.values.iter().rev() {
            if before.contains(value.as_str()) {
                next = Some(value.as_str());
            } else {
                added.push((value, next));
            }
        }
        added.reverse();
        added
    }

    /// The values that go: those that neither stay nor get another name.
    pub fn gone(&self) -> impl Iterator<Item = &String> {
        let stay: HashSet<&str> = self.to.values.iter().map(String::as_str).collect();
        let renamed: HashSet<&str> = self.renamed.iter().map(|(old, _)| old.as_str()).collect();
        let known = move |value: &str| stay.contains(value) || renamed.contains(value);
        self.from.values.iter().filter(move |value| !known(value))
    }

    /// Those of them that nothing takes the place of.
    pub fn lost(&self) -> impl Iterator<Item = &String> {
        self.gone().filter(|value| !self.replaced.iter().any(|(old, _)| old == *value))
    }

    fn inverse(self) -> EnumChange {
        EnumChange {
            from: self.to,
            to: self.from,
            renamed: self.renamed.into_iter().map(|(old, new)| (new, old)).collect(),
            replaced: Vec::new(),
            uses: self.uses.into_iter().map(TypeUse::inverse).collect(),
        }
    }

    fn describe(&self) -> String {
        let mut said: Vec<String> = self.renamed.iter().map(|(old, new)| format!("value '{old}' -> '{new}'")).collect();
        said.extend(self.added().iter().map(|(value, _)| format!("+ value '{value}'")));
        for value in self.gone() {
            said.push(match self.replaced.iter().find(|(old, _)| old == value) {
                Some((_, new)) => format!("- value '{value}' (rows become '{new}')"),
                None => format!("- value '{value}'"),
            });
        }
        if self.from.annotation.comment != self.to.annotation.comment {
            said.push("comment".into());
        }
        if said.is_empty() {
            said.push("order of values".into());
        }
        format!("enum {}: {}", self.to.name, said.join(", "))
    }
}
