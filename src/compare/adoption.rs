//! A live database taken over: what of it can be managed, and a first revision that builds that from nothing.
//!
//! What cannot be managed is left out by patterns of `exclude`, and then what needs it: a table with a column of a type that
//! is left out, a view over such a table, a foreign key to it. A part of a table that the table can do without (an index,
//! a check, a foreign key, a trigger) goes alone; a column or a primary key takes its table along. What the database's records
//! do not tell is found out in the shadow: what cannot be built again there by itself is left out as well.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::filter::exact;
use crate::dialect::{Scope, Session};
use crate::diff;
use crate::error::{Error, Result};
use crate::schema::{Node, NodeSet, Object, ObjectId, Schema, Stranded, Unmodelled};

use super::other_tools;
use super::subset::Links;
use super::unmodelled::refuse_unmodelled;
use super::{Comparer, Comparison, SectionText};

/// Something of the database that is not managed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// The pattern of `exclude` that takes it, and nothing else.
    pub pattern: String,
    /// What it is: `function touch()`, `table film`.
    pub what: String,
    /// Why, where it is not simply beyond the model.
    pub why: Option<String>,
}

/// What can be managed of a database.
pub struct Adoption {
    /// From nothing to the schema.
    pub comparison: Comparison,
    /// What builds it.
    pub upgrade: Vec<SectionText>,
    /// What undoes that.
    pub downgrade: Vec<SectionText>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
}

impl Adoption {
    /// What is managed.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.comparison.after
    }
}

impl Comparer {
    /// Finds out what of a database can be managed, and proves that it can be built from nothing and taken down again. From
    /// then on this comparer leaves out what cannot.
    ///
    /// # Errors
    /// A database that cannot be read, a shadow that cannot be had, a proof that fails for no single object.
    pub async fn adopt(&mut self, session: &mut dyn Session) -> Result<Adoption> {
        let mut left_out: Vec<LeftOut> = Vec::new();
        loop {
            let schema = self.manageable(session, &mut left_out).await?;
            let fault = match self.built_from_nothing(schema.clone()).await {
                Ok((comparison, upgrade, downgrade)) => {
                    return Ok(Adoption { comparison, upgrade, downgrade, left_out });
                }
                Err(fault) => fault,
            };
            // Only what the database says of the script is about the schema.
            if !is_about_schema(&fault) {
                return Err(fault);
            }
            let found = self.not_rebuildable(&schema, &left_out).await?;
            if !self.leave_out(found, &mut left_out)? {
                return Err(fault);
            }
        }
    }

    /// The schema without what is beyond the model, and without what needs that.
    async fn manageable(&mut self, session: &mut dyn Session, left_out: &mut Vec<LeftOut>) -> Result<Arc<Schema>> {
        loop {
            let schema = session.introspect(&Scope { stand_ins: false, ..self.scope.clone() }).await?;
            let known = |pattern: &str| left_out.iter().any(|one| one.pattern == pattern);
            // Where a table is built anew to be changed, whatever part of it is not known would be lost with it.
            let whole = |one: &Unmodelled| !self.dialect.records_dependencies() || known(&own(one));
            let default = self.dialect.default_namespace();
            let mut found: Vec<LeftOut> =
                schema.unmodelled.iter().map(|one| beyond(one, whole(one), default)).collect();
            found.extend(schema.stranded.iter().map(|one| stranded(one, &schema)));
            found.extend(schema.tables().filter_map(|table| {
                let tool = other_tools::owner(&table.name.name)?;
                Some(LeftOut {
                    pattern: self.pattern(&Object::Table(table.clone()), left_out),
                    what: format!("table {}", table.name),
                    why: Some(format!("it belongs to {tool}")),
                })
            }));
            if !self.leave_out(found, left_out)? {
                refuse_unmodelled(&schema, "the database")?;
                // Of owners and grants only what is managed: another server has other roles.
                return Ok(Arc::new(schema.managed(self.scope.managed)));
            }
        }
    }

