//! Who owns things and what roles may do with them: owners and grants of objects, of columns, and of the sequences that
//! are parts of columns.
//!
//! Of grants the model holds what differs from the database's own defaults: what others were given, and what was taken
//! away of what everybody or the owner has by default ([`Grant::revoked`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Annotation, Identity, Kind, Namespace, Object, ObjectId, Schema, View};

/// What one role may do, or by default could and may not.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// Whether it was taken away from what everybody or the owner has by default.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// The role as SQL, [`Grant::PUBLIC`] or [`Grant::OWNER`].
    pub grantee: String,
    /// The role that granted it, as SQL, where that is not the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grantor: Option<String>,
    /// `WITH GRANT OPTION`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub grantable: bool,
    /// The privileges, sorted: `SELECT`.
    pub privileges: Vec<String>,
}

impl Grant {
    /// Everybody.
    pub const PUBLIC: &'static str = "PUBLIC";
    /// Whoever owns the object. A role of that name is in quotes.
    pub const OWNER: &'static str = "OWNER";

    /// The same grants in the order that the model has them in, what one role may do in one way as one.
    pub fn in_order(grants: impl IntoIterator<Item = Grant>) -> Vec<Grant> {
        let mut groups: BTreeMap<(bool, String, Option<String>, bool), Vec<String>> = BTreeMap::new();
        for grant in grants {
            let group = (grant.revoked, grant.grantee, grant.grantor, grant.grantable);
            groups.entry(group).or_default().extend(grant.privileges);
        }
        let grant = |((revoked, grantee, grantor, grantable), mut privileges): (_, Vec<String>)| {
            privileges.sort_unstable();
            privileges.dedup();
            Grant { revoked, grantee, grantor, grantable, privileges }
        };
        groups.into_iter().map(grant).collect()
    }

    /// `SELECT, UPDATE to app`, `no EXECUTE for PUBLIC`
    pub fn summary(&self) -> String {
        let (no, to) = if self.revoked { ("no ", "for") } else { ("", "to") };
        let option = if self.grantable { " with grant option" } else { "" };
        let by = self.grantor.as_ref().map_or_else(String::new, |role| format!(" by {role}"));
        let grantee = if self.grantee == Grant::OWNER { "the owner" } else { self.grantee.as_str() };
        format!("{no}{} {to} {grantee}{option}{by}", self.privileges.join(", "))
    }
}

/// Which of the roles' matters a schema says: what it does not say stays as it is in the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Managed {
    /// Grants, and default privileges.
    pub privileges: bool,
    /// Owners.
    pub owners: bool,
}

impl Managed {
    /// Everything.
    pub const ALL: Managed = Managed { privileges: true, owners: true };
    /// Nothing.
    pub const NONE: Managed = Managed { privileges: false, owners: false };
}

/// What is said of roles at one place of an object: itself, a column, a column's sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access<'a> {
    /// The owner, where it is not the role that is connected.
    pub owner: Option<&'a str>,
    /// The grants.
    pub grants: &'a [Grant],
}

impl<'a> Access<'a> {
    fn of(annotation: &'a Annotation) -> Self {
        Access { owner: annotation.owner.as_deref(), grants: &annotation.grants }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.owner.is_none() && self.grants.is_empty()
    }
}

