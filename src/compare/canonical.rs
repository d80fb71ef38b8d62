//! The wanted schema in the server's own spelling.
//!
//! No parser of ours decides whether two expressions are equal. An object that is declared exactly as the live database
//! spells it needs no asking; all others are made in a shadow, with what they depend on, and read back by the
//! introspector that reads the live database. What was spelled once is kept by content.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dialect::session::ServerErrorKind;
use crate::dialect::{Dialect, Scope, ServerError, Session, WrittenSchema};
use crate::error::{Fault, Place, Result};
use crate::operation::Operation;
use crate::schema::{Hints, Kind, Managed, Node, Object, ObjectId, PartKind, Phase, QName, Schema, Unrunnable};
use crate::shadow::Shadow;
use crate::source::toml::fragment::{Refused, locate, names_of_line};
use crate::source::{Ddl, DdlStatement, Declared, Source};
use crate::sql::{self, Syntax};

use super::cache;
pub(super) use super::creation::build;
use super::creation::recheck;
use super::mentions::{ObjectNames, Texts, named};
use super::shortcuts::Shortcut;
use super::subset::{Links, descends, subset};
use super::unmodelled::refuse_unmodelled;
use super::unrunnable;

/// The server refused something that a schema file says.
#[derive(Debug, thiserror::Error)]
#[error("{what} is not accepted by the database: {server}")]
pub struct RefusedStatement {
    /// What it was: `table orders`, `the statement`.
    pub what: String,
    /// The server's words.
    pub server: ServerError,
    /// Where it stands in the schema file.
    pub place: Option<Place>,
    /// The statement as it was sent.
    pub statement: String,
    /// Whether all but the body of a function was accepted.
    pub is_body: bool,
}

impl Fault for RefusedStatement {
    fn code(&self) -> &'static str {
        "schema-refused"
    }
    fn places(&self) -> Vec<Place> {
        self.place.iter().cloned().collect()
    }
    fn notes(&self) -> Vec<String> {
        let mut notes = self.server.notes();
        if self.place.is_none() {
            notes.push(format!("statement: {}", self.statement));
        }
        notes
    }
    fn help(&self) -> Option<String> {
        if self.server.kind == ServerErrorKind::Room {
            // In a temporary database it would have been made in several transactions.
            return Some(
                "nothing was changed; the schema is too large for one transaction of this server: let the role make databases \
                 (CREATEDB), so that it can be tried out in a temporary one, in several transactions, or raise \
                 `max_locks_per_transaction` on the server"
                    .into(),
            );
        }
        if self.server.code.as_deref() == Some("3F000") && self.server.quoted().next().is_none() {
            return Some(
                "nothing was changed; `search_path` names no schema that exists: create it before the first revision, or write the \
                 names with their schema"
                    .into(),
            );
        }
        if self.is_body {
            return Some(
                "nothing was changed; correct the schema file, or say `check_body = false` of a body that may name what is not \
                 there"
                    .into(),
            );
        }
        Some("nothing was changed; correct the schema file".into())
    }
}

