//! What PostgreSQL's ALTER can do, what stands in its way, and which names exclude each other.

use crate::engine::Flavor;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{
    Column, ConstraintDefinition, Expr, Index, IndexKey, Kind, Node, Object, ObjectId, PartKind, Phase, Schema, Table,
};

use super::render::{
    alters_constraint, alters_definition, alters_index, alters_policy, alters_rule, alters_trigger, alters_view,
    converts, is_string,
};
use super::{as_stored, types};

/// Whether a change can be made in place.
pub(super) fn alters(operation: &Operation, flavor: &Flavor) -> bool {
    match operation {
        Operation::AlterColumn { from, to, .. } => alters_column(from, to, flavor),
        Operation::AlterPart { from, to, .. } => match (from, to) {
            (Part::Constraint(a), Part::Constraint(b)) => alters_constraint(a, b),
            (Part::Index(a), Part::Index(b)) => alters_index(a, b),
            (Part::Attribute(_), Part::Attribute(_)) => true,
            (Part::Trigger(a), Part::Trigger(b)) => alters_trigger(a, b, flavor),
            (Part::Rule(a), Part::Rule(b)) => alters_rule(a, b),
            (Part::Policy(a), Part::Policy(b)) => alters_policy(a, b),
            (Part::RowSecurity(_), Part::RowSecurity(_)) => true,
            _ => false,
        },
        Operation::Alter { from: Object::View(a), to: Object::View(b) } => alters_view(a, b),
        Operation::Alter { from: Object::Definition(a), to: Object::Definition(b) } => alters_definition(a, b),
        _ => true,
    }
}

/// A change of a partitioned table in the form that the server has for it: "ALTER action SET cannot be performed on relation" is
/// what it says of the storage parameters of such a table's index.
pub(super) fn apart_where_partitioned(operation: Operation) -> Vec<Operation> {
    match operation {
        Operation::AlterPart { of, from, to } if index_parameters(&from) != index_parameters(&to) => {
            vec![Operation::DropPart { of: of.clone(), part: from }, Operation::AddPart { of, part: to }]
        }
        other => vec![other],
    }
}

/// A change of a table that has checks, likewise: "SET EXPRESSION is not supported for virtual generated columns in tables with check
/// constraints". No row holds such a column's values, so that it is made anew.
pub(super) fn apart_where_checked(operation: Operation, (before, after): (&Table, &Table)) -> Vec<Operation> {
    let is_virtual = |column: &Column| column.generated.as_ref().is_some_and(|generated| !generated.stored);
    match operation {
        Operation::AlterColumn { table, from, to, .. }
            if is_virtual(&from) && is_virtual(&to) && from.generated != to.generated =>
        {
            let (was, is) = (before.column_before(&from.name), after.column_before(&to.name));
            vec![
                Operation::DropColumn {
                    table: table.clone(),
                    column: from,
                    references: None,
                    after: was,
                    kept_below: false,
                },
                Operation::AddColumn { table, column: to, fill: Fill::Nothing, references: None, after: is },
            ]
        }
        other => vec![other],
    }
}

/// The storage parameters of an index or of the index of a key.
fn index_parameters(part: &Part) -> &[(String, String)] {
    match part {
        Part::Index(index) => &index.parameters,
        Part::Constraint(constraint) => constraint.index_parameters(),
        _ => &[],
    }
}

/// A plain column cannot become a generated one, nor a virtual one a stored one; a generated one keeps its values as a
/// plain one, and from version 17 on takes another expression.
fn alters_column(from: &Column, to: &Column, flavor: &Flavor) -> bool {
    match (&from.generated, &to.generated) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(old), None) => old.stored,
        // Its values are converted, never by an expression of ours.
        (Some(old), Some(new)) => {
            old.stored == new.stored
                && (old.expression == new.expression || flavor.at_least(17, 0))
                && converts(&types::parse(&from.ty), &types::parse(&to.ty))
        }
    }
}

