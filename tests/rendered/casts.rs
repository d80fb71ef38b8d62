//! Changes of type for which the server has no cast: what is refused without `using` is what the server refuses, and what
//! is offered in its place it takes, as it takes the way back.

use std::fmt::Write as _;

use migrate::operation::{Fill, Operation};
use migrate::schema::{Annotation, Column, Enum, Object, QName, Schema};

use super::conversions::dialect;
use crate::support::postgres::Database;

const TYPES: &[&str] = &[
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "numeric(12,2)",
    "money",
    "boolean",
    "text",
    "character varying",
    "character(5)",
    "bytea",
    "date",
    "timestamp without time zone",
    "timestamp(0) without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
    "interval",
    "json",
    "jsonb",
    "xml",
    "uuid",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit(3)",
    "bit varying",
    "tsvector",
    "tsquery",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "int4range",
    "numrange",
    "tstzrange",
    "jsonpath",
    "pg_lsn",
    "mood",
    "\"[Odd] \"\"kind\"",
    "integer[]",
    "text[]",
    "uuid[]",
    "timestamp with time zone[]",
    "mood[]",
];

#[test]
fn what_needs_using_is_what_the_server_refuses() {
    let Some(live) = Database::new() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let dialect = runtime.block_on(dialect(&live));
    let mut schema = Schema::default();
    for name in ["mood", "[Odd] \"kind"] {
        let values = vec!["a".to_owned(), "b".to_owned()];
        schema.insert(Object::Enum(Enum { name: QName::plain(name), values, annotation: Annotation::default() }));
    }
    let mut script = "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TYPE \"[Odd] \"\"kind\" AS ENUM ('a', 'b');
        CREATE FUNCTION tried(a text, change text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE format('CREATE TEMP TABLE tried (c %s)', a);
            BEGIN
                EXECUTE change;
            EXCEPTION WHEN OTHERS THEN
                DROP TABLE tried; RETURN SQLERRM;
            END;
            DROP TABLE tried;
            RETURN 'done';
        END $$;\n"
        .to_owned();
    let mut asked = Vec::new();
    for from in TYPES {
        for to in TYPES.iter().filter(|to| *to != from) {
            let (a, b) = (Column::new("c", *from), Column::new("c", *to));
            let needs = dialect.needs_using(&a, &b, &schema, &schema);
            let table = QName::plain("tried");
            let operation = Operation::AlterColumn { table, from: a, to: b, using: None, fill: Fill::Nothing };
            let change = dialect.render(&operation, &schema, &schema).first().expect("a step").sql();
            let bare = format!("ALTER TABLE tried ALTER COLUMN c TYPE {to} USING c::{to}");
            let usual = needs.as_ref().and_then(|needs| needs.usual.clone());
            let usual = usual.map(|usual| format!("ALTER TABLE tried ALTER COLUMN c TYPE {to} USING {usual}"));
            for statement in [&change, &bare, usual.as_ref().unwrap_or(&change)] {
                let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
                writeln!(script, "SELECT replace(tried({}, {}), E'\\n', ' ');", quoted(from), quoted(statement))
                    .expect("a string");
            }
            asked.push((*from, *to, needs.is_some(), change, usual));
        }
    }
    let output = live.psql(&script);
    let answers: Vec<&str> = output.lines().collect();
    assert_eq!(answers.len(), asked.len() * 3, "an answer each");
    let mut wrong = String::new();
    for ((from, to, needs, change, usual), answer) in asked.into_iter().zip(answers.chunks(3)) {
        let [made, bare, offered] = answer else { panic!("three answers") };
        if *made != "done" {
            writeln!(wrong, "{from} -> {to}: {change}: {made}").expect("a string");
        }
        if *offered != "done" {
            writeln!(wrong, "{from} -> {to}: {usual:?} is offered: {offered}").expect("a string");
        }
        // A string is no array, though the server reads one as the text of an array; an array's first element, a list of one
        // and a number for a truth value are made without a word, though it has no cast.
        let array = |ty: &str| ty.ends_with("[]");
        let odd = array(from) != array(to) || [from, to].contains(&"boolean") || change.contains("::text::");
        if needs && *bare == "done" && (array(from) || !array(to)) {
            writeln!(wrong, "{from} -> {to}: needs no `using`").expect("a string");
        }
        if !needs && *bare != "done" && !odd {
            writeln!(wrong, "{from} -> {to}: needs `using`: {bare}").expect("a string");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
