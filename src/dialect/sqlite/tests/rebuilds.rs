//! Changes of tables that have rows.

use super::*;

#[tokio::test]
async fn children_outlive_a_rebuild_of_their_parent() {
    let mut change = Change::new(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);",
        "INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1);",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL); CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);",
        &Hints::default(),
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT * FROM c").await, ["1"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT * FROM c, p").await, ["1|1|x"]);
}
