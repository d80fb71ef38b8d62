//! Scripts that were edited while a run was cut off in them.

use super::double::When;
use super::*;

const STATEMENTS: [&str; 5] = [
    "CREATE TABLE a (n integer);",
    "INSERT INTO a VALUES (1);",
    "CREATE TABLE b (n integer);",
    "INSERT INTO b VALUES (2);",
    "CREATE TABLE c (n integer);",
];

fn of(statements: &[&str]) -> Chain {
    chain(&[Script { id: "r1", down: "", options: "", upgrade: &statements.join("\n"), downgrade: "" }])
}

fn with(number: usize, statement: &'static str) -> Chain {
    let mut statements = STATEMENTS;
    statements[number - 1] = statement;
    of(&statements)
}

/// Killed in a run at the first point that leaves the row so.
async fn killed_at(pending: &str, when: When) -> Project {
    for at in 0.. {
        let project = Project::new(of(&STATEMENTS), TransactionMode::Each, false).await;
        let end = project.run_until(UP, Some(Kill { at, when, process: true })).await;
        if project.pending().await == [pending] {
            return project;
        }
        assert!(matches!(end, End::Killed), "no point of the run leaves {pending}");
    }
    panic!("not reached")
}

async fn refused(project: &mut Project, chain: Chain, message: &str, help: &str) {
    let before = project.state().await;
    project.chain = chain;
    let fault = project.fails(UP).await;
    assert_eq!(fault.code(), "edited-under-way", "{fault}");
    assert_eq!(fault.to_string(), message);
    assert!(fault.fault().help().unwrap().contains(help), "{:?}", fault.fault().help());
    assert_eq!(project.state().await, before);
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_done_must_not_be_edited() {
    let mut project = killed_at("r1|upgrade|2", When::Unheard).await;
    let message = "revision r1 was cut off after 2 of its statements, and these were edited since";
    refused(&mut project, with(1, "CREATE TABLE a (m integer);"), message, "the first 2 of its statements").await;
    refused(&mut project, with(2, "INSERT INTO a VALUES (7);"), message, "the first 2 of its statements").await;
    project.chain = with(3, "CREATE TABLE other (n integer);\nCREATE TABLE b (n integer);");
    project.run(UP).await;
    assert_eq!(project.server.tables().await, ["a", "b", "c", "other"]);
    assert_eq!(project.server.rows("SELECT count(*) FROM a").await, ["1"]);
}

#[tokio::test(flavor = "current_thread")]
async fn nor_what_was_begun() {
    for when in [When::Undone, When::Unheard] {
        let mut project = killed_at("r1|upgrade, next statement begun|2", when).await;
        let message =
            "revision r1 was cut off in statement 3, with 2 of its statements done, and these were edited since";
        refused(&mut project, with(3, "CREATE TABLE x (n integer);"), message, "the first 3 of its statements").await;
        refused(&mut project, of(&STATEMENTS[..2]), message, "the first 3 of its statements").await;
        project.chain = with(4, "INSERT INTO b VALUES (22);");
        project.run(UP).await;
        assert_eq!(project.server.rows("SELECT n FROM b").await, ["22"]);
    }
}
