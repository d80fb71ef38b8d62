//! Owners and grants, of whatever can have them; default privileges.
//!
//! `grants = { app = ["select", "insert"], public = "select" }`: each role with what it may do. `"select with grant option"` lets
//! the role give it on, `"select by lead"` says who gave it where that is not the owner, `"no execute"` takes away what everybody
//! (`public`) or the owner (`(owner)`) could do by default. Where nothing is said, an object has what default privileges give.

use super::codec::Codec;
use super::object::ObjectSubject;
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject};
use crate::schema::{DefaultPrivileges, Grant, Kind, Object, ObjectId, QName};
use crate::source::toml::document::{At, Item, entries};
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::{Entries, Value};

/// The key for the owner among roles: no role is called so.
const OWNER: &str = "(owner)";

/// Reads the grants of a thing of this kind.
pub(crate) fn read(section: &SectionReader<'_, '_>, key: &str, kind: Kind) -> Vec<Grant> {
    let found = section
        .names(key)
        .into_iter()
        .flat_map(|entry| role_grants(section.reader, entry.name, &entry.at, entry.item, &section.of(key), kind));
    said(found.collect())
}

/// The same by column: `column_grants` of a view.
pub(crate) fn read_by_column(section: &SectionReader<'_, '_>, key: &str) -> Vec<(String, Vec<Grant>)> {
    let mut found = Vec::new();
    for column in section.names(key) {
        let what = format!("`{}` in {}", column.name, section.of(key));
        let toml::de::DeValue::Table(table) = column.item.get() else {
            section.reader.wrong(&column.item, &what, "a table of roles and privileges");
            continue;
        };
        let roles = entries(column.item.document, table).into_iter();
        let grants =
            roles.flat_map(|role| role_grants(section.reader, role.name, &role.at, role.item, &what, Kind::Table));
        found.push((column.name.to_owned(), Grant::in_order(grants)));
    }
    found
}

/// That nothing is granted is said, too: by a grant of nothing, which goes when the whole file is read.
fn said(grants: Vec<Grant>) -> Vec<Grant> {
    if grants.is_empty() { vec![Grant::default()] } else { Grant::in_order(grants) }
}

fn role_grants(
    reader: &SchemaReader<'_>,
    role: &str,
    at: &At<'_>,
    item: Item<'_>,
    what: &str,
    kind: Kind,
) -> Vec<Grant> {
    reader.fits(role, at);
    let grantee = match role {
        "public" => Grant::PUBLIC.to_owned(),
        OWNER => Grant::OWNER.to_owned(),
        role => reader.dialect.quote(role),
    };
    let items: Vec<Item<'_>> = match (item.as_text(), item.as_list()) {
        (Some(_), _) => vec![item],
        (None, Some(list)) => list.collect(),
        (None, None) => {
            reader.wrong(&item, &format!("`{role}` in {what}"), "a privilege or a list of them");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for item in items {
        let Some(text) = item.as_text() else {
            reader.wrong(&item, &format!("a privilege of `{role}` in {what}"), "a string");
            continue;
        };
        let all = reader.dialect.privileges(kind);
        if let Some(grant) = privilege(&text.value, &grantee, all, reader) {
            found.push(grant);
        } else {
            let known: Vec<String> = all.iter().map(|name| name.to_ascii_lowercase()).collect();
            let message = format!("`{}` is no privilege of {}", text.value, kind.word());
            let plural = "privileges";
            reader.unknown_name(
                &text.at,
                &text.value,
                message,
                plural,
                known.iter().map(String::as_str).chain(["all"]),
            );
        }
    }
    found
}

/// `select`, `select with grant option`, `select by lead`, `no execute`, `all`
fn privilege(text: &str, grantee: &str, all: &[&str], reader: &SchemaReader<'_>) -> Option<Grant> {
    let mut rest = text.trim();
    let mut grant = Grant { grantee: grantee.to_owned(), ..Grant::default() };
    if let Some((before, by)) = rest.split_once(" by ") {
        grant.grantor = Some(reader.dialect.quote(by.trim()));
        rest = before.trim();
    }
    if let Some(before) = rest.strip_suffix(" with grant option") {
        grant.grantable = true;
        rest = before.trim();
    }
    if let Some(what) = rest.strip_prefix("no ") {
        grant.revoked = true;
        rest = what.trim();
    }
    grant.privileges = if rest.eq_ignore_ascii_case("all") {
        all.iter().map(|&name| name.to_owned()).collect()
    } else {
        all.iter().filter(|name| name.eq_ignore_ascii_case(rest)).map(|&name| name.to_owned()).collect()
    };
    let by_default = grant.grantee == Grant::PUBLIC || grant.grantee == Grant::OWNER;
    (!grant.privileges.is_empty() && (by_default || !grant.revoked)).then_some(grant)
}

/// What is written of the grants of a thing that has them of its own accord where they are `given`.
pub(crate) fn write(writer: &SchemaWriter<'_>, kind: Kind, grants: &[Grant], given: &[Grant]) -> Option<Value> {
    if grants == given {
        return None;
    }
    let all = writer.dialect.privileges(kind);
    let mut roles: Vec<(String, Vec<Value>)> = Vec::new();
    for grant in grants {
        let role = match grant.grantee.as_str() {
            Grant::PUBLIC => "public".to_owned(),
            Grant::OWNER => OWNER.to_owned(),
            role => unquoted(role),
        };
        let no = if grant.revoked { "no " } else { "" };
        let option = if grant.grantable { " with grant option" } else { "" };
        let by = grant.grantor.as_ref().map_or_else(String::new, |role| format!(" by {}", unquoted(role)));
        let whole = all.len() > 1 && grant.privileges.len() == all.len();
        let privileges = if whole { vec!["all".to_owned()] } else { in_usual_order(&grant.privileges, all) };
        let values = privileges
            .into_iter()
            .map(|privilege| Value::text(format!("{no}{}{option}{by}", privilege.to_ascii_lowercase())));
        match roles.iter_mut().find(|(other, _)| *other == role) {
            Some((_, list)) => list.extend(values),
            None => roles.push((role, values.collect())),
        }
    }
    let entries: Entries = roles
        .into_iter()
        .map(|(role, mut values)| {
            let value = if values.len() == 1 { values.pop() } else { None };
            (role, value.unwrap_or(Value::List(values)))
        })
        .collect();
    Some(Value::Table(entries))
}

fn in_usual_order(privileges: &[String], all: &[&str]) -> Vec<String> {
    let mut sorted = privileges.to_vec();
    sorted.sort_by_key(|privilege| all.iter().position(|name| name == privilege));
    sorted
}

/// A role's name without the quotes of SQL.
fn unquoted(role: &str) -> String {
    match role.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => role.to_owned(),
    }
}

