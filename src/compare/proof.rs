//! The proof: both directions of a script, run in a shadow before the script is written.
//!
//! The shadow holds what the script touches and what that depends on. After the upgrade it must be the wanted schema,
//! after the downgrade the one before, the order of columns aside.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::dialect::{Dialect, Scope, ServerError, Session};
use crate::error::{Fault, Place, Result};
use crate::operation::{Operation, Part};

use crate::run::{Cause, Failure, RunError, Silent, SqlSection, Stop, run_sections};
use crate::schema::{
    Column, CompositeType, Hints, Kind, Managed, Node, Object, ObjectId, PartKind, Phase, Schema, Unrunnable,
};
use crate::shadow::Shadow;
use crate::source::toml::fragment::{Refused, locate};
use crate::sql::Syntax;
use crate::{diff, sql};

use super::subset::{Links, descends, subset};
use super::{Comparison, SectionText, canonical};

/// A script that does not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// A statement fails.
    #[error("the {direction} does not run: {fault}")]
    Run {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// What a run says of it.
        fault: RunError,
        /// Where the schema file says what was refused (`using`, `backfill`).
        origin: Option<Box<Place>>,
    },
    /// A statement fails, inside an outer transaction.
    #[error("the {direction} does not run: {server}")]
    Statement {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// The statement.
        statement: String,
        /// The server's words.
        server: ServerError,
    },
    /// It runs, and the schema is another one than it should be.
    #[error("after the {direction} the schema is not the one {}", if *.direction == "upgrade" { "wanted" } else { "before" })]
    Differs {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// A view or trigger that ran before does not any more.
    #[error("after the {direction} {} cannot run: {}", .one.node, .one.message)]
    CannotRun {
        /// `upgrade`, `downgrade`.
        direction: &'static str,
        /// Which, and the server's words.
        one: Unrunnable,
    },
    /// The shadow cannot be made like the database: the model does not hold it well enough.
    #[error("a copy of the schema, made for the proof, does not equal it")]
    Copy {
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// The shadow is inside a transaction, and the script has to leave it.
    #[error("the script has statements that run outside of a transaction, and the shadow is inside of one")]
    Outside,
}

impl Fault for ProofError {
    fn code(&self) -> &'static str {
        "proof-failed"
    }
    fn places(&self) -> Vec<Place> {
        match self {
            ProofError::Run { fault, origin, .. } => {
                origin.iter().map(|place| (**place).clone()).chain(fault.places()).collect()
            }
            _ => Vec::new(),
        }
    }
    fn notes(&self) -> Vec<String> {
        match self {
            ProofError::Run { fault, .. } => fault.notes(),
            ProofError::Statement { statement, server, .. } => {
                let mut notes = vec![format!("statement: {statement}")];
                notes.extend(server.notes());
                notes
            }
            ProofError::Differs { differences, .. } | ProofError::Copy { differences } => differences.clone(),
            ProofError::Outside | ProofError::CannotRun { .. } => Vec::new(),
        }
    }
    fn help(&self) -> Option<String> {
        Some(match self {
            ProofError::Outside => {
                "give the role CREATEDB, name a server in `[shadow] url`, or leave the proof out: `--no-proof`".into()
            }
            _ => "no script was written; `--no-proof` writes it anyway, for you to correct by hand".into(),
        })
    }
}

/// Where a schema file says what of a script's statement was refused: only `using` and `backfill` are tried by the proof
/// alone.
fn origin_of(failure: &Failure, origins: &[(ObjectId, Place)], syntax: Syntax) -> Option<Box<Place>> {
    let (Some(place), Cause::Server(server)) = (&failure.place, &failure.cause) else { return None };
    let sql = &*place.text;
    let position = server.position.map(|_| place.span.start);
    let refused = Refused { sql, position, word: server.names(), near: &[], keys: &["using", "backfill"] };
    origins
        .iter()
        .find_map(|(id, object)| locate(object, id, &refused, syntax))
        .map(|found| Box::new(Place { label: server.message.clone(), ..found }))
}

