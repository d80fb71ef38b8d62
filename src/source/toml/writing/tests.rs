//! What is written is short, and read back it is what was written.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::write;
use crate::config::Naming;
use crate::dialect::Dialect;
use crate::dialect::mysql::MySql;
use crate::dialect::postgres::Postgres;
use crate::dialect::sqlite::Sqlite;
use crate::engine::{Engine, Flavor};
use crate::schema::{
    Action, Annotation, Check, Column, Constraint, ConstraintDefinition, Deferrable, Enum, Expr, Extension, ForeignKey,
    ForeignSource, Generated, Identity, IdentityKind, Index, IndexColumn, Key, Match, Namespace, Nulls, Object,
    Parameters, QName, Schema, Sequence, SequenceOptions, Table, Unmodelled, View,
};
use crate::source::toml::read;

fn postgres() -> Postgres {
    Postgres::new(Flavor { engine: Engine::Postgres, mariadb: false, version: (15, 0, 0) })
}

fn sqlite() -> Sqlite {
    Sqlite::new(Flavor { engine: Engine::Sqlite, mariadb: false, version: (3, 51, 0) })
}

pub(super) fn mysql() -> MySql {
    MySql::new(Flavor { engine: Engine::MySql, mariadb: false, version: (8, 4, 0) })
}

pub(super) fn mariadb() -> MySql {
    MySql::new(Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 0) })
}

fn back(text: &str, dialect: &dyn Dialect) -> Schema {
    let files = [(PathBuf::from("schema.toml"), Arc::from(text))];
    read(&files, dialect, &Naming::default()).unwrap_or_else(|error| panic!("{error:?}\n{text}")).schema
}

pub(super) fn named(name: &str, definition: ConstraintDefinition) -> Constraint {
    Constraint { name: Some(name.into()), definition, annotation: Annotation::default() }
}

pub(super) fn key(columns: &[&str]) -> Key {
    Key { columns: columns.iter().map(|name| (*name).to_owned()).collect(), ..Key::default() }
}

pub(super) fn refers(columns: &[&str], table: &str, referred: &[&str]) -> ForeignKey {
    ForeignKey {
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        table: QName::plain(table),
        referred: referred.iter().map(|name| (*name).to_owned()).collect(),
        on_delete: Action::NoAction,
        on_delete_columns: Vec::new(),
        on_update: Action::NoAction,
        matching: Match::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        not_enforced: false,
        period: false,
    }
}

pub(super) fn check(expression: &str) -> Check {
    Check::new(expression)
}

fn not_null(name: &str, ty: &str) -> Column {
    Column { nullable: false, ..Column::new(name, ty) }
}

