//! Views and triggers that cannot be run. SQLite keeps their text without looking at what it names, so each is prepared, and
//! nothing is run: a view by EXPLAIN QUERY PLAN of a query, a trigger by that of the statement that fires it.
//!
//! (What stands in a table — a generated column, a check, an index — SQLite looks at when it is made.)

use std::collections::BTreeSet;

use super::parse::{self, TriggerText};
use super::references::{mentions, named};
use super::{SYNTAX, foreign_keys::Pragmas, quote};
use crate::dialect::foreign_keys::ForeignKeySwitch;
use crate::dialect::session::ServerErrorKind;
use crate::dialect::{Scope, ServerError, Session};
use crate::schema::{Excuse, Node, Object, ObjectId, PartKind, Schema, Trigger, Unrunnable, View};
use crate::sql::{TokenKind, tokens};

/// A relation with triggers that one event fires.
struct Fired<'s> {
    relation: &'s str,
    id: ObjectId,
    triggers: Vec<(&'s Trigger, TriggerText)>,
}

/// Something that was prepared and failed.
struct Failure<'s> {
    relation: &'s str,
    message: String,
}

/// What of a schema, as it was read from this database, the database cannot run; what lies behind others' failures first.
///
/// # Errors
/// Where the database does not answer at all.
pub(super) async fn of(
    session: &mut dyn Session,
    schema: &Schema,
    scope: &Scope,
) -> Result<Vec<Unrunnable>, ServerError> {
    let fired = fired(schema);
    if fired.is_empty() && schema.views().next().is_none() {
        return Ok(Vec::new());
    }
    // A foreign key that leads nowhere is refused with the statement, and is no fault of its triggers.
    let enforced = !fired.is_empty() && Pragmas.enforced(session).await?;
    if enforced {
        session.execute(Pragmas.off()).await?;
    }
    let found = prepared(session, schema, &fired, scope).await;
    if enforced {
        session.execute(Pragmas.on()).await?;
    }
    found
}

async fn prepared(
    session: &mut dyn Session,
    schema: &Schema,
    fired: &[Fired<'_>],
    scope: &Scope,
) -> Result<Vec<Unrunnable>, ServerError> {
    let mut found: Vec<Unrunnable> = Vec::new();
    let mut failures: Vec<Failure<'_>> = Vec::new();
    let views: Vec<&View> = schema.views().collect();
    let selects = views.iter().map(|view| explain(&format!("SELECT * FROM {}", quote::identifier(&view.name.name))));
    for (at, message) in refusals(session, &selects.collect::<Vec<String>>()).await? {
        let Some(view) = views.get(at) else { continue };
        let excuse = excuse(&message, view.query.text(), scope);
        let node = Node::Object(ObjectId::view(&view.name));
        found.push(unrunnable(node, &message, excuse));
        failures.push(Failure { relation: &view.name.name, message });
    }
    let mut firing: Vec<&Fired<'_>> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    for one in fired {
        // Of a view that cannot be read nothing can be said.
        if failures.iter().any(|failure| failure.relation.eq_ignore_ascii_case(one.relation)) {
            continue;
        }
        let statements = statements(session, one).await?;
        firing.extend(statements.iter().map(|_| one));
        asked.extend(statements);
    }
    let mut events: Vec<(&Fired<'_>, String)> = Vec::new();
    for (at, message) in refusals(session, &asked).await? {
        let Some(one) = firing.get(at) else { continue };
        failures.push(Failure { relation: one.relation, message: message.clone() });
        events.push((one, message));
    }
    for (one, message) in events {
        for trigger in blamed(one, &message, &failures) {
            let node = Node::Part(one.id.clone(), PartKind::Trigger, trigger.name.clone());
            let excuse = excuse(&message, trigger.sql.text(), scope);
            if !found.iter().any(|other| other.node == node) {
                found.push(unrunnable(node, &message, excuse));
            }
        }
    }
    let is_root = |one: &Unrunnable| match &one.missing {
        Some(name) => text(schema, &one.node).is_some_and(|text| mentions(text, name)),
        None => true,
    };
    found.sort_by_key(|one| !is_root(one));
    Ok(found)
}

fn unrunnable(node: Node, message: &str, excuse: Option<Excuse>) -> Unrunnable {
    Unrunnable { node, message: message.to_owned(), missing: missing(message).map(str::to_owned), excuse }
}

/// The relations with triggers, once for each event that fires some.
fn fired(schema: &Schema) -> Vec<Fired<'_>> {
    let mut fired = Vec::new();
    for (id, object) in &schema.objects {
        let triggers = match object {
            Object::Table(table) => &table.triggers,
            Object::View(view) => &view.triggers,
            _ => continue,
        };
        for event in ["INSERT", "UPDATE", "DELETE"] {
            let texts = triggers.iter().map(|trigger| (trigger, parse::trigger(trigger.sql.text())));
            let texts = texts.filter_map(|(trigger, text)| Some((trigger, text.ok()?)));
            let triggers: Vec<(&Trigger, TriggerText)> = texts.filter(|(_, text)| text.event == event).collect();
            if !triggers.is_empty() {
                fired.push(Fired { relation: &id.name.name, id: id.clone(), triggers });
            }
        }
    }
    fired
}

