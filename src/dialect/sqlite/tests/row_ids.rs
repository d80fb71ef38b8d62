//! Which column is the row id: each form is asked of SQLite itself.

use super::super::row_id;
use super::{AppliedChange, Database};
use crate::operation::Operation;
use crate::schema::{Hints, Object, QName};

/// The forms of a key over the column `a`, as the text between the parentheses.
const FORMS: &[&str] = &[
    "a INTEGER PRIMARY KEY, b INT",
    "a integer PRIMARY KEY ASC, b INT",
    "a INTEGER PRIMARY KEY DESC, b INT",
    "a INTEGER CONSTRAINT k PRIMARY KEY DESC ON CONFLICT IGNORE, b INT",
    "a INTEGER PRIMARY KEY AUTOINCREMENT, b INT",
    "a INTEGER, b INT, PRIMARY KEY (a)",
    "a INTEGER, b INT, PRIMARY KEY (A ASC)",
    "a INTEGER, b INT, PRIMARY KEY (a DESC)",
    "a INTEGER, b INT, CONSTRAINT k PRIMARY KEY (\"A\" DESC)",
    "a INTEGER, b INT, PRIMARY KEY (a COLLATE NOCASE)",
    "a INTEGER, b INT, PRIMARY KEY (a COLLATE NOCASE DESC)",
    "a INTEGER, b INT, PRIMARY KEY (a, b)",
    "a INTEGER, b INT",
    "a INT PRIMARY KEY, b INT",
    "a \"INTEGER\" PRIMARY KEY, b INT",
    "a [integer] PRIMARY KEY, b INT",
    "a INTEGER(8) PRIMARY KEY, b INT",
    "a BIGINT PRIMARY KEY, b INT",
];

/// Whether `a` is another name of the row id: then what is written as the one is read as the other.
async fn is_row_id(database: &mut Database) -> bool {
    database.run("INSERT INTO t (a, b) VALUES (41, 1)").await;
    // The row id of a first row is 1, unless it was given.
    database.rows("SELECT rowid FROM t").await == ["41"]
}

#[tokio::test]
async fn what_sqlite_says_of_each_form() {
    let (mut ours, mut row_ids) = (Vec::new(), 0);
    for options in ["", " STRICT", " WITHOUT ROWID"] {
        for form in FORMS {
            let script = format!("CREATE TABLE t ({form}){options}");
            let mut database = Database::new("").await;
            // Some forms are refused with some options: nothing is to be said of these.
            if database.attempt(&script).await.is_err() {
                continue;
            }
            let schema = database.modelled().await;
            let table = schema.table(&QName::plain("t")).unwrap();
            let found = row_id::of(table).map(|column| column.name.clone());
            let there = options != " WITHOUT ROWID" && is_row_id(&mut database).await;
            row_ids += usize::from(there);
            assert_eq!(found.as_deref(), there.then_some("a"), "{script}");
            // Where a NULL can come in, whether it may is a difference; where none can, it is none.
            let with = form.replacen(" PRIMARY KEY", " NOT NULL PRIMARY KEY", 1);
            if with.contains("a INTEGER NOT NULL PRIMARY") || with.contains("a INT NOT NULL PRIMARY") {
                let mut empty = Database::new(&script).await;
                let nulls = empty.attempt("INSERT INTO t (b) VALUES (1)").await.is_ok()
                    && empty.rows("SELECT a FROM t").await == ["NULL"];
                let change =
                    AppliedChange::new(&script, "", &format!("CREATE TABLE t ({with}){options}"), &Hints::default())
                        .await;
                ours.push(nulls);
                assert_eq!(!change.operations.is_empty(), nulls, "{script}: {:?}", change.operations);
            }
        }
    }
    assert!(row_ids > 15, "{row_ids}");
    assert!(ours.contains(&true) && ours.contains(&false));
}

#[tokio::test]
async fn not_null_on_a_descending_key_is_a_difference() {
    let (plain, required) =
        ("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY DESC)");
    let mut change = AppliedChange::new(plain, "INSERT INTO t VALUES (1)", required, &Hints::default()).await;
    assert!(matches!(change.operations.as_slice(), [Operation::RebuildTable { .. }]), "{:?}", change.operations);
    change.up().await;
    change.down().await;
}

#[tokio::test]
async fn what_is_declared_is_what_is_made() {
    for form in FORMS {
        let schema = super::schema_of(&format!("CREATE TABLE t ({form})")).await;
        let made = super::made_again(&schema).await;
        let (name, dialect) = (QName::plain("t"), Database::new("").await.dialect());
        let (a, b) = (schema.table(&name).unwrap(), made.table(&name).unwrap());
        assert!(dialect.same(&Object::Table(a.clone()), &Object::Table(b.clone())), "{form}: {a:?} {b:?}");
        assert_eq!(row_id::of(a).map(|column| &column.name), row_id::of(b).map(|column| &column.name), "{form}");
    }
}