/// Whether the server refuses the operation, or takes the dependent along, while the dependent exists.
pub(super) fn obstructs(operation: &Operation, dependent: &Node, before: &Schema) -> bool {
    // A text stands in the way of whatever it uses; what else can be created again, of what it names column by column.
    let is_text = matches!(dependent, Node::Object(id) if id.kind.facts().text);
    let recreated = matches!(dependent, Node::Object(id) if before.get(id).is_some_and(Object::is_recreated));
    // A type that is made of another has to make way with it.
    let is_type = matches!(dependent, Node::Object(id) if id.kind.facts().created == Phase::CreateTypes);
    // A body that is held as it was parsed.
    let is_routine = matches!(dependent, Node::Object(id) if matches!(id.kind, Kind::Function | Kind::Procedure));
    match operation {
        Operation::AlterColumn { from, to, .. } if from.ty != to.ty || from.collation != to.collation => {
            match dependent {
                Node::Part(id, PartKind::Column, name) => generated(before, id, name),
                Node::Part(_, PartKind::Trigger | PartKind::Rule | PartKind::Policy, _) => true,
                Node::Part(id, PartKind::ForeignKey, name) => {
                    !comparable(&from.ty, &to.ty) || has_period(before, id, name)
                }
                // What compares values of the type cannot be read as one of texts.
                Node::Part(id, kind @ (PartKind::Check | PartKind::Exclusion | PartKind::Index), name)
                    if is_string(&types::parse(to.ty.trim_end_matches("[]"))) && !types::parse(&from.ty).builtin =>
                {
                    *kind != PartKind::Index || computes(before, id, name) || !orders(before, id, name)
                }
                Node::Part(id, PartKind::PrimaryKey | PartKind::Unique, name) => {
                    without_overlaps(before, id, name) && is_string(&types::parse(&to.ty))
                }
                // The server recreates it itself, from what it prints: which it may read back as something else, and which
                // leaves out how closely ANALYZE looks.
                Node::Part(id, kind @ (PartKind::Check | PartKind::Index), name) => {
                    needs_care(before, id, *kind, name)
                        || (*kind == PartKind::Index && has_statistics(before, id, name))
                }
                Node::Part(..) => false,
                // The server makes it anew itself, but may forget how much of it is to be kept.
                Node::Object(id) if id.kind == Kind::Statistics => keeps_target(before, id),
                Node::Object(_) => recreated,
            }
        }
        Operation::AlterType(change) if change.rebuilds() => match dependent {
            // The new type has its own.
            Node::Part(id, ..) if *id == change.id() => false,
            Node::Part(id, PartKind::Column, name) => generated(before, id, name),
            Node::Part(id, PartKind::Index, name) => computes(before, id, name),
            // Between the old type and the new one, nothing compares.
            Node::Part(_, PartKind::ForeignKey, _) => true,
            Node::Part(_, PartKind::PrimaryKey | PartKind::Unique, _) => false,
            Node::Part(_, PartKind::RowSecurity, _) => false,
            Node::Part(_, PartKind::Attribute, _) => true,
            Node::Part(
                _,
                PartKind::Check | PartKind::Exclusion | PartKind::Trigger | PartKind::Rule | PartKind::Policy,
                _,
            ) => true,
            Node::Object(_) => recreated || is_type,
        },
        // What is dropped takes its parts and dependents along, or is refused for their sake.
        Operation::Drop(object) => match dependent {
            Node::Part(id, PartKind::Column, name) => {
                generated(before, id, name)
                    || is_called(object) && has_default(before, id, name)
                    || object.id().kind.facts().created == Phase::CreateTypes
                    || matches!(object.id().kind, Kind::Collation | Kind::Table | Kind::View)
            }
            Node::Part(id, _, _) => *id != object.id(),
            Node::Object(_) if object.id().kind.facts().created == Phase::CreateTypes => recreated || is_type,
            Node::Object(_) if matches!(object, Object::Definition(_)) => recreated,
            // Those of a materialized view that is made anew.
            Node::Object(id) if id.kind == Kind::Statistics => true,
            Node::Object(_) => is_text || is_routine,
        },
        Operation::DropColumn { .. } => match dependent {
            Node::Part(id, PartKind::Column, name) => generated(before, id, name),
            Node::Part(..) => true,
            Node::Object(_) => recreated,
        },
        Operation::AlterPart { from: Part::Attribute(a), to: Part::Attribute(b), .. } => is_text && !a.has_type_of(b),
        // A foreign key depends on the key it refers to; a view that groups by a primary key on that.
        Operation::DropPart { part: Part::Trigger(_), .. }
            if matches!(dependent, Node::Part(_, PartKind::Trigger, _)) =>
        {
            // That a partition fires it at other times goes with it.
            true
        }
        Operation::DropPart { .. } => {
            is_text
                || is_routine
                || matches!(dependent, Node::Part(_, PartKind::ForeignKey | PartKind::Rule | PartKind::Policy, _))
        }
        _ => false,
    }
}

/// Whether statistics have a target of their own, or a list in an expression, which the server may print otherwise.
fn keeps_target(schema: &Schema, id: &ObjectId) -> bool {
    matches!(schema.get(id), Some(Object::Definition(one))
        if !one.settings.is_empty() || as_stored::needs_care(one.sql.text()))
}

/// Whether a foreign key stays good when the type of one of its columns changes.
fn comparable(from: &str, to: &str) -> bool {
    let (a, b) = (types::parse(from), types::parse(to));
    let among = |group: &[&str]| group.contains(&a.base.as_str()) && group.contains(&b.base.as_str());
    a.array == b.array
        && (a.base == b.base
            || among(&["smallint", "integer", "bigint"])
            || among(&["real", "double precision"])
            || among(&["text", "character varying"]))
}

