//! The diff without a database: a dialect that can do everything in place, and says in words what obstructs what.

use crate::dialect::{Dialect, Literal, NameRules, Step, TableRules, ValueClass};
use crate::engine::{Engine, Flavor};
use crate::operation::{Operation, Part};
use crate::schema::{
    Action, Annotation, Column, Constraint, ConstraintDefinition, Deferrable, Enum, Expr, ForeignKey, Hints, Index,
    IndexColumn, Key, Kind, Match, Node, Object, ObjectId, PartKind, QName, Schema, Table, View,
};

use super::{changes, creation, parse_renames, rename_candidates, renames};

#[derive(Debug)]
struct Plain(Flavor);

fn plain() -> Plain {
    Plain(Flavor { engine: Engine::Postgres, mariadb: false, version: (15, 0, 0) })
}

impl Dialect for Plain {
    fn flavor(&self) -> &Flavor {
        &self.0
    }
    fn names(&self) -> NameRules {
        NameRules {
            longest: None,
            ignores_case: false,
            columns_ignore_case: false,
            default_namespace: None,
            among_relations: &[],
            across_tables: &[],
        }
    }
    fn table_rules(&self) -> TableRules {
        TableRules {
            identities: &[],
            null_in_primary_key: false,
            ordered_keys: false,
            implicit_references: false,
            generated_stored: true,
            any_type: true,
            no_columns: false,
        }
    }
    fn value_class(&self, _: &str) -> ValueClass {
        ValueClass::Any
    }
    fn quote(&self, name: &str) -> String {
        name.to_owned()
    }
    fn string(&self, text: &str) -> String {
        format!("'{text}'")
    }
    fn native_type(&self, written: &str) -> String {
        written.to_owned()
    }
    fn portable_type(&self, stored: &str) -> String {
        stored.to_owned()
    }
    fn literal(&self, value: &Literal, _: &str) -> Expr {
        Expr(format!("{value:?}"))
    }
    fn as_literal(&self, _: &Expr, _: &str) -> Option<Literal> {
        None
    }
    fn predict(&self, object: &Object) -> Object {
        object.clone()
    }
    fn combine(&self, _: &Table, _: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        operations
    }
    fn obstructs(&self, operation: &Operation, dependent: &Node, _: &Schema) -> bool {
        let view = dependent.object().kind == Kind::View;
        match operation {
            Operation::AlterColumn { from, to, .. } => view && from.ty != to.ty,
            Operation::Drop(Object::View(_)) => view,
            _ => false,
        }
    }
    fn alters(&self, operation: &Operation) -> bool {
        match operation {
            Operation::AlterPart { from, to, .. } => match (from, to) {
                (Part::Constraint(a), Part::Constraint(b)) => a.definition == b.definition,
                _ => false,
            },
            _ => true,
        }
    }
    fn render(&self, _: &Operation, _: &Schema, _: &Schema) -> Vec<Step> {
        Vec::new()
    }
    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        let relation = |node: &Node| match node {
            Node::Object(id) => matches!(id.kind, Kind::Table | Kind::View | Kind::Sequence),
            Node::Part(_, kind, _) => matches!(kind, PartKind::Index | PartKind::PrimaryKey | PartKind::Unique),
        };
        relation(gone) && relation(come)
    }
    fn transactional_ddl(&self) -> bool {
        true
    }
    fn version_table(&self) -> &dyn crate::dialect::VersionTableSql {
        panic!("a diff runs nothing")
    }
    fn session_settings(&self) -> &dyn crate::dialect::SessionSettings {
        panic!("a diff runs nothing")
    }
    fn recovery(&self) -> &dyn crate::dialect::Recovery {
        panic!("a diff runs nothing")
    }
    fn keep(&self) -> &dyn crate::dialect::keep::Keep {
        panic!("a diff runs nothing")
    }
    fn row_batches(&self) -> &dyn crate::dialect::row_batches::RowBatches {
        panic!("a diff runs nothing")
    }
    fn forward_references(&self) -> bool {
        false
    }
}

fn table(name: &str, columns: &[(&str, &str)]) -> Table {
    let mut table = Table::new(QName::plain(name));
    table.columns = columns.iter().map(|(name, ty)| Column::new(*name, *ty)).collect();
    table
}

