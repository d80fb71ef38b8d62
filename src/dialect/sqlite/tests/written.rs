//! Statements as they were written: made again unchanged, kept in a rebuild where they say what stays, and given back.

use proptest::prelude::*;

use super::*;
use crate::schema::Object;

/// The statements that the database keeps.
async fn kept(database: &mut Database) -> Vec<String> {
    database
        .rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name")
        .await
}

/// The statements of the same schema in an empty database.
async fn made(schema: &Schema) -> Vec<String> {
    let mut database = Database::new("").await;
    let operations = diff::creation(schema, &*database.dialect()).unwrap();
    // As a script, so that no text swallows what ends it.
    let steps: Vec<Step> = crate::dialect::render(&*database.dialect(), &operations, &Schema::default(), schema);
    database.run(&text(&steps)).await;
    kept(&mut database).await
}

/// The table's name stands in quotes after a rebuild: SQLite's own doing.
fn unquoted(sql: &str) -> String {
    match sql.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split_once('(')) {
        Some((name, rest)) => format!("CREATE TABLE {}({rest}", name.replace(['"', '[', ']', '`'], "")),
        None => sql.to_owned(),
    }
}

const TEXTS: &[&str] = &[
    "CREATE TABLE t (id INTEGER PRIMARY KEY ASC, a VARCHAR[10], b DECIMAL(10, 2) NOT NULL DEFAULT 0, c unsigned big int, \
     d \"my type\", e, f 'str type', [g h] [br type])",
    "CREATE TABLE t (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, s text DEFAULT \"x\", u TEXT CHECK (u = \"x\"))",
    "CREATE TABLE t (a int /* first */, -- the a\n  b text, -- the b\n  /* last */ c int -- end\n);
     CREATE VIEW v ( x , \"y z\") AS select a, -- one\n b /* x */ FROM [t] where (a > 0);
     CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW BEGIN\n  -- say it; twice\n  UPDATE t SET b = \"x\" /* y */ WHERE a = new.a; -- done\nEND;",
    "CREATE TABLE t (a int CONSTRAINT nn NOT NULL, b int CONSTRAINT df DEFAULT (5), c CONSTRAINT co COLLATE nocase, \
     d int CONSTRAINT ck CHECK (d > 0), e CONSTRAINT n1 CONSTRAINT n2 UNIQUE ON CONFLICT ABORT, f NULL, g CONSTRAINT lost, \
     CONSTRAINT lonely)",
    "CREATE TABLE t (a DEFAULT (1), b DEFAULT - 1, c DEFAULT +1, d DEFAULT 1E3, e DEFAULT 0X10, f DEFAULT x'ff', g default true, \
     h DEFAULT current_timestamp, i DEFAULT (Datetime('now')), k DEFAULT bare, l DEFAULT NULL, m DEFAULT 1 DEFAULT 2)",
    "CREATE TABLE p (id integer primary key, x text unique, y int, unique (x, y));
     CREATE TABLE c (a int REFERENCES p, d text references P(X) ON UPDATE set null NOT DEFERRABLE INITIALLY DEFERRED, h text, i int, \
     CONSTRAINT fk FOREIGN KEY (h, i) REFERENCES p (x, y) MATCH SIMPLE ON DELETE NO ACTION CHECK (c.i > 0))",
    "CREATE TABLE t(\"a\" int, b as ((a)) stored, c text GENERATED ALWAYS AS (lower(\"a\")), PRIMARY KEY (\"a\" ASC)) WITHOUT ROWID;
     CREATE UNIQUE INDEX [i x] ON \"t\" (\"a\" COLLATE \"NOCASE\" ASC, ([b] + 1) desc, a || b COLLATE nocase) WHERE (a > 0)",
    "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t -- end\n; CREATE INDEX i ON t (a) -- end\n; \
     CREATE TRIGGER tr DELETE ON t BEGIN SELECT 1; END -- end\n;",
    "create virtual table  docs using fts5(title,\n body)",
];

#[tokio::test]
async fn what_is_made_again_is_written_as_it_was() {
    for text in TEXTS {
        let mut database = Database::new(text).await;
        let schema = database.modelled().await;
        let mut there = kept(&mut database).await;
        // The tables behind a virtual one are its own.
        there.retain(|sql| !sql.contains("'docs_"));
        let mut again = made(&schema).await;
        again.retain(|sql| !sql.contains("'docs_"));
        assert_eq!(again, there);
    }
}

/// The statements after a change to a schema that comes without texts of its own, and those after the way back.
async fn drafted(before: &str, rows: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let mut change = AppliedChange::new(before, rows, after, &Hints::default()).await;
    let old = change.before.clone();
    for (id, object) in &mut change.after.objects {
        object.drafted();
        if let Some(old) = old.get(id) {
            object.keep_written(old);
        }
    }
    let dialect = change.database.dialect();
    change.operations = diff::changes(&change.before, &change.after, &Hints::default(), &*dialect).unwrap();
    change.up().await;
    let up = kept(&mut change.database).await;
    change.down().await;
    (up, kept(&mut change.database).await)
}

const BEFORE: &str = "CREATE TABLE t (\n  a VARCHAR[10] NOT NULL, -- the a\n  /* odd */ [b c] DECIMAL(10, 2) CONSTRAINT n DEFAULT (0) CHECK ([b c] >= 0), -- money\n  \
     d int NULL REFERENCES p ON DELETE CASCADE, -- the d\n  CONSTRAINT u UNIQUE (\"a\" ASC), -- both\n  CHECK((a) <> \"x\") -- last\n)";

#[tokio::test]
async fn a_rebuild_writes_what_changes_and_leaves_the_rest() {
    let spelled = "a VARCHAR[10] NOT NULL, \"b c\" DECIMAL(10,2) DEFAULT 0, d INT, CONSTRAINT u UNIQUE (a), CHECK (\"b c\" >= 0), \
                   CHECK ((a) <> 'x'), FOREIGN KEY (d) REFERENCES p ON DELETE CASCADE";
    for (from, to, old, new) in [
        ("DECIMAL(10,2)", "NUMERIC(12,4)", "[b c] DECIMAL(10, 2)", "[b c] NUMERIC(12,4)"),
        ("a VARCHAR[10] NOT NULL", "a VARCHAR[10]", "a VARCHAR[10] NOT NULL,", "a VARCHAR[10],"),
        ("d INT,", "d INT DEFAULT 1,", "CASCADE, -- the d", "CASCADE DEFAULT 1, -- the d"),
        ("CHECK ((a) <> 'x')", "CHECK (a > 'x')", "CHECK((a) <> \"x\") -- last", "CHECK (a > 'x')"),
        (" DEFAULT 0", "", " CONSTRAINT n DEFAULT (0)", ""),
        (", CHECK (\"b c\" >= 0)", "", " CHECK ([b c] >= 0)", ""),
        (", CONSTRAINT u UNIQUE (a)", "", "\n  CONSTRAINT u UNIQUE (\"a\" ASC), -- both", ""),
        (", FOREIGN KEY (d) REFERENCES p ON DELETE CASCADE", "", " REFERENCES p ON DELETE CASCADE", ""),
        (
            "d INT,",
            "d INT, e TEXT NOT NULL DEFAULT (abs(1)),",
            "-- the d\n",
            "-- the d\n  e TEXT NOT NULL DEFAULT (abs(1)),\n",
        ),
        (
            " \"b c\" DECIMAL(10,2) DEFAULT 0,",
            "",
            "\n  /* odd */ [b c] DECIMAL(10, 2) CONSTRAINT n DEFAULT (0) CHECK ([b c] >= 0), -- money",
            "",
        ),
    ] {
        let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY)";
        let mut after = format!("{parent}; CREATE TABLE t ({})", spelled.replace(from, to));
        if !after.contains("\"b c\" D") && !after.contains("\"b c\" N") {
            after = after.replace(", CHECK (\"b c\" >= 0)", "");
        }
        let before = format!("{parent}; {BEFORE}");
        let (up, down) = drafted(&before, "INSERT INTO t VALUES ('y', 2, NULL)", &after).await;
        let last = |all: &[String]| all.last().map(|sql| unquoted(sql)).unwrap_or_default();
        assert_eq!(last(&up), BEFORE.replace(old, new), "{from} -> {to}");
        // With DROP COLUMN, SQLite takes the comment before the column along, and respells strings in double quotes.
        let dropped = BEFORE.replace(", -- the d", ",").replace("\"x\"", "'x'");
        let back = if to.contains(" e TEXT") { dropped.as_str() } else { BEFORE };
        assert_eq!(last(&down), back, "back from {to}");
    }
}

