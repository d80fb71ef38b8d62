//! Killed at every point, and gone on with.

use super::double::When;
use super::*;

/// Eleven statements, DDL and data mixed. No data statement may take effect twice without a trace.
const UPGRADE: &str = "\
CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL);
INSERT INTO a (n) VALUES (1);
UPDATE a SET n = n * 3;
CREATE TABLE log (what text);
ALTER TABLE a ADD COLUMN c text;
INSERT INTO log VALUES ('x');
UPDATE a SET n = n + 10, c = 'c' || n;
CREATE INDEX a_n ON a (n);
INSERT INTO a (n, c) SELECT n * 2, c FROM a;
CREATE VIEW v AS SELECT n FROM a;
INSERT INTO log SELECT 'y' || count(*) FROM a;";

/// And as many down; what they leave shows how often each ran.
const DOWNGRADE: &str = "\
INSERT INTO log VALUES ('down');
DROP VIEW v;
UPDATE a SET n = n - 1;
INSERT INTO a (n, c) SELECT n, 'again' FROM a WHERE id = 1;
DROP INDEX a_n;
ALTER TABLE a DROP COLUMN c;
ALTER TABLE a RENAME COLUMN n TO m;
CREATE TABLE kept AS SELECT m FROM a;
UPDATE kept SET m = m * 2;
DROP TABLE a;
ALTER TABLE log RENAME TO told;";

fn one(options: &str) -> Chain {
    chain(&[Script { id: "r1", down: "", options, upgrade: UPGRADE, downgrade: DOWNGRADE }])
}

/// Three revisions: DDL only, data only, mixed.
fn three() -> Chain {
    let script = |id, down, upgrade, downgrade| Script { id, down, options: "", upgrade, downgrade };
    chain(&[
        script(
            "r1",
            "",
            "CREATE TABLE t (n integer);\nCREATE TABLE u (n integer);\nCREATE INDEX u_n ON u (n);",
            "DROP TABLE u;\nALTER TABLE t RENAME TO end_of_t;",
        ),
        script("r2", "r1", "INSERT INTO t VALUES (1);\nUPDATE t SET n = n + 1;", "UPDATE t SET n = n * 5;"),
        script(
            "r3",
            "r2",
            "INSERT INTO u SELECT n FROM t;\nALTER TABLE u ADD COLUMN c text;\nUPDATE u SET n = n + 1;",
            "INSERT INTO t SELECT n FROM u;\nALTER TABLE u DROP COLUMN c;\nUPDATE t SET n = n - 1;",
        ),
    ])
}

/// What a run leaves, and the DDL that took effect.
type Left = (Vec<String>, Vec<String>);

async fn left(project: &Project) -> Left {
    (project.state().await, project.server.ddl().await)
}

/// A project in which all is done that comes before `what`.
async fn before(chain: &Chain, mode: TransactionMode, looks: bool, what: (Direction, &str)) -> Project {
    let project = Project::new(chain.clone(), mode, looks).await;
    if what == DOWN {
        project.run(UP).await;
    }
    project
}

/// A run that nothing disturbs: what it leaves, and how many statements it sends.
async fn undisturbed(chain: &Chain, mode: TransactionMode, looks: bool, what: (Direction, &str)) -> (Left, usize) {
    let project = before(chain, mode, looks, what).await;
    let start = project.state().await;
    let sent = project.sent(what).await;
    let left = left(&project).await;
    assert_ne!(start, left.0);
    (left, sent)
}

/// How a killed run looks to whoever asks `current` before the next run.
async fn looks_right(project: &Project, start: &[String], point: &dyn std::fmt::Debug) {
    let state = project.state().await;
    let rows = project.versions().await;
    let unchanged = state == start;
    let told = rows.iter().any(|row| row.contains("grade")) || rows != versions_in(start);
    assert!(unchanged || told, "{point:?}: changed, and nothing says so: {state:#?}");
}

fn versions_in(state: &[String]) -> Vec<String> {
    state.iter().filter(|line| line.starts_with('r') && line.contains('|')).cloned().collect()
}

/// The moments at which something else is left; behind a statement is before the next one.
const MOMENTS: [When; 3] = [When::Before, When::Undone, When::Unheard];

