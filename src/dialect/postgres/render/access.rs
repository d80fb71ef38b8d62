//! Owners and grants: of what comes, and where they change.
//!
//! The database gives some rights of its own accord, and default privileges may give more to whatever is made. Those that go
//! may be gone or not when an object comes: a right that may be there and must not is taken away, one that may be missing
//! is given.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{
    AccessPlace, Column, DefaultPrivileges, Extension, Grant, Identity, IdentityKind, Kind, Namespace, Object,
    ObjectId, QName,
};

use super::{RenderContext, add, comment, identity, name, quote, sequence_of, view, word};

/// A right, by who has it and who gave it.
type Key = (String, Option<String>, String);

/// What is the case with a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// It was given; with the option to give it on.
    Granted(bool),
    /// It would be there by default, and was taken away.
    Revoked,
}

type Rights = BTreeMap<Key, Right>;

fn rights(grants: &[Grant]) -> Rights {
    let mut rights = Rights::new();
    for grant in grants {
        let right = if grant.revoked { Right::Revoked } else { Right::Granted(grant.grantable) };
        for privilege in &grant.privileges {
            let key = (grant.grantee.clone(), grant.grantor.clone(), privilege.clone());
            let stronger = rights.get(&key) != Some(&Right::Granted(true));
            if stronger {
                rights.insert(key, right);
            }
        }
    }
    rights
}

/// The same rights once the object belongs to another role: what that role was given it then has as the owner, and what it gave
/// it has given as the owner. Of a column an owner has rights only where they are said.
fn owned_by(rights: Rights, owner: &str, of_column: bool) -> Rights {
    let mut found = Rights::new();
    let mut regained: Vec<String> = Vec::new();
    for ((grantee, grantor, privilege), right) in rights {
        let grantor = grantor.filter(|grantor| grantor != owner);
        let granted = matches!(right, Right::Granted(_));
        let key = if grantee == owner && granted {
            regained.push(privilege.clone());
            if !of_column && right == Right::Granted(false) {
                continue;
            }
            (Grant::OWNER.to_owned(), grantor, privilege)
        } else {
            (grantee, grantor, privilege)
        };
        if found.get(&key) != Some(&Right::Granted(true)) {
            found.insert(key, right);
        }
    }
    found.retain(|(grantee, _, privilege), right| {
        grantee != Grant::OWNER || *right != Right::Revoked || !regained.contains(privilege)
    });
    found
}

/// What is done with rights, in the order of the statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Revoke,
    RevokeOption,
    Grant,
    GrantWithOption,
}

/// What takes rights that are surely, or may be, there to those that are wanted.
fn changes(sure: &Rights, maybe: &Rights, to: &Rights) -> Vec<(Change, Key)> {
    let mut found = Vec::new();
    for (key, right) in maybe {
        match (right, to.get(key)) {
            // The owner keeps the right itself.
            (Right::Granted(_), None) if key.0 == Grant::OWNER => found.push((Change::RevokeOption, key.clone())),
            (Right::Granted(_), None) => found.push((Change::Revoke, key.clone())),
            (Right::Granted(true), Some(Right::Granted(false))) => found.push((Change::RevokeOption, key.clone())),
            (Right::Revoked, None) => found.push((Change::Grant, key.clone())),
            _ => {}
        }
    }
    for (key, right) in to {
        match (right, sure.get(key)) {
            (Right::Revoked, Some(Right::Revoked)) => {}
            (Right::Revoked, _) => found.push((Change::Revoke, key.clone())),
            (Right::Granted(false), Some(Right::Granted(_))) => {}
            (Right::Granted(true), Some(Right::Granted(true))) => {}
            (Right::Granted(true), _) => found.push((Change::GrantWithOption, key.clone())),
            (Right::Granted(false), _) => found.push((Change::Grant, key.clone())),
        }
    }
    found
}