/// Proves a comparison's script.
///
/// # Errors
/// [`ProofError`] where it does not hold; whatever keeps the shadow from being made.
pub async fn prove(
    comparison: &Comparison,
    upgrade: &[SectionText],
    downgrade: &[SectionText],
    places: &BTreeMap<Node, Place>,
    dialect: &dyn Dialect,
    shadow: &mut Shadow,
) -> Result<()> {
    let (before, after) = (comparison.before.beside(&comparison.before), comparison.after.beside(&comparison.before));
    let (before, after) = (before.as_ref(), after.as_ref());
    let links = Links::of(before, dialect);
    let mut chosen: BTreeSet<ObjectId> = BTreeSet::new();
    for operation in comparison.operations() {
        chosen.insert(operation.object());
        if let Operation::Rename { from, .. } = operation {
            chosen.insert(from.clone());
        }
        // The tables that a sequence passes between may change in nothing else.
        if let Operation::Alter { from: Object::Sequence(from), to: Object::Sequence(to) } = operation {
            let owners = from.owned_by.iter().chain(&to.owned_by);
            chosen.extend(owners.map(|(table, _)| ObjectId::table(table)));
        }
        // One that comes or goes names the column that it goes with.
        if let Operation::Create(Object::Sequence(one)) | Operation::Drop(Object::Sequence(one)) = operation {
            chosen.extend(one.owned_by.iter().map(|(table, _)| ObjectId::table(table)));
        }
        // A trigger that a partition fires at other times is its parent's.
        if let Operation::AddPart { of, part } | Operation::DropPart { of, part } = operation
            && matches!(part, Part::Trigger(one) if one.is_inherited())
        {
            let parents = before.ancestors(&of.name).into_iter().chain(after.ancestors(&of.name));
            chosen.extend(parents.map(ObjectId::table));
        }
        // A child takes along what it has from a parent that it leaves.
        if let Operation::Alter { from: Object::Table(from), to: Object::Table(to) } = operation {
            chosen.extend(from.parents().chain(to.parents()).map(ObjectId::table));
        }
        if let Operation::AlterType(change) = operation {
            chosen.extend(change.uses().iter().map(|one| ObjectId::table(&one.table)));
        }
    }
    // Whatever still needs what goes is in its way, though nothing of it changes (a partition key that calls a function).
    let gone: HashSet<Node> = comparison.operations().flat_map(Operation::removes).collect();
    let stand_on_it = before.depends.iter().filter(|(_, needs)| needs.iter().any(|need| gone.contains(need)));
    chosen.extend(stand_on_it.map(|(node, _)| node.object().clone()));
    // What is made of a type that changes passes over to the new one, in the upgrade or in the downgrade.
    for id in chosen.iter().filter(|id| id.kind.facts().created == Phase::CreateTypes).cloned().collect::<Vec<_>>() {
        chosen.extend(made_of(&id, before));
        chosen.extend(made_of(&id, after));
    }
    // What stands in the way of the way back alone is made anew there.
    let back = diff::downgrade_operations(&comparison.changes, &comparison.renamed, &comparison.after, dialect)?;
    chosen.extend(back.iter().map(Operation::object));
    let after_links = Links::of(after, dialect);
    // A column may come to feed itself from a sequence that has stood beside it so far.
    for schema in [before, after] {
        chosen.extend(schema.sequences_owned_by(&chosen));
    }
    // Views and functions over what changes are the first to break.
    let mut queue: Vec<ObjectId> = chosen.iter().cloned().collect();
    while let Some(id) = queue.pop() {
        // A server that cannot change in place, on one of the two ways, takes along what is reached through it.
        let reaches = matches!(id.kind, Kind::Server | Kind::ForeignDataWrapper);
        // The children of a table change with it.
        let along = |one: &&ObjectId| {
            one.kind.follows() || reaches || has_columns_from(before, one, &id) || holds_rows(before, one, &id)
        };
        for dependent in links.dependents(&id).filter(along) {
            if chosen.insert(dependent.clone()) {
                queue.push(dependent.clone());
            }
        }
    }
    for id in chosen.clone() {
        let mut queue = vec![id];
        while let Some(id) = queue.pop() {
            for child in after_links.dependents(&id).filter(|one| has_columns_from(after, one, &id)) {
                if chosen.insert(child.clone()) {
                    queue.push(child.clone());
                }
            }
        }
    }
    // What the wanted side depends on must be there too, where it is there already.
    let wanted = subset(after, &after_links, &chosen, dialect);
    let mut start = subset(before, &links, &chosen, dialect);
    for id in &wanted.supports {
        if start.schema.get(id).is_none()
            && let Some(object) = before.get(id)
        {
            start.schema.insert(object.as_support());
            start.supports.insert(id.clone());
        }
    }
    // What comes is given rights by the default privileges that are there.
    for (id, object) in before.objects.iter().filter(|(id, _)| id.kind == Kind::DefaultPrivileges) {
        if start.schema.get(id).is_none() {
            start.schema.insert(object.clone());
        }
        for need in links.all_needs(id) {
            if start.schema.get(&need).is_none()
                && let Some(object) = before.get(&need)
            {
                start.schema.insert(object.as_support());
                start.supports.insert(need);
            }
        }
    }
    start.schema.link();
    // What is not managed is no part of the trial: the roles may be others where it takes place.
    let managed = comparison.managed;
    let start = start.schema.managed(managed);
    shadow.one_namespace(start.fits_one_namespace() && after.fits_one_namespace());
    let ids: BTreeSet<ObjectId> = comparison.operations().map(Operation::object).collect();
    let place = |id: ObjectId| places.get(&Node::Object(id.clone())).map(|place| (id, place.clone()));
    let origins: Vec<(ObjectId, Place)> = ids.into_iter().filter_map(place).collect();
    shadow.session().await?;
    let commits = shadow.commits();
    let after = after.managed(managed);
    let work = async |session: &mut dyn Session, scope: &Scope| {
        run((&start, before), &after, &chosen, (upgrade, downgrade), &origins, scope, commits, dialect, session).await
    };
    shadow.trial(&Scope { managed, ..Scope::everything() }, start.objects.len(), work).await
}