/// The statements that fire these triggers.
async fn statements(session: &mut dyn Session, fired: &Fired<'_>) -> Result<Vec<String>, ServerError> {
    let relation = quote::identifier(fired.relation);
    match fired.triggers.first().map(|(_, text)| text.event) {
        Some("INSERT") => return Ok(vec![explain(&format!("INSERT INTO {relation} DEFAULT VALUES"))]),
        Some("DELETE") => return Ok(vec![explain(&format!("DELETE FROM {relation}"))]),
        _ => {}
    }
    // Hidden are columns of virtual tables and generated ones, which no statement sets.
    let query =
        format!("SELECT name FROM pragma_table_xinfo({}, 'main') WHERE hidden = 0", quote::string(fired.relation));
    let columns: Vec<String> = session.rows(&query).await?.into_iter().flatten().flatten().collect();
    let there = |name: &String| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let set = |columns: &[String]| {
        let set: Vec<String> = columns.iter().map(|column| quote::identifier(column)).collect();
        let set: Vec<String> = set.iter().map(|column| format!("{column} = {column}")).collect();
        explain(&format!("UPDATE {relation} SET {}", set.join(", ")))
    };
    let fires = |text: &TriggerText| text.columns.is_empty() || text.columns.iter().any(there);
    let mut statements = Vec::new();
    if !columns.is_empty() && fired.triggers.iter().any(|(_, text)| fires(text)) {
        statements.push(set(&columns));
    }
    // One that can never fire: the server says which column there is not.
    let never = fired.triggers.iter().filter(|(_, text)| !fires(text));
    statements.extend(never.map(|(_, text)| set(&text.columns)));
    Ok(statements)
}

/// What has a statement prepared whole, and answers a row for each of its loops rather than one for each of its instructions.
fn explain(statement: &str) -> String {
    format!("EXPLAIN QUERY PLAN {statement}")
}

/// So many statements are sent at once: to wait for the answer takes longer than to prepare one.
const TOGETHER: usize = 64;

/// The statements that cannot be prepared, by their places, and why not. Where some together are refused, each of them is
/// asked about alone.
async fn refusals(session: &mut dyn Session, statements: &[String]) -> Result<Vec<(usize, String)>, ServerError> {
    let mut refused = Vec::new();
    for (group, together) in statements.chunks(TOGETHER).enumerate() {
        if together.len() > 1 && refusal(session, &together.join(";\n")).await?.is_none() {
            continue;
        }
        for (at, sql) in together.iter().enumerate() {
            if let Some(message) = refusal(session, sql).await? {
                refused.push((group * TOGETHER + at, message));
            }
        }
    }
    Ok(refused)
}