/// What is wanted, as the server spells it, and what the file says beside the structure.
///
/// `actual` is what the database is: what is declared exactly as it stands there is taken from it.
///
/// # Errors
/// [`RefusedStatement`] where the server does not take the schema, [`super::UnmodelledObjects`] where it holds what the model does not.
pub async fn wanted(
    source: &Source,
    actual: &Arc<Schema>,
    scope: &Scope,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<(Arc<Schema>, Hints)> {
    let (schema, hints) = match source {
        Source::Declared(declared)
            if declared.schema.objects.values().any(|object| !belongs(object, scope, dialect)) =>
        {
            // What is excluded is left out on both sides.
            let mut part = declared.clone();
            part.schema.objects.retain(|_, object| belongs(object, scope, dialect));
            (declared_schema(&part, actual, scope, dialect, shadow).await?, part.hints)
        }
        Source::Declared(declared) => {
            (declared_schema(declared, actual, scope, dialect, shadow).await?, declared.hints.clone())
        }
        Source::Ddl(ddl) => {
            let schema = ddl_schema(ddl, actual, scope, dialect, shadow).await?;
            let place = |node: &Node| unrunnable::statement_place(ddl, node, &schema, dialect);
            unrunnable::refuse(&schema, actual, place, dialect)?;
            (schema, ddl.hints.clone())
        }
    };
    refuse_unmodelled(&schema, "the schema")?;
    Ok((schema, hints))
}

async fn declared_schema(
    declared: &Declared,
    actual: &Arc<Schema>,
    scope: &Scope,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<Arc<Schema>> {
    let predicts = Shortcut::Prediction.is_taken();
    let managed = scope.managed;
    let mut unknown = unknown(&declared.schema, actual, dialect, |object, there| {
        predicts
            && dialect.same(&dialect.predict(object), there)
            && (managed == Managed::NONE || object.same_managed_access(there, managed))
    });
    if unknown.is_empty() && actual.objects.len() == declared.schema.objects.len() {
        return Ok(Arc::clone(actual));
    }
    let mut spelled = if unknown.is_empty() {
        Schema::default()
    } else {
        shadow.one_namespace(declared.schema.fits_one_namespace());
        let all = declared.schema.beside(actual);
        let (part, key) = part_to_spell(&all, &unknown, &declared.hints.unchecked_bodies, scope, dialect);
        if let Some(spelled) = cache::get(&key) {
            spelled
        } else {
            let spelled = trial(&part, declared, &unknown, scope, dialect, shadow).await?;
            cache::put(&key, &spelled);
            spelled
        }
    };
    let schema = identified(&declared.schema, &mut unknown, &spelled);
    for id in &unknown {
        if let Some(object) = spelled.objects.get_mut(id) {
            object.drafted();
            if let Some(there) = actual.get(id) {
                object.keep_written(there);
            }
        }
    }
    let schema = assembled(&schema, &unknown, actual, &spelled);
    let place = |node: &Node| unrunnable::declared_place(&declared.places, node, &schema);
    unrunnable::refuse(&schema, actual, place, dialect)?;
    Ok(Arc::new(schema))
}

/// The declared objects that the database has to be asked about: those of which it is not `known` that they stand there as
/// they are declared, and what can cease to run by what changes.
fn unknown(
    declared: &Schema,
    actual: &Schema,
    dialect: &dyn Dialect,
    known: impl Fn(&Object, &Object) -> bool,
) -> BTreeSet<ObjectId> {
    let known = |(id, object): &(&ObjectId, &Object)| actual.get(id).is_some_and(|there| known(object, there));
    let mut unknown: BTreeSet<ObjectId> =
        declared.objects.iter().filter(|one| !known(one)).map(|(id, _)| id.clone()).collect();
    of_unknown_types(&mut unknown, declared, actual);
    // What stands on something that goes stands on something else from then on, however alike it reads.
    let gone = |need: &Node| actual.get(need.object()).is_some() && declared.get(need.object()).is_none();
    for (node, needs) in &actual.depends {
        if declared.get(node.object()).is_some() && !unknown.contains(node.object()) && needs.iter().any(gone) {
            unknown.insert(node.object().clone());
        }
    }
    if !dialect.records_dependencies() {
        // The texts over what changes or goes can cease to run, and the database does not say so by itself.
        let gone = actual.objects.keys().filter(|id| declared.get(id).is_none());
        let changed: BTreeSet<ObjectId> = unknown.iter().chain(gone).cloned().collect();
        if !changed.is_empty() {
            unknown.extend(Texts::of(declared, dialect).over(&changed).into_iter().cloned());
        }
    }
    unknown
}

/// The declared schema with the identities that the server gave its objects: which arguments a routine has is known for
/// certain from it alone.
fn identified<'d>(declared: &'d Schema, unknown: &mut BTreeSet<ObjectId>, spelled: &Schema) -> Cow<'d, Schema> {
    let mut schema = Cow::Borrowed(declared);
    let strange: Vec<ObjectId> = unknown.iter().filter(|id| spelled.get(id).is_none()).cloned().collect();
    for id in strange {
        let Some(Object::Definition(definition)) = declared.get(&id) else { continue };
        let called = |one: &&ObjectId| one.kind == id.kind && one.name == id.name && declared.get(one).is_none();
        let mut found = spelled.objects.keys().filter(called);
        let (Some(only), None) = (found.next(), found.next()) else { continue };
        let mut definition = definition.clone();
        definition.id = only.clone();
        schema.to_mut().objects.shift_remove(&id);
        schema.to_mut().insert(Object::Definition(definition));
        unknown.remove(&id);
        unknown.insert(only.clone());
    }
    schema
}

