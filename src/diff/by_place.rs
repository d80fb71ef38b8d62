//! Views whose queries count the columns of a table by their places (`FROM t x(a, b)`), or of a function that returns its rows.
//!
//! Such a text is right for one list of columns, in one order. So the view makes way as a whole when columns come or go, and is
//! made again when all of them have. And where a table's columns stand here in another order than in the schema that a text was
//! read from, it is written for the order that they have here.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{ColumnOrder, Counted, Dialect};
use crate::operation::{Operation, Part};
use crate::schema::{Kind, Node, Object, ObjectId, QName, Schema, Table, View};

use super::DiffError;

/// The operations, with views that would change in place or stay as a drop and a create where columns that they count come or
/// go. `cleared` adds what operations make necessary.
pub(super) fn anew(
    mut operations: Vec<Operation>,
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
    cleared: impl Fn(Vec<Operation>) -> Vec<Operation>,
) -> Vec<Operation> {
    let stay = from.views().filter_map(|old| match to.get(&ObjectId::view(&old.name))? {
        Object::View(new) => Some((old, new)),
        _ => None,
    });
    let counting: Vec<(&View, &View, Vec<QName>)> = stay
        .map(|(old, new)| (old, new, [counted(old, from, dialect), counted(new, to, dialect)].concat()))
        .filter(|(.., tables): &(_, _, Vec<QName>)| !tables.is_empty())
        .collect();
    if counting.is_empty() {
        return operations;
    }
    let all = cleared(operations.clone());
    let drops = |one: &Operation| matches!(one, Operation::Drop(_));
    let gone: BTreeSet<ObjectId> = all.iter().filter(|one| drops(one)).map(Operation::object).collect();
    for (old, new, tables) in counting {
        let id = ObjectId::view(&old.name);
        let is_changed = |table: &QName| all.iter().any(|one| changes_columns_of(one, table, &[from, to]));
        if gone.contains(&id) || !tables.iter().any(is_changed) {
            continue;
        }
        operations.retain(|one| one.object() != id);
        let old = Object::View(old.clone());
        let new = Object::View(new.clone()).filled_as(&old);
        operations.extend([Operation::Drop(old), Operation::Create(new)]);
    }
    operations
}

/// What counts columns is made when all of them have come and gone.
pub(super) fn order(
    operations: &[Operation],
    from: &Schema,
    to: &Schema,
    dialect: &dyn Dialect,
    wait: &mut impl FnMut(usize, usize),
) {
    if !operations.iter().any(changes_columns) {
        return;
    }
    for (at, operation) in operations.iter().enumerate() {
        let Operation::Create(Object::View(view)) = operation else { continue };
        for table in counted(view, to, dialect) {
            for (other, one) in operations.iter().enumerate() {
                if changes_columns_of(one, &table, &[from, to]) {
                    wait(at, other);
                }
            }
        }
    }
}

/// The wanted schema as it will be after these operations, where a view counts columns that stand in another order then: that
/// order, and its query written for it.
///
/// # Errors
/// A query that cannot be written for it.
pub fn placed(
    from: &Schema,
    to: &Schema,
    operations: &[Operation],
    dialect: &dyn Dialect,
) -> Result<Option<Schema>, DiffError> {
    let mut reached: BTreeMap<QName, Vec<String>> = BTreeMap::new();
    for table in to.tables() {
        let order = order_reached(table, from, to, operations);
        if !order.iter().eq(table.columns.iter().map(|column| &column.name)) {
            reached.insert(table.name.clone(), order);
        }
    }
    if reached.is_empty() {
        return Ok(None);
    }
    let views = [from, to].into_iter().flat_map(|schema| schema.views().map(move |view| (view, schema)));
    let listed: BTreeSet<QName> = views.flat_map(|(view, schema)| counted(view, schema, dialect)).collect();
    reached.retain(|name, _| listed.contains(name));
    if reached.is_empty() {
        return Ok(None);
    }
    let mut schema = to.clone();
    for object in schema.objects.values_mut() {
        match object {
            Object::View(view) => {
                let order = |one: &Counted| {
                    let table = if one.called { rows_of(&one.name, view, to, dialect)? } else { one.name.clone() };
                    column_order(&table, to, &reached)
                };
                match dialect.rearranged(view.query.text(), &order) {
                    Ok(Some(query)) => view.query = query.into(),
                    Ok(None) => {}
                    Err(table) => return Err(DiffError::CountedColumns { view: view.name.clone(), table }),
                }
            }
            Object::Table(table) => {
                if let Some(order) = reached.get(&table.name) {
                    table.columns.sort_by_key(|column| order.iter().position(|name| *name == column.name));
                }
            }
            _ => {}
        }
    }
    Ok(Some(schema))
}

