//! Changes of type: what is said to be lost, and what is said to fail, is what happens on a server to values at the edges.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use migrate::config::DatabaseUrl;
use migrate::dialect::{ConnectSettings, Dialect, connect, effects};
use migrate::operation::{Fill, Operation};
use migrate::schema::{Column, QName, Schema};

use crate::support::postgres::Database;

/// Types, as the server prints them, each with values at its edges.
const TYPES: &[(&str, &[&str])] = &[
    ("smallint", &["32767", "-32768", "2"]),
    ("integer", &["2147483647", "-2147483648", "16777217", "2"]),
    ("bigint", &["9223372036854775807", "9007199254740993", "2"]),
    ("real", &["1.5", "0.1", "1e-40", "3e38", "1.2345679", "-1.2345679e-38"]),
    ("double precision", &["1.5", "0.30000000000000004", "1e300", "1e-300"]),
    ("numeric", &["1.5", "123456789012345678901234567890.123456789", "1e400", "1e-400"]),
    ("numeric(12,2)", &["9999999999.99", "0.01"]),
    ("numeric(8,3)", &["99999.999", "0.001"]),
    ("numeric(5,0)", &["99999", "-99999"]),
    ("numeric(4,0)", &["9999"]),
    ("numeric(6,4)", &["99.9999"]),
    ("boolean", &["true", "false"]),
    ("text", TEXTS),
    ("character varying", TEXTS),
    (
        "character varying(10)",
        &["1234567890", "a", "a         ", "007", "today", "now", "x5", "1.23456789", "{\"a\":  1}"],
    ),
    ("character varying(5)", &["12345", "a    ", "007", "x", "today", "now", "x5", "1.234", "[1,2]"]),
    ("character(5)", &["12345", "a", "007", "today", "now", "xabcd", "1.234", "[1,2]"]),
    ("date", &["2024-05-06", "0044-03-15 BC"]),
    ("timestamp without time zone", &["2024-05-06 07:08:09.123456"]),
    ("timestamp(0) without time zone", &["2024-05-06 07:08:09"]),
    (
        "timestamp with time zone",
        &["2024-05-06 07:08:09.123456+02", "2024-10-27 01:30:00+00", "2024-10-27 00:30:00+00"],
    ),
    (
        "timestamp(3) with time zone",
        &["2024-05-06 07:08:09.123+02", "2024-10-27 01:30:00+00", "2024-10-27 00:30:00+00"],
    ),
    ("time without time zone", &["07:08:09.123456"]),
    ("time(0) without time zone", &["07:08:09"]),
    ("time with time zone", &["07:08:09.123456+02", "07:08:09-11"]),
    ("interval", &["1 year 2 days 03:04:05.123456"]),
    ("interval(0)", &["1 year 2 days 03:04:05"]),
    ("interval day to second", &["2 days 03:04:05.123456"]),
    ("interval hour to minute", &["2 days 03:04:00"]),
    ("interval year to month", &["2 years 3 months"]),
    ("json", &["{\"b\": 1,  \"a\": 2, \"a\": 3}", "\"\\u0000\""]),
    ("jsonb", &["{\"b\": 1, \"a\": 3}", "1.5", "12345678901234567890.123456789", "true"]),
    ("inet", &["192.168.1.5/24", "10.0.0.0/8"]),
    ("cidr", &["10.0.0.0/8", "192.168.100.0/24"]),
    ("bit(3)", &["101"]),
    ("bit varying", &["10111", "1", "10111111111"]),
    ("bit varying(3)", &["101", "1"]),
    ("uuid", &["00000000-0000-0000-0000-00000000000a"]),
    ("smallint[]", &["{1,2}", "{3}"]),
    ("bigint[]", &["{1,9223372036854775807}", "{3}"]),
];

const TEXTS: &[&str] = &[
    "x",
    "12345678901",
    "007",
    "1.23456789012345678",
    "a                                   ",
    "2024-05-06 07:08:09.123456+02",
    "07:08:09.123456",
    "today",
    "{\"b\": 1,  \"a\": 2}",
];