/// Adds what needs a type that has to be asked about: how its constants are spelled is that type's affair.
fn of_unknown_types(unknown: &mut BTreeSet<ObjectId>, declared: &Schema, actual: &Schema) {
    let is_type = |id: &&ObjectId| id.kind.facts().created == Phase::CreateTypes;
    let mut types: Vec<ObjectId> = unknown.iter().filter(is_type).cloned().collect();
    while !types.is_empty() {
        let mut found: BTreeSet<ObjectId> = BTreeSet::new();
        for (node, needs) in &actual.depends {
            let id = node.object();
            let of_one = |need: &Node| types.contains(need.object());
            if !unknown.contains(id) && declared.get(id).is_some() && needs.iter().any(of_one) {
                found.insert(id.clone());
            }
        }
        types = found.iter().filter(is_type).cloned().collect();
        unknown.extend(found);
    }
}

/// The wanted schema: the unknown objects as the server spelled them, the others as they stand in the database.
fn assembled(declared: &Schema, unknown: &BTreeSet<ObjectId>, actual: &Schema, spelled: &Schema) -> Schema {
    let mut schema = Schema { unmodelled: spelled.unmodelled.clone(), ..Schema::default() };
    for id in declared.objects.keys() {
        let from = if unknown.contains(id) { spelled } else { actual };
        if let Some(object) = from.get(id) {
            let mut object = object.clone();
            in_declared_order(&mut object, declared.get(id));
            schema.insert(object);
        }
    }
    // What the server makes beside what was declared (a sequence, say) belongs to the schema too.
    for (id, object) in &spelled.objects {
        if declared.get(id).is_none() {
            schema.insert(object.clone());
        }
    }
    for (side, asked) in [(actual, false), (spelled, true)] {
        for (node, needs) in &side.depends {
            if unknown.contains(node.object()) == asked && schema.holds(node) {
                let needs = needs.iter().filter(|need| schema.holds(need)).cloned().collect();
                schema.depends.entry(node.clone()).or_default().merge(needs);
            }
        }
        let here = |one: &&Unrunnable| {
            let object = one.node.object();
            unknown.contains(object) == asked && declared.get(object).is_some()
        };
        schema.unrunnable.extend(side.unrunnable.iter().filter(here).cloned());
    }
    schema.link();
    schema
}

/// Whether `include` and `exclude` take an object. The default namespace is called by its usual name.
fn belongs(object: &Object, scope: &Scope, dialect: &dyn Dialect) -> bool {
    if scope.filter.takes_everything() {
        return true;
    }
    let id = object.id();
    let kind = object.as_dyn().pattern_word();
    let namespaced = id.kind.facts().namespaced;
    let namespace = id.name.namespace.as_deref().or(dialect.default_namespace()).filter(|_| namespaced);
    scope.filter.matches(kind, namespace, &id.name.name)
}

/// A new column goes where the schema has it: the order is the file's, whatever order the live table has.
fn in_declared_order(object: &mut Object, declared: Option<&Object>) {
    if let (Object::Table(table), Some(Object::Table(wanted))) = (object, declared) {
        let at = |name: &str| wanted.columns.iter().position(|column| column.name == name).unwrap_or(usize::MAX);
        table.columns.sort_by_key(|column| at(&column.name));
    }
}