/// What a grant is made on.
struct Target<'a> {
    /// Behind ON: `orders`, `FUNCTION f(integer)`, `TABLES`.
    on: String,
    /// Before GRANT and REVOKE: of default privileges.
    before: &'a str,
    /// The owner, as SQL.
    owner: String,
    /// All that ALL stands for.
    all: &'static [&'static str],
    /// The column that it is about alone, as SQL.
    column: Option<String>,
}

/// The privileges of tables up to version 16, in their order; version 17 brought one more.
const OF_TABLES: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"];

/// All that can be granted on objects of a kind, on a server of this version.
pub(in crate::dialect::postgres) fn all_privileges(kind: Kind, maintain: bool) -> &'static [&'static str] {
    match kind {
        Kind::Table | Kind::View => OF_TABLES.get(..if maintain { 8 } else { 7 }).unwrap_or(OF_TABLES),
        Kind::Sequence => &["SELECT", "UPDATE", "USAGE"],
        Kind::Function | Kind::Procedure | Kind::Aggregate => &["EXECUTE"],
        Kind::Namespace => &["CREATE", "USAGE"],
        // Large objects are none of the other kinds.
        Kind::DefaultPrivileges => &["SELECT", "UPDATE"],
        _ => &["USAGE"],
    }
}

/// The words behind ON for the kinds that have grants.
fn grant_word(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Table | Kind::View => "",
        Kind::Sequence => "SEQUENCE ",
        Kind::Function | Kind::Aggregate => "FUNCTION ",
        Kind::Procedure => "PROCEDURE ",
        Kind::Enum | Kind::Domain | Kind::CompositeType | Kind::RangeType | Kind::BaseType => "TYPE ",
        Kind::Namespace => "SCHEMA ",
        Kind::Language => "LANGUAGE ",
        Kind::ForeignDataWrapper => "FOREIGN DATA WRAPPER ",
        Kind::Server => "FOREIGN SERVER ",
        _ => return None,
    })
}

/// An object as GRANT names it.
fn granted_name(id: &ObjectId) -> String {
    match id.kind {
        Kind::Function | Kind::Procedure | Kind::Aggregate => {
            format!("{}({})", super::routine_name(&id.name), id.arguments.join(", "))
        }
        kind if !kind.facts().namespaced => quote::identifier(&id.name.name),
        _ => name(&id.name),
    }
}

/// The place of a privilege in a list.
fn rank(privilege: &str) -> usize {
    OF_TABLES.iter().position(|known| *known == privilege).unwrap_or(OF_TABLES.len())
}

