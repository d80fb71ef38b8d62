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
        (P, "[function.f]\nsql = \"x\"", "functions are not supported yet, on PostgreSQL", "function"),
        (P, "[table.a]\npolicies = {}\n[table.a.columns]", "policies are not supported yet, on PostgreSQL", "policies"),
        (
            P,
            "[table.a]\nstrict = true\n[table.a.columns]",
            "PostgreSQL has no `strict`: it is a word of SQLite (table `a`)",
            "strict",
        ),
        (
            L,
            "[table.a]\ncomment = \"x\"\n[table.a.columns]\nb = \"text\"",
            "SQLite has no `comment`: it is a word of PostgreSQL and MySQL (table `a`)",
            "comment",
        ),
        (L, "[enum]\ne = [\"x\"]", "SQLite has no `enum`: it is a word of PostgreSQL (the schema file)", "enum"),
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
fn a_wrong_column_is_there_for_what_names_it() {
    let text = "[table.a]\nprimary_key = \"id\"\n[table.a.columns]\nid = { typ = \"int\" }\nx = 3\n\
                [table.a.indexes]\ni = [\"id\", \"x\"]\n[table.b.columns]\nid = { type = \"int\", references = \"a\" }\n";
    let error = fault(Engine::Postgres, text);
    let places = error.fault().places();
    let marked: Vec<&str> = places.iter().map(|place| &place.text[place.span.clone()]).collect();
    assert_eq!(marked, ["id", "typ", "3"], "{error:?} {:#?}", places.iter().map(|p| &p.label).collect::<Vec<_>>());
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
