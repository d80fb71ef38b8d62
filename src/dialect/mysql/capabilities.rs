//! What ALTER can do, what stands in its way, and which names exclude each other: tried on MySQL 9.7 and MariaDB 10.11.
//! What makes way for new names is in [`super::make_way`].

use crate::engine::Flavor;
use crate::operation::{Operation, Part};
use crate::schema::{Column, Kind, Node, Object, PartKind, Schema};

use super::render::{alters_constraint, alters_definition, alters_index, changes_charset};

/// Whether a change can be made in place.
pub(super) fn alters(operation: &Operation, flavor: &Flavor) -> bool {
    match operation {
        Operation::AlterColumn { from, to, .. } => alters_column(from, to),
        Operation::AlterPart { from, to, .. } => match (from, to) {
            (Part::Constraint(a), Part::Constraint(b)) => alters_constraint(a, b, flavor),
            (Part::Index(a), Part::Index(b)) => alters_index(a, b, flavor),
            (Part::Trigger(a), Part::Trigger(b)) => flavor.is_mariadb() && a.name == b.name,
            _ => false,
        },
        Operation::RenamePart { kind, .. } => match kind {
            PartKind::Index | PartKind::Unique => !flavor.is_mariadb() || flavor.version >= (10, 5, 2),
            _ => false,
        },
        Operation::Alter { from: Object::Definition(a), to: Object::Definition(b) } => alters_definition(a, b, flavor),
        Operation::Alter { from: Object::View(a), to: Object::View(b) } => a.is_defined_as(b),
        _ => true,
    }
}

/// A column is stored or computed when it is read, for good; a stored one keeps its values as a plain one.
fn alters_column(from: &Column, to: &Column) -> bool {
    match (&from.generated, &to.generated) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(old), None) => old.stored,
        (Some(old), Some(new)) => old.stored == new.stored,
    }
}

/// Whether a rename is done as one. Routines and triggers have none, and hold no data. A view could have one, but would keep
/// its text: with the old names of what is renamed below it, so that it is made anew instead.
pub(super) fn renames(operation: &Operation, flavor: &Flavor) -> bool {
    match operation {
        Operation::Rename { from, .. } => {
            matches!(from.kind, Kind::Table | Kind::Sequence | Kind::Event)
        }
        Operation::RenamePart { .. } => alters(operation, flavor),
        _ => true,
    }
}

/// Whether the server refuses the operation, or takes the dependent along, while the dependent exists. Views and routines it
/// looks at only when they are used; a view over one that is made anew is made after it.
pub(super) fn obstructs(operation: &Operation, dependent: &Node, before: &Schema, flavor: &Flavor) -> bool {
    if let (Operation::Drop(Object::View(_)), Node::Object(id)) = (operation, dependent) {
        return id.kind == Kind::View;
    }
    let Node::Part(of, kind, name) = dependent else { return false };
    let computed =
        || before.table(&of.name).and_then(|table| table.column(name)).is_some_and(|column| column.generated.is_some());
    match operation {
        // Another column takes its place.
        Operation::AlterColumn { using: Some(_), .. } | Operation::DropColumn { .. } => match kind {
            PartKind::Column => computed(),
            PartKind::Trigger => false,
            _ => true,
        },
        Operation::AlterColumn { from, to, .. } => {
            // MySQL takes it for another type too when a column begins or ceases to number its rows (error 1833), and refuses
            // NOT NULL where the table is copied for something else (error 1832).
            let numbered = from.identity.is_some() != to.identity.is_some();
            let filled = from.nullable && !to.nullable;
            *kind == PartKind::ForeignKey
                && (from.ty != to.ty || from.collation != to.collation || !flavor.is_mariadb() && (numbered || filled))
        }
        // Its text columns change with it.
        Operation::Alter { from: Object::Table(a), to: Object::Table(b) } => {
            *kind == PartKind::ForeignKey && changes_charset(a, b)
        }
        Operation::Drop(object) => *kind == PartKind::ForeignKey && *of != object.id(),
        Operation::DropPart { .. } => *kind == PartKind::ForeignKey,
        _ => false,
    }
}