#[test]
fn a_file_that_one_would_take_over() {
    let mut schema = Schema::default();
    schema.insert(Object::Extension(Extension { name: "citext".into(), namespace: None, comment: None }));
    let status = QName::plain("order_status");
    schema.insert(Object::Enum(Enum {
        name: status,
        values: vec!["new".into(), "paid".into()],
        annotation: Annotation::default(),
    }));
    let mut customers = Table::new(QName::plain("customers"));
    customers.annotation.comment = Some("People who buy".into());
    let identity = Identity::new(IdentityKind::ByDefault);
    customers.columns = vec![
        Column { identity: Some(Box::new(identity)), ..not_null("id", "bigint") },
        not_null("email", "citext"),
        Column::new("nickname", "character varying(200)"),
        Column { default: Some("now()".into()), ..not_null("created_at", "timestamp with time zone") },
    ];
    customers.constraints = vec![
        named("pk_customers", ConstraintDefinition::PrimaryKey(key(&["id"]))),
        named("customers_email_key", ConstraintDefinition::Unique(key(&["email"]))),
    ];
    schema.insert(Object::Table(customers));
    let mut orders = Table::new(QName::plain("orders"));
    orders.columns = vec![
        not_null("customer_id", "bigint"),
        not_null("number", "integer"),
        Column { default: Some("'new'::order_status".into()), ..not_null("status", "order_status") },
        Column { default: Some("0".into()), ..not_null("net", "numeric(10,2)") },
        Column::new("note", "text"),
    ];
    let cascade = ForeignKey { on_delete: Action::Cascade, ..refers(&["customer_id"], "customers", &["id"]) };
    orders.constraints = vec![
        named("orders_pkey", ConstraintDefinition::PrimaryKey(key(&["customer_id", "number"]))),
        named("orders_customer_id_fkey", ConstraintDefinition::ForeignKey(cascade)),
        named("net_positive", ConstraintDefinition::Check(check("net >= 0::numeric"))),
    ];
    let number = IndexColumn { descending: true, ..IndexColumn::column("number") };
    orders.indexes = vec![
        Index { name: "ix_orders_note".into(), columns: vec![IndexColumn::column("note")], ..Index::default() },
        Index { name: "recent".into(), columns: vec![IndexColumn::column("status"), number], ..Index::default() },
        Index {
            name: "lower_note".into(),
            unique: true,
            columns: vec![IndexColumn::expression("lower(note)")],
            predicate: Some("note IS NOT NULL".into()),
            ..Index::default()
        },
    ];
    schema.insert(Object::Table(orders));
    schema.insert(Object::View(View::new(QName::within("shop", "open"), "SELECT orders.number\n   FROM orders")));
    let text = write(&schema, &BTreeSet::new(), &postgres(), &Naming::default()).unwrap();
    let body = text.split_once("\n\n").unwrap().1;
    assert_eq!(
        body,
        r#"extensions = ["citext"]

[enum]
order_status = ["new", "paid"]

[table.customers]
comment = "People who buy"

[table.customers.columns]
id         = { type = "bigint", identity = true, primary_key = true }
email      = { type = "citext", unique = "customers_email_key" }
nickname   = "varchar(200)?"
created_at = { type = "timestamptz", default = { sql = "now()" } }

[table.orders]
primary_key = { name = "orders_pkey", columns = ["customer_id", "number"] }

[table.orders.columns]
customer_id = { type = "bigint", references = "customers.id", foreign_key = "orders_customer_id_fkey", on_delete = "cascade" }
number      = "integer"
status      = { type = "order_status", default = "new" }
net         = { type = "numeric(10,2)", default = 0 }
note        = { type = "text?", index = true }

[table.orders.checks]
net_positive = "net >= 0::numeric"

[table.orders.indexes]
recent     = ["status", "number desc"]
lower_note = { columns = [{ sql = "lower(note)" }], unique = true, where = "note IS NOT NULL" }

[view."shop.open"]
sql = '''
SELECT orders.number
   FROM orders
'''
"#
    );
}

#[test]
fn what_has_no_name_in_sqlite_keeps_none() {
    let mut schema = Schema::default();
    let mut table = Table::new(QName::plain("Album"));
    table.columns = vec![not_null("AlbumId", "INTEGER"), not_null("Title", "NVARCHAR(160)"), not_null("By", "INTEGER")];
    table.constraints = vec![
        named("PK_Album", ConstraintDefinition::PrimaryKey(key(&["AlbumId"]))),
        Constraint {
            name: None,
            definition: ConstraintDefinition::Unique(key(&["Title", "By"])),
            annotation: Annotation::default(),
        },
        // Two that only what follows their column tells apart.
        Constraint {
            name: None,
            definition: ConstraintDefinition::Unique(Key {
                orders: vec!["COLLATE NOCASE DESC".into()],
                ..key(&["Title"])
            }),
            annotation: Annotation::default(),
        },
        Constraint {
            name: None,
            definition: ConstraintDefinition::Unique(key(&["Title"])),
            annotation: Annotation::default(),
        },
        Constraint {
            name: None,
            definition: ConstraintDefinition::ForeignKey(refers(&["By"], "Gone", &[])),
            annotation: Annotation::default(),
        },
        Constraint {
            name: None,
            definition: ConstraintDefinition::Check(check("\"By\" > 0 AND Title <> ''")),
            annotation: Annotation::default(),
        },
    ];
    schema.insert(Object::Table(table));
    let text = write(&schema, &BTreeSet::new(), &sqlite(), &Naming::default()).unwrap();
    let again = back(&text, &sqlite());
    let names = |schema: &Schema| -> Vec<Option<String>> {
        schema.tables().flat_map(|table| table.constraints.iter().map(|one| one.name.clone())).collect()
    };
    assert_eq!(names(&again), names(&schema), "{text}");
    assert!(text.contains("\nunnamed_constraints = true\n"), "{text}");
}

#[test]
fn what_cannot_be_said_is_listed() {
    let thing = Unmodelled { kind: "function".into(), name: "f()".into(), exclude: "f".into(), table: None };
    let mut schema = Schema { unmodelled: vec![thing], ..Schema::default() };
    schema.insert(Object::Table(Table::new(QName::within("public", "t"))));
    let error = write(&schema, &BTreeSet::new(), &postgres(), &Naming::default()).unwrap_err();
    assert_eq!(error.code(), "not-sayable");
    let notes = error.fault().notes();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("function f()") && notes[1].contains("public"), "{notes:?}");
}