fn primary_key(table: &mut Table, name: &str, column: &str) {
    let key = Key { columns: vec![column.into()], ..Key::default() };
    table.constraints.push(Constraint {
        name: Some(name.into()),
        definition: ConstraintDefinition::PrimaryKey(key),
        annotation: Annotation::default(),
    });
}

fn refers(table: &mut Table, name: &str, column: &str, to: &str) {
    let key = ForeignKey {
        columns: vec![column.into()],
        table: QName::plain(to),
        referred: vec!["id".into()],
        on_delete: Action::NoAction,
        on_delete_columns: Vec::new(),
        on_update: Action::NoAction,
        matching: Match::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        not_enforced: false,
        period: false,
    };
    table.constraints.push(Constraint {
        name: Some(name.into()),
        definition: ConstraintDefinition::ForeignKey(key),
        annotation: Annotation::default(),
    });
}

fn schema(objects: impl IntoIterator<Item = Object>) -> Schema {
    let mut schema = Schema::default();
    for object in objects {
        schema.insert(object);
    }
    schema.link();
    schema
}

fn said(operations: &[Operation]) -> Vec<String> {
    operations.iter().map(|o| format!("{} {}", o.mark().sign(), o.describe())).collect()
}

fn diffed(from: &Schema, to: &Schema) -> Vec<String> {
    said(&changes(from, to, &Hints::default(), &plain()).unwrap())
}

/// There and back: the inverses in reverse order are themselves in an order that works.
fn both_ways(from: &Schema, to: &Schema) {
    let up = changes(from, to, &Hints::default(), &plain()).unwrap();
    let back: Vec<Operation> = up.iter().rev().map(Operation::inverse).collect();
    let again: Vec<Operation> = back.iter().rev().map(Operation::inverse).collect();
    assert_eq!(up.len(), again.len());
    for (operation, twice) in up.iter().zip(&again) {
        assert_eq!(operation.describe(), twice.describe());
    }
}

fn author_and_book() -> (Table, Table) {
    let mut author = table("author", &[("id", "int")]);
    primary_key(&mut author, "author_pkey", "id");
    let mut book = table("book", &[("id", "int"), ("author_id", "int")]);
    primary_key(&mut book, "book_pkey", "id");
    refers(&mut book, "book_author", "author_id", "author");
    (author, book)
}

#[test]
fn a_table_comes_after_the_one_it_refers_to_and_goes_before_it() {
    let (author, book) = author_and_book();
    let both = schema([Object::Table(book), Object::Table(author)]);
    assert_eq!(diffed(&Schema::default(), &both), ["+ table author", "+ table book"]);
    assert_eq!(diffed(&both, &Schema::default()), ["- table book", "- table author"]);
    both_ways(&Schema::default(), &both);
}

#[test]
fn a_cycle_of_foreign_keys_is_cut_by_adding_one_later() {
    let (mut author, book) = author_and_book();
    author.columns.push(Column::new("best", "int"));
    refers(&mut author, "author_best", "best", "book");
    let both = schema([Object::Table(author), Object::Table(book)]);
    let up = creation(&both, &plain()).unwrap();
    assert_eq!(said(&up), ["+ table book", "+ table author", "+ foreign key book_author on book"]);
    assert_eq!(
        diffed(&both, &Schema::default()),
        ["- foreign key book_author on book", "- table author", "- table book"]
    );
}

#[test]
fn a_table_that_refers_to_itself_holds_its_own_key() {
    let mut node = table("node", &[("id", "int"), ("parent", "int")]);
    primary_key(&mut node, "node_pkey", "id");
    refers(&mut node, "node_parent", "parent", "node");
    assert_eq!(diffed(&Schema::default(), &schema([Object::Table(node)])), ["+ table node"]);
}

#[test]
fn a_type_comes_before_its_column_and_a_column_goes_before_its_type() {
    let status = Object::Enum(Enum {
        name: QName::plain("status"),
        values: vec!["new".into()],
        annotation: Annotation::default(),
    });
    let before = schema([Object::Table(table("orders", &[("id", "int")]))]);
    let mut after = schema([status.clone(), Object::Table(table("orders", &[("id", "int"), ("state", "status")]))]);
    let id = QName::plain("orders");
    after.depend(Node::column(&id, "state"), Node::Object(status.id()));
    assert_eq!(diffed(&before, &after), ["+ enum status", "+ column orders.state: status"]);
    assert_eq!(diffed(&after, &before), ["- column orders.state", "- enum status"]);
}

