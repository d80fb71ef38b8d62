//! No reader panics, runs for good or exhausts the stack, whatever a file holds.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A reader.
type Reader = fn(&[u8]);

const READERS: [(&str, Reader); 7] = [
    ("lexer", super::lexer),
    ("script", super::script),
    ("schema.toml", super::schema_toml),
    ("schema.sql", super::schema_sql),
    ("cache", super::cache),
    ("template", super::template),
    ("fault", super::fault),
];

/// Pieces of all languages that files are in, and characters that are not easy.
const PIECES: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\r",
    "\r\n",
    "\n",
    "\t",
    " ",
    "é",
    "e\u{301}",
    "😀",
    "日本",
    "\u{1b}[31m",
    "-- revision: a\n",
    "-- revision: b\n",
    "-- message: m\n",
    "-- template: on\n",
    "-- down_revision: a, b\n",
    "-- migrate:upgrade\n",
    "-- migrate:downgrade transaction=off\n",
    "-- migrate:allow X so\n",
    "-- migrate:whole\n",
    "-- migrate: renamed_from x\n",
    "\n-- migrate:upgrade\n",
    "\n-- migrate:downgrade\n",
    "SELECT 1;\n",
    "CREATE TABLE t (",
    "a int",
    "CREATE TRIGGER t AFTER INSERT ON t BEGIN ",
    "SELECT 2; ",
    "END;",
    "'",
    "''",
    "\"",
    "\"\"\"",
    "'''",
    "`",
    "$$",
    "$a$",
    "/*",
    "*/",
    "/*!",
    "--",
    "#",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " if ",
    " for x in y ",
    " set x = 1 ",
    " endif ",
    " endfor ",
    "{{ upgrade }}",
    "{{ revision }}",
    "[table.t]\n",
    "[table.t.columns]\n",
    "[[table]]\n",
    "a = \"text\"\n",
    "b = { type = \"int\", default = { sql = \"1\" } }\n",
    "c = \"numeric(1000,500)?\"\n",
    "[table.t.checks]\n",
    "d = \"a > 0\"\n",
    "[view.v]\n",
    "sql = \"SELECT 1\"\n",
    "\\u0000",
    "\\",
    "=",
    ",",
    ".",
    ":",
    ";",
    "999999999999999999999999999999",
    "1e999999",
    "-9223372036854775808",
    "0x",
    "NOT ",
    "- ",
    "+",
    "*",
    "::",
    "CASE WHEN ",
    "COPY t FROM stdin;\n",
    "\\.\n",
    "DELIMITER $$\n",
    "BEGIN ATOMIC ",
    "true",
    "null",
    "NaN",
    "inf",
];

