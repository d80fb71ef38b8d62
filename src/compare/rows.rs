//! Whether the rows that are there allow the operations: asked before a script is written, so that it does not fail later.

use std::collections::{BTreeMap, BTreeSet};

use super::row_keys;
use crate::dialect::row_guard::RowRule;
use crate::dialect::{Dialect, Session};
use crate::error::{Fault, Place, Result};
use crate::operation::{CompositeChange, Fill, Operation, TypeChange};
use crate::schema::{
    Column, CompositeType, ConstraintDefinition, Domain, Enum, Expr, Kind, Node, NodeSet, Object, ObjectId, Part,
    PartKind, Phase, QName, Schema, Table,
};

/// Rows that a change would break on.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowsError {
    /// A new column that rows have no value for.
    #[error("column {table}.{column} is NOT NULL and has no default, but {table} has rows")]
    NoValue {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A column that becomes NOT NULL while rows hold NULL.
    #[error("column {table}.{column} becomes NOT NULL, but {table} has rows where it is NULL")]
    Nulls {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Values that a column's new type does not hold.
    #[error("column {table}.{column} becomes {ty}, but {}", in_rows(.rows, .words))]
    Misfit {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its new type.
        ty: String,
        /// How many rows there are.
        rows: String,
        /// What they hold.
        words: String,
    },
    /// A check that rows do not pass.
    #[error("{what} is added, but {table} has rows that do not pass it")]
    Check {
        /// The check: `check c on t`.
        what: String,
        /// The table.
        table: String,
        /// Where it stands in the schema.
        place: Option<Place>,
    },
    /// A key that rows do not keep: one that is to be unique, or that is to refer to rows of another table.
    #[error("{what} is added, but {}", broken_keys(.rows, .target.as_deref()))]
    Key {
        /// The key: `unique u on t`.
        what: String,
        /// How many rows, or values, there are.
        rows: String,
        /// The table that is referred to.
        target: Option<String>,
        /// What shows them.
        query: String,
        /// Where it stands in the schema.
        place: Option<Place>,
    },
    /// A domain's NOT NULL that rows do not keep.
    #[error("domain {domain} becomes NOT NULL, but {table}.{column} has rows where it is NULL")]
    DomainNulls {
        /// The domain.
        domain: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Where it stands in the schema.
        place: Option<Place>,
    },
    /// Rows that no partition of their table takes, which becomes partitioned.
    #[error("table {table} becomes partitioned, but it has rows that none of its partitions takes")]
    NoPartition {
        /// The table.
        table: String,
        /// Where it stands in the schema.
        place: Option<Place>,
    },
    /// Rows that a partition's bound has no place for.
    #[error("partition {partition} is to be {bound}, but it has rows that neither it nor another partition takes")]
    Bound {
        /// The partition.
        partition: String,
        /// Its bound.
        bound: String,
        /// Where it stands in the schema.
        place: Option<Place>,
    },
    /// A type that gets other attributes while its values wait as text, in which each has its place.
    #[error(
        "{name} gets other {} and is made anew, while {table}.{column} has rows that hold its {}",
        if *.is_type { "attributes" } else { "columns" }, if *.is_type { "values" } else { "rows" }
    )]
    OtherAttributes {
        /// The type, or the view or table whose rows are values: `view v`.
        name: String,
        /// Whether it is a type.
        is_type: bool,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Where the type stands in the schema.
        place: Option<Place>,
    },
    /// An enum value that goes while rows hold it within a value of another type.
    #[error("enum {name}: the value '{value}' goes, but {table}.{column} ({ty}) has rows that hold it")]
    ValueInside {
        /// The enum.
        name: String,
        /// The value.
        value: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type.
        ty: String,
        /// Where the enum stands in the schema.
        place: Option<Place>,
    },
    /// An enum value that goes while rows hold it.
    #[error("enum {name}: the value '{value}' goes, but {table}.{column} has rows that hold it")]
    ValueInUse {
        /// Where it stands in the schema.
        place: Option<Place>,
        /// Whether the schema is SQL.
        sql: bool,
        /// The type.
        name: String,
        /// The value.
        value: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl Fault for RowsError {
    fn code(&self) -> &'static str {
        match self {
            RowsError::NoValue { .. } | RowsError::Nulls { .. } => "needs-backfill",
            RowsError::ValueInUse { .. } | RowsError::ValueInside { .. } => "enum-value-in-use",
            RowsError::Misfit { .. } | RowsError::OtherAttributes { .. } => "values-do-not-fit",
            RowsError::Check { .. } | RowsError::DomainNulls { .. } => "rows-break-check",
            RowsError::Key { .. } => "rows-break-key",
            RowsError::Bound { .. } | RowsError::NoPartition { .. } => "rows-break-bound",
        }
    }

    fn places(&self) -> Vec<Place> {
        match self {
            RowsError::Check { place, .. }
            | RowsError::Key { place, .. }
            | RowsError::DomainNulls { place, .. }
            | RowsError::Bound { place, .. }
            | RowsError::NoPartition { place, .. }
            | RowsError::OtherAttributes { place, .. }
            | RowsError::ValueInside { place, .. }
            | RowsError::ValueInUse { place, .. } => place.iter().cloned().collect(),
            RowsError::NoValue { .. } | RowsError::Nulls { .. } | RowsError::Misfit { .. } => Vec::new(),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            RowsError::Key { query, .. } => vec![format!("they are shown by: {query}")],
            _ => Vec::new(),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            RowsError::NoValue { column, .. } => format!(
                "give it a default, let it be NULL (\"type?\"), or say what the rows get: {column} = {{ …, backfill = {{ sql = \"…\" }} }}"
            ),
            RowsError::Nulls { column, .. } => {
                format!("say what these rows get: {column} = {{ …, backfill = {{ sql = \"…\" }} }}")
            }
            RowsError::Misfit { column, .. } => {
                format!(
                    "change these rows first, or say how the values pass: {column} = {{ …, using = {{ sql = \"…\" }} }}"
                )
            }
            RowsError::Check { .. } => {
                "no script was written; change these rows first, or declare the check NOT VALID, which looks at new rows alone"
                    .to_owned()
            }
            RowsError::OtherAttributes { column, is_type: false, .. } => format!(
                "no script was written; in a revision before, let {column} have a type of its own, or no values"
            ),
            RowsError::OtherAttributes { name, .. } => format!(
                "make two revisions of it: in the first {name} gets or loses its attributes, in the second all else changes"
            ),
            RowsError::DomainNulls { .. } | RowsError::Key { .. } | RowsError::ValueInside { .. } => {
                "no script was written; change these rows first".to_owned()
            }
            RowsError::Bound { .. } | RowsError::NoPartition { .. } => "no script was written; move or delete these rows first, or declare a partition for them".to_owned(),
            RowsError::ValueInUse { value, sql: true, .. } => {
                format!("say what these rows become, on the line before the type: `-- migrate: replaced_by '{value}' '…'`")
            }
            RowsError::ValueInUse { value, .. } => {
                format!("say what these rows become: replaced_by = {{ {value} = \"…\" }}")
            }
        })
    }
}