/// `owner` of what keeps it in a field.
macro_rules! owner {
    ($($field:ident).+) => {
        crate::source::toml::grammar::KeyEntry::new(
            "owner",
            crate::source::toml::grammar::Form::Text,
            crate::source::toml::grammar::POSTGRES,
            "The role that owns it, if not the one that is connected. It counts with `owners = true` in migrate.toml.",
            crate::source::toml::grammar::codec::text!($($field).+),
        )
    };
}

/// `grants` of an object of this kind, and of this name, that keeps them in a field.
macro_rules! grants {
    ($kind:expr, $name:ident, $($field:ident).+) => {
        crate::source::toml::grammar::access::grants!($kind, $name, $name, $($field).+)
    };
    ($kind:expr, $model:ident, $($named:ident).+, $($field:ident).+) => {
        crate::source::toml::grammar::KeyEntry::new(
            "grants",
            crate::source::toml::grammar::Form::Grants,
            crate::source::toml::grammar::POSTGRES,
            crate::source::toml::grammar::access::GRANTS_MEAN,
            crate::source::toml::grammar::codec::Codec {
                read: |section, key, draft| {
                    draft.$($field).+ = crate::source::toml::grammar::access::read(section, key, $kind);
                    Some(())
                },
                write: |writer, model| {
                    let namespace = model.$($named).+.name.namespace.as_deref();
                    let given = writer.given.grants_of_new($kind, namespace);
                    crate::source::toml::grammar::access::write(writer, $kind, &model.$($field).+, &given)
                },
            },
        )
    };
}

/// What `grants` says, for the documentation.
pub(crate) const GRANTS_MEAN: &str = "What roles may do with it: `{ app = [\"select\", \"insert\"], public = \"select\" }`. \
     `\"select with grant option\"` can be given on; `\"no execute\"` takes away what everybody (`public`) or the owner (`\"(owner)\"`) \
     may do by default; `all` is all there is. Where it is left out: what default privileges give. It counts with `privileges = \
     true` in migrate.toml.";

pub(super) use {grants, owner};

/// Default privileges.
pub(crate) struct DefaultPrivilegesObject;

/// Some as read.
pub(crate) struct DefaultPrivilegesDraft<'d> {
    privileges: DefaultPrivileges,
    at: At<'d>,
}

impl Subject for DefaultPrivilegesObject {
    type Draft<'d> = DefaultPrivilegesDraft<'d>;
    type Model<'w> = &'w DefaultPrivileges;
}

