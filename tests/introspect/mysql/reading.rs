//! How it is read: the session is as it was afterwards, and what is dropped in the middle does not stop it.

use super::{everything, open, read, run, scope};
use crate::support::mysql::{Database, Server};

#[test]
fn the_session_is_as_it_was() {
    for (server, database) in Database::on_each() {
        database.mysql(&everything(server));
        let plain = read(&database);
        run(async {
            let mut session = open(&database.url()).await;
            let set = "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', SESSION sql_quote_show_create = 0";
            session.execute(set).await.expect("the settings");
            if server == Server::MySql {
                let set = "SET SESSION show_create_table_verbosity = 1, SESSION information_schema_stats_expiry = 77";
                session.execute(set).await.expect("the settings");
            }
            let read = session.introspect(&scope(&[], &[])).await.expect("a schema");
            for (id, object) in &plain.objects {
                assert_eq!(Some(object), read.get(id), "{server:?}");
            }
            let own = if server == Server::MySql {
                ", @@show_create_table_verbosity, @@information_schema_stats_expiry"
            } else {
                ""
            };
            let rows = session.rows(&format!("SELECT @@sql_mode, @@sql_quote_show_create{own}")).await.expect("rows");
            let values: Vec<&str> = rows[0].iter().map(|value| value.as_deref().unwrap_or_default()).collect();
            assert!(values[0].contains("ANSI_QUOTES") && values[0].contains("NO_BACKSLASH_ESCAPES"), "{values:?}");
            assert_eq!(values[1..], if own.is_empty() { vec!["0"] } else { vec!["0", "1", "77"] }, "{server:?}");
        });
    }
}

#[test]
fn what_comes_and_goes_meanwhile_stops_nothing() {
    for (server, database) in Database::on_each() {
        database.mysql("CREATE TABLE stays (a int)");
        let sql = "CREATE TABLE goes (a int); CREATE VIEW vanishes AS SELECT a FROM goes; DROP VIEW vanishes; DROP TABLE goes;";
        let mut busy = database.command().arg("-e").arg(sql.repeat(100)).spawn().expect("a client");
        let mut readings = 0;
        while busy.try_wait().expect("a client").is_none() || readings == 0 {
            let schema = read(&database);
            assert!(schema.tables().any(|table| table.name.name == "stays"), "{server:?}");
            readings += 1;
        }
    }
}