    /// Takes the patterns of `found` into the scope; answers whether there was a new one.
    fn leave_out(&mut self, found: Vec<LeftOut>, left_out: &mut Vec<LeftOut>) -> Result<bool> {
        let mut is_new = false;
        for one in found {
            let mut same = left_out.iter().filter(|other| other.pattern == one.pattern).peekable();
            if same.peek().is_none() {
                self.scope.filter.exclude(&one.pattern).map_err(PatternFault)?;
                is_new = true;
            }
            // One pattern takes all functions of a name: each is named.
            if same.all(|other| other.what != one.what) {
                left_out.push(one);
            }
        }
        Ok(is_new)
    }

    /// The pattern that takes an object and nothing else. Where that was no help, since the default namespace of the
    /// connection is another than the usual one, it goes by the name alone.
    fn pattern(&self, object: &Object, left_out: &[LeftOut]) -> String {
        let id = object.id();
        let (word, name) = (object.as_dyn().pattern_word(), exact(&id.name.name));
        let default = self.dialect.default_namespace().filter(|_| id.kind.facts().namespaced);
        let Some(namespace) = id.name.namespace.as_deref().or(default) else { return format!("{word}:{name}") };
        let whole = format!("{word}:{}.{name}", exact(namespace));
        if id.name.namespace.is_none() && left_out.iter().any(|one| one.pattern == whole) {
            return format!("{word}:{name}");
        }
        whole
    }

    /// The script that builds a schema from nothing and takes it down again, proven.
    async fn built_from_nothing(
        &mut self,
        schema: Arc<Schema>,
    ) -> Result<(Comparison, Vec<SectionText>, Vec<SectionText>)> {
        let dialect = self.dialect.clone();
        let nothing = Arc::new(Schema::default());
        let hints = crate::schema::Hints::default();
        let comparison =
            Comparison::of(nothing, schema, &hints, self.scope.managed, dialect.as_ref(), &mut self.shadow).await?;
        let (upgrade, downgrade) = (comparison.upgrade(dialect.as_ref())?, comparison.downgrade(dialect.as_ref())?);
        if !comparison.is_empty() {
            self.prove(&comparison, &upgrade, &downgrade).await?;
        }
        Ok((comparison, upgrade, downgrade))
    }

    /// The objects that the database does not build again, each with nothing but what it needs beside it, and why.
    async fn not_rebuildable(&mut self, schema: &Schema, left_out: &[LeftOut]) -> Result<Vec<LeftOut>> {
        let dialect = self.dialect.clone();
        let links = Links::of(schema, dialect.as_ref());
        let mut failed: BTreeSet<ObjectId> = BTreeSet::new();
        let mut found = Vec::new();
        let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
        for id in diff::creation(schema, dialect.as_ref())?.iter().map(crate::operation::Operation::object) {
            let Some(object) = schema.get(&id).filter(|_| seen.insert(id.clone())) else { continue };
            let supports = links.all_needs(&id);
            let why = if let Some(needed) = supports.iter().find(|need| failed.contains(*need)) {
                format!("it needs {needed}, which is left out")
            } else {
                match self.built_from_nothing(Arc::new(alone(schema, object, &supports))).await {
                    Ok(_) => continue,
                    Err(fault) if is_about_schema(&fault) => format!("it cannot be built again: {}", reason(&fault)),
                    Err(fault) => return Err(fault),
                }
            };
            failed.insert(id.clone());
            let pattern = self.pattern(object, left_out);
            found.push(LeftOut { pattern, what: object.as_dyn().title(), why: Some(why) });
            found.extend(self.belongings(schema, object, left_out));
        }
        Ok(found)
    }

