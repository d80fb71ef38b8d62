//! Pairs of schemas with rows: whatever the two are, upgrade gives the dump of the wanted one, a second comparison finds
//! nothing, the rows that should live are there, and downgrade gives back the dump of before.
//!
//! A pair is made from a plan of a few numbers, so that a failing one shrinks to few: each number adds something to the
//! first schema, or edits it into the second. `MIGRATE_TEST_PAIRS=1000 MIGRATE_TEST_SEED=7 cargo test pairs` hunts longer and
//! elsewhere, `MIGRATE_TEST_FORM=sql` or `toml` in one form of schema file alone, `MIGRATE_TEST_KINDS=function,domain` with these
//! kinds of PostgreSQL's objects (`objects`); a failure prints its seed. `MIGRATE_TEST_FAILURES=folder` has each failure, as it
//! comes, in a file of its own.

mod additions;
mod ddl;
mod dumps;
mod edit;
pub(crate) mod model;
mod mysql_ddl;
mod mysql_dumps;
mod mysql_rules;
mod objects;
mod random;
mod removals;
pub(crate) mod run_program;
mod toml;
mod types;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use model::{Engine, Form, Model};
use random::Random;

/// How many pairs a run tries, unless `MIGRATE_TEST_PAIRS` says otherwise.
const PAIRS: usize = 100;
/// The seed of the first pair, unless `MIGRATE_TEST_SEED` says otherwise.
const SEED: u64 = 20_261_120;
/// The same on PostgreSQL. From it on every kind of object comes in that many pairs, which a test looks after: where it fails
/// because the generator makes others now, another number will do.
const POSTGRES_SEED: u64 = 20_261_500;
/// How many failures are shown: one fault may fail many pairs.
const SHOWN: usize = 3;
/// How many seconds one failure is made smaller, unless `MIGRATE_TEST_SHRINK` says otherwise.
const SHRINKING: u64 = 60;

/// What a pair is made from.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Decides the form of the schema file, the number of rows, and how the first database is made.
    pub setting: u64,
    /// The tables of the first schema.
    pub tables: Vec<u64>,
    /// What else it has.
    pub parts: Vec<u64>,
    /// What turns it into the second.
    pub edits: Vec<u64>,
    /// PostgreSQL: further kinds of object, and edits of them.
    pub objects: Vec<u64>,
    pub changes: Vec<u64>,
}

/// Two schemas.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub old: Model,
    pub new: Model,
    /// Whether renames are said by flags and not in the file.
    pub flags: bool,
    /// Whether the first database is made by `apply` and not by the database's own client.
    pub applied: bool,
}

fn plans() -> impl Strategy<Value = Plan> {
    let genes = |from, to| prop::collection::vec(any::<u64>().no_shrink(), from..to);
    // Where kinds are asked for, a pair is about them: the rest is small.
    let (tables, parts, edits, objects, changes) = if objects::asked_for() {
        (genes(1, 3), genes(2, 9), genes(0, 3), genes(1, 7), genes(2, 10))
    } else {
        (genes(1, 5), genes(3, 26), genes(1, 8), genes(1, 7), genes(1, 6))
    };
    (any::<u64>().no_shrink(), tables, parts, edits, objects, changes).prop_map(
        |(setting, tables, parts, edits, objects, changes)| Plan { setting, tables, parts, edits, objects, changes },
    )
}