/// Names of every kind: plain, with capitals, with what TOML or the dotted names must quote.
pub(super) fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-z]{1,6}",
        1 => "[A-Za-z][A-Za-z0-9_ ]{0,6}",
        1 => "[a-z][.\"'\\\\ é?(\\-]{1,3}[a-z]",
        1 => "[a-z]{1,3} (desc|asc|nulls last)",
    ]
}

pub(super) fn maybe<T: std::fmt::Debug + Clone + 'static>(
    strategy: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<T>> {
    prop_oneof![3 => Just(None), 1 => strategy.prop_map(Some)].boxed()
}

pub(super) fn text() -> impl Strategy<Value = String> {
    "[a-z'\"\\\\\n\té]{1,8}"
}

/// Types as the server prints them, each with defaults that it could store.
fn typed(engine: Engine) -> BoxedStrategy<(&'static str, Option<String>)> {
    let all: Vec<(&'static str, Vec<&'static str>)> = match engine {
        Engine::Postgres => vec![
            ("bigint", vec!["0", "'-5'::integer", "'5000000000'::bigint", "nextval('s'::regclass)"]),
            ("character varying(20)", vec!["'x'::character varying", "'it''s'::character varying", "upper('x'::text)"]),
            ("text", vec!["''::text", "'a\\b'::text", "'a\nb'::text"]),
            ("boolean", vec!["true", "false"]),
            ("numeric(10,2)", vec!["1.50", "'-0.5'::numeric", "0"]),
            ("double precision", vec!["1.5", "random()"]),
            ("timestamp with time zone", vec!["now()", "CURRENT_TIMESTAMP"]),
            ("date", vec!["'2020-01-01'::date"]),
            ("jsonb", vec!["'{}'::jsonb"]),
            ("text[]", vec!["'{}'::text[]", "ARRAY[]::text[]"]),
            ("bytea", vec!["'\\x00'::bytea"]),
            ("\"Mood\"", vec!["'sad'::\"Mood\""]),
            ("x.mood[]", vec![]),
            ("vector(3)", vec![]),
            ("interval day to second(3)", vec![]),
            ("\"char\"", vec!["'a'::\"char\""]),
        ],
        _ => vec![
            ("INTEGER", vec!["0", "-5", "(1 + 1)", "1e5"]),
            ("NVARCHAR(160)", vec!["'x'", "'it''s'", "'a\nb'"]),
            ("", vec!["'x'", "X'00'"]),
            ("BLOB", vec![]),
            ("BYTES", vec![]),
            ("STRNG", vec![]),
            ("NUMERIC(10,2)", vec!["1.50", "-0.5"]),
            ("BOOLEAN", vec!["TRUE", "FALSE"]),
            ("TIMESTAMP", vec!["CURRENT_TIMESTAMP", "datetime('now')"]),
            ("DOUBLE PRECISION", vec!["1.5e-3"]),
            ("\"My Type\"", vec![]),
        ],
    };
    proptest::sample::select(all)
        .prop_flat_map(|(ty, defaults)| {
            let default = if defaults.is_empty() {
                Just(None).boxed()
            } else {
                maybe(proptest::sample::select(defaults).prop_map(str::to_owned))
            };
            (Just(ty), default)
        })
        .boxed()
}

fn column(engine: Engine) -> BoxedStrategy<Column> {
    let postgres = engine == Engine::Postgres;
    let collation = if postgres { vec!["\"C\"", "pg_catalog.\"de-x-icu\""] } else { vec!["NOCASE", "RTRIM"] };
    let comment = if postgres { maybe(text()) } else { Just(None).boxed() };
    let storage = if postgres { maybe(proptest::sample::select(vec!["external", "main"])) } else { Just(None).boxed() };
    let conflict = if postgres { Just(None).boxed() } else { maybe(Just("IGNORE")) };
    let extra = (maybe(proptest::sample::select(collation)), comment, storage, conflict, 0..8u8, any::<bool>());
    (name(), typed(engine), any::<bool>(), extra)
        .prop_map(move |(name, (ty, default), nullable, (collation, comment, storage, conflict, special, stored))| {
            let mut column = Column { nullable, annotation: Annotation::commented(comment), ..Column::new(name, ty) };
            column.collation = collation.map(str::to_owned);
            column.storage = storage.map(str::to_owned);
            column.not_null_conflict = conflict.filter(|_| !nullable).map(str::to_owned);
            let options = SequenceOptions { start: Some(5), cycle: stored, ..SequenceOptions::default() };
            match special {
                0 if postgres && ty == "bigint" => {
                    let kind = if stored { IdentityKind::Always } else { IdentityKind::Serial };
                    let nullable = nullable && kind == IdentityKind::Serial;
                    let identity =
                        Identity { sequence: nullable.then(|| "own".to_owned()), options, ..Identity::new(kind) };
                    return Column { nullable, identity: Some(Box::new(identity)), ..column };
                }
                1 if postgres && ty == "bigint" => {
                    let identity = Identity::new(if stored { IdentityKind::ByDefault } else { IdentityKind::Serial });
                    let nullable = nullable && !stored;
                    return Column { nullable, identity: Some(Box::new(identity)), ..column };
                }
                2 => {
                    let stored = stored || postgres;
                    column.generated = Some(Generated { expression: "1 + 1".into(), stored });
                    return column;
                }
                _ => {}
            }
            column.default = default.map(Expr);
            column
        })
        .boxed()
}