    /// The tables that belong to a virtual table whose module is not here: only the module knows, by their names.
    fn belongings(&self, schema: &Schema, object: &Object, left_out: &[LeftOut]) -> Vec<LeftOut> {
        let Object::Table(table) = object else { return Vec::new() };
        if table.options.virtual_table.is_none() {
            return Vec::new();
        }
        let prefix = format!("{}_", table.name.name).to_ascii_lowercase();
        let others = schema.tables().filter(|other| other.name.name.to_ascii_lowercase().starts_with(&prefix));
        others
            .map(|other| LeftOut {
                pattern: self.pattern(&Object::Table(other.clone()), left_out),
                what: format!("table {}", other.name),
                why: Some(format!("by its name it belongs to the virtual table {}", table.name)),
            })
            .collect()
    }
}

/// A pattern made here that cannot be read: a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("a name of the database cannot be a pattern: {0}")]
struct PatternFault(crate::config::filter::PatternError);

impl crate::error::Fault for PatternFault {
    fn code(&self) -> &'static str {
        "invalid-pattern"
    }
}

/// Whether it is the schema or its script that the database does not take: then the object at fault can be found. All
/// else is about the server, the shadow or the run.
fn is_about_schema(fault: &Error) -> bool {
    let otherwise = [
        "connection",
        "privilege",
        "lock-timeout",
        "statement-cancelled",
        "stopped",
        "no-shadow",
        "shadow-not-empty",
        "shadow-engine",
    ];
    !otherwise.contains(&fault.code())
}

/// A fault with what differs, in one line.
fn reason(fault: &Error) -> String {
    let notes = fault.fault().notes();
    match notes.first() {
        Some(note) => format!("{fault} ({note})"),
        None => fault.to_string(),
    }
}

/// The pattern of something beyond the model itself.
fn own(one: &Unmodelled) -> String {
    format!("{}:{}", one.kind.replace(' ', "_"), one.exclude)
}

/// What is left out for something beyond the model: itself or its table, which is nothing without a column or a primary
/// key. `whole`: it is the table in any case.
fn beyond(one: &Unmodelled, whole: bool, default: Option<&str>) -> LeftOut {
    let said = format!("{} {}", one.kind, one.name);
    match &one.table {
        Some(table) if whole || matches!(one.kind.as_str(), "column" | "primary key") => LeftOut {
            pattern: table.clone(),
            what: {
                let (kind, name) = table.split_once(':').unwrap_or(("table", table));
                let within = default.map(|default| format!("{default}.")).unwrap_or_default();
                format!("{kind} {}", name.strip_prefix(&within).unwrap_or(name))
            },
            why: Some(format!("migrate cannot compare its {said} yet")),
        },
        _ => LeftOut { pattern: own(one), what: said, why: None },
    }
}

/// What is left out for something that needs what is left out.
fn stranded(one: &Stranded, schema: &Schema) -> LeftOut {
    let id = one.node.object();
    let whole = schema.get(id).map_or_else(|| id.to_string(), |object| object.as_dyn().title());
    let is_whole = one.pattern.starts_with("table:") || one.pattern.contains("view:");
    let (what, needs) = match &one.node {
        Node::Part(..) if is_whole => (whole, format!("{} needs {}", one.node, one.needs)),
        Node::Object(_) => (whole, format!("it needs {}", one.needs)),
        part @ Node::Part(..) => (part.to_string(), format!("it needs {}", one.needs)),
    };
    LeftOut { pattern: one.pattern.clone(), what, why: Some(format!("{needs}, which is left out")) }
}

/// An object with nothing but what it needs.
fn alone(schema: &Schema, object: &Object, supports: &BTreeSet<ObjectId>) -> Schema {
    let mut part = Schema::default();
    for (id, other) in &schema.objects {
        if *id == object.id() {
            part.insert(object.clone());
        } else if supports.contains(id) {
            part.insert(other.as_support());
        }
    }
    let nodes: BTreeSet<Node> = part.objects.values().flat_map(Object::nodes).collect();
    for node in &nodes {
        if let Some(needs) = schema.depends.get(node) {
            let kept: NodeSet = needs.iter().filter(|need| nodes.contains(need)).cloned().collect();
            part.depends.insert(node.clone(), kept);
        }
    }
    part.link();
    part
}