/// The types that are made of a type, directly and not, and the tables with columns of these.
fn made_of(id: &ObjectId, schema: &Schema) -> BTreeSet<ObjectId> {
    let mut found: BTreeSet<ObjectId> = BTreeSet::new();
    let mut queue = vec![id.clone()];
    while let Some(next) = queue.pop() {
        for dependent in schema.dependents(&Node::Object(next.clone())) {
            match dependent {
                // Those of the type itself are in the operation, unless it is one on a part of a domain.
                Node::Part(of, PartKind::Column, _) if next != *id || id.kind == Kind::Domain => {
                    found.insert(of.clone());
                }
                Node::Object(of) | Node::Part(of, PartKind::Attribute, _)
                    if of != id && of.kind.facts().created == Phase::CreateTypes && !found.contains(of) =>
                {
                    found.insert(of.clone());
                    queue.push(of.clone());
                }
                _ => {}
            }
        }
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "what one proof is of")]
async fn run(
    (start, whole): (&Schema, &Schema),
    after: &Schema,
    chosen: &BTreeSet<ObjectId>,
    (upgrade, downgrade): (&[SectionText], &[SectionText]),
    origins: &[(ObjectId, Place)],
    everything: &Scope,
    commits: bool,
    dialect: &dyn Dialect,
    session: &mut dyn Session,
) -> Result<()> {
    if !commits && upgrade.iter().chain(downgrade).any(SectionText::stands_alone) {
        return Err(ProofError::Outside.into());
    }
    canonical::build(start, None, dialect, session).await?;
    let mut copy = session.introspect(everything).await?;
    // What was granted in the template that the shadow is made from is no matter of the script.
    copy.objects.retain(|id, _| id.kind != Kind::SystemObject || start.get(id).is_some());
    let differences = differences(&copy, (start, whole), None, dialect)?;
    if !differences.is_empty() {
        return Err(ProofError::Copy { differences }.into());
    }
    lend_access(start, whole, dialect, session).await?;
    canonical::put_aside(&copy, start, chosen, dialect, session).await?;
    // The trial's transaction, where there is one: a run opens its own.
    if commits && dialect.transactional_ddl() {
        session.commit().await?;
        if let Some(switch) = dialect.foreign_key_switch() {
            session.execute(switch.on()).await?;
        }
    }
    for (direction, sections, goal, whole) in
        [("upgrade", upgrade, after, after), ("downgrade", downgrade, start, whole)]
    {
        play(sections, direction, origins, dialect, commits, session).await?;
        let reached = session.introspect(everything).await?;
        let differences = self::differences(&reached, (goal, whole), Some(chosen), dialect)?;
        if !differences.is_empty() {
            return Err(ProofError::Differs { direction, differences }.into());
        }
        let known = |one: &Unrunnable| {
            let before = copy.cannot_run(&one.node).is_some_and(|before| before.message == one.message);
            one.excuse.is_some() || before || goal.cannot_run(&one.node).is_some()
        };
        if let Some(one) = reached.unrunnable.iter().find(|one| !known(one)) {
            return Err(ProofError::CannotRun { direction, one: one.clone() }.into());
        }
    }
    Ok(())
}