/// Whether a foreign key has a period: its columns are compared by an operator class that knows one type only.
fn has_period(schema: &Schema, of: &ObjectId, name: &str) -> bool {
    let constraints = schema.table(&of.name).into_iter().flat_map(|table| &table.constraints);
    constraints.filter(|one| one.key() == name).any(|one| one.foreign_key().is_some_and(|key| key.period))
}

/// Whether a check or an index of a table holds an expression that only [`as_stored`] keeps as it is stored.
fn needs_care(schema: &Schema, of: &ObjectId, kind: PartKind, name: &str) -> bool {
    let Some(table) = schema.table(&of.name) else { return false };
    let careful = |expression: &Expr| as_stored::needs_care(expression.text());
    match kind {
        PartKind::Check => table.constraints.iter().filter(|one| one.key() == name).any(|one| match &one.definition {
            ConstraintDefinition::Check(check) => careful(&check.expression),
            _ => false,
        }),
        _ => table.indexes.iter().filter(|one| one.name == name).any(|one| {
            let places = one.columns.iter().any(|place| match &place.key {
                IndexKey::Expression(expression) => careful(expression),
                IndexKey::Column(_) => false,
            });
            places || one.predicate.as_ref().is_some_and(careful)
        }),
    }
}

/// Whether an index has statistics targets.
fn has_statistics(schema: &Schema, of: &ObjectId, name: &str) -> bool {
    let indexes = schema.table(&of.name).into_iter().flat_map(|table| &table.indexes);
    indexes.filter(|index| index.name == name).any(|index| index.columns.iter().any(|c| c.statistics.is_some()))
}

/// Whether expressions call it, so that a default may need it.
fn is_called(object: &Object) -> bool {
    matches!(object.id().kind, Kind::Function | Kind::Operator | Kind::Cast | Kind::TextSearchConfiguration)
}

fn has_default(schema: &Schema, table: &ObjectId, column: &str) -> bool {
    let column = schema.table(&table.name).and_then(|table| table.column(column));
    column.is_some_and(|column| column.default.is_some() && column.generated.is_none())
}

fn generated(schema: &Schema, table: &ObjectId, column: &str) -> bool {
    schema.table(&table.name).and_then(|table| table.column(column)).is_some_and(|column| column.generated.is_some())
}

/// The index of a table or a view that has this name.
fn index<'s>(schema: &'s Schema, of: &ObjectId, name: &str) -> Option<&'s Index> {
    let indexes = match schema.get(of)? {
        Object::Table(table) => &table.indexes,
        Object::View(view) => &view.indexes,
        _ => return None,
    };
    indexes.iter().find(|index| index.name == name)
}

/// Whether an index holds an expression or a predicate.
fn computes(schema: &Schema, of: &ObjectId, name: &str) -> bool {
    index(schema, of, name).is_some_and(|index| {
        index.predicate.is_some() || index.columns.iter().any(|column| matches!(column.key, IndexKey::Expression(_)))
    })
}

/// Whether a key says that its ranges do not overlap, which nothing but ranges can.
fn without_overlaps(schema: &Schema, of: &ObjectId, name: &str) -> bool {
    let constraints = schema.table(&of.name).map(|table| table.constraints.as_slice()).unwrap_or_default();
    constraints.iter().filter(|one| one.key() == name).any(|one| match &one.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.without_overlaps,
        _ => false,
    })
}

/// Whether an index only orders or hashes values, as those of every type are: it can be one of texts for a while.
fn orders(schema: &Schema, of: &ObjectId, name: &str) -> bool {
    index(schema, of, name).is_none_or(|index| {
        let usual = index.columns.iter().all(|column| column.opclass.is_none());
        usual && index.method.as_deref().is_none_or(|method| matches!(method, "btree" | "hash"))
    })
}

/// Whether two nodes cannot have one name at a time.
pub(super) fn same_space(gone: &Node, come: &Node) -> bool {
    let name = |node: &Node| match node {
        Node::Object(id) => id.name.clone(),
        Node::Part(id, _, name) => id.name.sibling(name.clone()),
    };
    if name(gone) != name(come) {
        return false;
    }
    let constraint = |node: &Node| match node {
        Node::Part(id, kind, _)
            if !kind.facts().text && !matches!(kind, PartKind::Column | PartKind::Index | PartKind::Attribute) =>
        {
            Some(id.clone())
        }
        _ => None,
    };
    let text = |node: &Node| match node {
        Node::Part(id, kind, _) if kind.facts().text => Some((id.clone(), *kind)),
        _ => None,
    };
    let global = |node: &Node| match node {
        Node::Object(id) if !id.kind.facts().namespaced => Some(id.kind),
        Node::Object(_) | Node::Part(..) => None,
    };
    // Functions, procedures and aggregates with the same arguments.
    let routine = |node: &Node| match node {
        Node::Object(id) if id.kind.is_routine() => Some(id.arguments.clone()),
        _ => None,
    };
    (is_relation(gone) && is_relation(come))
        || routine(gone).is_some_and(|arguments| routine(come) == Some(arguments))
        || (is_type(gone) && is_type(come))
        || constraint(gone).is_some_and(|table| constraint(come) == Some(table))
        || text(gone).is_some_and(|one| text(come) == Some(one))
        || global(gone).is_some_and(|kind| global(come) == Some(kind))
}