#[tokio::test]
async fn what_hangs_on_a_rebuilt_table_keeps_its_text() {
    let around = "CREATE INDEX ix ON t (\"a\" ASC, (b)) WHERE (b > 0);
        CREATE TRIGGER tr BEFORE UPDATE OF \"a\" ON t FOR EACH ROW BEGIN -- why\n SELECT RAISE(ABORT, 'no'); END;
        CREATE VIEW v AS select a /* one */ from t;";
    let spelled = "CREATE INDEX ix ON t (a, b) WHERE b > 0;
        CREATE TRIGGER tr UPDATE OF a ON t BEGIN SELECT RAISE(ABORT, 'no'); END;
        CREATE VIEW v AS SELECT a FROM t;";
    let before = format!("CREATE TABLE t (a int, b); {around}");
    let there = kept(&mut Database::new(&before).await).await;
    let (up, down) = drafted(&before, "", &format!("CREATE TABLE t (a TEXT, b); {spelled}")).await;
    let all = |sql: &[String]| sql.iter().map(|sql| unquoted(sql)).collect::<Vec<_>>();
    assert_eq!(all(&down), all(&there));
    assert_eq!(all(&up), all(&there).iter().map(|sql| sql.replace("(a int, b)", "(a TEXT, b)")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_column_is_added_as_it_was_written() {
    let mut change = AppliedChange::new(
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (1)",
        "CREATE TABLE t (a int, b VARCHAR[9] CONSTRAINT d DEFAULT \"x\" /* why */ COLLATE nocase)",
        &Hints::default(),
    )
    .await;
    assert_eq!(
        change.sql(),
        "ALTER TABLE t ADD COLUMN b VARCHAR[9] CONSTRAINT d DEFAULT \"x\" /* why */ COLLATE nocase;"
    );
    change.up().await;
    change.down().await;
    assert_eq!(kept(&mut change.database).await, ["CREATE TABLE t (a int)"]);
}

#[tokio::test]
async fn a_text_that_says_something_else_is_not_written() {
    let mut schema = schema_of("CREATE TABLE t (a int CHECK (a > 0)); CREATE INDEX i ON t (a)").await;
    for object in schema.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        table.columns[0].nullable = false;
        table.indexes[0].unique = true;
    }
    let made = made(&schema).await;
    assert_eq!(made, ["CREATE UNIQUE INDEX i ON t (a)", "CREATE TABLE t (\n    a INT NOT NULL,\n    CHECK (a > 0)\n)"]);
}

#[tokio::test]
async fn strings_in_double_quotes_stay_when_a_column_goes() {
    let around = "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET a = \"done\"; END;";
    let mut change = AppliedChange::new(
        &format!("CREATE TABLE t (a, b); {around}"),
        "INSERT INTO t VALUES (1, 2)",
        &format!("CREATE TABLE t (a); {around}"),
        &Hints::default(),
    )
    .await;
    change.up().await;
    change.down().await;
    assert!(kept(&mut change.database).await.iter().any(|sql| sql.contains("\"done\"")));
}

/// A name as somebody may write it.
fn quoted(name: &'static str) -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        format!("\"{name}\""),
        format!("[{name}]"),
        format!("`{name}`"),
        name.to_uppercase(),
        name.to_owned(),
    ])
}

fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![" ", " ", "\n ", " /* , */ ", " -- )\n"])
}

/// The clauses of a column.
fn clauses(name: &'static str) -> impl Strategy<Value = String> {
    let clause = prop::sample::select(vec![
        "NOT NULL".to_owned(),
        "constraint nn not null on conflict fail".to_owned(),
        "NULL".to_owned(),
        "DEFAULT (1 + 2)".to_owned(),
        "default -1".to_owned(),
        "CONSTRAINT d DEFAULT \"a, b\"".to_owned(),
        "DEFAULT 'it''s'".to_owned(),
        "DEFAULT x'0f'".to_owned(),
        "UNIQUE".to_owned(),
        "constraint u unique ON CONFLICT IGNORE".to_owned(),
        "collate nocase".to_owned(),
        "COLLATE \"RTRIM\"".to_owned(),
        format!("CHECK (length({name}) < 9 OR \"{name}\" <> \"none\")"),
        format!("CONSTRAINT \"c k\" CHECK ([{name}] IS NOT NULL)"),
        "REFERENCES p ON DELETE CASCADE".to_owned(),
        "references P (ID) deferrable initially deferred".to_owned(),
    ]);
    prop::collection::vec((gap(), clause), 0..4)
        .prop_map(|all| all.into_iter().map(|(gap, one)| gap.to_owned() + &one).collect())
}