/// Whether two nodes cannot have one name at a time.
pub(super) fn same_space(gone: &Node, come: &Node, flavor: &Flavor) -> bool {
    match (gone, come) {
        (Node::Object(a), Node::Object(b)) => {
            let relation = |kind: Kind| matches!(kind, Kind::Table | Kind::View | Kind::Sequence);
            a.name == b.name && (a.kind == b.kind || relation(a.kind) && relation(b.kind))
        }
        (Node::Part(a, one, name), Node::Part(b, other, next)) => {
            let indexed = |kind: &PartKind| matches!(kind, PartKind::Index | PartKind::Unique | PartKind::PrimaryKey);
            let whole_database = match one {
                PartKind::Trigger | PartKind::ForeignKey => true,
                PartKind::Check => !flavor.is_mariadb(),
                _ => false,
            };
            let kinds = one == other || indexed(one) && indexed(other);
            name.eq_ignore_ascii_case(next) && kinds && (a == b || whole_database)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::operation::Fill;
    use crate::schema::{Expr, Generated, Identity, IdentityKind, ObjectId, QName};

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 0) } else { (8, 4, 0) } }
    }

    fn computed(stored: bool) -> Column {
        Column { generated: Some(Generated { expression: "`a` + 1".into(), stored }), ..Column::new("g", "int") }
    }

    fn change(from: Column, to: Column, using: Option<&str>) -> Operation {
        let table = QName::plain("t");
        Operation::AlterColumn { table, from, to, using: using.map(Expr::from), fill: Fill::Nothing }
    }

    #[test]
    fn a_computed_column_stays_as_it_is_kept() {
        let plain = Column::new("g", "int");
        let flavor = server(false);
        assert!(alters(&change(computed(true), plain.clone(), None), &flavor));
        assert!(!alters(&change(computed(false), plain.clone(), None), &flavor));
        assert!(!alters(&change(computed(false), computed(true), None), &flavor));
        assert!(!alters(&change(plain, computed(true), None), &flavor));
    }

    #[test]
    fn a_foreign_key_stands_in_the_way_of_another_type() {
        let (schema, flavor) = (Schema::default(), server(true));
        let t = QName::plain("t");
        let key = Node::part(&t, PartKind::ForeignKey, "fk");
        let index = Node::part(&t, PartKind::Index, "ix");
        let (int, bigint) = (Column::new("a", "int"), Column::new("a", "bigint"));
        let filled = Column { nullable: false, ..int.clone() };
        let identity = Identity::new(IdentityKind::AutoIncrement);
        let numbered = Column { identity: Some(Box::new(identity)), ..filled.clone() };
        assert!(obstructs(&change(filled.clone(), numbered.clone(), None), &key, &schema, &server(false)));
        assert!(!obstructs(&change(filled.clone(), numbered, None), &key, &schema, &server(true)));
        assert!(obstructs(&change(int.clone(), bigint.clone(), None), &key, &schema, &flavor));
        assert!(!obstructs(&change(int.clone(), filled.clone(), None), &key, &schema, &flavor));
        assert!(obstructs(&change(int.clone(), filled, None), &key, &schema, &server(false)));
        assert!(!obstructs(&change(int.clone(), bigint.clone(), None), &index, &schema, &flavor));
        assert!(obstructs(&change(int, bigint, Some("a + 1")), &index, &schema, &flavor));
    }

    #[test]
    fn names_exclude_each_other_within_a_space() {
        let (t, u) = (QName::plain("t"), QName::plain("u"));
        let part = |of: &QName, kind| Node::part(of, kind, "x");
        for mariadb in [false, true] {
            let flavor = server(mariadb);
            assert!(same_space(&Node::table(&t), &Node::Object(ObjectId::view(&t)), &flavor));
            assert!(same_space(&part(&t, PartKind::ForeignKey), &part(&u, PartKind::ForeignKey), &flavor));
            assert!(!same_space(&part(&t, PartKind::Index), &part(&u, PartKind::Index), &flavor));
            assert!(same_space(&part(&t, PartKind::Index), &part(&t, PartKind::Unique), &flavor));
            assert!(!same_space(&part(&t, PartKind::Index), &part(&t, PartKind::ForeignKey), &flavor));
            assert_eq!(same_space(&part(&t, PartKind::Check), &part(&u, PartKind::Check), &flavor), !mariadb);
        }
    }
}