impl RenderContext<'_> {
    /// The owner, the grants, those on columns and on their sequences, of what has just been made.
    pub(super) fn create_access(&self, object: &Object, out: &mut Vec<Step>) {
        match object {
            Object::DefaultPrivileges(_) => return,
            Object::SystemObject(one) => {
                return self.alter_access(&Object::SystemObject(one.untouched()), object, out);
            }
            Object::Namespace(namespace) if namespace.standing => {
                let plain = Namespace { annotation: crate::schema::Annotation::default(), ..namespace.clone() };
                return self.alter_access(&Object::Namespace(plain), object, out);
            }
            _ => {}
        }
        let access = object.access();
        let whole = access.get(&AccessPlace::Whole);
        if let Some(owner) = whole.and_then(|access| access.owner) {
            change_owner(object, &quote::identifier(owner), out);
        }
        if let Some(target) = self.target(object) {
            let to = rights(whole.map_or(&[], |access| access.grants));
            let id = object.id();
            let (mut sure, mut maybe) = self.given(id.kind, id.name.namespace.as_deref());
            if let Some(owner) = whole.and_then(|access| access.owner) {
                (sure, maybe) = (owned_by(sure, owner, false), owned_by(maybe, owner, false));
            }
            target.say(&changes(&sure, &maybe, &to), out);
        }
        let columns: BTreeMap<&str, (Rights, Rights)> = access
            .iter()
            .filter_map(|(place, access)| match place {
                AccessPlace::Column(column) => Some((*column, (Rights::new(), rights(access.grants)))),
                _ => None,
            })
            .collect();
        self.say_columns(object, &columns, out);
        if let Object::Table(table) = object {
            for column in &table.columns {
                self.create_sequence_access(&table.name, column, whole.and_then(|access| access.owner), out);
            }
        }
    }

    /// The grants of a column that has just been added, and of its sequence.
    pub(super) fn add_column_access(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        let Some(object) = self.after.get(&ObjectId::table(table)) else { return };
        let columns = BTreeMap::from([(column.name.as_str(), (Rights::new(), rights(&column.annotation.grants)))]);
        self.say_columns(object, &columns, out);
        let owner = object.annotation().and_then(|annotation| annotation.owner.as_deref());
        self.create_sequence_access(table, column, owner, out);
    }

    /// The grants of a column's sequence that has just been made.
    pub(super) fn create_sequence_access(
        &self,
        table: &QName,
        column: &Column,
        owner: Option<&str>,
        out: &mut Vec<Step>,
    ) {
        let Some(identity) = &column.identity else { return };
        let (mut sure, mut maybe) = self.given(Kind::Sequence, table.namespace.as_deref());
        if let Some(owner) = owner {
            (sure, maybe) = (owned_by(sure, owner, false), owned_by(maybe, owner, false));
        }
        let target = self.sequence_target(table, &column.name, identity, owner);
        target.say(&changes(&sure, &maybe, &rights(&identity.grants)), out);
    }

    /// The grants of the sequence that a column gets, or gets anew.
    pub(super) fn alter_sequence_access(&self, table: &QName, from: &Column, to: &Column, out: &mut Vec<Step>) {
        let serial = |column: &Column| column.identity.as_ref().map(|one| one.kind == IdentityKind::Serial);
        if serial(to).is_some() && serial(from) != serial(to) {
            let object = self.after.get(&ObjectId::table(table));
            let owner = object.and_then(|object| object.annotation()?.owner.as_deref());
            self.create_sequence_access(table, to, owner, out);
        }
    }

    /// Who owns an object and what roles may do with it, where that changes.
    pub(super) fn alter_access(&self, from: &Object, to: &Object, out: &mut Vec<Step>) {
        if let (Object::DefaultPrivileges(a), Object::DefaultPrivileges(b)) = (from, to) {
            return self.default_privileges(b, &a.annotation.grants, &b.annotation.grants, out);
        }
        let (before, after) = (from.access(), to.access());
        let owner = |object: &Object| object.annotation().and_then(|annotation| annotation.owner.clone());
        let new_owner = (owner(from) != owner(to)).then(|| self.owner(to));
        // A sequence of a column takes its table's, and can have no other.
        let follows = matches!(to, Object::Sequence(one) if one.owned_by.is_some());
        if let Some(owner) = new_owner.as_ref().filter(|_| !follows) {
            change_owner(to, owner, out);
        }
        let was = |place: &AccessPlace<'_>, rights: Rights| match &new_owner {
            Some(owner) => owned_by(rights, owner, matches!(place, AccessPlace::Column(_))),
            None => rights,
        };
        let at = |access: &BTreeMap<AccessPlace<'_>, crate::schema::Access<'_>>, place: &AccessPlace<'_>| {
            rights(access.get(place).map_or(&[], |access| access.grants))
        };
        // What a role takes from another as to the whole table, of what it gave, it takes from it as to every column too.
        let mut taken: BTreeSet<Key> = BTreeSet::new();
        if let Some(target) = self.target(to) {
            let whole = AccessPlace::Whole;
            let (old, new) = (was(&whole, at(&before, &whole)), at(&after, &whole));
            let found = changes(&old, &old, &new);
            let revoked = found.iter().filter(|(change, _)| *change == Change::Revoke);
            taken.extend(revoked.map(|(_, key)| key.clone()));
            target.say(&found, out);
        }
        let mut columns: BTreeMap<&str, (Rights, Rights)> = BTreeMap::new();
        for place in before.keys().chain(after.keys()) {
            let AccessPlace::Column(column) = place else { continue };
            let mut old = was(place, at(&before, place));
            old.retain(|key, _| !taken.contains(key));
            columns.insert(column, (old, at(&after, place)));
        }
        if let (Object::Table(old), Object::Table(new)) = (from, to) {
            columns.retain(|name, _| new.column(name).is_some());
            // A column that has come got its grants then, but for what was taken from it just now.
            for (_, (before, after)) in columns.iter_mut().filter(|(name, _)| old.column(name).is_none()) {
                before.clone_from(after);
                before.retain(|key, _| !taken.contains(key));
            }
        }
        self.say_columns(to, &columns, out);
        let Object::Table(table) = to else { return };
        for column in &table.columns {
            let Some(identity) = &column.identity else { continue };
            let place = AccessPlace::Sequence(&column.name);
            let (old, new) = (was(&place, at(&before, &place)), at(&after, &place));
            let target = self.sequence_target(&table.name, &column.name, identity, owner(to).as_deref());
            target.say(&changes(&old, &old, &new), out);
        }
    }

    /// The default privileges in force, and whether they stay, that would fall to what an extension brings: what roles may do with
    /// that is said of each part by itself, where it is not as the extension has it.
    pub(super) fn given_to_extension(&self, extension: &Extension) -> Vec<(&DefaultPrivileges, bool)> {
        let namespace = extension.namespace.as_ref();
        let falls = |one: &&DefaultPrivileges| {
            one.role.is_none()
                && ["tables", "sequences", "functions", "types"].contains(&one.objects.as_str())
                && match (&one.within, namespace) {
                    (None, _) => true,
                    (Some(_), None) => one.within_default,
                    (Some(within), Some(namespace)) => within == namespace,
                }
        };
        let objects = self.before.default_privileges_in_force().filter_map(|id| match self.before.get(id)? {
            Object::DefaultPrivileges(one) => Some((one, self.after.get(id).is_some())),
            _ => None,
        });
        objects.filter(|(one, _)| falls(one)).collect()
    }

    /// What the default privileges in force surely and possibly give to an object that comes: they come and change when
    /// all objects are made, and go before, or after that.
    fn given(&self, kind: Kind, namespace: Option<&str>) -> (Rights, Rights) {
        let maybe = rights(&self.before.grants_of_new(kind, namespace));
        if maybe.is_empty() {
            return (Rights::new(), maybe);
        }
        let mut stays = self.before.default_privileges_alone();
        stays.objects.retain(|id, _| self.after.get(id).is_some());
        (rights(&stays.grants_of_new(kind, namespace)), maybe)
    }

    /// The owner of an object, as SQL.
    fn owner(&self, object: &Object) -> String {
        match (object, object.annotation().and_then(|annotation| annotation.owner.as_deref())) {
            (_, Some(owner)) => quote::identifier(owner),
            // The owner of the database, whoever that is.
            (Object::Namespace(one), None) if one.standing && one.name == "public" && self.flavor.at_least(15, 0) => {
                "pg_database_owner".to_owned()
            }
            (_, None) => "CURRENT_USER".to_owned(),
        }
    }

    fn target(&self, object: &Object) -> Option<Target<'static>> {
        let id = object.id();
        if let Object::SystemObject(one) = object {
            let column = one.column();
            return Some(Target {
                on: match column {
                    Some((_, table)) => format!("TABLE {table}"),
                    None => format!("{} {}", one.word.to_ascii_uppercase(), one.name),
                },
                column: column.map(|(column, _)| column.to_owned()),
                before: "",
                owner: self.owner(object),
                all: all_privileges(one.alike(), self.flavor.at_least(17, 0)),
            });
        }
        Some(Target {
            on: format!("{}{}", grant_word(id.kind)?, granted_name(&id)),
            before: "",
            owner: self.owner(object),
            all: all_privileges(id.kind, self.flavor.at_least(17, 0)),
            column: None,
        })
    }

    fn sequence_target(
        &self,
        table: &QName,
        column: &str,
        identity: &Identity,
        owner: Option<&str>,
    ) -> Target<'static> {
        Target {
            on: format!("SEQUENCE {}", name(&sequence_of(table, column, identity))),
            before: "",
            owner: owner.map_or_else(|| "CURRENT_USER".to_owned(), quote::identifier),
            all: all_privileges(Kind::Sequence, false),
            column: None,
        }
    }

    /// Grants on columns: `GRANT SELECT (a, b) ON t TO app`.
    fn say_columns(&self, object: &Object, columns: &BTreeMap<&str, (Rights, Rights)>, out: &mut Vec<Step>) {
        let Some(target) = self.target(object) else { return };
        let changed: Vec<_> =
            columns.iter().map(|(column, (old, new))| (column, new, changes(old, old, new))).collect();
        let mut groups: BTreeMap<Group<'_>, BTreeMap<(usize, &str), Vec<&str>>> = BTreeMap::new();
        for (column, new, changes) in &changed {
            for (change, key) in changes {
                let mut change = *change;
                // Of a column an owner has no right of its own accord that would stay.
                if change == Change::RevokeOption && !new.contains_key(key) {
                    change = Change::Revoke;
                }
                let (grantee, grantor, privilege) = key;
                let group = groups.entry((change, grantor.as_deref(), grantee.as_str())).or_default();
                group.entry((rank(privilege), privilege.as_str())).or_default().push(column);
            }
        }
        for ((change, grantor, grantee), privileges) in given_on(groups) {
            let list: Vec<String> =
                privileges.iter().map(|((_, name), columns)| format!("{name} ({})", quote::list(columns))).collect();
            target.statement(change, &list.join(", "), grantee, grantor, out);
        }
    }

    /// `ALTER DEFAULT PRIVILEGES`
    pub(super) fn default_privileges(&self, of: &DefaultPrivileges, from: &[Grant], to: &[Grant], out: &mut Vec<Step>) {
        let role = of.role.as_deref().map(quote::identifier);
        let mut before = "ALTER DEFAULT PRIVILEGES ".to_owned();
        if let Some(role) = &role {
            before.push_str(&format!("FOR ROLE {role} "));
        }
        if let Some(within) = &of.within {
            before.push_str(&format!("IN SCHEMA {} ", quote::identifier(within)));
        }
        let all = all_privileges(of.kind(), self.flavor.at_least(17, 0));
        let target = Target {
            on: of.objects.to_ascii_uppercase(),
            before: &before,
            owner: role.unwrap_or_else(|| "CURRENT_USER".to_owned()),
            all,
            column: None,
        };
        let (old, new) = (rights(from), rights(to));
        let mut found = changes(&old, &old, &new);
        if of.within.is_some() {
            // In one namespace the owner has no more than what is said.
            for (change, key) in &mut found {
                if *change == Change::RevokeOption && key.0 == Grant::OWNER && !new.contains_key(key) {
                    *change = Change::Revoke;
                }
            }
        }
        target.say(&found, out);
    }
}