/// `3 rows hold values beyond int`
fn in_rows(rows: &str, words: &str) -> String {
    if rows == "1" { format!("1 row holds {words}") } else { format!("{rows} rows hold {words}") }
}

/// `2 rows refer to what is not in r`, `2 values of it stand in more than one row`
fn broken_keys(rows: &str, target: Option<&str>) -> String {
    match target {
        Some(target) => RowRule::ForeignKey.broken_by(rows, target),
        None => RowRule::Unique.broken_by(rows, ""),
    }
}

/// The tables, under their names in `schema`, that hold the rows of this one: itself, as SQL has it; but where another server
/// has some of them, each that holds rows of ours by itself. What is another's is not looked at.
pub(super) fn held_in(
    table: &QName,
    schema: &Schema,
    dialect: &dyn Dialect,
    before: impl Fn(&QName) -> QName,
) -> Vec<String> {
    let Some(whole) = schema.table(table) else { return vec![dialect.qualified(&before(table))] };
    let mut found: Vec<&Table> = vec![whole];
    let mut at = 0;
    while let Some(parent) = found.get(at).map(|table| table.name.clone()) {
        let is_child = |one: &&Table| {
            one.parents().any(|other| *other == parent) && !found.iter().any(|known| known.name == one.name)
        };
        let children: Vec<&Table> = schema.tables().filter(is_child).collect();
        found.extend(children);
        at += 1;
    }
    if !found.iter().any(|table| table.is_foreign()) {
        return vec![dialect.qualified(&before(table))];
    }
    let ours = found.iter().filter(|table| !table.is_foreign());
    ours.map(|table| format!("ONLY {}", dialect.qualified(&before(&table.name)))).collect()
}

