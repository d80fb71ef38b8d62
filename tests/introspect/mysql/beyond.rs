//! What the model has no place for is named, and what cannot run is said.

use migrate::dialect::Session;
use migrate::schema::Schema;

use super::{open, read, run, scope, unmodelled};
use crate::support::mysql::{Database, Server};

fn unrunnable(schema: &Schema) -> Vec<(String, Option<&str>)> {
    schema.unrunnable.iter().map(|one| (one.node.to_string(), one.missing.as_deref())).collect()
}

#[test]
fn kinds_that_are_beyond_the_model() {
    for (server, database) in Database::on_each() {
        match server {
            Server::MySql => {
                database.mysql(
                    "CREATE LIBRARY lib LANGUAGE JAVASCRIPT AS 'export function f(n) {return n}';
                     CREATE TABLE cust (id int PRIMARY KEY, name varchar(10));
                     CREATE JSON RELATIONAL DUALITY VIEW jdv AS
                     SELECT JSON_DUALITY_OBJECT('_id': id, 'name': name) FROM cust;",
                );
                let named = unmodelled(&read(&database));
                let [library, view] = named.as_slice() else { panic!("{named:?}") };
                assert_eq!(library, "object: library lib [lib]");
                assert!(view.starts_with("view: jdv (its text cannot be read: ") && view.ends_with(" [jdv]"), "{view}");
            }
            Server::MariaDb | Server::NewMariaDb => {
                database.mysql(
                    "SET SESSION sql_mode = 'ORACLE';
                     DELIMITER //
                     CREATE PACKAGE pk AS FUNCTION f RETURN int; END;//
                     CREATE PACKAGE BODY pk AS FUNCTION f RETURN int AS BEGIN RETURN 1; END; END;//
                     DELIMITER ;
                     SET SESSION sql_mode = DEFAULT;
                     SET SESSION sql_mode = 'IGNORE_BAD_TABLE_OPTIONS';
                     CREATE TABLE odd (a int `x`='y', KEY k (a)) ENGINE=Aria baz='q';",
                );
                let named = unmodelled(&read(&database));
                for start in ["object: package pk", "object: package body pk", "table: odd ("] {
                    assert!(named.iter().any(|one| one.starts_with(start)), "{server:?}: {start} of {named:?}");
                }
                assert_eq!(named.len(), 3, "{named:?}");
            }
        }
    }
}

#[test]
fn views_over_what_is_gone() {
    for (server, database) in Database::on_each() {
        database.mysql(
            "CREATE TABLE t (a int, b int); CREATE TABLE u (a int); CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
             CREATE VIEW of_column AS SELECT a, b FROM t; CREATE VIEW over_it AS SELECT a FROM of_column;
             CREATE VIEW of_table AS SELECT a FROM u; CREATE VIEW of_function AS SELECT a, f() FROM t;
             CREATE VIEW whole AS SELECT a FROM t; CREATE VIEW odd AS WITH x AS (SELECT a FROM t) SELECT x.a FROM x;
             ALTER TABLE t DROP COLUMN b; DROP TABLE u; DROP FUNCTION f;",
        );
        let schema = read(&database);
        let expected = [
            ("view of_column".to_owned(), Some("b")),
            ("view of_function".to_owned(), Some("f")),
            ("view of_table".to_owned(), Some("u")),
            ("view over_it".to_owned(), None),
        ];
        assert_eq!(unrunnable(&schema), expected, "{server:?}");
        assert!(schema.unrunnable.iter().all(|one| !one.message.contains(database.name())), "{:?}", schema.unrunnable);
        assert_eq!(unmodelled(&schema), Vec::<String>::new());
    }
}

#[test]
fn what_a_user_may_not_see_is_named() {
    for (server, database) in Database::on_each() {
        let role = database.role("pw");
        database.mysql(&format!(
            "CREATE TABLE t (a int); CREATE PROCEDURE p() SELECT 1;
             REVOKE ALL ON {0}.* FROM {role}@'%'; REVOKE ALL ON {0}.* FROM {role}@localhost;
             GRANT SELECT, EXECUTE ON {0}.* TO {role}@'%'; GRANT SELECT, EXECUTE ON {0}.* TO {role}@localhost;",
            database.name()
        ));
        let url = database.url_as(&format!("{role}:pw"));
        let schema = run(async {
            let mut session: Box<dyn Session> = open(&url).await;
            session.introspect(&scope(&[], &[])).await.expect("a schema")
        });
        assert_eq!(
            unmodelled(&schema),
            ["procedure: p (it cannot be read: it is not shown to this user) [p]"],
            "{server:?}"
        );
    }
}
