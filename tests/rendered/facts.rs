//! What a step says of locks, rewrites and scans is what the server does: each statement of the cases beside this file, and of a
//! table of type changes, is run by itself, and `pg_locks`, the files of the tables and their scans are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use migrate::compare::Comparison;
use migrate::dialect::{self, Dialect, Fact, LockMode, OnlineTables, Step};
use migrate::diff;
use migrate::schema::{Hints, QName};

use super::{Compared, compared, introspect, open, run_all, say};
use crate::support::postgres::Database;

#[test]
fn postgres_does_what_steps_say() {
    let Some(_) = Database::new() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    run_all("postgres", |path| runtime.block_on(case(path)));
}

async fn case(path: &Path) -> Result<(), String> {
    let Compared { live, session, comparison } = compared(path).await?;
    let dialect = session.dialect();
    let Comparison { before, renamed, after, renames, changes, .. } = &comparison;
    let mut wrong = String::new();
    wrong += &looked_at(&live, &dialect::render(&*dialect, renames, before, renamed));
    wrong += &looked_at(&live, &dialect::render(&*dialect, changes, renamed, after));
    let back = diff::downgrade_operations(changes, renamed, after, &*dialect).map_err(say)?;
    live.psql(&super::read(path, "between.sql"));
    wrong += &looked_at(&live, &dialect::render(&*dialect, &back, after, renamed));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Changes of type: what is not known to rewrite the table or not is left out.
#[test]
fn postgres_rewrites_where_steps_say() {
    let Some(live) = Database::new() else { return };
    let goal = Database::new().expect("a database");
    let changes = [
        ("varchar(5)", "varchar(9)", Fact::No),
        ("varchar(9)", "varchar(5)", Fact::Yes),
        ("varchar(5)", "varchar", Fact::No),
        ("varchar", "varchar(5)", Fact::Yes),
        ("varchar(5)", "text", Fact::No),
        ("text", "varchar", Fact::No),
        ("text", "varchar(5)", Fact::Yes),
        ("text", "char(5)", Fact::Yes),
        ("char(5)", "char(9)", Fact::Yes),
        ("char(5)", "text", Fact::Yes),
        ("varbit(5)", "varbit(9)", Fact::No),
        ("varbit(9)", "varbit(5)", Fact::Yes),
        ("numeric(5,2)", "numeric(9,2)", Fact::No),
        ("numeric(9,2)", "numeric(5,2)", Fact::Yes),
        ("numeric(9,2)", "numeric(9,1)", Fact::Yes),
        ("numeric(9,2)", "numeric", Fact::No),
        ("numeric", "numeric(9,2)", Fact::Yes),
        ("numeric", "integer", Fact::Yes),
        ("smallint", "integer", Fact::Yes),
        ("integer", "bigint", Fact::Yes),
        ("bigint", "integer", Fact::Yes),
        ("integer", "numeric", Fact::Yes),
        ("real", "double precision", Fact::Yes),
        ("integer", "text", Fact::Yes),
        ("date", "text", Fact::Yes),
        ("json", "jsonb", Fact::Yes),
        ("jsonb", "json", Fact::Yes),
        ("cidr", "inet", Fact::No),
        ("text", "integer", Fact::Yes),
        ("integer", "boolean", Fact::Yes),
        ("text collate \"C\"", "text collate \"POSIX\"", Fact::No),
        ("timestamp", "timestamptz", Fact::Unknown),
        ("integer[]", "bigint[]", Fact::Unknown),
    ];
    for (at, (from, to, _)) in changes.iter().enumerate() {
        live.psql(&format!("CREATE TABLE t{at} (c {from}); INSERT INTO t{at} VALUES (NULL)"));
        goal.psql(&format!("CREATE TABLE t{at} (c {to})"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let steps = runtime.block_on(steps(&live, &goal, &OnlineTables::None)).expect("steps");
    let mut wrong = looked_at(&live, &steps);
    for (at, (from, to, wanted)) in changes.iter().enumerate() {
        let table = QName::plain(format!("t{at}"));
        let step = steps.iter().find(|step| locks(step).is_some_and(|locks| locks.contains_key(&table.name)));
        let said = step.map(|step| step.facts.rewrites);
        if said != Some(*wanted) {
            writeln!(wrong, "{from} -> {to}: {said:?} is said").expect("a string");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Columns and constraints that come and go, with more forms than the cases have.
#[test]
fn postgres_adds_as_steps_say() {
    let Some(live) = Database::new() else { return };
    let goal = Database::new().expect("a database");
    live.psql(
        "CREATE TABLE parent (id integer PRIMARY KEY); INSERT INTO parent VALUES (1);
         CREATE TABLE t (id integer, v integer NOT NULL, w integer CHECK (w IS NOT NULL)); INSERT INTO t VALUES (1, 1, 1)",
    );
    let tables = [
        "a integer",
        "a integer DEFAULT 5 NOT NULL",
        "a timestamptz DEFAULT now() NOT NULL",
        "a double precision DEFAULT random()",
        "a uuid DEFAULT gen_random_uuid() NOT NULL",
        "a serial",
        "a bigint GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS (v + 1) STORED",
        "a integer CHECK (a > 0)",
        "a integer REFERENCES parent",
        "UNIQUE (id)",
        "PRIMARY KEY (id)",
        "PRIMARY KEY (v)",
        "CHECK (v > 0)",
        "FOREIGN KEY (v) REFERENCES parent",
        "EXCLUDE USING btree (v WITH =)",
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut wrong = String::new();
    for addition in tables {
        let goal_of = |addition: &str| {
            format!(
                "DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS parent (id integer PRIMARY KEY);
                 CREATE TABLE t (id integer, v integer NOT NULL, w integer CHECK (w IS NOT NULL){addition})"
            )
        };
        for online in [OnlineTables::None, OnlineTables::All] {
            for wanted in [goal_of(&format!(", {addition}")), goal_of("")] {
                goal.psql(&wanted);
                let steps = runtime.block_on(steps(&live, &goal, &online)).expect("steps");
                assert!(!steps.is_empty(), "{addition}");
                for line in looked_at(&live, &steps).lines() {
                    writeln!(wrong, "{addition}: {line}").expect("a string");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

async fn steps(live: &Database, goal: &Database, online: &OnlineTables) -> Result<Vec<Step>, String> {
    let mut session = open(live).await?;
    let from = introspect(&mut *session).await?;
    let to = introspect(&mut *open(goal).await?).await?;
    let dialect: std::sync::Arc<dyn Dialect> = session.dialect();
    let operations = diff::changes(&from, &to, &Hints::default(), &*dialect).map_err(say)?;
    Ok(dialect::render_online(&*dialect, &operations, &from, &to, online))
}

/// The locks that a step says it takes.
fn locks(step: &Step) -> Option<BTreeMap<String, LockMode>> {
    let locks = step.facts.locks.as_ref()?;
    Some(locks.iter().map(|lock| (lock.table.name.clone(), lock.mode)).collect())
}

fn is_concurrent(step: &Step) -> bool {
    step.sql().contains(" CONCURRENTLY ")
}

/// Runs the steps, and says where one did something else than it says.
fn looked_at(live: &Database, steps: &[Step]) -> String {
    const STATE: &str = "SELECT 'table', c.oid, c.relname, c.relfilenode, c.relkind, coalesce(s.seq_scan, 0)
        FROM pg_class c LEFT JOIN pg_stat_xact_user_tables s ON s.relid = c.oid
        WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace NOT IN ('pg_catalog'::regnamespace,
            'information_schema'::regnamespace, 'pg_toast'::regnamespace) ORDER BY 2;\n";
    const LOCKS: &str = "SELECT 'lock', relation, mode FROM pg_locks
        WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted ORDER BY 2, 3;\n";
    let mut script = String::new();
    for step in steps {
        let within = step.facts.transaction || step.apart.is_some() && !is_concurrent(step);
        let (begin, commit) = if within { ("BEGIN;\n", "COMMIT;\n") } else { ("", "") };
        let sql = step.sql();
        write!(script, "SELECT 'step';\n{begin}{STATE}{sql};\nSELECT 'done';\n{LOCKS}{STATE}{commit}")
            .expect("a string");
    }
    let output = live.psql(&script);
    let mut wrong = String::new();
    // What is made by the script itself: nobody else sees it, and a table has no rows.
    let known: BTreeSet<String> = output
        .split("step\n")
        .nth(1)
        .and_then(|first| first.split("done\n").next())
        .map(|state| Table::all(state).into_keys().collect())
        .unwrap_or_default();
    for (step, said) in steps.iter().zip(output.split("step\n").skip(1)) {
        let Some((before, after)) = said.split_once("done\n") else {
            panic!("no state behind {}", step.sql());
        };
        // It is several transactions, and has let go of everything by now.
        if is_concurrent(step) {
            continue;
        }
        let (before, later) = (Table::all(before), Table::all(after));
        let pairs = || {
            let old = before.iter().filter(|(oid, table)| known.contains(*oid) || table.is_view);
            old.filter_map(|(oid, old)| Some((old, later.get(oid)?)))
        };
        let rewritten = pairs().any(|(old, new)| old.file != new.file);
        let scanned = pairs().any(|(old, new)| old.scans < new.scans);
        let mut differs = |what: &str, said: Fact, found: bool| {
            if said != Fact::Unknown && said != Fact::from(found) {
                writeln!(wrong, "{what}: {said:?} is said, {found} is found: {}", step.sql()).expect("a string");
            }
        };
        differs("rewrites", step.facts.rewrites, rewritten);
        differs("scans", step.facts.scans, scanned);
        let mut found: BTreeMap<String, LockMode> = BTreeMap::new();
        for line in after.lines().filter_map(|line| line.strip_prefix("lock|")) {
            let Some((oid, mode)) = line.split_once('|') else { continue };
            let table = before.get(oid).filter(|_| known.contains(oid));
            if let (Some(table), Some(mode)) = (table, mode_of(mode)) {
                let held = found.entry(table.name.clone()).or_insert(mode);
                *held = mode.max(*held);
            }
        }
        // Reading and writing rows is no lock that a change of the schema is judged by.
        found.retain(|_, mode| *mode > LockMode::RowExclusive);
        if let Some(mut said) = locks(step) {
            said.retain(|_, mode| *mode > LockMode::RowExclusive);
            if said != found {
                writeln!(wrong, "locks: {said:?} are said, {found:?} are found: {}", step.sql()).expect("a string");
            }
        }
    }
    wrong
}

/// A table at one moment.
struct Table {
    name: String,
    file: String,
    is_view: bool,
    scans: u64,
}

impl Table {
    /// By their numbers, from what the server printed.
    fn all(text: &str) -> BTreeMap<String, Table> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("table|"));
        lines
            .filter_map(|line| {
                let fields: Vec<&str> = line.split('|').collect();
                let [oid, name, file, kind, scans] = fields.as_slice() else { return None };
                let table = Table {
                    name: (*name).to_owned(),
                    file: (*file).to_owned(),
                    is_view: *kind != "r",
                    scans: scans.parse().unwrap_or_default(),
                };
                Some(((*oid).to_owned(), table))
            })
            .collect()
    }
}

fn mode_of(word: &str) -> Option<LockMode> {
    Some(match word {
        "AccessShareLock" => LockMode::AccessShare,
        "RowShareLock" => LockMode::RowShare,
        "RowExclusiveLock" => LockMode::RowExclusive,
        "ShareUpdateExclusiveLock" => LockMode::ShareUpdateExclusive,
        "ShareLock" => LockMode::Share,
        "ShareRowExclusiveLock" => LockMode::ShareRowExclusive,
        "ExclusiveLock" => LockMode::Exclusive,
        "AccessExclusiveLock" => LockMode::AccessExclusive,
        _ => return None,
    })
}