/// Whether a table, or what counts with it, holds rows in the live database.
pub(super) async fn has_rows(
    table: &QName,
    live: &Schema,
    before: impl Fn(&QName) -> QName,
    session: &mut dyn Session,
) -> Result<bool> {
    let places = held_in(table, live, session.dialect().as_ref(), before);
    any(session, &places, None).await
}

/// Looks at the rows of the live database; `live` is what is there, with the renames applied.
///
/// # Errors
/// [`RowsError`] at the first operation that rows stand against; a query that fails.
pub async fn allowed_by_rows(
    operations: &[Operation],
    before: impl Fn(&QName, &str) -> (QName, String),
    (live, after): (&Schema, &Schema),
    places: &Places<'_>,
    session: &mut dyn Session,
) -> Result<()> {
    let dialect = session.dialect();
    let held = |table: &QName, column: &str| held_in(table, live, dialect.as_ref(), |table| before(table, column).0);
    for (made_anew, table, column) in waiting_as_text(operations, live) {
        // A row is not `IS NOT NULL` once one of its values is NULL.
        let test = format!("{} IS DISTINCT FROM NULL", dialect.quote(&before(table, column).1));
        if any(session, &held(table, column), Some(&test)).await? {
            let place = places.of(&Node::Object(made_anew.clone()));
            let is_type = made_anew.kind == Kind::CompositeType;
            let name = format!("{} {}", made_anew.kind.facts().word, made_anew.name);
            let (table, column) = (table.to_string(), column.to_owned());
            return Err(RowsError::OtherAttributes { name, is_type, table, column, place }.into());
        }
    }
    for operation in operations.iter().flat_map(Operation::shown) {
        if let Operation::AlterColumn { table, from, to, using: None, .. } = operation
            && let (_, column) = before(table, &from.name)
            && let Some(misfit) = dialect.misfit(&Column { name: column, ..from.clone() }, to, after.table(table))
        {
            for place in held(table, &from.name) {
                let query = format!("SELECT 1 FROM {place} WHERE {}", misfit.condition);
                let count = counted(session, &query).await?.unwrap_or_default();
                if count != "0" {
                    let (table, column, ty) = (table.to_string(), to.name.clone(), to.ty.clone());
                    return Err(RowsError::Misfit { table, column, ty, rows: count, words: misfit.words }.into());
                }
            }
        }
        match operation {
            Operation::AddColumn { table, column, fill: Fill::Nothing, .. }
                if after.needs_value(column, |name| dialect.qualified(name)) =>
            {
                let filled = has_rows(table, live, |table| before(table, &column.name).0, session).await?;
                if filled {
                    let (table, column) = (table.to_string(), column.name.clone());
                    return Err(RowsError::NoValue { table, column }.into());
                }
            }
            Operation::AlterColumn { table, from, to, fill: Fill::Nothing, .. }
                if from.nullable && !to.nullable && !to.not_null.not_valid =>
            {
                let (_, column) = before(table, &from.name);
                let test = format!("{} IS NULL", dialect.quote(&column));
                // One that comes with the type of its table.
                let is_there = live.table(table).is_none_or(|table| table.column(&from.name).is_some());
                // One that comes from a parent: it holds its default in all rows, or nothing.
                let comes =
                    |one: &Operation| matches!(one, Operation::AddColumn { column, .. } if column.name == from.name);
                let comes = !is_there || !from.annotation.origin.is_own() && operations.iter().any(comes);
                let test = Some(test.as_str()).filter(|_| !comes);
                let places = if to.not_null.no_inherit {
                    vec![format!("ONLY {}", dialect.qualified(&before(table, &from.name).0))]
                } else {
                    held(table, &from.name)
                };
                if !(comes && from.default.is_some()) && any(session, &places, test).await? {
                    return Err(RowsError::Nulls { table: table.to_string(), column: to.name.clone() }.into());
                }
            }
            Operation::AlterType(TypeChange::Enum(change)) => {
                // What is made of the type: its values pass as text, and none takes the place of another there.
                for value in change.gone() {
                    for (table, column) in columns_made_of(live, &change.from, dialect.as_ref()) {
                        let at = dialect.quote(&before(table, &column.name).1);
                        let test = dialect.holds_enum_value(live, &at, &column.ty, &change.from.name, value);
                        let Some(test) = test else { continue };
                        if any(session, &held(table, &column.name), Some(&test)).await? {
                            return Err(RowsError::ValueInside {
                                name: change.to.name.to_string(),
                                value: value.clone(),
                                table: table.to_string(),
                                column: column.name.clone(),
                                ty: column.ty.clone(),
                                place: places.of(&Node::Object(ObjectId::new(Kind::Enum, change.to.name.clone()))),
                            }
                            .into());
                        }
                    }
                }
                for value in change.lost() {
                    for one in &change.uses {
                        let (_, column) = before(&one.table, &one.before.name);
                        // Where the column cannot hold it, only its default needs the type.
                        let column = dialect.quote(&column);
                        let Some(test) =
                            dialect.holds_enum_value(live, &column, &one.before.ty, &change.from.name, value)
                        else {
                            continue;
                        };
                        if any(session, &held(&one.table, &one.before.name), Some(&test)).await? {
                            return Err(RowsError::ValueInUse {
                                name: change.to.name.to_string(),
                                value: value.clone(),
                                table: one.table.to_string(),
                                column: one.before.name.clone(),
                                place: places.of(&Node::Object(ObjectId::new(Kind::Enum, change.to.name.clone()))),
                                sql: places.is_sql(),
                            }
                            .into());
                        }
                    }
                }
            }
            // One that comes, or is to be validated.
            Operation::AddPart { of, part: Part::Constraint(constraint) }
            | Operation::AlterPart { of, to: Part::Constraint(constraint), .. }
                if let ConstraintDefinition::Check(check) = &constraint.definition
                    && !check.not_valid
                    && !check.not_enforced =>
            {
                let what = format!("check {} on {}", constraint.key(), of.name);
                let failing = format!("NOT ({})", check.expression);
                if let Some(table) = breaking(of, &failing, operations, live, &before, session).await? {
                    let place = places.of(&Node::Part(of.clone(), PartKind::Check, constraint.key()));
                    return Err(RowsError::Check { what, table: table.to_string(), place }.into());
                }
            }
            Operation::AddPart { of, part } | Operation::AlterPart { of, to: part, .. }
                if comes_to_be_looked_at(operation) =>
            {
                let Some(broken) = row_keys::broken(of, part, operations, live, &before, dialect.as_ref()) else {
                    continue;
                };
                // The database may not tell yet: a key may name what is still to come.
                let rows = match counted(session, &broken.query).await {
                    Err(fault) if fault.code() == "connection" => return Err(fault),
                    answer => answer.ok().flatten(),
                };
                if let Some(rows) = rows.filter(|rows| rows != "0") {
                    return Err(RowsError::Key {
                        what: format!("{} {} on {}", part.kind().word(), part.key(), of.name),
                        rows,
                        target: broken.target,
                        query: broken.query,
                        place: places.of(&Node::Part(of.clone(), part.kind(), part.key())),
                    }
                    .into());
                }
            }
            Operation::Alter { from: Object::Domain(from), to: Object::Domain(to) }
                if to.not_null && !from.not_null =>
            {
                let id = Domain::id_of(&to.name);
                for (table, column) in columns_of_type(live, &id, dialect.as_ref()) {
                    let test = format!("{} IS NULL", dialect.quote(&before(table, column).1));
                    if might(session, &held(table, column), &test).await? {
                        let (domain, table, column) = (to.name.to_string(), table.to_string(), column.to_owned());
                        let place = places.of(&Node::Object(id));
                        return Err(RowsError::DomainNulls { domain, table, column, place }.into());
                    }
                }
            }
            Operation::Alter { from: Object::Table(from), to: Object::Table(to) }
                if from.options.partition_of != to.options.partition_of =>
            {
                bound_holds(to, (live, after), places, &held, session).await?;
            }
            Operation::BringRows(rows) if rows.only.is_none() && rows.from.options.partition_by.is_none() => {
                // Those of tables that inherit from it are not copied with it.
                let own = format!("ONLY {}", dialect.qualified(&before(&rows.from.name, "").0));
                partitions_hold(&rows.into, after, places, &[own], session).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a part comes, or a foreign key that rows need not have kept until now: it was not validated, or not enforced.
fn comes_to_be_looked_at(operation: &Operation) -> bool {
    let lax = |part: &Part| match part {
        Part::Constraint(one) => one.foreign_key().map(|key| key.not_valid || key.not_enforced),
        _ => None,
    };
    match operation {
        Operation::AlterPart { from, to, .. } => lax(from) == Some(true) && lax(to) == Some(false),
        _ => true,
    }
}

/// A type and all that are made of it.
fn types_made_of(of: &ObjectId, schema: &Schema) -> BTreeSet<ObjectId> {
    let mut found: BTreeSet<ObjectId> = BTreeSet::from([of.clone()]);
    loop {
        let is_one = |needs: &NodeSet| needs.iter().any(|need| found.contains(need.object()));
        let is_type = |node: &Node| node.object().kind.facts().created == Phase::CreateTypes;
        let types = schema.depends.iter().filter(|(node, needs)| is_type(node) && is_one(needs));
        let more: Vec<ObjectId> = types.map(|(node, _)| node.object().clone()).collect();
        let known = found.len();
        found.extend(more);
        if found.len() == known {
            return found;
        }
    }
}

/// The columns whose values wait as text while the type that they are made of gets other attributes: there each value is told by
/// its place alone.
fn waiting_as_text<'o>(operations: &'o [Operation], live: &Schema) -> Vec<(ObjectId, &'o QName, &'o str)> {
    let mut found = Vec::new();
    for new in operations.iter().filter_map(|one| with_other_places(one, operations)) {
        let made_of = types_made_of(&new, live);
        found.extend(operations.iter().filter_map(|one| match one {
            Operation::AlterColumn { table, from, to, .. } if from.ty != to.ty && to.ty.starts_with("text") => {
                let needs = live.depends.get(&Node::column(table, &from.name))?;
                let waits = needs.iter().any(|need| made_of.contains(need.object()));
                waits.then(|| (new.clone(), table, from.name.as_str()))
            }
            _ => None,
        }));
    }
    found
}

/// The type that an operation makes anew, a composite one or that of the rows of a view or table, where a value does not have each
/// attribute in the place that it had.
fn with_other_places(operation: &Operation, operations: &[Operation]) -> Option<ObjectId> {
    let places = |of: &CompositeType| of.attributes.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let names = |of: &CompositeType| places(of).into_iter().collect::<BTreeSet<_>>();
    let columns = |of: &Table| of.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    match operation {
        Operation::Create(new) => {
            let gone = |one: &Operation| match (one, new) {
                (Operation::Drop(Object::CompositeType(old)), Object::CompositeType(new)) => {
                    old.name == new.name && places(old) != places(new)
                }
                // What columns a query has is not known here: another query may have others.
                (Operation::Drop(Object::View(old)), Object::View(new)) => {
                    old.name == new.name && old.query != new.query
                }
                (Operation::Drop(Object::Table(old)), Object::Table(new)) => {
                    old.name == new.name && columns(old) != columns(new)
                }
                (Operation::BringRows(rows), Object::Table(new)) => {
                    rows.from.name == new.name && columns(&rows.from) != columns(new)
                }
                _ => false,
            };
            operations.iter().any(gone).then(|| new.id())
        }
        Operation::AlterType(TypeChange::Composite(CompositeChange { from, to, uses })) => {
            // Where columns are of the type itself, the new one has its attributes in the places of the old one.
            let differs = if uses.is_empty() { places(from) != places(to) } else { names(from) != names(to) };
            differs.then(|| CompositeType::id_of(&to.name))
        }
        _ => None,
    }
}

/// Where the schema says things: to draw a fault at.
pub enum Places<'p> {
    /// In a schema.toml.
    Declared(&'p BTreeMap<Node, Place>),
    /// In SQL, by the statement that makes an object.
    Sql(&'p BTreeMap<ObjectId, Place>),
}

impl Places<'_> {
    fn is_sql(&self) -> bool {
        matches!(self, Places::Sql(_))
    }

    fn of(&self, node: &Node) -> Option<Place> {
        let object = Node::Object(node.object().clone());
        match self {
            Places::Declared(places) => places.get(node).or_else(|| places.get(&object)).cloned(),
            Places::Sql(places) => places.get(node.object()).cloned(),
        }
    }
}

/// The table with rows that do not pass a new check of it, or of a domain that its columns are of. `failing`: the condition of
/// such rows.
async fn breaking<'s>(
    of: &'s ObjectId,
    failing: &str,
    operations: &[Operation],
    live: &'s Schema,
    before: &impl Fn(&QName, &str) -> (QName, String),
    session: &mut dyn Session,
) -> Result<Option<&'s QName>> {
    let dialect = session.dialect();
    let held = |table: &QName, column: &str| held_in(table, live, dialect.as_ref(), |table| before(table, column).0);
    // Where the values change besides, what they will be is not known.
    if of.kind == Kind::Table && live.get(of).is_some() && !changes_values(operations, &of.name) {
        return Ok(might(session, &held(&of.name, ""), failing).await?.then_some(&of.name));
    }
    if of.kind == Kind::Domain {
        for (table, column) in columns_of_type(live, of, dialect.as_ref()) {
            let old = dialect.quote(&before(table, column).1);
            let test = format!("(SELECT {failing} FROM (SELECT {old} AS value) x)");
            if might(session, &held(table, column), &test).await? {
                return Ok(Some(table));
            }
        }
    }
    Ok(None)
}

/// Whether operations change the values of columns of a table.
fn changes_values(operations: &[Operation], table: &QName) -> bool {
    operations.iter().flat_map(Operation::shown).any(|operation| match operation {
        Operation::AlterColumn { table: of, .. } | Operation::AddColumn { table: of, .. } => of == table,
        Operation::AlterType(_) => true,
        _ => false,
    })
}

/// The columns of tables that are of this type.
fn columns_of_type<'s>(schema: &'s Schema, ty: &ObjectId, dialect: &dyn Dialect) -> Vec<(&'s QName, &'s str)> {
    let printed = dialect.qualified(&ty.name);
    let tables = schema.tables().filter(|table| table.options.partition_of.is_none());
    let columns = tables.flat_map(|table| table.columns.iter().map(move |column| (&table.name, column)));
    columns.filter(|(_, column)| column.ty == printed).map(|(table, column)| (table, column.name.as_str())).collect()
}

