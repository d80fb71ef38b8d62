//! What is wrong in a schema file, pinned: the code, the message, the help and the line of each fault.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::read;
use crate::config::Naming;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::dialect::sqlite::Sqlite;
use crate::engine::{Engine, Flavor};
use crate::error::{Error, Result};
use crate::source::Declared;
use crate::source::load::plain;

fn dialect(engine: Engine) -> Arc<dyn Dialect> {
    let flavor = |version| Flavor { engine, mariadb: false, version };
    match engine {
        Engine::Sqlite => Arc::new(Sqlite::new(flavor((3, 51, 0)))),
        _ => Arc::new(Postgres::new(flavor((15, 0, 0)))),
    }
}

fn read_on(engine: Engine, text: &str) -> Result<Declared> {
    read(&[(PathBuf::from("schema.toml"), Arc::from(text))], dialect(engine).as_ref(), &Naming::default())
}

#[track_caller]
fn fault(engine: Engine, text: &str) -> Error {
    match read_on(engine, text) {
        Ok(_) => panic!("nothing is wrong on {engine:?} with\n{text}"),
        Err(error) => error,
    }
}

/// The one fault of a text: its message, and the marked text.
#[track_caller]
fn only(engine: Engine, text: &str, message: &str, marked: &str) {
    let error = fault(engine, text);
    assert_eq!(error.to_string(), message, "{text}");
    let place = error.fault().places().into_iter().next().unwrap();
    assert_eq!(&place.text[place.span], marked, "{text}");
}

#[test]
fn unknown_words() {
    use Engine::{Postgres as P, Sqlite as L};
    for (engine, text, message, marked) in [
        (P, "tabel = 1", "unknown key `tabel` in the schema file", "tabel"),
        (P, "[table.a.columns]\nb = { type = \"int\", nul = true }", "unknown key `nul` in column `a.b`", "nul"),
        (P, "[subscription.f]\nsql = \"x\"", "subscriptions are not supported yet, on PostgreSQL", "subscription"),
        (P, "[role.r]\nlogin = true", "roles are not supported yet, on PostgreSQL", "role"),
        (P, "[table.a]\npolicy = {}\n[table.a.columns]", "unknown key `policy` in table `a`", "policy"),
        (
            P,
            "[table.a]\nstrict = true\n[table.a.columns]",
            "PostgreSQL has no `strict`: it is only for SQLite (table `a`)",
            "strict",
        ),
        (
            L,
            "[table.a]\ncomment = \"x\"\n[table.a.columns]\nb = \"text\"",
            "SQLite has no `comment`: it is only for PostgreSQL, MySQL and MariaDB (table `a`)",
            "comment",
        ),
        (L, "[enum]\ne = [\"x\"]", "SQLite has no `enum`: it is only for PostgreSQL (the schema file)", "enum"),
        (L, "[table.a.columns]\nb = \"intger\"", "unknown type `intger` of column `a.b`", "\"intger\""),
        (L, "[table.a.columns]\nb = \"serial\"", "SQLite has no type `serial` (column `a.b`)", "\"serial\""),
        (L, "[table.\"x.a\".columns]\nb = \"text\"", "`x.a` names the namespace `x`", "\"x.a\""),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", references = \"a.c\" }",
            "the foreign key of `a` (b) refers to `a.c`, which does not exist",
            "\"a.c\"",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", references = \"z.c\" }",
            "the foreign key of `a` (b) refers to the table `z`, which the schema does not have",
            "\"z.c\"",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", references = \"a.b\", on_delete = \"set_null\" }",
            "`on_delete` of column `a.b` cannot be `set_null`",
            "\"set_null\"",
        ),
        (
            P,
            "[enum]\ne = [\"x\", \"y\"]\n[table.a.columns]\nb = { type = \"e\", default = \"z\" }",
            "`default` of column `a.b`: `z` is no value of the enum `e`",
            "\"z\"",
        ),
    ] {
        only(engine, text, message, marked);
    }
}