impl Target<'_> {
    /// The statements of changes, what is done in one way for one role in one.
    fn say(&self, changes: &[(Change, Key)], out: &mut Vec<Step>) {
        let mut groups: BTreeMap<(Change, Option<&str>, &str), Vec<&str>> = BTreeMap::new();
        for (change, (grantee, grantor, privilege)) in changes {
            groups.entry((*change, grantor.as_deref(), grantee.as_str())).or_default().push(privilege);
        }
        for ((change, grantor, grantee), mut privileges) in given_on(groups) {
            privileges.sort_by_key(|privilege| (rank(privilege), *privilege));
            let all = self.all.len() > 1 && self.all.iter().all(|one| privileges.contains(one));
            let of_column = |privilege: &&str| match &self.column {
                Some(column) => format!("{privilege} ({column})"),
                None => (*privilege).to_owned(),
            };
            let list: Vec<String> = privileges.iter().map(of_column).collect();
            let list = if all { "ALL".to_owned() } else { list.join(", ") };
            self.statement(change, &list, grantee, grantor, out);
        }
    }

    fn statement(&self, change: Change, list: &str, grantee: &str, grantor: Option<&str>, out: &mut Vec<Step>) {
        let (head, to, end) = match change {
            Change::Revoke => ("REVOKE", "FROM", ""),
            Change::RevokeOption => ("REVOKE GRANT OPTION FOR", "FROM", ""),
            Change::Grant => ("GRANT", "TO", ""),
            Change::GrantWithOption => ("GRANT", "TO", " WITH GRANT OPTION"),
        };
        let grantee = if grantee == Grant::OWNER { self.owner.as_str() } else { grantee };
        if let Some(role) = grantor {
            add(out, format!("SET ROLE {role}"));
        }
        let Target { on, before, .. } = self;
        out.push(
            Step::new(format!("{before}{head} {list} ON {on} {to} {grantee}{end}"))
                .facts(Facts::light().repeatable(true)),
        );
        if grantor.is_some() {
            add(out, "RESET ROLE");
        }
    }
}