/// Pieces that open something, with what closes it.
const NESTED: &[(&str, &str, &str)] = &[
    ("", "(", ")"),
    ("", "[", "]"),
    ("", "{", "}"),
    ("", "/*", "*/"),
    ("a = ", "[", "]"),
    ("a = ", "{ a = ", "}"),
    ("", "a.", "b = 1"),
    ("[", "a.", "b]"),
    ("-- revision: a\n-- migrate:upgrade\nSELECT ", "(", ")"),
    ("-- revision: a\n-- migrate:upgrade\nSELECT ", "CASE WHEN ", " END"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n", "{% if a %}", "{% endif %}"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n{{ ", "(", ") }}"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n{{ ", "[", "] }}"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n{{ ", "not ", "a }}"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n{{ ", "a|", "a }}"),
    ("-- revision: a\n-- template: on\n-- migrate:upgrade\n{{ 1", " + 1", " }}"),
    ("CREATE TABLE t (a int CHECK ", "(", ")"),
    ("CREATE TABLE t (a int CHECK (a > ", "- ", "1))"),
    ("CREATE RULE r AS ON INSERT TO t DO ", "(", ")"),
    ("CREATE FUNCTION f() BEGIN ATOMIC ", "CASE ", "END "),
    ("CREATE PROCEDURE p() ", "BEGIN ", "END "),
    ("[table.t.columns]\na = \"int\"\n[table.t.checks]\nc = \"", "(", ")\""),
    ("[table.t.columns]\na = \"int\"\n[table.t.checks]\nc = \"", "NOT ", "a\""),
    ("[table.t.columns]\na = \"int\"\n[table.t.checks]\nc = \"1", " + 1", " > a\""),
    ("[table.t.columns]\na = { type = \"int\", default = { sql = \"", "(", "\" } }"),
    ("[table.t.columns]\na = { type = \"int\", generated = \"", "-", "1\" }"),
    ("[table.t.columns]\na = \"", "int(", "\""),
    ("[table.t.columns]\na = \"int", "[]", "\""),
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => vec(select(PIECES), 0..80).prop_map(|pieces| pieces.concat().into_bytes()),
        2 => (select(PIECES), 0..500usize).prop_map(|(piece, times)| piece.repeat(times).into_bytes()),
        1 => vec(any::<u8>(), 0..200),
        1 => any::<String>().prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in text()) {
        for (_, reader) in READERS {
            reader(&bytes);
        }
    }

    #[test]
    fn a_whole_script_and_any_body(body in text()) {
        let mut script = b"-- revision: a\n-- migrate:upgrade\n".to_vec();
        script.extend(body);
        super::script(&script);
    }
}

#[test]
fn any_bytes_are_a_configuration_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 100, ..ProptestConfig::default() });
    const OWN: [&str; 7] =
        ["[database]\n", "url = ", "\"sqlite://${A}%00\"", "A=", "B=${A}\n", "[migrations]\n", "dir = \"x\"\n"];
    let own = vec(select(&OWN[..]), 0..20).prop_map(|pieces| pieces.concat().into_bytes());
    runner
        .run(&prop_oneof![text(), own], |bytes| {
            super::config(folder.path(), &bytes).unwrap();
            Ok(())
        })
        .unwrap();
}

/// On a thread with the stack that a program's has.
fn within_a_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(8 << 20).spawn(run).unwrap().join().unwrap();
}

/// Deep enough for any parser that calls itself without a limit.
const DEEP: usize = 10_000;

#[test]
fn what_is_nested_deeply_is_read_or_refused() {
    within_a_stack(|| {
        for (before, open, close) in NESTED {
            for text in [
                format!("{before}{}{}", open.repeat(DEEP), close.repeat(DEEP)),
                format!("{before}{}{close}", open.repeat(DEEP)),
            ] {
                for (_, reader) in READERS {
                    reader(text.as_bytes());
                }
            }
        }
    });
}

/// What grows with the square of the size does not come to an end here in any time that a test is given.
#[test]
fn long_texts_are_read_to_their_end() {
    let pieces = [
        "SELECT 1;\n",
        "+",
        "'a' ",
        "'a'\n",
        "$a$ ",
        "a.",
        "/*",
        "-- c\n",
        "--\r",
        "<->+",
        "'\n--\n",
        "\n-- migrate:upgrade\n",
        "-- migrate:upgrade\r",
        ";",
        "x'",
    ];
    for piece in pieces {
        let mut text = b"-- revision: a\n-- migrate:upgrade\n".to_vec();
        text.extend(piece.repeat(30_000 / piece.len()).into_bytes());
        super::lexer(&text);
        super::script(&text);
    }
}

#[test]
fn a_million_statements_and_a_line_of_ten_megabytes() {
    let syntax = crate::engine::Engine::Sqlite.syntax();
    let statements = crate::sql::split(syntax, &"SELECT 1;\n".repeat(1_000_000)).unwrap();
    assert_eq!(statements.last().map(|last| last.line), Some(1_000_000));
    let line = format!("SELECT '{}'", "x".repeat(10_000_000));
    assert_eq!(crate::sql::split(syntax, &line).map(|found| found.len()), Ok(1));
}
