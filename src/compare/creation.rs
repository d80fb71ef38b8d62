//! A whole schema, made in an empty database.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Dialect, Session};
use crate::diff;
use crate::error::{Place, Result};
use crate::operation::Operation;
use crate::schema::{Node, Object, ObjectId, PartKind, Phase, Schema};

use super::canonical::{RefusedStatement, make, refused};
use super::guessed_order::with_guesses;

/// Makes a schema in an empty database.
///
/// What is a text (a view) comes last. Where the order is not on record yet, or something else needs a text (a function that
/// gives back a view's rows), what is refused is tried again when all else is there, until nothing more can be made.
///
/// # Errors
/// [`RefusedStatement`], drawn at the object's place where one is known.
pub(super) async fn build(
    schema: &Schema,
    places: Option<&BTreeMap<Node, Place>>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<()> {
    if let Some((off, _)) = dialect.body_checks().filter(|_| has_bodies(schema, dialect)) {
        session.execute(off).await?;
    }
    // A database that records no dependencies takes a text unread, in any order.
    let records = dialect.records_dependencies();
    let guessed = if records && places.is_some() { with_guesses(schema, dialect) } else { None };
    let operations = diff::creation(guessed.as_ref().unwrap_or(schema), dialect)?;
    let tried = |operation: &Operation| {
        records
            && match operation {
                Operation::Create(object) => object.id().kind.facts().text,
                Operation::AddPart { part, .. } => part.kind().facts().text,
                _ => false,
            }
    };
    // What would be given to whatever is made comes behind all of it.
    let gives = |operation: &Operation| operation.phase() == Phase::AlterAccess;
    let (last, operations): (Vec<_>, Vec<_>) = operations.into_iter().partition(gives);
    let (texts, others): (Vec<_>, Vec<_>) = operations.into_iter().partition(tried);
    let mut left = texts;
    if session.is_divided() {
        // What is made together cannot be rolled back together.
        left = others.into_iter().chain(left).collect();
    } else if !records || !dialect.transactional_ddl() {
        make_all(&others, schema, places, dialect, session).await?;
    } else {
        session.execute("SAVEPOINT try_all").await?;
        if let Err(fault) = make_all(&others, schema, places, dialect, session).await {
            if session.outgrew() {
                return Err(fault);
            }
            session.execute("ROLLBACK TO SAVEPOINT try_all").await?;
            left = others.into_iter().chain(left).collect();
        }
        session.execute("RELEASE SAVEPOINT try_all").await?;
    }
    let mut divided = false;
    while !left.is_empty() {
        let before = left.len();
        let mut faults = Vec::new();
        let mut postponed = Vec::new();
        for operation in left {
            if let Some(refused) = attempt(&operation, schema, places, dialect, session).await? {
                if session.outgrew() && !session.is_divided() {
                    return Err(refused.into());
                }
                faults.push(refused);
                postponed.push(operation);
            }
        }
        if postponed.len() == before && !divided {
            // One of them may need a table that needs it in turn, by one of its parts alone.
            divided = true;
            left = postponed.into_iter().flat_map(in_parts).collect();
            continue;
        }
        if postponed.len() == before {
            // What misses nothing is the cause; the others may only miss what it would have made.
            let cause = faults.iter().position(|fault| !misses_something(fault)).unwrap_or(0);
            return faults.into_iter().nth(cause).map_or(Ok(()), |fault| Err(fault.into()));
        }
        left = postponed;
    }
    make_all(&last, schema, places, dialect, session).await
}

/// A table that comes, and behind it those of its parts that may use functions or other tables.
fn in_parts(operation: Operation) -> Vec<Operation> {
    match operation {
        Operation::Create(object @ Object::Table(_)) => {
            let of = object.id();
            let kinds = [PartKind::Check, PartKind::Index, PartKind::Exclusion, PartKind::ForeignKey];
            let (object, parts) = object.without_parts(|part| part.origin().is_own() && kinds.contains(&part.kind()));
            let parts = parts.into_iter().map(|part| Operation::AddPart { of: of.clone(), part });
            std::iter::once(Operation::Create(object)).chain(parts).collect()
        }
        other => vec![other],
    }
}

/// Whether some of it has a body that the database would look at.
fn has_bodies(schema: &Schema, dialect: &dyn Dialect) -> bool {
    schema.objects.values().any(|object| dialect.recheck(object).is_some())
}

/// Whether something is refused because it names what is not there.
fn misses_something(fault: &RefusedStatement) -> bool {
    const NOT_THERE: [&str; 5] = ["42P01", "42704", "42883", "42703", "3F000"];
    fault.server.code.as_deref().is_some_and(|code| NOT_THERE.contains(&code))
}

/// Has the database look at the bodies of these objects, which it took unread, now that all is there that they may name.
///
/// # Errors
/// As [`build`].
pub(super) async fn recheck(
    schema: &Schema,
    chosen: &BTreeSet<ObjectId>,
    places: &BTreeMap<Node, Place>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<()> {
    let objects = chosen.iter().filter_map(|id| schema.get(id));
    let checks: Vec<(&Object, String)> =
        objects.filter_map(|object| Some((object, dialect.recheck(object)?))).collect();
    let Some((_, on)) = dialect.body_checks().filter(|_| !checks.is_empty()) else { return Ok(()) };
    session.execute(on).await?;
    for (object, statement) in checks {
        let Err(mut server) = session.execute(&statement).await else { continue };
        let operation = Operation::Create(object.clone());
        // It is drawn in the statement as it is declared: what was put in to send it again stands before its name.
        let own = match object {
            Object::Definition(definition) => definition.sql.text().to_owned(),
            _ => statement.clone(),
        };
        let more = statement.chars().count().saturating_sub(own.chars().count());
        server.position = server.position.map(|at| at.saturating_sub(more));
        let fault = refused(&operation, own, server, Some(places), dialect);
        return Err(RefusedStatement { is_body: true, ..fault }.into());
    }
    Ok(())
}

/// Makes the objects of a schema, in this order, in an empty database.
async fn make_all(
    operations: &[Operation],
    schema: &Schema,
    places: Option<&BTreeMap<Node, Place>>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<()> {
    let nothing = Schema::default();
    let mut statements = Vec::new();
    let mut made_by = Vec::new();
    for operation in operations {
        for step in dialect.render(operation, &nothing, schema) {
            statements.push(step.sql());
            made_by.push(operation);
        }
    }
    let Err((at, server)) = session.execute_all(&statements).await else { return Ok(()) };
    match (made_by.get(at), statements.into_iter().nth(at)) {
        (Some(operation), Some(statement)) => Err(refused(operation, statement, server, places, dialect).into()),
        _ => Err(server.into()),
    }
}

/// Makes an object, or leaves nothing of it behind and answers what was refused.
async fn attempt(
    operation: &Operation,
    schema: &Schema,
    places: Option<&BTreeMap<Node, Place>>,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<Option<RefusedStatement>> {
    let nothing = Schema::default();
    if dialect.transactional_ddl() {
        session.execute("SAVEPOINT try_object").await?;
        let made = make(operation, &nothing, schema, places, dialect, session).await;
        if made.is_err() {
            session.execute("ROLLBACK TO SAVEPOINT try_object").await?;
        }
        session.execute("RELEASE SAVEPOINT try_object").await?;
        session.divide().await?;
        return Ok(made.err());
    }
    let made = make(operation, &nothing, schema, places, dialect, session).await;
    if made.is_err() {
        // Where the first of several statements went through, the object is there; else there is nothing to drop.
        for step in dialect.render(&operation.inverse(), schema, &nothing) {
            let _ = session.execute(&step.sql()).await;
        }
    }
    Ok(made.err())
}
