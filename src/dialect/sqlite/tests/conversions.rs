//! Changes of type: what is said to be lost is what a rebuild loses of values at the edges, and what comes back says where it is
//! from.

use super::*;
use crate::dialect::{self, Conversion};

/// Types, each with values at its edges as SQL.
const TYPES: &[(&str, &[&str])] = &[
    ("INTEGER", &["9223372036854775807", "9007199254740993", "2"]),
    ("NUMERIC", &["9007199254740993", "0.1 + 0.2", "1.5"]),
    ("REAL", &["0.1 + 0.2", "1.5", "1e300"]),
    ("TEXT", &["'007'", "'x'", "' 1'"]),
    ("VARCHAR(5)", &["'007'", "'longer than five'"]),
    ("BLOB", &["X'00ff'", "'007'", "0.1 + 0.2"]),
];

#[tokio::test]
async fn what_is_said_to_be_lost_is_lost() {
    let mut wrong = Vec::new();
    for (from, values) in TYPES {
        for (to, _) in TYPES {
            let rows: Vec<String> = values.iter().map(|value| format!("({value})")).collect();
            let mut change = AppliedChange::new(
                &format!("CREATE TABLE t (c {from})"),
                &format!("INSERT INTO t VALUES {}", rows.join(", ")),
                &format!("CREATE TABLE t (c {to})"),
                &Hints::default(),
            )
            .await;
            const VALUES: &str = "SELECT typeof(c), quote(c) FROM t";
            let before = change.database.rows(VALUES).await;
            let Conversion { loses, fails_on } = change.database.dialect().conversion(from, to);
            assert_eq!(fails_on, None, "{from} -> {to}");
            if from != to {
                change.up().await;
                change.down().await;
            }
            if loses.is_some() != (change.database.rows(VALUES).await != before) {
                wrong.push(format!("{from} -> {to}: {loses:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_value_that_rows_did_not_have_says_so() {
    let mut change = AppliedChange::new(
        "CREATE TABLE t (a INT, born DATE NOT NULL, code TEXT NOT NULL UNIQUE)",
        "INSERT INTO t VALUES (1, '2001-02-03', 'x')",
        "CREATE TABLE t (a INT)",
        &Hints::default(),
    )
    .await;
    change.up().await;
    let dialect = change.database.dialect();
    let back = diff::downgrade_operations(&change.operations, &change.before, &change.after, dialect.as_ref()).unwrap();
    let steps = dialect::render(dialect.as_ref(), &back, &change.after, &change.before);
    let copy = steps.iter().find(|step| step.sql().starts_with("INSERT INTO")).expect("a copy of the rows");
    assert_eq!(
        copy.notes(),
        [
            "the old values of born are gone: rows get '1970-01-01'",
            "the old values of code are gone: rows get a number each"
        ]
    );
    assert_eq!(copy.facts.rewrites, dialect::Fact::Yes);
    assert!(steps.iter().all(|step| step.facts.foreign_keys_off));
}

#[tokio::test]
async fn a_column_that_rows_have_no_value_for_fails_on_them() {
    for (before, after, fails) in [
        ("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, b INT NOT NULL)", true),
        ("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, b INT NOT NULL DEFAULT 1)", false),
        ("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT, id INTEGER NOT NULL PRIMARY KEY)", false),
    ] {
        let change = AppliedChange::new(before, "SELECT 1", after, &Hints::default()).await;
        let dialect = change.database.dialect();
        let steps = dialect::render(dialect.as_ref(), &change.operations, &change.before, &change.after);
        let says = steps.iter().flat_map(Step::notes).any(|note| note == "fails while t has rows");
        assert_eq!(says, fails, "{after}");
    }
}