/// Tables, views, sequences, indexes, and the indexes behind keys.
fn is_relation(node: &Node) -> bool {
    match node {
        Node::Object(id) => matches!(id.kind, Kind::Table | Kind::View | Kind::Sequence | Kind::CompositeType),
        Node::Part(_, kind, _) => kind.has_index(),
    }
}

/// Types of their own, and the row types of tables and views. A sequence has none, and takes the name of one all the same.
fn is_type(node: &Node) -> bool {
    matches!(node, Node::Object(id) if matches!(id.kind, Kind::Enum | Kind::Domain | Kind::CompositeType | Kind::RangeType | Kind::BaseType | Kind::ShellType | Kind::Table | Kind::View | Kind::Sequence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::schema::{Generated, IndexColumn, QName, View};

    fn server(major: u32) -> Flavor {
        Flavor { engine: Engine::Postgres, mariadb: false, version: (major, 0, 0) }
    }

    fn computed(expression: &str) -> Column {
        let generated = Some(Generated { expression: Expr::from(expression), stored: true });
        Column { generated, ..Column::new("c", "integer") }
    }

    fn change(from: Column, to: Column) -> Operation {
        Operation::AlterColumn { table: QName::plain("t"), from, to, using: None, fill: Fill::Nothing }
    }

    #[test]
    fn a_plain_column_cannot_become_generated() {
        let plain = Column::new("c", "integer");
        let retyped = |ty: &str| Column { ty: ty.into(), ..computed("a") };
        assert!(alters(&change(computed("a"), retyped("bigint")), &server(15)));
        assert!(!alters(&change(computed("a"), retyped("boolean")), &server(15)));
        assert!(!alters(&change(plain.clone(), computed("a")), &server(18)));
        assert!(alters(&change(computed("a"), plain), &server(15)));
        assert!(!alters(&change(computed("a"), computed("b")), &server(16)));
        assert!(alters(&change(computed("a"), computed("b")), &server(17)));
    }

    #[test]
    fn a_type_change_is_obstructed_by_what_reads_the_column() {
        let mut schema = Schema::default();
        let mut table = Table::new(QName::plain("t"));
        table.columns = vec![Column::new("a", "integer"), computed("a")];
        table.indexes = vec![
            Index { name: "plain".into(), columns: vec![IndexColumn::column("a")], ..Index::default() },
            Index { name: "part".into(), predicate: Some("a > 0".into()), ..Index::default() },
        ];
        schema.insert(Object::Table(table));
        schema.insert(Object::View(View::new(QName::plain("v"), "SELECT 1")));
        let t = QName::plain("t");
        let retype = change(Column::new("a", "integer"), Column::new("a", "text"));
        let renull = change(Column::new("a", "integer"), Column { nullable: false, ..Column::new("a", "integer") });
        let view = Node::Object(ObjectId::view(&QName::plain("v")));
        let index = Node::part(&t, PartKind::Index, "plain");
        let key = Node::part(&t, PartKind::ForeignKey, "fk");
        assert!(obstructs(&retype, &view, &schema));
        assert!(obstructs(&retype, &Node::column(&t, "c"), &schema));
        assert!(!obstructs(&retype, &index, &schema));
        assert!(obstructs(&retype, &key, &schema));
        assert!(!obstructs(&renull, &view, &schema));
        let wider = change(Column::new("a", "integer"), Column::new("a", "bigint"));
        assert!(!obstructs(&wider, &key, &schema));
    }

    #[test]
    fn names_exclude_each_other_within_a_space() {
        let t = QName::plain("t");
        let table = |name: &str| Node::table(&QName::plain(name));
        assert!(same_space(&Node::part(&t, PartKind::Index, "x"), &table("x")));
        assert!(same_space(&Node::Object(ObjectId::new(Kind::Enum, QName::plain("x"))), &table("x")));
        assert!(!same_space(&Node::part(&t, PartKind::Check, "x"), &table("x")));
        assert!(same_space(&Node::part(&t, PartKind::Check, "x"), &Node::part(&t, PartKind::ForeignKey, "x")));
        assert!(!same_space(&Node::part(&t, PartKind::Index, "x"), &Node::table(&QName::within("a", "x"))));
    }
}