/// What is done with rights, by the role that gave them and the one that has them.
type Group<'a> = (Change, Option<&'a str>, &'a str);

/// The groups in an order that works: what was given on goes before what it was given from, and comes after it.
fn given_on<T>(groups: BTreeMap<Group<'_>, T>) -> impl Iterator<Item = (Group<'_>, T)> {
    let (revokes, grants): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|((change, ..), _)| matches!(change, Change::Revoke | Change::RevokeOption));
    let (others, owners): (Vec<_>, Vec<_>) = revokes.into_iter().partition(|((_, grantor, _), _)| grantor.is_some());
    let (last, first): (Vec<_>, Vec<_>) = grants.into_iter().partition(|((_, grantor, _), _)| grantor.is_some());
    let others = in_turn(others, |one, other| one.0.2 == other.0.1.unwrap_or_default());
    let last = in_turn(last, |one, other| one.0.1 == Some(other.0.2));
    others.into_iter().chain(owners).chain(first).chain(last)
}

/// These in an order in which each comes behind those that it must wait for; in a ring, as they are.
fn in_turn<T>(mut left: Vec<T>, waits: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut turn = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let free = left
            .iter()
            .enumerate()
            .position(|(at, one)| !left.iter().enumerate().any(|(other, before)| other != at && waits(one, before)));
        turn.push(left.remove(free.unwrap_or_default()));
    }
    turn
}