/// What to make of a table's columns: numbers that pick columns and forms.
type Picks = (Vec<(u8, u8, u8, String)>, bool);

fn constraints(engine: Engine, table: &mut Table, (picks, unnamed): Picks) {
    let postgres = engine == Engine::Postgres;
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let mut keyed = false;
    for (number, (form, first, second, name)) in picks.into_iter().enumerate() {
        let pick = |at: u8| names[usize::from(at) % names.len()].clone();
        let mut columns = vec![pick(first)];
        if second % 2 == 0 && pick(second) != columns[0] {
            columns.push(pick(second));
        }
        let plain: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut key = key(&plain);
        let odd = second % 3 == 0;
        let naming = Naming::default();
        let owner = table.name.name.clone();
        let (definition, usual) = match form % 7 {
            0 if !keyed => {
                keyed = true;
                key.autoincrement = odd && !postgres && columns.len() == 1;
                for column in table.columns.iter_mut().filter(|column| columns.contains(&column.name)) {
                    column.nullable &= !postgres;
                }
                (ConstraintDefinition::PrimaryKey(key), naming.primary_key(&owner, &columns))
            }
            1 => {
                if odd && !postgres {
                    key.orders = vec!["COLLATE NOCASE DESC".into(); columns.len()];
                    key.on_conflict = Some("REPLACE".into());
                } else if odd {
                    key.nulls_not_distinct = true;
                    key.deferrable = Deferrable::Deferred;
                    key.parameters = vec![("fillfactor".into(), "70".into())].into();
                }
                (ConstraintDefinition::Unique(key), naming.unique(&owner, &columns))
            }
            2 => {
                let referred: Vec<&str> = if odd && !postgres { vec![] } else { plain.clone() };
                let to = if second % 5 == 0 { "elsewhere" } else { owner.as_str() };
                let mut definition = refers(&plain, to, &referred);
                if table.name.namespace.is_some() && to == owner {
                    definition.table = table.name.clone();
                }
                definition.on_delete = if odd { Action::SetNull } else { Action::Restrict };
                definition.not_valid = odd && postgres;
                if odd && postgres {
                    definition.on_delete_columns = vec![columns[0].clone()];
                }
                let usual = naming.foreign_key(&owner, &columns, to, &referred);
                (ConstraintDefinition::ForeignKey(definition), usual)
            }
            3 => {
                let quoted = format!("\"{}\" IS NOT NULL", columns[0].replace('"', "\"\""));
                let mut definition = check(&quoted);
                definition.no_inherit = odd && postgres;
                (ConstraintDefinition::Check(definition), naming.check(&owner, &columns[0]))
            }
            form => {
                let mut index = Index { name: format!("{name}{number}"), ..Index::default() };
                index.columns = plain.iter().map(|name| IndexColumn::column(*name)).collect();
                if form == 4 {
                    index.name = naming.index(&owner, &columns);
                }
                if form == 5 {
                    index.columns[0].descending = odd;
                    index.columns[0].nulls = postgres.then_some(Nulls::Last).filter(|_| odd);
                    index.columns.push(IndexColumn::expression("lower(x)"));
                    index.predicate = Some("a = '\"'".into());
                    index.unique = odd;
                    index.method = (odd && postgres).then(|| "gin".to_owned());
                }
                let free = |index: &Index| {
                    !table.indexes.iter().any(|known| known.name == index.name)
                        && !table.constraints.iter().any(|known| known.name.as_ref() == Some(&index.name))
                };
                if free(&index) && index.name.len() <= 63 {
                    table.indexes.push(index);
                }
                continue;
            }
        };
        let name = if form % 2 == 0 { usual } else { format!("{name}{number}") };
        let taken = table.constraints.iter().any(|known| known.name.as_ref() == Some(&name))
            || table.indexes.iter().any(|known| known.name == name);
        if taken || name.len() > 63 {
            continue;
        }
        let name = (!(unnamed && form % 3 == 0) || postgres).then_some(name);
        table.constraints.push(Constraint { name, definition, annotation: Annotation::default() });
    }
}