/// The pair that a plan makes.
fn pair(engine: Engine, plan: &Plan) -> Pair {
    let mut random = Random::new(plan.setting);
    let form = match std::env::var("MIGRATE_TEST_FORM").as_deref() {
        Ok("sql") => Form::Sql,
        Ok("toml") => Form::Toml,
        _ if random.chance(50) => Form::Toml,
        _ => Form::Sql,
    };
    let rows = random.pick(&[3, 3, 2, 0, 1, 3]).copied().unwrap_or(0);
    let mut old = Model::new(engine, form, rows);
    for gene in &plan.tables {
        additions::table(&mut old, &mut Random::new(*gene));
    }
    type Growth = fn(&mut Model, &mut Random) -> bool;
    let growths: [(usize, Growth); 9] = [
        (45, |model, random| additions::column(model, random, false)),
        (6, additions::unique),
        (8, additions::check),
        (12, |model, random| additions::foreign_key(model, random, false)),
        (11, additions::index),
        (9, additions::view),
        (5, additions::trigger),
        (3, additions::sequence),
        (3, additions::routine),
    ];
    // Some before the columns, which can then be of their types, and some behind them.
    let with_objects = engine == Engine::Postgres && (objects::asked_for() || Random::new(plan.setting ^ 7).chance(70));
    let genes: &[u64] = if with_objects { &plan.objects } else { &[] };
    for gene in &genes[..genes.len() / 2] {
        objects::any(&mut old, &mut Random::new(*gene));
    }
    // A pair with such objects has less of the rest.
    let parts = if with_objects && !objects::asked_for() { plan.parts.len().div_ceil(2) } else { plan.parts.len() };
    for gene in &plan.parts[..parts] {
        let mut random = Random::new(*gene);
        if let Some(growth) = random.weighted(&growths) {
            let mut tried = old.clone();
            growth(&mut tried, &mut random);
            let filled = tried.tables.iter().all(|table| objects::filled(&tried, table));
            if filled && (!engine.is_mysql() || mysql_rules::hold(&tried)) {
                old = tried;
            }
        }
    }
    for gene in &genes[genes.len() / 2..] {
        objects::any(&mut old, &mut Random::new(*gene));
    }
    let mut new = old.clone();
    new.taken = old.names();
    for table in &old.tables {
        new.taken.extend(table.columns.iter().map(|column| format!("{}.{}", table.id, column.name.to_lowercase())));
    }
    for one in &old.enums {
        new.taken.extend(one.values.iter().map(|value| format!("{}:{}", one.id, value.text)));
    }
    for gene in &plan.edits {
        edit::edit(&old, &mut new, *gene);
    }
    for gene in plan.changes.iter().filter(|_| with_objects) {
        edit::edit_object(&old, &mut new, *gene);
    }
    Pair { old, new, flags: random.chance(40), applied: random.chance(40) }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

/// Runs the pairs of a database, several at a time, and shows the first that fail, made as small as they get.
fn run(engine: Engine) {
    if engine.skipped() {
        return;
    }
    let count = number("MIGRATE_TEST_PAIRS").map_or(PAIRS, |n| n as usize);
    let usual = if engine == Engine::Postgres { POSTGRES_SEED } else { SEED };
    let seed = number("MIGRATE_TEST_SEED").unwrap_or(usual);
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let shown: Mutex<Vec<String>> = Mutex::default();
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 4));
    std::thread::scope(|scope| {
        for _ in 0..workers.min(count) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        break;
                    }
                    let seed = seed + at as u64;
                    if let Some(report) = one(engine, seed, || failed.fetch_add(1, Ordering::Relaxed) < SHOWN) {
                        shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(report);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    let shown = shown.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    assert!(failed == 0, "{failed} of {count} pairs fail on {engine:?}\n\n{}", shown.join("\n\n"));
}

/// Runs one pair; where it fails, `show` decides whether it is made smaller and told.
fn one(engine: Engine, seed: u64, show: impl FnOnce() -> bool) -> Option<String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tree = plans().new_tree(&mut runner).expect("a plan");
    let mut failure = run_program::pair(&pair(engine, &tree.current())).err()?;
    if let Some(folder) = std::env::var_os("MIGRATE_TEST_FAILURES") {
        let file = std::path::Path::new(&folder).join(format!("{}.{seed}.txt", engine.word()));
        std::fs::write(file, &failure).expect("a file");
    }
    if !show() {
        return Some(format!("seed {seed} fails too: {}", failure.lines().next().unwrap_or_default()));
    }
    let (start, what) = (Instant::now(), failure.lines().next().map(str::to_owned));
    let mut going = tree.simplify();
    let patience = Duration::from_secs(number("MIGRATE_TEST_SHRINK").unwrap_or(SHRINKING));
    while going && start.elapsed() < patience {
        match run_program::pair(&pair(engine, &tree.current())) {
            // Another fault is another story.
            Err(smaller) if smaller.lines().next().map(str::to_owned) == what => {
                failure = smaller;
                going = tree.simplify();
            }
            _ => going = tree.complicate(),
        }
    }
    Some(format!(
        "==== seed {seed}: MIGRATE_TEST_SEED={seed} MIGRATE_TEST_PAIRS=1 cargo test pairs::{}\n{failure}",
        engine.word()
    ))
}

#[test]
fn sqlite() {
    run(Engine::Sqlite);
}

#[test]
fn postgres() {
    run(Engine::Postgres);
}

#[test]
fn mariadb() {
    run(Engine::MariaDb);
}

#[test]
fn mysql() {
    run(Engine::MySql);
}

/// The pairs that a run makes unasked hold every kind of PostgreSQL's objects, and edits of it.
#[test]
fn every_kind_is_in_the_pairs_of_a_run() {
    if Engine::Postgres.skipped() || objects::asked_for() {
        return;
    }
    let mut missing = objects::made();
    let first = number("MIGRATE_TEST_SEED").unwrap_or(POSTGRES_SEED);
    for seed in first..first + PAIRS as u64 {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let pair = pair(Engine::Postgres, &plans().new_tree(&mut runner).expect("a plan").current());
        missing.retain(|word| !pair.new.objects.iter().any(|one| one.kind.word() == *word));
    }
    assert!(missing.is_empty(), "no pair has {missing:?}");
}

/// The generator itself: what it says is SQL that the databases take, and rows that fulfil it. `MIGRATE_TEST_VALID=100` tries
/// more of them; with `MIGRATE_TEST_WRITE=folder` they are written there and not tried.
#[test]
fn both_schemas_of_a_pair_are_valid() {
    let mut failed = vec![];
    // A folder to write them to, in place of a server to try them on.
    let folder = std::env::var_os("MIGRATE_TEST_WRITE").map(std::path::PathBuf::from);
    let only = std::env::var("MIGRATE_TEST_ENGINE").ok();
    let engines = Engine::ALL.into_iter().filter(|engine| only.as_deref().is_none_or(|word| word == engine.word()));
    for engine in engines.filter(|engine| !engine.skipped()) {
        for seed in 0..number("MIGRATE_TEST_VALID").unwrap_or(10) {
            let mut bytes = [7; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
            let mut runner = TestRunner::new_with_rng(Config::default(), rng);
            let plan = plans().new_tree(&mut runner).expect("a plan").current();
            let pair = pair(engine, &plan);
            if let Some(folder) = &folder {
                for (model, word) in [(&pair.old, "before"), (&pair.new, "after")] {
                    let sql = format!("{}{}", ddl::ddl(model, None, false), ddl::inserts(model));
                    std::fs::write(folder.join(format!("{seed}.{word}.sql")), sql).expect("a file");
                }
                continue;
            }
            for model in [&pair.old, &pair.new] {
                if let Err(why) = run_program::made(model) {
                    failed.push(format!("seed {seed} on {engine:?}: {why}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
