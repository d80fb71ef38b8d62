//! The reader, driven by whole schema files.

use std::path::PathBuf;
use std::sync::Arc;

use super::read;
use crate::config::Naming;
use crate::dialect::postgres::Postgres;
use crate::engine::{Engine, Flavor};
use crate::error::{Error, Place};
use crate::schema::{Action, Deferrable, Expr, IdentityKind, IndexKey, Kind, Node, ObjectId, PartKind, QName, Table};
use crate::source::Declared;

fn postgres() -> Postgres {
    Postgres::new(Flavor { engine: Engine::Postgres, mariadb: false, version: (15, 0, 0) })
}

fn try_read(text: &str) -> Result<Declared, Error> {
    read(&[(PathBuf::from("schema.toml"), Arc::from(text))], &postgres(), &Naming::default())
}

#[track_caller]
fn good(text: &str) -> Declared {
    try_read(text).unwrap_or_else(|error| panic!("{error:?}\n{:#?}", shown(&error)))
}

/// Each problem as `line: label`, the first place of all being the first problem's.
fn shown(error: &Error) -> Vec<String> {
    let line = |place: &Place| place.text[..place.span.start].matches('\n').count() + 1;
    error.fault().places().iter().map(|place| format!("{}: {}", line(place), place.label)).collect()
}

fn table<'d>(declared: &'d Declared, name: &str) -> &'d Table {
    declared.schema.table(&QName::plain(name)).unwrap()
}

const EXAMPLE: &str = r#"
extensions = ["citext"]

[enum]
order_status = ["new", "paid", "sent"]

[table.customers]
comment = "People who buy"

[table.customers.columns]
id         = { type = "bigint", identity = true, primary_key = true }
email      = { type = "citext", unique = true }
name       = "varchar(200)"
nickname   = "text?"
created_at = { type = "timestamptz", default = { sql = "now()" } }

[table.orders]
primary_key = ["customer_id", "number"]

[table.orders.columns]
customer_id = { type = "bigint", references = "customers.id", on_delete = "cascade" }
number      = "integer"
status      = { type = "order_status", default = "new" }
net         = "numeric(10,2)"
gross       = { type = "numeric(10,2)", generated = "net * 1.2" }
note        = { type = "text?", renamed_from = "comment" }

[table.orders.indexes]
ix_orders_open = { columns = ["status", "number desc"], where = "status <> 'sent'" }
ix_orders_note = { columns = [{ sql = "lower(note)" }], using = "btree", include = ["net"] }

[table.orders.checks]
net_positive = "net >= 0"

[table.orders.foreign_keys]
fk_x = { columns = ["customer_id"], references = { table = "customers", columns = ["id"] }, deferrable = "initially deferred" }

[view.open_orders]
sql = "SELECT * FROM orders WHERE status <> 'sent'"
"#;