/// The operations, with views as this schema writes their queries where they have them as that one does.
pub(super) fn exchanged(operations: &[Operation], those: &Schema, these: &Schema) -> Vec<Operation> {
    let exchange = |view: &mut View| {
        let id = ObjectId::view(&view.name);
        if let (Some(Object::View(that)), Some(Object::View(this))) = (those.get(&id), these.get(&id))
            && view.query == that.query
        {
            view.query.clone_from(&this.query);
        }
    };
    let mut operations = operations.to_vec();
    for operation in &mut operations {
        match operation {
            Operation::Drop(Object::View(view)) | Operation::Alter { from: Object::View(view), .. } => exchange(view),
            _ => {}
        }
    }
    operations
}

/// The tables and types whose columns a view counts, by themselves or as those of functions that return their rows.
fn counted(view: &View, schema: &Schema, dialect: &dyn Dialect) -> Vec<QName> {
    let found = dialect.counts_columns(view.query.text()).into_iter();
    let tables =
        found.filter_map(|one| if one.called { rows_of(&one.name, view, schema, dialect) } else { Some(one.name) });
    tables.collect()
}

/// The table or type whose rows a function returns that a view calls by this name.
fn rows_of(function: &QName, view: &View, schema: &Schema, dialect: &dyn Dialect) -> Option<QName> {
    let called = schema.depends.get(&Node::Object(ObjectId::view(&view.name)))?.iter();
    let called = called.filter(|need| need.object().kind == Kind::Function && need.object().name == *function);
    let mut rows = called.filter_map(|node| {
        let Some(Object::Definition(one)) = schema.get(node.object()) else { return None };
        let returns = |ty: &QName| {
            let ty = dialect.qualified(ty);
            let head = one.sql.text().lines().find_map(|line| line.trim_start().strip_prefix("RETURNS "))?;
            (head == ty || head.strip_prefix("SETOF ").is_some_and(|rows| rows == ty)).then_some(())
        };
        let needs = schema.depends.get(node)?.iter().map(Node::object);
        let mut kinds = needs.filter(|id| matches!(id.kind, Kind::Table | Kind::View | Kind::CompositeType));
        kinds.find(|id| returns(&id.name).is_some()).map(|id| id.name.clone())
    });
    rows.next()
}

/// The columns of a table or a view that a query names.
fn column_order(name: &QName, schema: &Schema, reached: &BTreeMap<QName, Vec<String>>) -> Option<ColumnOrder> {
    let said: Vec<String> = match (schema.table(name), schema.get(&ObjectId::view(name))) {
        (Some(table), _) => table.columns.iter().map(|column| column.name.clone()).collect(),
        (_, Some(Object::View(view))) if !view.output.is_empty() => {
            view.output.iter().map(|(name, _)| name.clone()).collect()
        }
        _ => return None,
    };
    let real = reached.get(name).unwrap_or(&said).clone();
    Some(ColumnOrder { said, real })
}

/// The order in which the columns of a wanted table stand after the operations: those that stay, then those that come.
fn order_reached(table: &Table, from: &Schema, to: &Schema, operations: &[Operation]) -> Vec<String> {
    let wanted = || table.columns.iter().map(|column| column.name.clone());
    let Some(old) = from.table(&table.name) else { return wanted().collect() };
    if operations.iter().any(|one| one.makes_table(&table.name)) {
        return wanted().collect();
    }
    let above = to.ancestors(&table.name);
    let comes = |one: &Operation| match one {
        Operation::AddColumn { table: of, column, .. } if *of == table.name || above.contains(&of) => {
            table.column(&column.name).map(|column| column.name.clone())
        }
        _ => None,
    };
    let come: Vec<String> = operations.iter().filter_map(comes).collect();
    let stay = old.columns.iter().map(|column| &column.name);
    let stay = stay.filter(|name| table.column(name).is_some() && !come.contains(name)).cloned();
    let mut order: Vec<String> = Vec::with_capacity(table.columns.len());
    for name in stay.chain(come.iter().cloned()).chain(wanted()) {
        if !order.contains(&name) {
            order.push(name);
        }
    }
    order
}

/// Whether columns of a table come or go.
fn changes_columns(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn { .. } | Operation::DropColumn { .. } => true,
        Operation::AddPart { part, .. } | Operation::DropPart { part, .. } => matches!(part, Part::Attribute(_)),
        _ => false,
    }
}

/// Whether columns of this table come or go: by themselves, with a parent's or with its type's.
fn changes_columns_of(operation: &Operation, table: &QName, schemas: &[&Schema]) -> bool {
    let is_above = |of: &QName| schemas.iter().any(|schema| schema.ancestors(table).contains(&of));
    match operation {
        Operation::AddColumn { table: of, .. } | Operation::DropColumn { table: of, .. } => of == table || is_above(of),
        Operation::AddPart { of, .. } | Operation::DropPart { of, .. } if changes_columns(operation) => {
            let (node, ty) = (Node::table(table), Node::Object(of.clone()));
            let is_it = of.kind == Kind::CompositeType && of.name == *table;
            is_it || schemas.iter().any(|schema| schema.depends.get(&node).is_some_and(|needs| needs.contains(&ty)))
        }
        _ => false,
    }
}