/// A place of an object that roles may have rights on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessPlace<'a> {
    /// The object as a whole.
    Whole,
    /// A column.
    Column(&'a str),
    /// The sequence that is a part of a column.
    Sequence(&'a str),
}

impl Object {
    /// What is said of roles, at each place where something is.
    pub fn access(&self) -> BTreeMap<AccessPlace<'_>, Access<'_>> {
        let mut found = BTreeMap::new();
        if let Some(annotation) = self.annotation() {
            found.insert(AccessPlace::Whole, Access::of(annotation));
        }
        for column in self.as_dyn().columns() {
            found.insert(AccessPlace::Column(&column.name), Access::of(&column.annotation));
            if let Some(identity) = &column.identity {
                found.insert(AccessPlace::Sequence(&column.name), Access { owner: None, grants: &identity.grants });
            }
        }
        if let Object::View(view) = self {
            for (column, annotation) in &view.column_annotations {
                found.insert(AccessPlace::Column(column), Access::of(annotation));
            }
        }
        found.retain(|_, access| !access.is_empty());
        found
    }

    /// The object as it is created again in place of an earlier form: it is filled, if that was.
    #[must_use]
    pub fn filled_as(&self, old: &Object) -> Object {
        let mut object = self.clone();
        if let (Object::View(view), Object::View(old)) = (&mut object, old) {
            view.no_data = old.no_data && view.no_data;
        }
        object
    }

    /// Whether the same is said of roles in both.
    pub fn same_access(&self, other: &Object) -> bool {
        self.access() == other.access()
    }

    /// Whether the same is said of roles in both, as far as that is managed.
    pub fn same_managed_access(&self, other: &Object, managed: Managed) -> bool {
        let of = |object: &Object| {
            let mut object = object.clone();
            object.forget_unmanaged(managed);
            object
        };
        if managed == Managed::ALL { self.same_access(other) } else { of(self).same_access(&of(other)) }
    }

    /// The same with what `from` says of roles, as far as that is not managed. `column` gives the name that a column of
    /// this object has in `from`.
    pub fn keep_access(&mut self, from: &Object, managed: Managed, column: impl Fn(&str) -> String) {
        if let (Some(mine), Some(theirs)) = (self.annotation_mut(), from.annotation()) {
            mine.keep(theirs, managed);
        }
        if managed.privileges {
            return;
        }
        if let (Object::Table(mine), Object::Table(theirs)) = (&mut *self, from) {
            for one in &mut mine.columns {
                let Some(old) = theirs.column(&column(&one.name)) else { continue };
                one.annotation.keep(&old.annotation, managed);
                if let (Some(new), Some(old)) = (&mut one.identity, &old.identity) {
                    keep_sequence(new, old);
                }
            }
        }
        if let (Object::View(mine), Object::View(theirs)) = (&mut *self, from) {
            keep_columns(mine, theirs, managed, column);
        }
    }

    /// Forgets grants of nothing.
    pub fn forget_empty_grants(&mut self) {
        let nothing = |grant: &Grant| grant.privileges.is_empty();
        for (_, annotation) in self.annotations_mut() {
            annotation.grants.retain(|grant| !nothing(grant));
        }
        if let Object::Table(table) = self {
            table.columns.iter_mut().filter_map(|column| column.identity.as_mut()).for_each(|identity| {
                identity.grants.retain(|grant| !nothing(grant));
            });
        }
    }

    /// Forgets of owners and grants what is not managed.
    pub fn forget_unmanaged(&mut self, managed: Managed) {
        for (_, annotation) in self.annotations_mut() {
            if !managed.owners {
                annotation.owner = None;
            }
            if !managed.privileges {
                annotation.grants.clear();
            }
        }
        if managed.privileges {
            return;
        }
        match self {
            Object::Table(table) => {
                table.columns.iter_mut().filter_map(|column| column.identity.as_mut()).for_each(|identity| {
                    identity.grants.clear();
                });
            }
            Object::View(view) => view.column_annotations.retain(|(_, annotation)| !annotation.is_empty()),
            _ => {}
        }
    }
}

impl Annotation {
    /// Takes over what no schema says.
    fn keep(&mut self, old: &Annotation, managed: Managed) {
        if !managed.owners && self.owner.is_none() {
            self.owner.clone_from(&old.owner);
        }
        if !managed.privileges && self.grants.is_empty() {
            self.grants.clone_from(&old.grants);
        }
    }
}

fn keep_sequence(new: &mut Identity, old: &Identity) {
    if new.grants.is_empty() {
        new.grants.clone_from(&old.grants);
    }
}

/// A view names the columns of which something is said.
fn keep_columns(view: &mut View, old: &View, managed: Managed, column: impl Fn(&str) -> String) {
    for (name, annotation) in &mut view.column_annotations {
        let before = column(name);
        if let Some((_, old)) = old.column_annotations.iter().find(|(other, _)| *other == before) {
            annotation.keep(old, managed);
        }
    }
    for (name, said) in old.column_annotations.iter().filter(|(_, annotation)| !annotation.grants.is_empty()) {
        if !view.column_annotations.iter().any(|(other, _)| column(other) == *name) {
            let kept = Annotation { grants: said.grants.clone(), ..Annotation::default() };
            view.column_annotations.push((name.clone(), kept));
        }
    }
    view.column_annotations.sort_by(|(a, _), (b, _)| a.cmp(b));
}

impl Schema {
    /// The schema without the owners and grants that are not managed.
    #[must_use]
    pub fn managed(&self, managed: Managed) -> Schema {
        let mut schema = self.clone();
        if managed == Managed::ALL {
            return schema;
        }
        schema.objects.values_mut().for_each(|object| object.forget_unmanaged(managed));
        schema
    }

    /// Whether something of roles is said that is not managed.
    fn has_unmanaged(&self, managed: Managed) -> bool {
        let left = |access: Access<'_>| {
            (!managed.owners && access.owner.is_some()) || (!managed.privileges && !access.grants.is_empty())
        };
        managed != Managed::ALL && self.objects.values().any(|object| object.access().into_values().any(left))
    }

    /// This schema with what `from` says of roles, as far as that is not managed; none where there is nothing of that.
    pub fn keeping_access(&self, from: &Schema, managed: Managed) -> Option<Schema> {
        if !from.has_unmanaged(managed) && from.given.is_empty() {
            return None;
        }
        let mut schema = self.clone();
        for (id, object) in &mut schema.objects {
            match from.get(id) {
                Some(old) => {
                    object.keep_access(old, managed, str::to_owned);
                    if !managed.privileges {
                        from.give_sequences(object, old);
                    }
                }
                None if !managed.privileges => from.give(id, object),
                None => {}
            }
        }
        schema.given.clone_from(&from.given);
        Some(schema)
    }

    /// Gives an object that comes what the server gives it of its own accord.
    pub fn give(&self, id: &ObjectId, object: &mut Object) {
        let given = self.grants_of_new(id.kind, id.name.namespace.as_deref());
        if !given.is_empty()
            && let Some(annotation) = object.annotation_mut()
            && annotation.grants.is_empty()
        {
            annotation.grants = given;
        }
        let nothing = Object::Namespace(Namespace::new(""));
        self.give_sequences(object, &nothing);
    }

    /// The same for the sequences of columns that had none before.
    fn give_sequences(&self, object: &mut Object, old: &Object) {
        let Object::Table(table) = object else { return };
        let given = self.grants_of_new(Kind::Sequence, table.name.namespace.as_deref());
        if given.is_empty() {
            return;
        }
        let had = |column: &str| match old {
            Object::Table(old) => old.column(column).is_some_and(|column| column.identity.is_some()),
            _ => false,
        };
        for column in table.columns.iter_mut().filter(|column| !had(&column.name)) {
            if let Some(identity) = column.identity.as_mut().filter(|identity| identity.grants.is_empty()) {
                identity.grants.clone_from(&given);
            }
        }
    }
}

/// `owner boss; SELECT to app; UPDATE to app on column a`; empty where nothing is said.
pub fn access_summary(object: &Object) -> String {
    let mut said = Vec::new();
    for (place, access) in object.access() {
        let on = match place {
            AccessPlace::Whole => String::new(),
            AccessPlace::Column(column) => format!(" on column {column}"),
            AccessPlace::Sequence(column) => format!(" on the sequence of column {column}"),
        };
        said.extend(access.owner.map(|owner| format!("owner {owner}")));
        said.extend(access.grants.iter().map(|grant| format!("{}{on}", grant.summary())));
    }
    said.join("; ")
}