fn table(engine: Engine) -> BoxedStrategy<Table> {
    let postgres = engine == Engine::Postgres;
    let namespace = if postgres { maybe(Just("x y".to_owned())) } else { Just(None).boxed() };
    let picks = (proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), name()), 0..6), any::<bool>());
    let columns = proptest::collection::vec(column(engine), 1..6);
    (namespace, name(), columns, picks, any::<bool>())
        .prop_map(move |(namespace, name, mut columns, picks, odd)| {
            let mut seen = BTreeSet::new();
            columns.retain(|column| seen.insert(column.name.to_lowercase()));
            let mut table = Table::new(QName { namespace, name });
            table.columns = columns;
            table.options.unlogged = odd && postgres;
            table.options.without_rowid = odd && !postgres;
            if odd && postgres {
                table.options.parameters = vec![
                    ("fillfactor".to_owned(), "70".to_owned()),
                    ("toast.autovacuum_enabled".to_owned(), "false".to_owned()),
                ]
                .into();
                table.annotation.comment = Some("it's\na \"table\"".into());
            }
            if postgres && picks.1 {
                let options = |text: &str| Parameters::from(vec![("Odd n".to_owned(), text.to_owned())]);
                let server = "s.t".to_owned();
                table.options.foreign = Some(ForeignSource { server, options: options("it's\na \"b\"") });
                table.columns.iter_mut().skip(1).for_each(|column| column.options = options(""));
            }
            constraints(engine, &mut table, picks);
            table
        })
        .boxed()
}

fn schema(engine: Engine) -> BoxedStrategy<Schema> {
    proptest::collection::vec(table(engine), 1..4)
        .prop_map(move |tables| {
            let mut schema = Schema::default();
            let mut relations = BTreeSet::new();
            if engine == Engine::Postgres {
                let mood = |name: QName| Enum {
                    name,
                    values: vec!["sad".into(), "it's".into()],
                    annotation: Annotation::default(),
                };
                schema.insert(Object::Enum(mood(QName::plain("Mood"))));
                schema.insert(Object::Enum(mood(QName::within("x", "mood"))));
                schema.insert(Object::Namespace(Namespace::new("empty")));
                schema.insert(Object::Sequence(Sequence {
                    name: QName::plain("a_sequence_of_its_own"),
                    ty: Some("integer".into()),
                    options: SequenceOptions { increment: Some(-2), ..SequenceOptions::default() },
                    owned_by: None,
                    unlogged: false,
                    annotation: Annotation::commented(Some("counts down".into())),
                }));
                relations.insert(String::from("mood"));
            }
            for mut table in tables {
                // Names are drawn freely: what would clash in the database is left out.
                let backed = |one: &Constraint| {
                    matches!(one.definition, ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique(_))
                };
                if !relations.insert(table.name.name.to_lowercase()) {
                    continue;
                }
                table.constraints.retain(|one| match &one.name {
                    Some(name) if backed(one) => relations.insert(name.to_lowercase()),
                    _ => true,
                });
                table.indexes.retain(|index| relations.insert(index.name.to_lowercase()));
                schema.insert(Object::Table(table));
            }
            schema
        })
        .boxed()
}

/// Written and read, each object is the same in the server's spelling.
pub(super) fn comes_back(schema: &Schema, dialect: &dyn Dialect) -> Result<(), TestCaseError> {
    let text = match write(schema, &BTreeSet::new(), dialect, &Naming::default()) {
        Ok(text) => text,
        Err(error) => return Err(TestCaseError::fail(format!("{error:?}\n{schema:#?}"))),
    };
    let again = back(&text, dialect);
    for (id, object) in &schema.objects {
        let read = again.get(id).map(|object| dialect.predict(object));
        let same = read
            .as_ref()
            .is_some_and(|read| dialect.same(read, object) || dialect.same(read, &dialect.predict(object)));
        prop_assert!(same, "{}\n{:#?}\n{:#?}", text, object, read);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn postgresql_schemas_come_back(schema in schema(Engine::Postgres)) {
        comes_back(&schema, &postgres())?;
    }

    #[test]
    fn sqlite_schemas_come_back(schema in schema(Engine::Sqlite)) {
        comes_back(&schema, &sqlite())?;
    }
}