#[test]
fn a_view_in_the_way_of_a_type_change_is_made_again_and_what_stands_on_it_too() {
    let name = QName::plain("orders");
    let view = |name: &str| Object::View(View::new(QName::plain(name), format!("select from {name}")));
    let of = |ty: &str| {
        let mut schema = schema([Object::Table(table("orders", &[("total", ty)])), view("a"), view("b")]);
        schema.depend(Node::Object(view("a").id()), Node::column(&name, "total"));
        schema.depend(Node::Object(view("b").id()), Node::Object(view("a").id()));
        schema
    };
    assert_eq!(
        diffed(&of("int"), &of("bigint")),
        ["- view b", "- view a", "~ column orders.total: int -> bigint", "+ view a", "+ view b"]
    );
    both_ways(&of("int"), &of("bigint"));
}

#[test]
fn an_object_gives_its_name_up_before_another_takes_it() {
    let before = schema([Object::View(View::new(QName::plain("orders"), "select 1"))]);
    let after = schema([Object::Table(table("orders", &[("id", "int")]))]);
    assert_eq!(diffed(&before, &after), ["- view orders", "+ table orders"]);
    assert_eq!(diffed(&after, &before), ["- table orders", "+ view orders"]);
}

#[test]
fn an_index_that_only_changes_its_name_is_renamed() {
    let of = |name: &str| {
        let mut table = table("t", &[("a", "int")]);
        table.indexes.push(Index { name: name.into(), columns: vec![IndexColumn::column("a")], ..Index::default() });
        schema([Object::Table(table)])
    };
    assert_eq!(diffed(&of("ix_1"), &of("ix_2")), ["~ index ix_1 -> ix_2 on t"]);
}

#[test]
fn the_order_of_columns_is_no_difference() {
    let a = schema([Object::Table(table("t", &[("a", "int"), ("b", "int")]))]);
    let b = schema([Object::Table(table("t", &[("b", "int"), ("a", "int")]))]);
    assert!(diffed(&a, &b).is_empty());
}

/// What may be renames between two versions of a table `users`, `=` in front of a pairing that is the only one.
fn likely(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<String> {
    let before = schema([Object::Table(table("users", old))]);
    let after = schema([Object::Table(table("users", new))]);
    let found = changes(&before, &after, &Hints::default(), &plain()).unwrap();
    let found = rename_candidates(&found, &before, &after);
    found.iter().map(|one| format!("{}{}", if one.only { "=" } else { "" }, one.flag().replace("users.", ""))).collect()
}

#[test]
fn a_dropped_column_and_a_new_one_of_its_kind_look_like_a_rename() {
    assert_eq!(
        likely(&[("id", "int"), ("name", "text")], &[("id", "int"), ("full_name", "text")]),
        ["=name=full_name"]
    );
    assert!(likely(&[("id", "int"), ("name", "text")], &[("id", "int"), ("age", "int")]).is_empty());
}

#[test]
fn of_two_columns_that_may_be_either_none_is_proposed() {
    let old = [("first", "text"), ("last", "text")];
    assert_eq!(
        likely(&old, &[("given", "text"), ("family", "text")]),
        ["first=given", "first=family", "last=family", "last=given"]
    );
    assert_eq!(likely(&old, &[("name", "text")]), ["first=name", "last=name"]);
    // The types tell them apart, or the names do.
    assert_eq!(likely(&[("a", "text"), ("b", "date")], &[("x", "date"), ("y", "text")]), ["=a=y", "=b=x"]);
    assert_eq!(
        likely(&old, &[("last_name", "text"), ("first_name", "text")]),
        ["=first=first_name", "=last=last_name"]
    );
}

#[test]
fn of_two_tables_that_may_be_either_none_is_proposed() {
    let of = |one: &str, two: &str| {
        schema([one, two].map(|name| Object::Table(table(name, &[("id", "int"), ("name", "text")]))))
    };
    let (before, after) = (of("dogs", "cats"), of("puppies", "kittens"));
    let found = changes(&before, &after, &Hints::default(), &plain()).unwrap();
    let found = rename_candidates(&found, &before, &after);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|one| !one.only));
}