/// The columns of other types than an enum that hold its values: of a domain over it, of a composite type.
fn columns_made_of<'s>(schema: &'s Schema, of: &Enum, dialect: &dyn Dialect) -> Vec<(&'s QName, &'s Column)> {
    let itself = ObjectId::new(Kind::Enum, of.name.clone());
    let made_of: Vec<ObjectId> = types_made_of(&itself, schema).into_iter().filter(|id| *id != itself).collect();
    let mut found = Vec::new();
    for id in made_of {
        for node in schema.dependents(&Node::Object(id)) {
            if let Node::Part(of, PartKind::Column, name) = node {
                let table = schema.table(&of.name).filter(|table| table.options.partition_of.is_none());
                found.extend(table.and_then(|table| Some((&table.name, table.column(name)?))));
            }
        }
    }
    // A column of the enum itself can stand on another of these by its default alone.
    let itself = dialect.qualified(&of.name);
    let is_itself = |column: &Column| column.ty.strip_suffix("[]").unwrap_or(&column.ty) == itself;
    found.retain(|(_, column)| column.generated.is_none() && !is_itself(column));
    found
}

/// The condition of rows that no partition of a table takes; none where there is a default one, or it is not known.
fn without_place(whole: &QName, key: &Expr, after: &Schema, dialect: &dyn Dialect) -> Option<String> {
    let bounds = after.tables().filter_map(|one| one.options.partition_of.as_ref()).filter(|one| one.of == *whole);
    let conditions = bounds.map(|one| dialect.bound_condition(whole, key, &one.bound));
    let conditions: Vec<String> =
        conditions.map(|one| Some(format!("({}) IS NOT TRUE", one?))).collect::<Option<_>>()?;
    Some(if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") })
}

/// Whether the rows of a partition have a place under its new bound: in it, or in another partition, which is given them.
async fn bound_holds(
    table: &Table,
    (live, after): (&Schema, &Schema),
    places: &Places<'_>,
    held: &dyn Fn(&QName, &str) -> Vec<String>,
    session: &mut dyn Session,
) -> Result<()> {
    let dialect = session.dialect();
    let Some(partition) = &table.options.partition_of else { return Ok(()) };
    // A parent that is divided otherwise, or is not there yet, has its rows elsewhere.
    let (Some(parent), Some(old)) = (after.table(&partition.of), live.table(&partition.of)) else { return Ok(()) };
    let Some(key) = parent.options.partition_by.as_ref().filter(|key| Some(*key) == old.options.partition_by.as_ref())
    else {
        return Ok(());
    };
    let Some(test) = without_place(&parent.name, key, after, dialect.as_ref()) else { return Ok(()) };
    if might(session, &held(&table.name, ""), &test).await? {
        return Err(RowsError::Bound {
            partition: table.name.to_string(),
            bound: partition.bound.text().to_owned(),
            place: places.of(&Node::Object(ObjectId::table(&table.name))),
        }
        .into());
    }
    Ok(())
}

/// Whether the rows of a table that becomes partitioned have a place, each in one of its partitions.
async fn partitions_hold(
    whole: &Table,
    after: &Schema,
    places: &Places<'_>,
    held: &[String],
    session: &mut dyn Session,
) -> Result<()> {
    let dialect = session.dialect();
    let Some(key) = &whole.options.partition_by else { return Ok(()) };
    let Some(test) = without_place(&whole.name, key, after, dialect.as_ref()) else { return Ok(()) };
    if might(session, held, &test).await? {
        let place = places.of(&Node::Object(ObjectId::table(&whole.name)));
        return Err(RowsError::NoPartition { table: whole.name.to_string(), place }.into());
    }
    Ok(())
}

/// Whether some row of a table passes a test; no, where the database cannot tell: the test may name what is not there yet.
async fn might(session: &mut dyn Session, tables: &[String], test: &str) -> Result<bool> {
    match any(session, tables, Some(test)).await {
        Err(fault) if fault.code() == "connection" => Err(fault),
        answer => Ok(answer.unwrap_or_default()),
    }
}

/// How many rows a query has.
async fn counted(session: &mut dyn Session, query: &str) -> Result<Option<String>> {
    let rows = session.rows(&format!("SELECT COUNT(*) FROM ({query}) counted")).await?;
    Ok(rows.into_iter().flatten().flatten().next())
}

async fn any(session: &mut dyn Session, places: &[String], test: Option<&str>) -> Result<bool> {
    let test = test.map_or_else(String::new, |test| format!(" WHERE {test}"));
    for place in places {
        if !session.rows(&format!("SELECT 1 FROM {place}{test} LIMIT 1")).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