/// Pairs that no script changes without `using`, or of which nothing is said because nothing is known.
fn is_left_out(from: &str, to: &str) -> bool {
    let array = |ty: &str| ty.ends_with("[]");
    // Each value is written in one way only, or many.
    let form = |ty: &str| matches!(ty, "uuid" | "inet" | "cidr" | "boolean");
    from == to || array(from) != array(to) || (from.contains("char") || from == "text") && form(to)
}

#[test]
fn postgres_loses_and_refuses_what_is_said() {
    let Some(live) = Database::new() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let dialect = runtime.block_on(dialect(&live));
    // One value at a time goes to the other type and back: `fails`, `loses`, `keeps`; `never` where there is no cast at all.
    let mut script = "SET timezone = 'Europe/Berlin'; SET client_min_messages = error;
        CREATE FUNCTION tried(a text, b text, change text, value text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE kept boolean;
        BEGIN
            EXECUTE format('CREATE TEMP TABLE tried (c %s)', a);
            EXECUTE format('INSERT INTO tried VALUES (%L)', value);
            EXECUTE 'CREATE TEMP TABLE old AS SELECT c::text AS t FROM tried';
            BEGIN
                EXECUTE change;
            EXCEPTION WHEN undefined_function OR cannot_coerce OR datatype_mismatch THEN
                DROP TABLE tried, old; RETURN 'never';
            WHEN OTHERS THEN
                DROP TABLE tried, old; RETURN 'fails';
            END;
            BEGIN
                EXECUTE format('SELECT tried.c::text::%s::text = old.t FROM tried, old', a) INTO kept;
            EXCEPTION WHEN OTHERS THEN
                BEGIN
                    EXECUTE format('SELECT tried.c::%s::text = old.t FROM tried, old', a) INTO kept;
                EXCEPTION WHEN OTHERS THEN
                    BEGIN
                        EXECUTE format('SELECT tried.c::integer::%s::text = old.t FROM tried, old', a) INTO kept;
                    EXCEPTION WHEN OTHERS THEN
                        kept := false;
                    END;
                END;
            END;
            DROP TABLE tried, old;
            RETURN CASE WHEN kept THEN 'keeps' ELSE 'loses' END;
        END $$;\n"
        .to_owned();
    let mut pairs: BTreeMap<(&str, &str), (bool, bool)> = BTreeMap::new();
    for (from, values) in TYPES {
        for (to, _) in TYPES.iter().filter(|(to, _)| !is_left_out(from, to)) {
            let operation = Operation::AlterColumn {
                table: QName::plain("tried"),
                from: Column::new("c", *from),
                to: Column::new("c", *to),
                using: None,
                fill: Fill::Nothing,
            };
            // How such a change is made is for a person to say.
            if dialect
                .needs_using(&Column::new("c", *from), &Column::new("c", *to), &Schema::default(), &Schema::default())
                .is_some()
            {
                continue;
            }
            let said = effects(&*dialect, &operation, &Schema::default());
            pairs.insert((from, to), (!said.loses.is_empty(), !said.fails_while.is_empty()));
            let steps = dialect.render(&operation, &Schema::default(), &Schema::default());
            let change = steps.first().expect("a step").sql();
            let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
            for value in *values {
                let list: Vec<String> = [*from, *to, change.as_str(), *value].into_iter().map(quoted).collect();
                writeln!(script, "SELECT {}, {}, tried({});", list[0], list[1], list.join(", ")).expect("a string");
            }
        }
    }
    let mut found: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let output = live.psql(&script);
    for line in output.lines() {
        if let [from, to, how] = line.split('|').collect::<Vec<_>>().as_slice() {
            found.entry((from, to)).or_default().push(how);
        }
    }
    let mut wrong = String::new();
    for ((from, to), (loses, fails)) in pairs {
        let how = found.get(&(from, to)).expect("an answer");
        if how.contains(&"never") {
            continue;
        }
        for (word, said) in [("loses", loses), ("fails", fails)] {
            if how.contains(&word) != said {
                writeln!(wrong, "{from} -> {to}: {word} is said: {said}; the server: {how:?}").expect("a string");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

pub(super) async fn dialect(database: &Database) -> std::sync::Arc<dyn Dialect> {
    let url = DatabaseUrl::parse(&database.url(), Path::new(".")).expect("a URL");
    connect(&url, &ConnectSettings::default()).await.expect("a connection").dialect()
}