#[test]
fn renames_are_done_once_and_in_an_order_that_works() {
    let before =
        schema([Object::Table(table("a", &[("x", "int"), ("y", "int")])), Object::Table(table("b", &[("id", "int")]))]);
    let after =
        schema([Object::Table(table("b", &[("y", "int"), ("x", "int")])), Object::Table(table("c", &[("id", "int")]))]);
    let (a, b, c) = (QName::plain("a"), QName::plain("b"), QName::plain("c"));
    let hints = Hints {
        renames: vec![
            (Node::table(&a), Node::table(&b)),
            (Node::table(&b), Node::table(&c)),
            (Node::column(&b, "x"), Node::column(&b, "y")),
            (Node::column(&b, "y"), Node::column(&b, "x")),
            (Node::table(&QName::plain("long_gone")), Node::table(&c)),
        ],
        ..Hints::default()
    };
    assert_eq!(
        said(&renames(&before, &after, &hints, &plain()).unwrap()),
        [
            "~ table b -> c",
            "~ table a -> b",
            "~ column b.x -> x__renamed",
            "~ column b.y -> x",
            "~ column b.x__renamed -> y"
        ]
    );
    assert!(
        renames(&after, &after, &Hints { renames: hints.renames[..2].to_vec(), ..Hints::default() }, &plain()).is_ok()
    );
}

#[test]
fn a_rename_whose_old_name_is_still_wanted_is_refused() {
    let before = schema([Object::Table(table("a", &[("x", "int")]))]);
    let after = schema([Object::Table(table("a", &[("x", "int")])), Object::Table(table("b", &[("x", "int")]))]);
    let hints =
        Hints { renames: vec![(Node::table(&QName::plain("a")), Node::table(&QName::plain("b")))], ..Hints::default() };
    assert_eq!(renames(&before, &after, &hints, &plain()).unwrap_err().code(), "rename-still-wanted");
}

#[test]
fn a_rename_flag_names_a_table_or_a_column() {
    let before = schema([Object::Table(table("users", &[("name", "text")]))]);
    let after = schema([Object::Table(table("people", &[("full_name", "text")]))]);
    let (users, people) = (QName::plain("users"), QName::plain("people"));
    let parse = |flags: &[&str], after: &Schema| parse_renames(flags, &before, after, Some("public"));
    let of_table = (Node::table(&users), Node::table(&people));
    let of_column = (Node::column(&people, "name"), Node::column(&people, "full_name"));
    assert_eq!(parse(&["users=people"], &after).unwrap(), std::slice::from_ref(&of_table));
    assert_eq!(parse(&["public.users=public.people"], &after).unwrap(), std::slice::from_ref(&of_table));
    assert_eq!(parse(&["users.name=people.full_name"], &after).unwrap(), std::slice::from_ref(&of_column));
    // The table's old name or its new one, in either order.
    for column in [
        "users.name=full_name",
        "people.name=full_name",
        "people.name=people.full_name",
        "public.people.name=full_name",
    ] {
        assert_eq!(
            parse(&["users=people", column], &after).unwrap(),
            [of_table.clone(), of_column.clone()],
            "{column}"
        );
        assert_eq!(
            parse(&[column, "users=people"], &after).unwrap(),
            [of_column.clone(), of_table.clone()],
            "{column}"
        );
    }
    assert_eq!(parse(&["people.name=full_name"], &after).unwrap_err().code(), "bad-rename");
    let after = schema([Object::Table(table("users", &[("full_name", "text")]))]);
    for flag in ["users.name=full_name", "users.name=users.full_name", "public.users.name=full_name"] {
        let found = parse(&[flag], &after).unwrap();
        assert_eq!(found, [(Node::column(&users, "name"), Node::column(&users, "full_name"))]);
    }
    for flag in ["users", "nobody=people", "users.nothing=full_name", "users.name=nothing", "users=nothing"] {
        assert_eq!(parse(&[flag], &after).unwrap_err().code(), "bad-rename");
    }
}

#[test]
fn what_waits_for_each_other_is_named() {
    let id = |name: &str| ObjectId::view(&QName::plain(name));
    let mut both =
        schema(["a", "b"].map(|name| Object::View(View::new(QName::plain(name), format!("select from {name}")))));
    both.depend(Node::Object(id("a")), Node::Object(id("b")));
    both.depend(Node::Object(id("b")), Node::Object(id("a")));
    let fault = creation(&both, &plain()).unwrap_err();
    assert_eq!(fault.code(), "operation-cycle");
    assert!(fault.to_string().ends_with("+ view a; + view b"), "{fault}");
}