#[test]
fn the_example_of_the_documentation() {
    let declared = good(EXAMPLE);
    let kinds: Vec<(Kind, String)> = declared.schema.objects.keys().map(|id| (id.kind, id.name.name.clone())).collect();
    let expected = [
        (Kind::Extension, "citext"),
        (Kind::Enum, "order_status"),
        (Kind::Table, "customers"),
        (Kind::Table, "orders"),
        (Kind::View, "open_orders"),
    ];
    assert_eq!(kinds, expected.map(|(kind, name)| (kind, name.to_owned())));

    let customers = table(&declared, "customers");
    assert_eq!(customers.comment.as_deref(), Some("People who buy"));
    let id = customers.column("id").unwrap();
    assert_eq!((id.ty.as_str(), id.nullable), ("bigint", false));
    assert_eq!(id.identity.as_ref().unwrap().kind, IdentityKind::ByDefault);
    assert!(customers.column("nickname").unwrap().nullable);
    assert_eq!(customers.column("created_at").unwrap().default, Some(Expr::from("now()")));
    let names: Vec<_> = customers.constraints.iter().map(|c| c.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["pk_customers", "uq_customers_email"]);

    let orders = table(&declared, "orders");
    let names: Vec<_> = orders.constraints.iter().map(|c| c.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["pk_orders", "fk_orders_customer_id_customers", "net_positive", "fk_x"]);
    assert_eq!(orders.primary_key().unwrap().columns, ["customer_id", "number"]);
    let key = orders.constraints[1].foreign_key().unwrap();
    assert_eq!(
        (&key.table, &key.referred, key.on_delete),
        (&QName::plain("customers"), &vec!["id".into()], Action::Cascade)
    );
    assert_eq!(orders.constraints[3].foreign_key().unwrap().deferrable, Deferrable::Deferred);
    assert_eq!(orders.column("status").unwrap().default, Some(Expr::from("'new'")));
    assert!(orders.column("gross").unwrap().generated.as_ref().unwrap().stored);
    let open = &orders.indexes[0];
    assert!(open.columns[1].descending && !open.columns[0].descending);
    assert_eq!(open.predicate, Some(Expr::from("status <> 'sent'")));
    let note = &orders.indexes[1];
    assert_eq!(note.method, None);
    assert_eq!(note.columns[0].key, IndexKey::Expression("lower(note)".into()));
    assert_eq!(note.include, ["net"]);

    let name = QName::plain("orders");
    assert_eq!(declared.hints.renames, [(Node::column(&name, "comment"), Node::column(&name, "note"))]);
    let place = &declared.places[&Node::column(&name, "note")];
    assert_eq!(&place.text[place.span.clone()], "note");
    assert!(declared.places.contains_key(&Node::part(&name, PartKind::PrimaryKey, "pk_orders")));
    assert!(declared.places.contains_key(&Node::Object(ObjectId::new(Kind::View, QName::plain("open_orders")))));
}

#[test]
fn several_faults_at_once_each_at_its_line() {
    let error = try_read(
        r#"
[table.users.columns]
id   = { type = "bigint", primry_key = true }
team = { type = "bigint", references = "temas.id" }
nick = { type = "text", default = [1] }

[table.teams]
primary_key = "nummer"
colums = { a = "text" }
[table.teams.columns]
number = "bigint"
"#,
    );
    let error = error.err().unwrap();
    assert_eq!(error.code(), "unknown-key");
    assert!(error.to_string().starts_with("unknown key `primry_key` in column `users.id`"), "{error}");
    let help = error.fault().help().unwrap();
    assert!(help.starts_with("did you mean `primary_key`?"), "{help}");
    let shown = shown(&error);
    let starts = [
        "3: not known",
        "4: the foreign key of `users` (team) refers to the table `temas`, which the schema does not have: did you mean `teams`?",
        "5: `default` of column `users.nick` must be a literal or { sql = \"…\" }, not a list",
        "8: the primary key of table `teams` names the column `nummer`, which `teams` does not have: did you mean `number`?",
        "9: unknown key `colums` in table `teams`: did you mean `columns`?",
    ];
    assert_eq!(shown.len(), starts.len(), "{shown:#?}");
    for (line, start) in shown.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
}

#[test]
fn a_name_defined_twice_shows_both_places() {
    let one = (PathBuf::from("a.toml"), Arc::from("[table.a.columns]\nid = \"bigint\"\n"));
    let two = (PathBuf::from("b.toml"), Arc::from("\n[table.a.columns]\nid = \"bigint\"\n"));
    let error = read(&[one, two], &postgres(), &Naming::default()).err().unwrap();
    let places = error.fault().places();
    assert_eq!(error.code(), "duplicate-name");
    assert_eq!(places[0].path, PathBuf::from("b.toml"));
    assert_eq!(places[1].path, PathBuf::from("a.toml"));

    let error = try_read("[table.a.columns]\nid = \"bigint\"\nid = \"text\"\n").err().unwrap();
    assert_eq!(shown(&error), ["3: defined again here", "2: first defined here"]);
}