fn column(name: &'static str) -> impl Strategy<Value = String> {
    let ty = prop::sample::select(vec![
        "",
        " int",
        " VARCHAR[10]",
        " Decimal( 10,2 )",
        " unsigned big int",
        " \"my type\"",
        " Text",
    ]);
    (quoted(name), ty, clauses(name)).prop_map(|(name, ty, clauses)| format!("{name}{ty}{clauses}"))
}

/// A table `t` with the columns `a`, `b` and `c d`, of which the last can go.
fn table() -> impl Strategy<Value = String> {
    let constraint = prop::sample::select(vec![
        "PRIMARY KEY (\"a\" ASC)",
        "constraint k primary key (a desc, b)",
        "UNIQUE (b, a COLLATE nocase)",
        "CHECK ((a) <> (b))",
        "CONSTRAINT f FOREIGN KEY (a) REFERENCES p",
    ]);
    let comma = prop::sample::select(vec![",", ", ", " ,\n ", ", -- (\n "]);
    let options = prop::sample::select(vec!["", "", " /* end */"]);
    let columns = (column("a"), column("b"), column("c d"));
    (columns, prop::option::of(constraint), prop::collection::vec(comma, 3), gap(), options).prop_map(
        |((a, b, c), constraint, commas, gap, options)| {
            let c = if c.starts_with('C') || c.starts_with('c') {
                format!("\"c d\"{}", c.get(3..).unwrap_or_default())
            } else {
                c
            };
            let c = c.replace("length(c d)", "length(\"c d\")");
            let constraint = constraint.map_or_else(String::new, |one| format!("{}{one}", commas[2]));
            format!("CREATE TABLE t ({a}{}{b}{}{c}{constraint}{gap}){options}", commas[0], commas[1])
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 1 } else { 96 }))]

    #[test]
    fn any_table_is_kept_as_it_was_written(text in table()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY)";
            let mut database = Database::new(parent).await;
            if database.attempt(&text).await.is_err() {
                // SQLite takes no such table.
                return Ok(());
            }
            let before = kept(&mut database).await;
            let schema = database.modelled().await;
            prop_assert_eq!(&made(&schema).await, &before);
            // Without one of its columns, in the model's spelling alone, and back.
            let mut without = schema.clone();
            for object in without.objects.values_mut() {
                let Object::Table(table) = object else { continue };
                if table.name.name != "t" {
                    continue;
                }
                let gone = |text: &str| text.contains("c d");
                table.columns.retain(|column| !column.name.eq_ignore_ascii_case("c d"));
                table.columns[0].ty = "REAL".to_owned();
                table.constraints.retain(|one| !gone(&format!("{:?}", one.definition)));
                let mut table = Object::Table(table.clone());
                table.drafted();
                *object = table;
            }
            let dialect = database.dialect();
            let operations = diff::changes(&schema, &without, &Hints::default(), &*dialect).unwrap();
            database.operations(&operations, &schema, &without).await;
            assert_same(&database.modelled().await, &without, "without a column");
            let back = diff::downgrade_operations(&operations, &schema, &without, &*dialect).unwrap();
            database.operations(&back, &without, &schema).await;
            let now: Vec<String> = kept(&mut database).await.iter().map(|sql| unquoted(sql)).collect();
            let before: Vec<String> = before.iter().map(|sql| unquoted(sql)).collect();
            prop_assert_eq!(now, before);
            Ok(())
        })?;
    }
}