/// The objects of a declared schema that are to be spelled, with what they name, and the key of the answer in the cache.
pub(super) fn part_to_spell(
    all: &Schema,
    unknown: &BTreeSet<ObjectId>,
    unchecked_bodies: &BTreeSet<ObjectId>,
    scope: &Scope,
    dialect: &dyn Dialect,
) -> (Schema, String) {
    let supports = supports(all, unknown, dialect);
    let mut part = Schema::default();
    for (id, object) in &all.objects {
        let always = id.kind.facts().ambient;
        if unknown.contains(id) {
            part.insert(object.clone());
        } else if always || supports.contains(id) {
            part.insert(object.as_support());
        }
    }
    part.link();
    let text = serde_json::to_string(&part).unwrap_or_default();
    // What was spelled with its body unread says nothing of the body.
    let unchecked = format!("{unchecked_bodies:?}");
    let key = cache::key(dialect, &["declared", &text, &format!("{scope:?}"), &unchecked]);
    (part, key)
}

/// The objects beside the unknown ones that must be there when these are made: what they name, all the way.
fn supports<'a>(all: &'a Schema, unknown: &BTreeSet<ObjectId>, dialect: &dyn Dialect) -> BTreeSet<&'a ObjectId> {
    let names = ObjectNames::of(all);
    let mut supports: BTreeSet<&ObjectId> = BTreeSet::new();
    let mut queue: Vec<(&ObjectId, bool)> = unknown.iter().map(|id| (id, true)).collect();
    while let Some((id, whole)) = queue.pop() {
        let Some(object) = all.get(id) else { continue };
        let object = if whole { object.clone() } else { object.as_support() };
        for named in names.mentioned(&object, dialect) {
            if !unknown.contains(named) && supports.insert(named) {
                queue.push((named, false));
            }
        }
    }
    supports
}