/// Gives what stands in the shadow the owners and grants that are not managed, as far as they can be had here: what a script
/// makes for another owner may need that owner's rights on what is there. They are no part of the proof.
async fn lend_access(start: &Schema, whole: &Schema, dialect: &dyn Dialect, session: &mut dyn Session) -> Result<()> {
    for (id, object) in &start.objects {
        let Some(full) = whole.get(id).filter(|full| dialect.has_grants() && !full.same_access(object)) else {
            continue;
        };
        let mut given = object.clone();
        given.keep_access(full, Managed::NONE, str::to_owned);
        let operation = Operation::AlterAccess { from: object.clone(), to: given };
        for step in dialect.render(&operation, start, start) {
            session.execute("SAVEPOINT lend_access").await?;
            if session.execute(&step.sql()).await.is_err() {
                session.execute("ROLLBACK TO SAVEPOINT lend_access").await?;
            }
            session.execute("RELEASE SAVEPOINT lend_access").await?;
        }
    }
    Ok(())
}

/// Runs the sections as a run would. Inside an outer transaction only the statements are left of it.
async fn play(
    sections: &[SectionText],
    direction: &'static str,
    origins: &[(ObjectId, Place)],
    dialect: &dyn Dialect,
    commits: bool,
    session: &mut dyn Session,
) -> Result<()> {
    if commits {
        let sql_section =
            |section: &SectionText| SqlSection::of_sql(direction, section.body.as_str(), section.transaction);
        let sql_sections: Vec<SqlSection> = sections.iter().map(sql_section).collect();
        let ran = run_sections(session, &sql_sections, &Stop::never(), &mut Silent).await;
        return ran.map_err(|fault| {
            let origin = match &fault {
                RunError::Failed(failure) => origin_of(failure, origins, dialect.syntax()),
                _ => None,
            };
            ProofError::Run { direction, fault, origin }.into()
        });
    }
    for section in sections {
        for statement in sql::split(dialect.syntax(), &section.body)? {
            // Nobody uses the shadow: what stands apart for the sake of others may share the transaction.
            let sql = if section.apart { dialect.within_transaction(&statement.text) } else { statement.text };
            if let Err(server) = session.execute(&sql).await {
                return Err(ProofError::Statement { direction, statement: sql, server }.into());
            }
        }
    }
    Ok(())
}

