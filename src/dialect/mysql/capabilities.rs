//! What ALTER can do, what stands in its way, and which names exclude each other: tried on MySQL 9.7 and MariaDB 10.11.

use crate::dialect::mysql::SYNTAX;
use crate::engine::Flavor;
use crate::operation::{Operation, Part};
use crate::schema::{Column, ConstraintDefinition, Kind, Node, Object, ObjectId, PartKind, Schema, View};
use crate::sql::{self, TokenKind};

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

/// Whether a rename is done as one. Routines and triggers have none, and hold no data.
pub(super) fn renames(operation: &Operation, flavor: &Flavor) -> bool {
    match operation {
        Operation::Rename { from, .. } => {
            matches!(from.kind, Kind::Table | Kind::View | Kind::Sequence | Kind::Event)
        }
        Operation::RenamePart { .. } => alters(operation, flavor),
        _ => true,
    }
}

/// What must go before tables, views and columns get other names: views and bodies of triggers that name them, which the
/// server leaves as they were written; and MySQL's checks and computed columns (errors 3959 and 3108), which MariaDB writes
/// anew by itself.
pub(super) fn make_way(renames: &[Operation], before: &Schema, flavor: &Flavor) -> Vec<Operation> {
    let mut found = left_behind(renames, before);
    for rename in renames.iter().filter(|_| !flavor.is_mariadb()) {
        let Operation::RenameColumn { table, from, .. } = rename else { continue };
        // A table that is renamed too is called by its new name here.
        let old = renames.iter().find_map(|other| match other {
            Operation::Rename { from, to } if to.name == *table => Some(&from.name),
            _ => None,
        });
        let Some(table) = before.table(old.unwrap_or(table)) else { continue };
        let of = ObjectId::table(&table.name);
        for constraint in &table.constraints {
            if let ConstraintDefinition::Check(check) = &constraint.definition
                && mentions(check.expression.text(), from)
            {
                found.push(Operation::DropPart { of: of.clone(), part: Part::Constraint(constraint.clone()) });
            }
        }
        for column in &table.columns {
            if column.generated.as_ref().is_some_and(|generated| mentions(generated.expression.text(), from)) {
                found.push(Operation::DropColumn {
                    table: table.name.clone(),
                    column: column.clone(),
                    references: None,
                    after: None,
                });
            }
        }
    }
    let mut once: Vec<Operation> = Vec::new();
    for one in found {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// The views that name what is renamed, with those over them, and the triggers whose bodies do.
fn left_behind(renames: &[Operation], before: &Schema) -> Vec<Operation> {
    let mut objects: Vec<&str> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    for rename in renames {
        match rename {
            Operation::Rename { from, .. } if matches!(from.kind, Kind::Table | Kind::View) => {
                objects.push(&from.name.name);
            }
            Operation::RenameColumn { from, .. } => columns.push(from),
            _ => {}
        }
    }
    let names = |text: &str| objects.iter().chain(&columns).any(|name| mentions(text, name));
    // What is itself renamed keeps its text; it is made anew by its new name where that changes.
    let renamed = |view: &View| {
        renames.iter().any(|one| matches!(one, Operation::Rename { from, .. } if *from == ObjectId::view(&view.name)))
    };
    let mut views: Vec<&View> = before.views().filter(|view| names(view.query.text())).collect();
    loop {
        let above: Vec<&View> = before
            .views()
            .filter(|view| !views.iter().any(|one| one.name == view.name))
            .filter(|view| views.iter().any(|below| mentions(view.query.text(), &below.name.name)))
            .collect();
        if above.is_empty() {
            break;
        }
        // What lies above goes first.
        views.splice(0..0, above);
    }
    let mut found: Vec<Operation> = views
        .into_iter()
        .filter(|view| !renamed(view))
        .map(|view| Operation::Drop(Object::View(view.clone())))
        .collect();
    for table in before.tables() {
        for trigger in &table.triggers {
            let body = trigger.sql.text();
            let body = body.to_ascii_uppercase().find("FOR EACH ROW").map_or(body, |at| &body[at..]);
            if names(body) {
                let of = ObjectId::table(&table.name);
                found.push(Operation::DropPart { of, part: Part::Trigger(trigger.clone()) });
            }
        }
    }
    found
}

/// Whether an expression names a column.
fn mentions(text: &str, column: &str) -> bool {
    sql::significant(SYNTAX, text).any(|token| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent)
            && sql::unquote(SYNTAX, token.text).eq_ignore_ascii_case(column)
    })
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
            // MySQL takes it for another type too when a column begins or ceases to number its rows (error 1833).
            let numbered = !flavor.is_mariadb() && from.identity.is_some() != to.identity.is_some();
            *kind == PartKind::ForeignKey && (from.ty != to.ty || from.collation != to.collation || numbered)
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
    use crate::schema::{Annotation, Check, Constraint, Expr, Generated, Identity, IdentityKind, QName, Table};

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
        let schema = Schema::default();
        let t = QName::plain("t");
        let key = Node::part(&t, PartKind::ForeignKey, "fk");
        let index = Node::part(&t, PartKind::Index, "ix");
        let (int, bigint) = (Column::new("a", "int"), Column::new("a", "bigint"));
        let filled = Column { nullable: false, ..int.clone() };
        assert!(obstructs(&change(int.clone(), bigint.clone(), None), &key, &schema, &server(false)));
        let identity = Identity { kind: IdentityKind::AutoIncrement, sequence: None, options: Default::default() };
        let numbered = Column { identity: Some(identity), ..filled.clone() };
        assert!(obstructs(&change(filled.clone(), numbered.clone(), None), &key, &schema, &server(false)));
        assert!(!obstructs(&change(filled.clone(), numbered, None), &key, &schema, &server(true)));
        assert!(!obstructs(&change(int.clone(), filled, None), &key, &schema, &server(false)));
        assert!(!obstructs(&change(int.clone(), bigint.clone(), None), &index, &schema, &server(false)));
        assert!(obstructs(&change(int, bigint, Some("a + 1")), &index, &schema, &server(false)));
    }

    #[test]
    fn mysql_makes_way_for_the_new_name_of_a_column() {
        let mut table = Table::new(QName::plain("t"));
        table.columns = vec![Column::new("a", "int"), computed(false)];
        let check = |name: &str, text: &str| Constraint {
            name: Some(name.into()),
            definition: ConstraintDefinition::Check(Check::new(text)),
            annotation: Annotation::default(),
        };
        table.constraints = vec![check("k", "(`A` > 0)"), check("other", "(`b` > 'a')")];
        let mut schema = Schema::default();
        schema.insert(Object::Table(table));
        let rename = Operation::RenameColumn { table: QName::plain("t"), from: "a".into(), to: "z".into() };
        let away = make_way(std::slice::from_ref(&rename), &schema, &server(false));
        let said: Vec<String> = away.iter().map(Operation::describe).collect();
        assert_eq!(said, ["check k on t", "column t.g"]);
        assert!(make_way(&[rename], &schema, &server(true)).is_empty());
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