#[test]
fn contradictions() {
    use Engine::{Postgres as P, Sqlite as L};
    for (engine, text, message, marked) in [
        (
            P,
            "[table.a.columns]\nb = { type = \"int?\", null = false }",
            "column `a.b` is both nullable, by the `?` of its type, and `null = false`",
            "false",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int?\", primary_key = true }",
            "column `a.b` allows NULL and is in the primary key",
            "b",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", on_delete = \"cascade\" }",
            "column `a.b` says `on_delete` of a foreign key and has none",
            "on_delete",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", identity = true, default = 1 }",
            "column `a.b` is an identity, and so has neither a default nor `generated`",
            "true",
        ),
        (P, "[table.a.columns]\nb = { null = true }", "column `a.b` has no `type`", "b"),
        (
            P,
            "[table.a]\nprimary_key = [\"b\", \"b\"]\n[table.a.columns]\nb = \"int\"",
            "the primary key of table `a` names `b` twice",
            "\"b\"",
        ),
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", primary_key = true }\nc = { type = \"int\", primary_key = true }",
            "table `a` has two primary keys",
            "primary_key",
        ),
        (
            P,
            "[table.a]\nprimary_key = \"b\"\n[table.a.columns]\nb = { type = \"int\", primary_key = true }",
            "the primary key of table `a` is said twice",
            "primary_key",
        ),
        (P, "[table.a]\nrenamed_from = \"a\"\n[table.a.columns]", "table a is renamed from itself", "\"a\""),
        (
            P,
            "[table.a.columns]\nb = \"int\"\nc = { type = \"int\", renamed_from = \"b\" }",
            "column a.c is renamed from column a.b, which is still in the schema",
            "\"b\"",
        ),
        (
            P,
            "[view.v]\nsql = \"CREATE VIEW v AS SELECT 1\"",
            "`sql` of view `v` is a whole CREATE statement",
            "\"CREATE VIEW v AS SELECT 1\"",
        ),
        (
            P,
            "[table.a.columns]\nb = \"int\"\n[view]\na = \"SELECT 1\"",
            "the name `a` is given to the view `a` and to the table `a`",
            "a",
        ),
        (P, "[enum]\ne = [\"x\", \"x\"]", "enum `e` has the value `x` twice", "\"x\""),
        (P, "[table.\"public.a\".columns]\nb = \"int\"", "the default namespace `public` is named", "\"public.a\""),
        (
            L,
            "[table.a.columns]\nb = { type = \"text\", identity = true, primary_key = true }",
            "SQLite cannot number the rows of `a` by `b`",
            "true",
        ),
        (
            L,
            "[table.a.columns]\nb = { type = \"text\", autoincrement = true }",
            "column `a.b` is AUTOINCREMENT and not the primary key",
            "autoincrement",
        ),
        (L, "[table.a]\n", "table `a` has no `columns`", "a"),
        (
            L,
            "[table.a.columns]\nb = \"text\"\n[table.a.triggers]\nt = \"CREATE TRIGGER x AFTER INSERT ON a BEGIN SELECT 1; END\"",
            "the SQL of trigger `t` of table a does not create a trigger of that name",
            "\"CREATE TRIGGER x AFTER INSERT ON a BEGIN SELECT 1; END\"",
        ),
        (
            L,
            "[table.a]\nvirtual = \"CREATE VIRTUAL TABLE a USING fts5(b)\"\n[table.a.columns]\nb = \"text\"",
            "table `a` is virtual and has `columns`",
            "columns",
        ),
    ] {
        only(engine, text, message, marked);
    }
}