/// `ALTER TABLE t OWNER TO boss`
fn change_owner(object: &Object, owner: &str, out: &mut Vec<Step>) {
    let id = object.id();
    let word = match object {
        Object::View(one) => view::word(one),
        _ => word(id.kind),
    };
    let facts = match object {
        Object::Table(_) | Object::View(_) => Facts::locking(&id.name, LockMode::AccessExclusive),
        _ => Facts::light(),
    };
    out.push(Step::new(format!("ALTER {word} {} OWNER TO {owner}", identity(&id))).facts(facts.repeatable(true)));
}

/// A namespace's comment; `public` has one from the start.
pub(super) fn namespace_comment(from: Option<&Namespace>, to: &Namespace, out: &mut Vec<Step>) {
    fn said<'a>(namespace: Option<&'a Namespace>, to: &Namespace) -> Option<&'a str> {
        let text = namespace.and_then(|namespace| namespace.annotation.comment.as_deref());
        if to.standing && to.name == "public" {
            Some(text.unwrap_or("standard public schema")).filter(|text| !text.is_empty())
        } else {
            text
        }
    }
    comment::set("SCHEMA", &quote::identifier(&to.name), said(from, to), said(Some(to), to), out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Flavor};
    use crate::schema::{Annotation, Schema, View};

    fn grant(privileges: &[&str], grantee: &str) -> Grant {
        let privileges = privileges.iter().map(|&privilege| privilege.to_owned()).collect();
        Grant { privileges, grantee: grantee.to_owned(), ..Grant::default() }
    }

    fn server(major: u32) -> Flavor {
        Flavor { engine: Engine::Postgres, mariadb: false, version: (major, 0, 0) }
    }

    fn view(owner: Option<&str>, grants: Vec<Grant>, of_a: Vec<Grant>) -> Object {
        let mut view = View::new(QName::within("s", "v"), "SELECT 1 AS a");
        view.annotation =
            Annotation { owner: owner.map(str::to_owned), grants: Grant::in_order(grants), ..Annotation::default() };
        if !of_a.is_empty() {
            view.column_annotations =
                vec![("a".to_owned(), Annotation { grants: Grant::in_order(of_a), ..Annotation::default() })];
        }
        Object::View(view)
    }

    fn said(run: impl FnOnce(&RenderContext<'_>, &mut Vec<Step>), before: &Schema, after: &Schema) -> Vec<String> {
        let flavor = server(15);
        let mut out = Vec::new();
        run(&RenderContext { before, after, flavor: &flavor }, &mut out);
        out.iter().map(Step::sql).collect()
    }

    fn altered(from: &Object, to: &Object) -> Vec<String> {
        said(|context, out| context.alter_access(from, to, out), &Schema::default(), &Schema::default())
    }

    #[test]
    fn what_comes_gets_its_owner_first() {
        let grants = vec![
            grant(&["INSERT", "SELECT"], "app"),
            Grant { grantable: true, ..grant(&["UPDATE"], "app") },
            Grant { revoked: true, ..grant(&["DELETE"], Grant::OWNER) },
        ];
        let object = view(Some("Boss"), grants, vec![grant(&["SELECT"], "\"a b\"")]);
        let none = Schema::default();
        assert_eq!(
            said(|context, out| context.create_access(&object, out), &none, &none),
            [
                "ALTER VIEW s.v OWNER TO \"Boss\"",
                "REVOKE DELETE ON s.v FROM \"Boss\"",
                "GRANT SELECT, INSERT ON s.v TO app",
                "GRANT UPDATE ON s.v TO app WITH GRANT OPTION",
                "GRANT SELECT (a) ON s.v TO \"a b\"",
            ]
        );
    }

    #[test]
    fn only_what_changes_is_said() {
        let option = |grant: Grant| Grant { grantable: true, ..grant };
        let all = &OF_TABLES[..7];
        let from = view(None, vec![option(grant(&["SELECT"], "a")), grant(all, "b"), grant(&["SELECT"], "c")], vec![]);
        let to = view(None, vec![grant(&["SELECT"], "a"), option(grant(&["SELECT"], "c"))], vec![]);
        assert_eq!(
            altered(&from, &to),
            [
                "REVOKE ALL ON s.v FROM b",
                "REVOKE GRANT OPTION FOR SELECT ON s.v FROM a",
                "GRANT SELECT ON s.v TO c WITH GRANT OPTION",
            ]
        );
        assert_eq!(
            altered(&view(Some("x"), vec![], vec![]), &view(None, vec![], vec![])),
            ["ALTER VIEW s.v OWNER TO CURRENT_USER"]
        );
        assert_eq!(altered(&to, &to), [""; 0]);
    }

    #[test]
    fn a_right_taken_from_the_whole_is_given_back_on_columns() {
        let of_a = || vec![grant(&["SELECT"], "app")];
        let (from, to) = (view(None, of_a(), of_a()), view(None, vec![], of_a()));
        assert_eq!(altered(&from, &to), ["REVOKE SELECT ON s.v FROM app", "GRANT SELECT (a) ON s.v TO app"]);
    }

    #[test]
    fn what_another_role_gave_is_given_by_it() {
        let by_lead = Grant { grantor: Some("lead".into()), ..grant(&["SELECT"], "app") };
        let lead = Grant { grantable: true, ..grant(&["SELECT"], "lead") };
        let (none, both) = (view(None, vec![], vec![]), view(None, vec![lead, by_lead], vec![]));
        assert_eq!(
            altered(&none, &both),
            [
                "GRANT SELECT ON s.v TO lead WITH GRANT OPTION",
                "SET ROLE lead",
                "GRANT SELECT ON s.v TO app",
                "RESET ROLE"
            ]
        );
        assert_eq!(
            altered(&both, &none),
            ["SET ROLE lead", "REVOKE SELECT ON s.v FROM app", "RESET ROLE", "REVOKE SELECT ON s.v FROM lead"]
        );
    }

    #[test]
    fn what_was_given_on_and_on_is_given_in_turn() {
        let option = |grantee: &str, grantor: Option<&str>| Grant {
            grantable: true,
            grantor: grantor.map(str::to_owned),
            ..grant(&["SELECT"], grantee)
        };
        let last = Grant { grantor: Some("middle".into()), ..grant(&["SELECT"], "a") };
        let chain = vec![option("zed", None), option("middle", Some("zed")), last];
        let (none, all) = (view(None, vec![], vec![]), view(None, chain, vec![]));
        let said = |from: &Object, to: &Object| {
            altered(from, to).into_iter().filter(|one| !one.ends_with("ROLE")).collect::<Vec<_>>()
        };
        assert_eq!(
            said(&none, &all),
            [
                "GRANT SELECT ON s.v TO zed WITH GRANT OPTION",
                "SET ROLE zed",
                "GRANT SELECT ON s.v TO middle WITH GRANT OPTION",
                "SET ROLE middle",
                "GRANT SELECT ON s.v TO a",
            ]
        );
        assert_eq!(
            said(&all, &none),
            [
                "SET ROLE middle",
                "REVOKE SELECT ON s.v FROM a",
                "SET ROLE zed",
                "REVOKE SELECT ON s.v FROM middle",
                "REVOKE SELECT ON s.v FROM zed",
            ]
        );
    }

    #[test]
    fn default_privileges_are_reckoned_with() {
        let defaults = |within: Option<&str>, grants: Vec<Grant>| {
            let mut schema = Schema::default();
            schema.insert(Object::DefaultPrivileges(DefaultPrivileges {
                objects: "tables".into(),
                within: within.map(str::to_owned),
                within_default: false,
                role: None,
                annotation: Annotation { grants, ..Annotation::default() },
            }));
            schema
        };
        let created = |object: &Object, before: &Schema, after: &Schema| {
            said(|context, out| context.create_access(object, out), before, after)
        };
        let (plain, given) = (view(None, vec![], vec![]), view(None, vec![grant(&["SELECT"], "app")], vec![]));
        let (none, gives) = (Schema::default(), defaults(Some("s"), vec![grant(&["SELECT"], "app")]));
        assert_eq!(created(&given, &gives, &gives), [""; 0]);
        assert_eq!(created(&plain, &gives, &gives), ["REVOKE SELECT ON s.v FROM app"]);
        assert_eq!(created(&given, &none, &gives), ["GRANT SELECT ON s.v TO app"]);
        assert_eq!(created(&plain, &none, &gives), [""; 0]);
        assert_eq!(created(&given, &gives, &none), ["GRANT SELECT ON s.v TO app"]);
        assert_eq!(created(&plain, &gives, &none), ["REVOKE SELECT ON s.v FROM app"]);
        let elsewhere = defaults(Some("other"), vec![grant(&["SELECT"], "app")]);
        assert_eq!(created(&plain, &elsewhere, &elsewhere), [""; 0]);
    }
}