/// Makes a part of the declared schema in the shadow and reads it back.
async fn trial(
    part: &Schema,
    declared: &Declared,
    unknown: &BTreeSet<ObjectId>,
    scope: &Scope,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<Schema> {
    let work = async |session: &mut dyn Session, scope: &Scope| {
        build(part, Some(&declared.places), dialect, session).await?;
        let checked: BTreeSet<ObjectId> = unknown.difference(&declared.hints.unchecked_bodies).cloned().collect();
        recheck(part, &checked, &declared.places, dialect, session).await?;
        session.introspect(scope).await
    };
    shadow.trial(scope, part.objects.len(), work).await
}

async fn ddl_schema(
    ddl: &Ddl,
    actual: &Arc<Schema>,
    scope: &Scope,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<Arc<Schema>> {
    let texts: Vec<&str> = ddl.statements.iter().map(|statement| statement.text.as_str()).collect();
    // The filter comes after: what is left out can be named by what is not.
    let unfiltered = Scope { filter: Scope::everything().filter, ..scope.clone() };
    let written = Shortcut::Prediction.is_taken().then(|| dialect.written_schema(&texts, &unfiltered)).flatten();
    let Some(WrittenSchema { schema: all, owners, uncertain }) = written else {
        let statements: Vec<&DdlStatement> = ddl.statements.iter().collect();
        return Ok(Arc::new(run_statements(&statements, actual, scope, dialect, shadow).await?));
    };
    let mut declared = Cow::Borrowed(&all);
    if all.objects.values().any(|object| !belongs(object, scope, dialect)) {
        declared.to_mut().objects.retain(|_, object| belongs(object, scope, dialect));
    }
    let unknown = unknown(&declared, actual, dialect, |object, there| {
        !uncertain.contains(&object.id()) && dialect.same(object, there)
    });
    if unknown.is_empty() && actual.objects.len() == declared.objects.len() {
        return Ok(Arc::clone(actual));
    }
    let spelled = if unknown.is_empty() {
        Schema::default()
    } else {
        let supports = supports(&all, &unknown, dialect);
        let made = ddl.statements.iter().zip(&owners);
        let made = made.filter(|(_, owner)| {
            owner.as_ref().is_none_or(|owner| unknown.contains(owner) || supports.contains(owner))
        });
        let statements: Vec<&DdlStatement> = made.map(|(statement, _)| statement).collect();
        run_statements(&statements, actual, scope, dialect, shadow).await?
    };
    Ok(Arc::new(assembled(&declared, &unknown, actual, &spelled)))
}

/// Runs the statements of a file in the shadow and reads back what they make.
async fn run_statements(
    statements: &[&DdlStatement],
    actual: &Schema,
    scope: &Scope,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<Schema> {
    let scope_text = format!("{scope:?}");
    let mut parts = vec!["ddl", scope_text.as_str()];
    let texts: Vec<&str> = statements.iter().map(|statement| statement.text.as_str()).collect();
    parts.extend(&texts);
    let beside = named(&texts, &actual.outside);
    let beside_text = serde_json::to_string(&beside).unwrap_or_default();
    parts.push(&beside_text);
    let key = cache::key(dialect, &parts);
    if let Some(schema) = cache::get(&key) {
        return Ok(schema);
    }
    shadow.one_namespace(true);
    let work = async |session: &mut dyn Session, scope: &Scope| {
        for statement in statements {
            if let Err(server) = session.execute(&statement.text).await {
                return Err(refused_statement(statement, server, dialect.syntax()));
            }
            session.divide().await?;
        }
        for object in &beside {
            for step in dialect.render(&Operation::Create((*object).clone()), &Schema::default(), actual) {
                // Where the file has it too, it is there.
                let _ = session.execute(&step.sql()).await;
            }
        }
        session.introspect(scope).await
    };
    let schema = shadow.trial(scope, statements.len(), work).await?;
    if schema.unmodelled.is_empty() {
        cache::put(&key, &schema);
    }
    Ok(schema)
}

fn refused_statement(statement: &DdlStatement, server: ServerError, syntax: Syntax) -> crate::error::Error {
    let mut place = statement.place("");
    // The server counts characters from 1 in what it was sent.
    let at = server.position.and_then(|at| statement.text.char_indices().nth(at.saturating_sub(1)));
    let words = server.names().map(|word| sql::tokens_like(syntax, &statement.text, word)).unwrap_or_default();
    let within = match (at, words.as_slice()) {
        (Some((at, _)), _) => Some(sql::token_at(syntax, &statement.text, at)),
        (None, [only]) => Some(only.clone()),
        _ => None,
    };
    if let Some(within) = within {
        place.span = place.span.start + within.start..place.span.start + within.end;
    }
    RefusedStatement {
        what: match sql::heading(syntax, &statement.text) {
            heading if heading.is_empty() => "a statement of the schema".into(),
            heading => format!("`{heading}`"),
        },
        server,
        place: Some(place),
        statement: statement.text.clone(),
        is_body: false,
    }
    .into()
}

pub(super) async fn make(
    operation: &Operation,
    before: &Schema,
    after: &Schema,
    places: Option<&BTreeMap<Node, Place>>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<(), RefusedStatement> {
    for step in dialect.render(operation, before, after) {
        let statement = step.sql();
        if let Err(server) = session.execute(&statement).await {
            return Err(refused(operation, statement, server, places, dialect));
        }
    }
    Ok(())
}

pub(super) fn refused(
    operation: &Operation,
    statement: String,
    server: ServerError,
    places: Option<&BTreeMap<Node, Place>>,
    dialect: &dyn Dialect,
) -> RefusedStatement {
    let place = places.and_then(|places| place_of(operation, &statement, &server, places, dialect));
    RefusedStatement { what: operation.describe(), server, place, statement, is_body: false }
}

/// Where the refused thing stands in the file: the part or column that the server points at, else the object.
fn place_of(
    operation: &Operation,
    sql: &str,
    server: &ServerError,
    places: &BTreeMap<Node, Place>,
    dialect: &dyn Dialect,
) -> Option<Place> {
    let id = operation.object();
    let position =
        server.position.map(|at| sql.char_indices().nth(at.saturating_sub(1)).map_or(sql.len(), |(at, _)| at));
    // The rendering has a line a column or constraint: the line's first names say which.
    let near = match (operation, position) {
        (Operation::AddPart { part, .. }, _) => vec![part.key()],
        (_, Some(at)) => names_of_line(dialect.syntax(), sql, at),
        _ => Vec::new(),
    };
    let refused = Refused { sql, position, word: server.names(), near: &near, keys: &[] };
    if let Some(object) = places.get(&Node::Object(id.clone()))
        && let Some(found) = locate(object, &id, &refused, dialect.syntax())
    {
        return Some(Place { label: server.message.clone(), ..found });
    }
    let column = near.first().and_then(|name| places.get(&Node::Part(id.clone(), PartKind::Column, name.clone())));
    let part = match operation {
        Operation::AddPart { of, part } => places.get(&Node::Part(of.clone(), part.kind(), part.key())),
        _ => None,
    };
    let named =
        || server.quoted().find_map(|name| places.get(&Node::Part(id.clone(), PartKind::Column, name.to_owned())));
    let mut place = column.or(part).or_else(named).or_else(|| places.get(&Node::Object(id.clone())))?.clone();
    place.label.clone_from(&server.message);
    Some(place)
}

/// The schema with renames applied, as the database itself rewrites it: texts that mention an old name change with it.
///
/// # Errors
/// Where the shadow does not take the schema or the renames.
pub(super) async fn renamed(
    before: &Schema,
    renames: &[Operation],
    managed: Managed,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<Schema> {
    let links = Links::of(before, dialect);
    let mut chosen: BTreeSet<ObjectId> = BTreeSet::new();
    // A part of a renamed object is named by its new name; in the schema before, it stands in the old one.
    let mut old_ids: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
    let mut new_ids: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
    for operation in renames {
        if let Operation::Rename { from, to } = operation {
            let first = old_ids.remove(from).unwrap_or_else(|| from.clone());
            old_ids.insert(to.clone(), first.clone());
            new_ids.insert(first, to.clone());
        }
    }
    for operation in renames {
        match operation {
            Operation::Rename { from, to } if before.get(from).is_some() => {
                chosen.insert(from.clone());
                // It may move there.
                let namespace =
                    to.name.namespace.as_ref().map(|name| ObjectId::new(Kind::Namespace, QName::plain(name)));
                chosen.extend(namespace.filter(|id| before.get(id).is_some()));
            }
            // What makes way for a rename is not there after it.
            Operation::Drop(_) | Operation::DropPart { .. } => {
                chosen.insert(operation.object());
            }
            Operation::RenameColumn { .. } | Operation::RenamePart { .. } => {
                let id = operation.object();
                chosen.insert(old_ids.get(&id).cloned().unwrap_or(id));
            }
            _ => {}
        }
    }
    // Sequences name the column that they go with, and go on beside it where it goes.
    chosen.extend(before.sequences_owned_by(&chosen));
    let mut queue: Vec<ObjectId> = chosen.iter().cloned().collect();
    while let Some(id) = queue.pop() {
        for dependent in links.dependents(&id) {
            // What depends on a table that only stands here itself mentions no renamed name: one step for tables, all
            // the way through views.
            let goes_on = dependent.kind.follows() || descends(before, dependent, &id);
            if chosen.insert(dependent.clone()) && goes_on {
                queue.push(dependent.clone());
            }
        }
    }
    let whole = before.beside(before);
    let part = subset(&whole, &Links::of(&whole, dialect), &chosen, dialect).schema.managed(managed);
    let work = async |session: &mut dyn Session, scope: &Scope| {
        build(&part, None, dialect, session).await?;
        if !dialect.records_dependencies() {
            let copy = session.introspect(scope).await?;
            put_aside(&copy, before, &chosen, dialect, session).await?;
        }
        for operation in renames {
            make(operation, before, before, None, dialect, session).await?;
        }
        session.introspect(scope).await
    };
    let read = shadow.trial(&Scope { managed, ..Scope::everything() }, part.objects.len(), work).await?;
    let mut schema = Schema { unmodelled: before.unmodelled.clone(), ..Schema::default() };
    // What is told apart by the types of its arguments has another identity when one of those is renamed.
    let retyped = |argument: &String| {
        let (ty, array) = argument.strip_suffix("[]").map_or((argument.as_str(), ""), |ty| (ty, "[]"));
        let renamed = new_ids.iter().find(|(old, _)| dialect.qualified(&old.name) == ty);
        renamed.map_or_else(|| argument.clone(), |(_, new)| format!("{}{array}", dialect.qualified(&new.name)))
    };
    let now = |id: &ObjectId| {
        let id = new_ids.get(id).unwrap_or(id);
        let mut name = id.name.clone();
        // These have types in the place of a name.
        if matches!(id.kind, Kind::Cast | Kind::Transform) {
            let types: Vec<String> = name.name.split(" AS ").map(|ty| retyped(&ty.to_owned())).collect();
            name.name = types.join(" AS ");
        }
        ObjectId::with_arguments(id.kind, name, id.arguments.iter().map(retyped).collect())
    };
    for (id, object) in &before.objects {
        if chosen.contains(id) {
            if let Some(object) = read.get(&now(id)) {
                // Owners and grants that are not managed are not part of the trial.
                let mut kept = object.clone();
                if let Some(old) = before.get(id) {
                    let before = |column: &str| old_column(renames, &now(id), column);
                    kept.keep_access(old, managed, before);
                    kept = kept.filled_as(old);
                }
                schema.insert(kept);
            }
        } else {
            schema.insert(object.clone());
        }
    }
    for operation in renames {
        if let Operation::Create(object) = operation {
            schema.insert(object.clone());
        }
    }
    let changed: BTreeSet<ObjectId> = chosen.iter().map(now).collect();
    for (node, needs) in &before.depends {
        if !chosen.contains(node.object()) {
            schema.depends.insert(node.clone(), needs.clone());
        }
    }
    for (node, needs) in &read.depends {
        if changed.contains(node.object()) {
            schema.depends.insert(node.clone(), needs.clone());
        }
    }
    schema.given.clone_from(&before.given);
    schema.unrunnable = before.unrunnable.iter().filter(|one| !chosen.contains(one.node.object())).cloned().collect();
    schema.unrunnable.extend(read.unrunnable.iter().filter(|one| changed.contains(one.node.object())).cloned());
    schema.link();
    Ok(schema)
}

/// The name that a column of `of` had before the renames.
fn old_column(renames: &[Operation], of: &ObjectId, column: &str) -> String {
    let mut name = column.to_owned();
    let mut of = of.clone();
    for operation in renames.iter().rev() {
        match operation {
            Operation::RenameColumn { table, from, to } if ObjectId::table(table) == of && *to == name => {
                name.clone_from(from);
            }
            Operation::Rename { from, to } if *to == of => of = from.clone(),
            _ => {}
        }
    }
    name
}

/// Drops what cannot run in a copy of a part of the schema and is not to be looked at: it would only keep the database from
/// altering anything. What cannot run in the schema itself is in the way there too, and the script has to see to it.
pub(super) async fn put_aside(
    copy: &Schema,
    original: &Schema,
    chosen: &BTreeSet<ObjectId>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<()> {
    let stays = |one: &&Unrunnable| chosen.contains(one.node.object()) || original.cannot_run(&one.node).is_some();
    for one in copy.unrunnable.iter().filter(|one| !stays(one)) {
        let Some(operation) = Operation::drop_of(copy, &one.node) else { continue };
        for step in dialect.render(&operation, copy, &Schema::default()) {
            session.execute(&step.sql()).await?;
        }
    }
    Ok(())
}