/// These objects alone.
fn part(schema: &Schema, chosen: &BTreeSet<ObjectId>) -> Schema {
    let objects = schema.objects.iter().filter(|(id, _)| chosen.contains(*id));
    let objects = objects.map(|(id, object)| (id.clone(), object.clone())).collect();
    let depends = schema.depends.iter().filter(|(node, _)| chosen.contains(node.object()));
    let depends = depends.map(|(node, needs)| (node.clone(), needs.clone())).collect();
    Schema { objects, depends, ..Schema::default() }
}

/// Whether a table has columns from a parent, or a typed table from its type.
fn has_columns_from(schema: &Schema, table: &ObjectId, above: &ObjectId) -> bool {
    let is_typed = || {
        above.kind == Kind::CompositeType
            && *table == ObjectId::table(&table.name)
            && schema.table(&table.name).is_some_and(|table| table.options.of_type.is_some())
    };
    descends(schema, table, above) || is_typed()
}

/// Whether a table has a column that holds rows of another: that one's columns cannot change their types.
fn holds_rows(schema: &Schema, table: &ObjectId, of: &ObjectId) -> bool {
    let row = Node::table(&of.name);
    let holds = |column: &Column| {
        let needs = schema.depends.get(&Node::column(&table.name, &column.name));
        needs.is_some_and(|needs| needs.contains(&row))
    };
    let table = schema.table(&table.name).filter(|one| ObjectId::table(&one.name) == *table);
    *of == ObjectId::table(&of.name)
        && table.is_some_and(|table| table.name != of.name && table.columns.iter().any(holds))
}

/// The schema with the attributes of composite types that are in use in the order that `goal` has them in, where only that differs:
/// what comes to such a type is put last. The trial need not have those that use it in the `whole` schema, and then it looks as if
/// it could be made anew.
fn in_order_of(found: &Schema, goal: &Schema, whole: &Schema) -> Option<Schema> {
    let wanted = |one: &CompositeType| {
        let id = CompositeType::id_of(&one.name);
        let Some(Object::CompositeType(other)) = goal.get(&id) else { return None };
        let same = other.attributes != one.attributes
            && other.attributes.len() == one.attributes.len()
            && one.attributes.iter().all(|attribute| other.attributes.contains(attribute));
        (same && whole.dependents(&Node::Object(id)).next().is_some()).then(|| other.attributes.clone())
    };
    let types = |object: &Object| match object {
        Object::CompositeType(one) => wanted(one),
        _ => None,
    };
    found.objects.values().any(|object| types(object).is_some()).then(|| {
        let mut found = found.clone();
        for object in found.objects.values_mut() {
            let order = types(object);
            if let (Object::CompositeType(one), Some(order)) = (object, order) {
                one.attributes = order;
            }
        }
        found
    })
}

/// What differs between two schemas, in words; of `chosen` objects only, where given.
fn differences(
    found: &Schema,
    (goal, whole): (&Schema, &Schema),
    chosen: Option<&BTreeSet<ObjectId>>,
    dialect: &dyn Dialect,
) -> Result<Vec<String>> {
    let reordered = in_order_of(found, goal, whole);
    let found = reordered.as_ref().unwrap_or(found);
    let placed = diff::placed(found, goal, &[], dialect)?;
    let goal = placed.as_ref().unwrap_or(goal);
    let operations = match chosen {
        Some(chosen) => diff::changes(&part(found, chosen), &part(goal, chosen), &Hints::default(), dialect)?,
        None => diff::changes(found, goal, &Hints::default(), dialect)?,
    };
    let mut said: Vec<String> = operations
        .iter()
        .flat_map(Operation::shown)
        .map(|operation| format!("{} {}", operation.mark().sign(), operation.describe()))
        .collect();
    said.extend(found.unmodelled.iter().map(|one| format!("? {} {}", one.kind, one.name)));
    Ok(said)
}