/// Kills a run at every point of every statement that it sends, and runs again. The runner sees nothing of it, or, where
/// `process` is false, that the connection is gone.
async fn at_every_point(
    chain: &Chain,
    mode: TransactionMode,
    looks: bool,
    what: (Direction, &str),
    moments: &[When],
    process: bool,
) {
    let (expected, sent) = undisturbed(chain, mode, looks, what).await;
    let points = (0..sent).flat_map(|at| moments.iter().map(move |when| (at, *when)));
    for (at, when) in points.chain([(sent - 1, When::After)]) {
        let project = before(chain, mode, looks, what).await;
        let start = project.state().await;
        let kill = Kill { at, when, process };
        match project.run_until(what, Some(kill)).await {
            End::Killed if process => {}
            End::Ran(Err(fault)) if !process && fault.code() == "connection" => {}
            // Behind the answer to its last statement the runner has nothing to learn of it.
            End::Ran(Ok(_)) if !process && when == When::After => {}
            end => panic!("{kill:?}: {end:?}"),
        }
        looks_right(&project, &start, &kill).await;
        project.run(what).await;
        assert_eq!(left(&project).await, expected, "{kill:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_upgrade_killed_anywhere_goes_on() {
    at_every_point(&one(""), TransactionMode::Each, false, UP, &MOMENTS, true).await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_downgrade_killed_anywhere_goes_on() {
    at_every_point(&one(""), TransactionMode::Each, false, DOWN, &MOMENTS, true).await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_connection_lost_anywhere_is_told_and_the_next_run_goes_on() {
    for what in [UP, DOWN] {
        at_every_point(&one(""), TransactionMode::Each, false, what, &[When::Unheard], false).await;
    }
}

/// Where the database shows what became of a statement, that is believed.
#[tokio::test(flavor = "current_thread")]
async fn a_run_that_looks_goes_on() {
    for what in [UP, DOWN] {
        at_every_point(&one(""), TransactionMode::Each, true, what, &[When::Undone, When::Unheard], true).await;
    }
}

#[tokio::test(flavor = "current_thread")]
async fn sections_outside_of_a_transaction() {
    for what in [UP, DOWN] {
        let moments = [When::Undone, When::Unheard];
        at_every_point(&one("transaction=off"), TransactionMode::Each, false, what, &moments, true).await;
    }
}

#[tokio::test(flavor = "current_thread")]
async fn several_revisions() {
    for mode in [TransactionMode::Each, TransactionMode::All, TransactionMode::Off] {
        for what in [UP, DOWN] {
            at_every_point(&three(), mode, false, what, &[When::Unheard], true).await;
        }
    }
}

/// The second run is killed too, each at some points of it; then a third run ends it.
#[tokio::test(flavor = "current_thread")]
async fn two_kills_in_one_revision() {
    for what in [UP, DOWN] {
        let chain = one("");
        let (expected, sent) = undisturbed(&chain, TransactionMode::Each, false, what).await;
        for first in 0..sent {
            for second in (first % 11..sent).step_by(11) {
                let when = if (first + second) % 2 == 0 { When::Unheard } else { When::Undone };
                let project = before(&chain, TransactionMode::Each, false, what).await;
                project.run_until(what, Some(Kill { at: first, when: When::Unheard, process: true })).await;
                project.run_until(what, Some(Kill { at: second, when, process: true })).await;
                project.run(what).await;
                assert_eq!(left(&project).await, expected, "killed at {first}, then at {second} ({when:?})");
            }
        }
    }
}

/// A mark is for the statement that was begun: the same refusal of another statement is a fault, each time.
#[tokio::test(flavor = "current_thread")]
async fn what_is_there_already_is_no_excuse() {
    let project = Project::new(one(""), TransactionMode::Each, false).await;
    project.server.execute("CREATE TABLE log (other text)").await;
    for _ in 0..2 {
        let fault = project.fails(UP).await;
        assert_eq!(fault.code(), "statement-failed");
        assert!(fault.to_string().contains("r1.sql:8: table log already exists"), "{fault}");
        let notes = fault.fault().notes().join("\n");
        assert!(notes.contains("it is statement 4 of 11"), "{notes}");
        assert!(notes.contains("statements 1 to 3 of revision r1 are done and not rolled back"), "{notes}");
        assert!(!notes.contains("is not known"), "{notes}");
        assert_eq!(project.pending().await, ["r1|upgrade|3"]);
    }
    project.server.execute("DROP TABLE log").await;
    project.run(UP).await;
    let (expected, _) = undisturbed(&one(""), TransactionMode::Each, false, UP).await;
    assert_eq!(left(&project).await, expected);
}

/// A data statement that fails takes the ones with it that share its transaction, and no others.
#[tokio::test(flavor = "current_thread")]
async fn a_failed_data_statement_is_rolled_back_with_its_neighbours() {
    let upgrade = "CREATE TABLE a (n integer);\nINSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);\nDROP TABLE a;";
    let broken = chain(&[Script { id: "r1", down: "", options: "", upgrade, downgrade: "" }]);
    let project = Project::new(broken, TransactionMode::Each, false).await;
    let fault = project.fails(UP).await;
    let notes = fault.fault().notes().join("\n");
    assert!(notes.contains("statement 1 of revision r1 is done and not rolled back"), "{notes}");
    assert_eq!(project.pending().await, ["r1|upgrade|1"]);
    assert_eq!(project.server.rows("SELECT count(*) FROM a").await, ["0"]);
}

/// Where the first statement fails, nothing was begun; a downgrade's row says again what was applied.
#[tokio::test(flavor = "current_thread")]
async fn nothing_done_leaves_the_row_as_it_was() {
    let upgrade = "CREATE TABLE a (n integer);";
    let wrong = Script { id: "r1", down: "", options: "", upgrade, downgrade: "DROP TABLE b;\nDROP TABLE a;" };
    let project = Project::new(chain(&[wrong]), TransactionMode::Each, false).await;
    project.server.execute("CREATE TABLE a (n integer)").await;
    project.fails(UP).await;
    assert_eq!(project.versions().await, [""; 0]);
    project.server.execute("DROP TABLE a").await;
    project.run(UP).await;
    let applied = project.versions().await;
    project.fails(DOWN).await;
    assert_eq!(project.versions().await, applied);
    // Cut off in the first statement, which did not take effect: the next run finds that it fails by itself.
    project.server.execute("CREATE TABLE b (n integer)").await;
    for at in 0.. {
        let end = project.run_until(DOWN, Some(Kill { at, when: When::Undone, process: true })).await;
        if project.pending().await == ["r1|downgrade, next statement begun|0"] {
            break;
        }
        assert_eq!(project.versions().await, applied, "killed at {at}");
        assert!(matches!(end, End::Killed), "{end:?}");
    }
    project.server.execute("DROP TABLE b").await;
    project.server.execute("CREATE VIEW b AS SELECT 1").await;
    let fault = project.fails(DOWN).await;
    assert!(fault.to_string().contains("use DROP VIEW"), "{fault}");
    assert_eq!(project.versions().await, applied);
}

/// The other direction waits for its end, and says where that is.
#[tokio::test(flavor = "current_thread")]
async fn the_other_direction_waits() {
    let project = Project::new(one(""), TransactionMode::Each, false).await;
    project.run(UP).await;
    project.server.execute("DROP INDEX a_n").await;
    project.fails(DOWN).await;
    assert_eq!(project.pending().await, ["r1|downgrade|4"]);
    let fault = project.fails(UP).await;
    assert_eq!(fault.code(), "under-way");
    assert_eq!(project.pending().await, ["r1|downgrade|4"]);
}

/// A run that finds another one at work waits for the lock, whatever the rows say at that moment.
#[tokio::test(flavor = "current_thread")]
async fn what_is_under_way_is_waited_for() {
    let project = Project::new(one(""), TransactionMode::Each, false).await;
    project.run(UP).await;
    // A downgrade that is at work: its row, and the lock.
    let mut other = Client::connect(&project.server, None);
    assert!(other.try_lock("migrate").await.unwrap());
    let checksum = project.server.rows("SELECT checksum FROM migrate_version").await.remove(0);
    other.execute("UPDATE migrate_version SET pending = 'downgrade', statements_done = 1").await.unwrap();
    let wait = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        other.execute("DELETE FROM migrate_version").await.unwrap();
        for table in ["v", "a", "log"] {
            let kind = if table == "v" { "VIEW" } else { "TABLE" };
            other.execute(&format!("DROP {kind} {table}")).await.unwrap();
        }
        other.unlock("migrate").await.unwrap();
    };
    let (end, ()) = tokio::join!(project.run_until(UP, None), wait);
    assert!(matches!(end, End::Ran(Ok(_))), "{end:?}");
    assert_eq!(project.server.rows("SELECT checksum FROM migrate_version").await, [checksum]);
}

/// The settings of a script hold across its groups of statements, and a record does not depend on them.
#[tokio::test(flavor = "current_thread")]
async fn settings_hold_for_the_script_alone() {
    let upgrade = "PRAGMA query_only = ON;\nPRAGMA query_only = OFF;\nPRAGMA ignore_check_constraints = ON;\n\
        CREATE TABLE a (n integer CHECK (n > 0));\nINSERT INTO a VALUES (-1);\nCREATE TABLE b (n integer CHECK (n > 0));\n\
        INSERT INTO b VALUES (-1);\nPRAGMA query_only = ON;";
    let after = "INSERT INTO a VALUES (-2);";
    let scripts = chain(&[
        Script { id: "r1", down: "", options: "", upgrade, downgrade: "" },
        Script { id: "r2", down: "r1", options: "", upgrade: after, downgrade: "" },
    ]);
    let project = Project::new(scripts, TransactionMode::Each, false).await;
    let fault = project.fails(UP).await;
    assert!(fault.to_string().contains("CHECK constraint failed"), "{fault}");
    assert_eq!(project.server.rows("SELECT (SELECT n FROM a), (SELECT n FROM b)").await, ["-1|-1"]);
}

/// A lock that cannot be had says nothing of what became of the statement before.
#[tokio::test(flavor = "current_thread")]
async fn a_lock_settles_nothing() {
    const BEGUN: &str = "r1|upgrade, next statement begun|3";
    let (expected, sent) = undisturbed(&one(""), TransactionMode::Each, false, UP).await;
    let mut killed = None;
    for at in 0..sent {
        let project = Project::new(one(""), TransactionMode::Each, false).await;
        project.run_until(UP, Some(Kill { at, when: When::Unheard, process: true })).await;
        if project.pending().await == [BEGUN] && project.server.has("log").await {
            killed = Some(project);
            break;
        }
    }
    let project = killed.unwrap();
    project.server.locked(Some("CREATE TABLE log (what text)")).await;
    let fault = project.fails(UP).await;
    assert_eq!(fault.code(), "lock-timeout");
    let notes = fault.fault().notes().join("\n");
    assert!(notes.contains("whether statement 4 took effect is not known"), "{notes}");
    assert_eq!(project.pending().await, [BEGUN]);
    project.server.locked(None).await;
    project.run(UP).await;
    assert_eq!(left(&project).await, expected);
}

/// On SQLite, where a script forbids its session to write.
#[tokio::test(flavor = "current_thread")]
async fn a_record_is_written_whatever_a_script_has_set() {
    let folder = tempfile::tempdir().unwrap();
    let database = crate::config::Database::at(&format!("sqlite://{}/x.db", folder.path().display())).unwrap();
    let connect = async || {
        let settings = crate::dialect::ConnectSettings { create: true, ..Default::default() };
        crate::dialect::connect(database.url.as_ref().unwrap(), &settings).await.unwrap()
    };
    let inside = "CREATE TABLE a (n integer);\nPRAGMA query_only = ON;\nSELECT 1;";
    let outside = "CREATE TABLE a (n integer);\nPRAGMA query_only = ON;\nPRAGMA query_only = ON;";
    for (options, upgrade) in [("", inside), ("transaction=off", outside)] {
        let chain = chain(&[Script { id: "r1", down: "", options, upgrade, downgrade: "DROP TABLE a;" }]);
        let mut runner = Runner::new(connect().await, &config(TransactionMode::Each), Stop::never()).await.unwrap();
        for (direction, target) in [UP, DOWN] {
            runner.run(&chain, direction, target, &mut super::super::Silent).await.unwrap();
        }
        runner.close().await;
    }
}