/// Why statements cannot be prepared.
async fn refusal(session: &mut dyn Session, sql: &str) -> Result<Option<String>, ServerError> {
    match session.rows(sql).await {
        Ok(_) => Ok(None),
        Err(fault) if fault.kind == ServerErrorKind::Statement => Ok(Some(fault.message)),
        Err(fault) => Err(fault),
    }
}

/// The triggers that a failure is about: SQLite says what is missing and not where. Those that mention it, or that touch
/// something that fails for the same reason; all of them where none does.
fn blamed<'s>(fired: &Fired<'s>, message: &str, failures: &[Failure<'_>]) -> Vec<&'s Trigger> {
    let behind: Vec<&str> = failures
        .iter()
        .filter(|failure| failure.message == message && !failure.relation.eq_ignore_ascii_case(fired.relation))
        .map(|failure| failure.relation)
        .collect();
    let mut blamed: Vec<&Trigger> = Vec::new();
    for (trigger, _) in &fired.triggers {
        let names: BTreeSet<String> = named(trigger.sql.text()).map(|name| name.to_ascii_lowercase()).collect();
        let has = |name: &str| names.contains(&name.to_ascii_lowercase());
        if missing(message).is_some_and(has) || behind.iter().any(|relation| has(relation)) {
            blamed.push(trigger);
        }
    }
    if blamed.is_empty() { fired.triggers.iter().map(|(trigger, _)| *trigger).collect() } else { blamed }
}

/// The name of what there is not: `old.colour` and `main.colours` without what stands before the dot.
fn missing(message: &str) -> Option<&str> {
    const SAYINGS: &[&str] = &[
        "no such column: ",
        "no such table: ",
        "no such function: ",
        "unknown function: ",
        "no such collation sequence: ",
        "no such module: ",
        "no such index: ",
    ];
    let name = SAYINGS.iter().find_map(|saying| message.strip_prefix(saying))?;
    let name = name.trim_end_matches("()");
    name.rsplit('.').next()
}

fn text<'s>(schema: &'s Schema, node: &Node) -> Option<&'s str> {
    match (schema.get(node.object())?, node) {
        (Object::View(view), Node::Object(_)) => Some(view.query.text()),
        (Object::View(view), Node::Part(_, _, name)) => trigger_text(&view.triggers, name),
        (Object::Table(table), Node::Part(_, _, name)) => trigger_text(&table.triggers, name),
        _ => None,
    }
}

fn trigger_text<'s>(triggers: &'s [Trigger], name: &str) -> Option<&'s str> {
    triggers.iter().find(|trigger| trigger.name == name).map(|trigger| trigger.sql.text())
}

/// Whether what is missing here may be there where the database is used.
fn excuse(message: &str, text: &str, scope: &Scope) -> Option<Excuse> {
    let registered = ["no such function: ", "unknown function: ", "no such collation sequence: ", "no such module: "];
    if registered.iter().any(|saying| message.starts_with(saying)) {
        return Some(Excuse::Registered);
    }
    if !message.starts_with("no such table: ") {
        return None;
    }
    let name = missing(message)?;
    let own = name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"));
    let excluded = ["table", "view"].iter().any(|kind| !scope.filter.matches(kind, None, name));
    if own || excluded || name.eq_ignore_ascii_case(&scope.version_table.name) {
        return Some(Excuse::Excluded);
    }
    // A table with arguments is a function, and `dbstat` is not built in everywhere.
    (name.eq_ignore_ascii_case("dbstat") || is_called(text, name)).then_some(Excuse::Registered)
}

/// Whether a text reads from `name(…)`.
fn is_called(text: &str, name: &str) -> bool {
    let all: Vec<_> = tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
    all.windows(3).any(|three| match three {
        [before, one, after] => {
            let reads = before.is_word("FROM") || before.is_word("JOIN") || before.is_punct(",");
            let is_name = matches!(one.kind, TokenKind::Word | TokenKind::QuotedIdent);
            reads && is_name && after.is_punct("(") && crate::sql::unquote(SYNTAX, one.text).eq_ignore_ascii_case(name)
        }
        _ => false,
    })
}