/// Default privileges.
pub(crate) static DEFAULT_PRIVILEGES: GrammarSection<DefaultPrivilegesObject> = GrammarSection {
    facts: SectionFacts::new("default privileges", "`[default_privileges]`: grants that new objects get")
        .about(
            "The key says of which objects: `tables`, `sequences`, `functions`, `types`, `schemas` or `large objects`; with a namespace, \
             `\"tables in billing\"`; and where another role than the connected one makes them, `\"tables for boss\"`, `\"tables in \
             billing for boss\"`.",
        )
        .short("grants"),
    keys: &[KeyEntry::new(
        "grants",
        Form::Grants,
        POSTGRES,
        "What roles may do with each of them, as `grants` of an object says it.",
        Codec {
            read: |section, key, draft| {
                let mut grants = read(section, key, draft.privileges.kind());
                grants.retain(|grant| !grant.privileges.is_empty());
                draft.privileges.annotation.grants = grants;
                Some(())
            },
            write: |writer, model| write(writer, model.kind(), &model.annotation.grants, &[]),
        },
    )],
};

/// `tables in billing for boss`
fn parsed(text: &str) -> Option<DefaultPrivileges> {
    let objects = DefaultPrivileges::OBJECTS.into_iter().find(|word| text.starts_with(word))?;
    let mut rest = text.strip_prefix(objects)?.trim_start();
    let name = |text: &str| -> Option<(String, usize)> {
        if let Some(inside) = text.strip_prefix('"') {
            let mut end = 0;
            let bytes = inside.as_bytes();
            while end < bytes.len() {
                match (bytes.get(end), bytes.get(end + 1)) {
                    (Some(b'"'), Some(b'"')) => end += 2,
                    (Some(b'"'), _) => return Some((inside.get(..end)?.replace("\"\"", "\""), end + 2)),
                    _ => end += 1,
                }
            }
            return None;
        }
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        (end > 0).then(|| (text[..end].to_owned(), end))
    };
    let (mut within, mut role) = (None, None);
    if let Some(behind) = rest.strip_prefix("in ") {
        let (found, end) = name(behind.trim_start())?;
        within = Some(found);
        rest = behind.trim_start().get(end..)?.trim_start();
    }
    if let Some(behind) = rest.strip_prefix("for ") {
        let (found, end) = name(behind.trim_start())?;
        role = Some(found);
        rest = behind.trim_start().get(end..)?.trim_start();
    }
    rest.is_empty().then(|| DefaultPrivileges {
        objects: objects.to_owned(),
        within,
        within_default: false,
        role,
        annotation: crate::schema::Annotation::default(),
    })
}

impl ObjectSubject for DefaultPrivilegesObject {
    const KIND: Kind = Kind::DefaultPrivileges;

    fn section() -> &'static GrammarSection<Self> {
        &DEFAULT_PRIVILEGES
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let Some(privileges) = parsed(key) else {
            let help =
                "write \"tables\", \"tables in billing\", \"tables for boss\", \"tables in billing for boss\"; or \
                        sequences, functions, types, schemas"
                    .to_owned();
            reader.invalid(at, format!("`{key}` names no default privileges"), "not of this form", help);
            return None;
        };
        Some(ObjectId::new(Kind::DefaultPrivileges, QName::plain(privileges.name())))
    }

    fn key(id: &ObjectId) -> String {
        id.name.name.clone()
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> DefaultPrivilegesDraft<'d> {
        let mut privileges = parsed(&id.name.name).unwrap_or_else(|| DefaultPrivileges {
            objects: id.name.name.clone(),
            within: None,
            within_default: false,
            role: None,
            annotation: crate::schema::Annotation::default(),
        });
        privileges.within_default = false;
        DefaultPrivilegesDraft { privileges, at: at.clone() }
    }

    fn end<'d>(
        reader: &SchemaReader<'_>,
        _id: &ObjectId,
        mut draft: DefaultPrivilegesDraft<'d>,
        schema: &mut UnresolvedSchema<'d>,
    ) {
        draft.privileges.within_default = draft.privileges.within.is_some()
            && draft.privileges.within.as_deref() == reader.dialect.default_namespace();
        schema.objects.push((Object::DefaultPrivileges(draft.privileges), draft.at));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<&'w DefaultPrivileges> {
        match object {
            Object::DefaultPrivileges(privileges) => Some(privileges),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_default_privileges_is_their_name() {
        for text in
            ["tables", "functions in billing", "types for \"a b\"", "tables in \"x\"\"y\" for boss", "large objects"]
        {
            assert_eq!(parsed(text).map(|one| one.name()).as_deref(), Some(text));
        }
        for text in ["views", "tables on x", "tables in", "tables in \"x", "tables in a b"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