#[test]
fn a_string_that_is_meant_as_sql_or_as_a_plain_value() {
    use Engine::{Postgres as P, Sqlite as L};
    for (engine, ty, default, help) in [
        (P, "timestamptz", "now()", "write default = { sql = \"now()\" }"),
        (L, "timestamptz", "CURRENT_TIMESTAMP", "write default = { sql = \"CURRENT_TIMESTAMP\" }"),
        (P, "timestamp", "now() + interval '1 day'", "write default = { sql = \"now() + interval '1 day'\" }"),
        (L, "datetime", "(datetime('now'))", "write default = { sql = \"(datetime('now'))\" }"),
        (P, "timestamptz", "now", "write default = { sql = \"current_timestamp\" }"),
        (P, "date", "'2020-01-01'", "write default = \"2020-01-01\""),
        (P, "date", "'2020-01-01'::date", "write default = { sql = \"'2020-01-01'::date\" }"),
        (P, "uuid", "gen_random_uuid()", "write default = { sql = \"gen_random_uuid()\" }"),
        (P, "bigint", "nextval('s')", "write default = { sql = \"nextval('s')\" }"),
        (P, "boolean", "false", "write default = false"),
        (L, "boolean", "TRUE", "write default = true"),
        (L, "integer", "0", "write default = 0"),
        (P, "numeric(10,2)", "-1.50", "write default = -1.50"),
        (P, "numeric(30)", "100000000000000000000", "write default = { sql = \"100000000000000000000\" }"),
        (P, "integer", "null", "write default = { sql = \"null\" }"),
    ] {
        let error = fault(engine, &format!("[table.a.columns]\nb = {{ type = \"{ty}\", default = \"{default}\" }}"));
        assert_eq!(error.to_string(), format!("`default` of column `a.b` is the text `{default}`, and no {ty}"));
        assert_eq!(error.fault().help().as_deref(), Some(help));
    }
    let error = fault(P, "[table.a.columns]\nb = { type = \"date\", backfill = \"now()\" }");
    assert_eq!(error.fault().help().as_deref(), Some("write backfill = { sql = \"now()\" }"));
    for (engine, ty, default) in [
        (P, "text", "now()"),
        (P, "varchar(20)", "false"),
        (L, "text", "0"),
        (P, "double", "NaN"),
        (P, "date", "infinity"),
        (P, "date", "2020-01-01"),
        (P, "jsonb", "null"),
        (P, "jsonb", "{}"),
        (P, "integer[]", "{1}"),
        (P, "citext", "now()"),
        (P, "interval", "1 day"),
    ] {
        let text = format!("[table.a.columns]\nb = {{ type = \"{ty}\", default = \"{default}\" }}");
        read_on(engine, &text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    }
}

#[test]
fn what_says_something_of_another_key_stands_beside_it() {
    use Engine::{Postgres as P, Sqlite as L};
    for (engine, text, message) in [
        (
            P,
            "[table.a.columns]\nb = { type = \"int\", foreign_key = \"x\" }",
            "column `a.b` says `foreign_key` of a foreign key and has none",
        ),
        (
            L,
            "[table.a.columns]\nb = { type = \"int\", primary_key = false, autoincrement = true }",
            "column `a.b` is AUTOINCREMENT and not the primary key",
        ),
        (P, "[view.v]\nsql = \"SELECT 1\"\nno_data = true", "view `v` has `no_data` and is not materialized"),
    ] {
        assert_eq!(fault(engine, text).to_string(), message);
    }
    read_on(L, "[table.a.columns]\nb = { type = \"int\", autoincrement = false }").unwrap();
}

#[test]
fn constraints_are_left_unnamed_in_the_file_that_says_so() {
    let table = |name: &str| format!("[table.{name}.columns]\nx = {{ type = \"text\", unique = true }}\n");
    let one = (PathBuf::from("a.toml"), Arc::from(format!("unnamed_constraints = true\n{}", table("a"))));
    let two = (PathBuf::from("b.toml"), Arc::from(table("b")));
    let read = read(&[one, two], dialect(Engine::Sqlite).as_ref(), &Naming::default()).unwrap();
    let names: Vec<_> = read.schema.tables().map(|table| table.constraints[0].name.as_deref()).collect();
    assert_eq!(names, [None, Some("uq_b_x")]);
}

#[test]
fn a_wrong_column_is_there_for_what_names_it() {
    let text = "[table.a]\nprimary_key = \"id\"\n[table.a.columns]\nid = { typ = \"int\" }\nx = 3\n\
                [table.a.indexes]\ni = [\"id\", \"x\"]\n[table.b.columns]\nid = { type = \"int\", references = \"a\" }\n";
    let error = fault(Engine::Postgres, text);
    let places = error.fault().places();
    let marked: Vec<&str> = places.iter().map(|place| &place.text[place.span.clone()]).collect();
    assert_eq!(marked, ["id", "typ", "3"], "{error:?} {:#?}", places.iter().map(|p| &p.label).collect::<Vec<_>>());
}

#[test]
fn what_stands_twice_is_named() {
    let table = "[table.a]\n[table.a.columns]\nid = \"int\"\n";
    let columns = "[table.a.columns]\nid = \"int\"\n";
    for (text, what, lines) in [
        (format!("{columns}{columns}"), "table `a` is defined twice", [3, 1]),
        (format!("{table}[table.b.columns]\nid = \"int\"\n{table}"), "table `a` is defined twice", [6, 1]),
        (format!("{table}{columns}"), "table `a` is defined twice", [4, 1]),
        (
            "[table.a]\ncolumns = { id = \"int\" }\n[table.a.columns]\nx = \"int\"\n".into(),
            "`columns` of table `a`",
            [3, 2],
        ),
        (format!("{columns}[table.a.indexes]\ni = [\"id\"]\n[table.a.indexes]\n"), "`indexes` of table `a`", [5, 3]),
        ("table.a = { columns = { id = \"int\" } }\n[table.a]\n".into(), "table `a` is defined twice", [2, 1]),
        ("table.a.columns.id = \"int\"\ntable.a.columns.id = \"int\"\n".into(), "`id` is defined twice", [2, 1]),
        ("[table.a]\ncolumns = { id = \"int\" }\ncolumns.x = \"int\"\n".into(), "`columns` is defined twice", [3, 2]),
        ("[view.v]\nsql = \"SELECT 1\"\n[view.v]\nsql = \"SELECT 2\"\n".into(), "view `v` is defined twice", [3, 1]),
        ("[enum]\ne = [\"a\"]\ne = [\"b\"]\n".into(), "`e` is defined twice", [3, 2]),
        ("[enum]\ne = [\"a\"]\n[enum]\nf = [\"b\"]\n".into(), "`enum` is defined twice", [3, 1]),
    ] {
        let error = fault(Engine::Postgres, &text);
        assert_eq!(error.code(), "duplicate-name", "{text}: {error}");
        assert!(error.to_string().starts_with(what), "{text}: {error}");
        let line = |span: &std::ops::Range<usize>| text[..span.start].matches('\n').count() + 1;
        let found: Vec<usize> = error.fault().places().iter().map(|place| line(&place.span)).collect();
        assert_eq!(found, lines, "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_is_shown_twice() {
    for (text, first, second) in [
        ("[table.a.columns]\nid = \"int\"\n[table.b.columns]\nid = \"int\"\n[table.a.columns]\nx = \"int\"\n", 1, 5),
        ("[table.a.columns]\nid = \"int\"\nx = \"int\"\nid = \"text\"\n", 2, 4),
        ("[table.\"x.y\".columns]\nid = \"int\"\n[table.\"x.y\".columns]\n", 1, 3),
        ("[table.a.columns]\nid = { type = \"int\", null = true, type = \"text\" }\n", 2, 2),
    ] {
        let error = fault(Engine::Postgres, text);
        assert_eq!(error.code(), "duplicate-name", "{text}");
        let line = |span: &std::ops::Range<usize>| text[..span.start].matches('\n').count() + 1;
        let lines: Vec<usize> = error.fault().places().iter().map(|place| line(&place.span)).collect();
        assert_eq!(lines, [second, first], "{text}");
    }
}

#[test]
fn every_fault_is_said_beside_its_text_in_a_line() {
    let error = fault(Engine::Postgres, "[table.users.columns]\nid = { tpye = \"int\", primry_key = true }\n");
    let labels: Vec<String> = error.fault().places().into_iter().map(|place| place.label).collect();
    assert_eq!(
        labels,
        [
            "something is missing",
            "unknown key `tpye` in column `users.id`: did you mean `type`?",
            "unknown key `primry_key` in column `users.id`: did you mean `primary_key`?",
        ]
    );
    let help = error.fault().help().unwrap();
    assert_eq!(help, "write type = a type (\"text\")");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let text = "[table.a.columns]\nb = \"int\"\n[view.v]\nsql = \"\"\"\nSELECT b,\n  1 AS one\nFROM a\n\"\"\"\n";
    let read = read_on(Engine::Postgres, text).unwrap();
    let saved_elsewhere = plain(format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let windows = read_on(Engine::Postgres, &saved_elsewhere).unwrap();
    assert_eq!(read.schema, windows.schema);
    assert!(read_on(Engine::Sqlite, "").unwrap().schema.is_empty());
    assert!(read_on(Engine::Sqlite, "# nothing yet\n").unwrap().schema.is_empty());
}

#[test]
fn names_with_anything_in_them() {
    for name in ["a b", "it's", "sele\\\"ct", "x\\ty", "Größe", "日本", "a;b--c", "select"] {
        let text = format!(
            "[table.\"{name}\".columns]\n\"{name}\" = {{ type = \"integer\", primary_key = true }}\n\
             r = {{ type = \"integer\", references = \"{name}.{name}\", index = true, check = \"r > 0\" }}\n"
        );
        for engine in [Engine::Sqlite, Engine::Postgres] {
            read_on(engine, &text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        }
    }
    let dotted = "[table.'\"a.b\"'.columns]\n\"c.d\" = { type = \"integer\", primary_key = true }\n\
                  e = { type = \"integer\", references = '\"a.b\".\"c.d\"' }\n";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let read = read_on(engine, dotted).unwrap();
        assert_eq!(read.schema.tables().next().unwrap().name, crate::schema::QName::plain("a.b"));
    }
}

const WHOLE: &str = "extensions = [\"citext\", { name = \"x\", namespace = \"y\" }]\nnamespaces = [\"n\"]\n[enum]\n\
    e = [\"a\", { value = \"b\", renamed_from = \"c\" }]\n[enum.f]\nvalues = [\"a\"]\nreplaced_by = { z = \"a\" }\n\
    [sequence.s]\nstart = 5\nowned_by = \"t.id\"\n[table.t]\ncomment = \"é\"\nprimary_key = { columns = [\"id\"], name = \"k\" }\n\
    with = { fillfactor = 70, toast.autovacuum_enabled = false }\n[table.t.columns]\n\
    id = { type = \"bigint\", identity = { kind = \"always\", start = 3 } }\nn = { type = \"e?\", default = \"a\" }\n\
    g = { type = \"int\", generated = { sql = \"id * 2\", stored = true } }\n\
    r = { type = \"bigint\", references = { table = \"t\", column = \"id\", name = \"fk\" }, on_delete = \"set null\" }\n\
    [table.t.indexes]\ni = { columns = [\"n desc nulls last\", { sql = \"lower(n)\", opclass = \"text_ops\" }], unique = true }\n\
    [table.t.exclusions]\nx = { elements = [{ column = \"id\", operator = \"=\" }], using = \"gist\" }\n\
    [table.t.checks]\nc = { sql = \"id > 0\", not_valid = true }\n[view.v]\nsql = '''SELECT 1'''\nmaterialized = true\n\
    indexes = { vi = [\"a\"] }\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever is done to a file: it is read, or refused at places that are in it.
    #[test]
    fn damage_is_refused_at_its_place(cuts in prop::collection::vec((0.0..1.0_f64, 0.0..0.05_f64, "[\\[\\]{}=\",.?a-z0-9 \n]{0,3}"), 1..4)) {
        let mut text = WHOLE.to_owned();
        for (from, length, put) in cuts {
            let boundary = |share: f64| {
                let mut at = (share.clamp(0.0, 1.0) * text.len() as f64) as usize;
                while !text.is_char_boundary(at) { at -= 1; }
                at
            };
            let range = boundary(from)..boundary(from + length);
            text.replace_range(range, &put);
        }
        for engine in [Engine::Postgres, Engine::Sqlite] {
            if let Err(error) = read_on(engine, &text) {
                let places = error.fault().places();
                prop_assert!(!places.is_empty());
                for place in places {
                    prop_assert!(place.text.get(place.span.clone()).is_some(), "{:?}", place.span);
                }
            }
        }
    }
}

#[test]
fn the_whole_language_is_read() {
    read_on(Engine::Postgres, WHOLE).unwrap();
}
