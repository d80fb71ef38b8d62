//! The reader, driven by whole schema files.

use std::path::PathBuf;
use std::sync::Arc;

use super::read;
use crate::config::Naming;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::dialect::sqlite::Sqlite;
use crate::engine::{Engine, Flavor};
use crate::error::{Error, Place};
use crate::schema::{Action, Deferrable, Expr, IdentityKind, IndexKey, Kind, Node, ObjectId, PartKind, QName, Table};
use crate::source::Declared;

fn postgres() -> Postgres {
    Postgres::new(Flavor { engine: Engine::Postgres, mariadb: false, version: (15, 0, 0) })
}

fn sqlite() -> Sqlite {
    Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 51, 0) })
}

fn try_with(text: &str, dialect: &dyn Dialect) -> Result<Declared, Error> {
    read(&[(PathBuf::from("schema.toml"), Arc::from(text))], dialect, &Naming::default())
}

fn try_read(text: &str) -> Result<Declared, Error> {
    try_with(text, &postgres())
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
    assert_eq!(customers.annotation.comment.as_deref(), Some("People who buy"));
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

/// One fault a text: the code, the line, the message's start, what the help holds.
#[track_caller]
fn refused(dialect: &dyn Dialect, cases: &[(&str, &str, usize, &str, &str)]) {
    for (text, code, line, start, help) in cases {
        let Err(error) = try_with(text, dialect) else { panic!("accepted:\n{text}") };
        let shown = shown(&error);
        let said = format!("{error}\n{:?}\n{shown:#?}\n{text}", error.fault().help());
        assert_eq!(error.code(), *code, "{said}");
        assert!(shown[0].starts_with(&format!("{line}: ")), "{said}");
        assert!(error.to_string().starts_with(start), "{said}");
        assert!(error.fault().help().unwrap_or_default().contains(help), "{said}");
    }
}

const IDS: &str = "[table.a.columns]\nid = { type = \"bigint\", primary_key = true }\n";

#[test]
fn faults_of_the_language() {
    let with = |rest: &str| format!("{IDS}{rest}");
    let cases = [
        ("tables = 1".to_owned(), "unknown-key", 1, "unknown key `tables` in the schema file", "did you mean `table`?"),
        ("[subscription.f]\nsql = \"x\"".into(), "not-supported", 1, "subscriptions are not supported yet", "exclude"),
        ("[role.r]\nx = 1".into(), "not-supported", 1, "roles are not supported yet", ""),
        (with("[table.a.policies.p]\nx = 1"), "unknown-key", 4, "unknown key `x` in policy `p` of table `a`", ""),
        ("[table.a\n".into(), "invalid-toml", 1, "schema.toml is not valid TOML", ""),
        (
            "[table.a]\n[table.b]\n[table.a]\n".into(),
            "duplicate-name",
            3,
            "table `a` is defined twice",
            "rename or remove",
        ),
        ("[table.a]\ncomment = \"x\"\n".into(), "invalid-schema", 1, "table `a` has no `columns`", "columns"),
        (
            "[table.\"public.a\".columns]\n".into(),
            "invalid-schema",
            1,
            "the default namespace `public`",
            "leave it out",
        ),
        ("[table.\"a.b.c\".columns]\n".into(), "invalid-schema", 1, "the name `a.b.c` has too many parts", "'\"a.b\"'"),
        (with("b = 5"), "invalid-schema", 3, "column `a.b` must be a type", ""),
        (with("b = { null = true }"), "invalid-schema", 3, "column `a.b` has no `type`", ""),
        (with("b = { type = \"text?\", null = false }"), "invalid-schema", 3, "column `a.b` is both nullable", ""),
        (with("b = \"\""), "invalid-schema", 3, "column `a.b` has no type", ""),
        (
            with("b = { type = \"text\", on_delete = \"cascade\" }"),
            "invalid-schema",
            3,
            "column `a.b` says `on_delete`",
            "references",
        ),
        (
            with("b = { type = \"bigint\", references = \"a.di\" }"),
            "unknown-name",
            3,
            "the foreign key of `a` (b) refers to `a.di`",
            "the columns are id, b",
        ),
        (
            with("b = { type = \"bigint\", references = \"a.id\", on_delete = \"cascad\" }"),
            "invalid-schema",
            3,
            "`on_delete` of column `a.b` cannot be `cascad`",
            "did you mean `cascade`?",
        ),
        (
            with("b = { type = \"bigint\", references = \"public.a.id\" }"),
            "invalid-schema",
            3,
            "the default namespace",
            "",
        ),
        (
            with("b = { type = \"bigint\", identity = true, default = 1 }"),
            "invalid-schema",
            3,
            "column `a.b` is an identity",
            "",
        ),
        (with("b = { type = \"bigserial\", default = 1 }"), "invalid-schema", 3, "column `a.b` is serial", ""),
        (
            with("b = { type = \"text\", renamed_from = \"b\" }"),
            "invalid-schema",
            3,
            "column a.b is renamed from itself",
            "",
        ),
        (
            with("b = { type = \"text\", renamed_from = \"x\" }\nc = { type = \"text\", renamed_from = \"x\" }"),
            "duplicate-name",
            4,
            "column a.b and column a.c are both renamed from column a.x",
            "",
        ),
        (
            with("[table.a.indexes]\nix = [\"di\"]"),
            "unknown-name",
            4,
            "index `ix` of table `a` names the column `di`",
            "the columns are id",
        ),
        (
            with("[table.a.indexes]\nix = [\"lower(id)\"]"),
            "invalid-schema",
            4,
            "index `ix` of table `a` names `lower(id)`",
            "{ sql = \"lower(id)\" }",
        ),
        (
            with("[table.a.indexes]\nix = { columns = [\"id\"], unqiue = true }"),
            "unknown-key",
            4,
            "unknown key `unqiue`",
            "did you mean `unique`?",
        ),
        (with("[table.a.indexes]\npk_a = [\"id\"]"), "duplicate-name", 4, "the name `pk_a` is given to the index", ""),
        (
            with("[table.a.checks]\npk_a = \"id > 0\""),
            "duplicate-name",
            4,
            "table `a` has two constraints of the name `pk_a`",
            "",
        ),
        (
            with("[table.a.uniques]\nu = [\"id\", \"id\"]"),
            "invalid-schema",
            4,
            "unique constraint `u` of table `a` names `id` twice",
            "",
        ),
        (
            with("[table.a.uniques]\nu = [{ sql = \"id + 1\" }]"),
            "invalid-schema",
            4,
            "unique constraint `u` of table `a` holds an expression",
            "indexes",
        ),
        (with("[table.a.checks]\nc = \" \""), "invalid-schema", 4, "check `c` of table `a` is empty", ""),
        (with("[table.a]\nreplica_identity = \"pk_b\""), "unknown-name", 4, "table `a` names the index `pk_b`", "pk_a"),
        (
            with("[table.b]\nprimary_key = [\"x\"]\n[table.b.columns]\nx = \"text?\""),
            "invalid-schema",
            6,
            "column `b.x` allows NULL",
            "",
        ),
        (
            with(
                "[table.b.columns]\nx = \"bigint\"\ny = \"bigint\"\n[table.b.foreign_keys]\nf = { columns = [\"x\", \"y\"], references = \"a\" }",
            ),
            "invalid-schema",
            7,
            "foreign key `f` of table `b` has 2 columns",
            "(id)",
        ),
        (
            with("[view.a]\nsql = \"SELECT 1\""),
            "duplicate-name",
            3,
            "the name `a` is given to the view `a` and to the table `a`",
            "",
        ),
        (
            "[view.v]\nsql = \"CREATE VIEW v AS SELECT 1\"".into(),
            "invalid-schema",
            2,
            "`sql` of view `v` is a whole CREATE",
            "",
        ),
        (
            "[view.v]\nsql = \"SELECT 1\"\n[view.v.indexes]\ni = [\"a\"]".into(),
            "invalid-schema",
            3,
            "view `v` has `indexes` and is not",
            "",
        ),
        ("[enum]\ne = [\"a\", \"a\"]".into(), "duplicate-name", 2, "enum `e` has the value `a` twice", ""),
        (
            "[enum]\ne = { values = [\"a\"], replaced_by = { b = \"c\" } }".into(),
            "unknown-name",
            2,
            "enum `e` replaces `b` by `c`",
            "",
        ),
        (
            "[enum]\ne = [\"new\"]\n[table.t.columns]\nx = { type = \"e\", default = \"nwe\" }".into(),
            "unknown-name",
            4,
            "`default` of column `t.x`: `nwe`",
            "did you mean `new`?",
        ),
        ("namespaces = [\"public\"]".into(), "invalid-schema", 1, "the default namespace", ""),
        ("[sequence]\ns = { owned_by = \"t.x\" }".into(), "unknown-name", 2, "the owner of sequence `s`", ""),
        (format!("[table.{}.columns]\n", "x".repeat(64)), "invalid-schema", 1, "the name `xxx", "63 bytes"),
    ];
    let cases: Vec<_> = cases.iter().map(|(a, b, c, d, e)| (a.as_str(), *b, *c, *d, *e)).collect();
    refused(&postgres(), &cases);
}

#[test]
fn faults_on_sqlite() {
    refused(
        &sqlite(),
        &[
            (
                "[table.a.columns]\nx = \"text\"\n[table.a.uniques]\nu = { columns = [\"x\"], deferrable = true }",
                "unknown-key",
                4,
                "SQLite has no `deferrable`: it is only for PostgreSQL",
                "on_conflict",
            ),
            ("[enum]\ne = [\"a\"]", "unknown-key", 1, "SQLite has no `enum`: it is only for PostgreSQL", ""),
            (
                "[table.\"a.b\".columns]\nx = \"text\"",
                "invalid-schema",
                1,
                "`a.b` names the namespace `a`",
                "'\"a.b\"'",
            ),
            (
                "[table.a.columns]\nx = \"integr\"",
                "unknown-type",
                2,
                "unknown type `integr`",
                "did you mean `integer`?",
            ),
            (
                "[table.a.columns]\nx = \"bigserial\"",
                "invalid-schema",
                2,
                "SQLite has no type `bigserial`",
                "identity = true",
            ),
            (
                "[table.a.columns]\nx = { type = \"bigint\", identity = true }",
                "invalid-schema",
                2,
                "SQLite cannot number",
                "",
            ),
            (
                "[table.a]\ncomment = \"x\"\n[table.a.columns]\nx = \"text\"",
                "unknown-key",
                2,
                "SQLite has no `comment`",
                "# …",
            ),
            (
                "[table.a.columns]\nx = \"text\"\n[table.a.triggers]\nt = \"CREATE TRIGGER u AFTER INSERT ON a BEGIN SELECT 1; END\"",
                "invalid-schema",
                4,
                "the SQL of trigger `t` of table a does not create",
                "CREATE TRIGGER t",
            ),
            (
                "[table.a.columns]\nx = { type = \"text\", index = \"B\" }\n[table.b.columns]\nx = \"text\"",
                "duplicate-name",
                2,
                "the name `B` is given to the index `B` of `a` and to the table `b`",
                "",
            ),
        ],
    );
}

#[test]
fn one_file_for_several_databases() {
    let text = r#"
[table.users.columns]
id    = { type = "bigint", identity = true, primary_key = true }
email = { type = "varchar(200)", unique = true }
team  = { type = "bigint?", references = "teams" }
data  = "bytes?"

[table.teams.columns]
id = { type = "bigint", identity = true, primary_key = true }
"#;
    let lite = try_with(text, &sqlite()).unwrap();
    let users = table(&lite, "users");
    let id = users.column("id").unwrap();
    assert_eq!((id.ty.as_str(), &id.identity, id.nullable), ("INTEGER", &None, true));
    assert_eq!(users.column("data").unwrap().ty, "BLOB");
    assert!(users.constraints[2].foreign_key().unwrap().referred.is_empty());
    let server = good(text);
    assert_eq!(table(&server, "users").constraints[2].foreign_key().unwrap().referred, ["id"]);
    assert_eq!(table(&server, "users").column("data").unwrap().ty, "bytea");
}

#[test]
fn what_a_comparison_cannot_know() {
    let declared = good(
        r#"
[enum.mood]
values      = ["happy", { value = "blue", renamed_from = "sad" }]
replaced_by = { angry = "blue" }

[table."shop.people"]
renamed_from = "users"

[table."shop.people".columns]
id   = { type = "bigint", primary_key = true }
age  = { type = "integer", using = "age::integer", backfill = 0 }
note = { type = "text", backfill = { sql = "id::text" } }

[table."shop.people".indexes]
ix_age = { columns = ["age"], renamed_from = "old_ix" }

[table."shop.people".uniques]
note_once = { columns = ["note"], renamed_from = "old_uq" }

[view."shop.v"]
sql          = "SELECT 1 AS one;"
renamed_from = ".v"
"#,
    );
    let people = QName::within("shop", "people");
    let hints = &declared.hints;
    assert!(declared.schema.get(&ObjectId::new(Kind::Namespace, QName::plain("shop"))).is_some());
    let view = |name: QName| Node::Object(ObjectId::new(Kind::View, name));
    let expected = [
        (Node::table(&QName::within("shop", "users")), Node::table(&people)),
        (view(QName::plain("v")), view(QName::within("shop", "v"))),
        (Node::part(&people, PartKind::Unique, "old_uq"), Node::part(&people, PartKind::Unique, "note_once")),
        (Node::part(&people, PartKind::Index, "old_ix"), Node::part(&people, PartKind::Index, "ix_age")),
    ];
    assert_eq!(hints.renames, expected);
    assert_eq!(hints.value_renames, [(QName::plain("mood"), "sad".into(), "blue".into())]);
    assert_eq!(hints.value_replacements, [(QName::plain("mood"), "angry".into(), "blue".into())]);
    assert_eq!(hints.using[&Node::column(&people, "age")], Expr::from("age::integer"));
    assert_eq!(hints.backfill[&Node::column(&people, "age")], Expr::from("0"));
    assert_eq!(hints.backfill[&Node::column(&people, "note")], Expr::from("id::text"));
    let query = declared.schema.views().next().unwrap().query.clone();
    assert_eq!(query, Expr::from("SELECT 1 AS one"));
}

#[test]
fn names_left_out_are_made_and_differ() {
    let declared = good(
        r#"
[table.t]
checks  = ["a > 0", "a > 1", "b > a"]
uniques = ["a", ["a", "b"]]
indexes = [["b", "a desc"], { columns = [{ sql = "lower(b)" }] }]
[table.t.columns]
a = { type = "bigint", check = "a <> 5", index = "own" }
b = { type = "text", references = { table = "u", column = "x", name = "given" } }
[table.u.columns]
x = { type = "text", unique = "u_x" }
"#,
    );
    let t = table(&declared, "t");
    let names: Vec<_> = t.constraints.iter().map(|one| one.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["ck_t_a", "given", "uq_t_a", "uq_t_a_b", "ck_t_a_2", "ck_t_a_3", "ck_t_b_a"]);
    let names: Vec<_> = t.indexes.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["own", "ix_t_b_a", "ix_t_b"]);
}

proptest::proptest! {
    /// Whatever stands where in the file: it is read or refused, and each fault lies within the text.
    #[test]
    fn nothing_makes_the_reader_stumble(
        cuts in proptest::collection::vec((proptest::prelude::any::<u16>(), proptest::prelude::any::<u16>()), 1..4),
        lite: bool,
    ) {
        // A value of the example takes the place of another, so that the text mostly stays TOML.
        let mut parts: Vec<String> = EXAMPLE.split_inclusive(['=', ',', '{', '}', '[', ']', '\n']).map(str::to_owned).collect();
        for (from, to) in cuts {
            let (from, to) = (usize::from(from) % parts.len(), usize::from(to) % parts.len());
            parts[to] = parts[from].clone();
        }
        let text = parts.concat();
        let read = if lite { try_with(&text, &sqlite()) } else { try_read(&text) };
        for place in read.err().iter().flat_map(|error| error.fault().places()) {
            proptest::prop_assert!(text.get(place.span.clone()).is_some());
        }
    }
}
