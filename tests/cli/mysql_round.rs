//! A database taken over, changed in one revision with a change of every kind, and brought back: on each server.

use crate::support::mysql::{Database, Server};
use crate::support::{Project, client};

/// A shop's tables with what the change needs.
const TABLES: &str = "
CREATE TABLE Artist (ArtistId int NOT NULL, Name varchar(120) CHARACTER SET utf8mb3, CONSTRAINT PK_Artist PRIMARY KEY (ArtistId));
CREATE TABLE Album (AlbumId int NOT NULL PRIMARY KEY, Title varchar(160) NOT NULL, ArtistId int NOT NULL, Plays int,
    CONSTRAINT FK_AlbumArtist FOREIGN KEY (ArtistId) REFERENCES Artist (ArtistId) ON DELETE NO ACTION ON UPDATE NO ACTION);
CREATE TABLE Sale (Id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, AlbumId int, Total decimal(10,2) NOT NULL, Kind enum('a','b'),
    Old varchar(10), Note text, Sold datetime NOT NULL, KEY IxSold (Sold),
    CONSTRAINT FK_SaleAlbum FOREIGN KEY (AlbumId) REFERENCES Album (AlbumId) ON DELETE SET NULL);
CREATE TABLE Log (Id int NOT NULL, Y int NOT NULL, Line text, PRIMARY KEY (Id, Y))
    PARTITION BY RANGE (Y) (PARTITION p0 VALUES LESS THAN (2020), PARTITION pm VALUES LESS THAN MAXVALUE);
CREATE TABLE Gone (Id int NOT NULL PRIMARY KEY);
CREATE VIEW Cheap AS SELECT Id, Total FROM Sale WHERE Total < 10;
CREATE VIEW Cheaper AS SELECT Id FROM Cheap WHERE Total < 5;
CREATE TRIGGER sale_a BEFORE INSERT ON Sale FOR EACH ROW SET NEW.Total = abs(NEW.Total);
CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC NO SQL RETURN n * 2;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO DELETE FROM Log WHERE Y < 2000;
INSERT INTO Artist VALUES (1, 'Björk'), (2, NULL), (3, 'it''s \\\\ so');
INSERT INTO Album VALUES (1, 'Début', 1, 7), (2, 'Post', 1, NULL), (3, '', 3, 0);
INSERT INTO Sale (AlbumId, Total, Kind, Note, Sold) VALUES (1, 3.5, 'a', 'x', '2024-02-29 12:00:00'), (NULL, 12, 'b', NULL, '2025-01-01');
INSERT INTO Log VALUES (1, 2019, 'old'), (2, 2024, 'new');
";

/// What is written in place of what.
const CHANGES: &[(&str, &str)] = &[
    ("[table.Gone.columns]\nId = { type = \"integer\", primary_key = true }\n", ""),
    (
        "Title    = \"varchar(160)\"",
        "Name     = { type = \"varchar(200)\", renamed_from = \"Title\", comment = \"the album's\" }\nSlug     = { type = \"varchar(200)?\", generated = { sql = \"lower(Name)\", stored = true } }",
    ),
    ("Plays    = \"integer?\"", "Plays    = { type = \"bigint unsigned\", default = 0, backfill = 0 }"),
    (
        "ArtistId = { type = \"integer\", primary_key = true }",
        "ArtistId = { type = \"integer\", primary_key = true, identity = true }",
    ),
    (
        "Total   = \"numeric(10,2)\"",
        "Total   = { type = \"numeric(12,3)\", check = \"Total >= 0\" }\nSeen    = { type = \"timestamp\", default = { sql = \"CURRENT_TIMESTAMP\" }, on_update = { sql = \"CURRENT_TIMESTAMP\" }, invisible = true }",
    ),
    ("Kind    = \"enum('a','b')?\"", "Kind    = \"enum('a','c','b')?\""),
    ("Old     = \"varchar(10)?\"\n", ""),
    ("Note    = \"text?\"", "Note    = { type = \"text?\", collation = \"latin1_swedish_ci\" }"),
    (
        " = [\"Sold\"]",
        " = { columns = [\"Sold desc\", \"Kind\"] }\nIxNote = { columns = [\"Note(10)\"] }\nFtNote = { columns = [\"Note\"], using = \"fulltext\" }",
    ),
    ("on_delete = \"set null\"", "on_delete = \"cascade\""),
    (
        "LESS THAN (2020) ENGINE = InnoDB",
        "LESS THAN (2020) ENGINE = InnoDB, PARTITION p1 VALUES LESS THAN (2023) ENGINE = InnoDB",
    ),
    ("< 10", "< 20"),
    ("abs(NEW.Total)", "abs(NEW.Total) + 1"),
    ("n * 2", "n * 3"),
    ("EVERY 1 DAY", "EVERY 2 DAY"),
];

const MORE: &str = r#"
[table.Shelf]
comment = "new"
charset = "latin1"

[table.Shelf.columns]
Id    = { type = "bigint", primary_key = true, identity = true }
Album = { type = "integer?", references = "Album.AlbumId", unique = true }
Extra = "json?"

[view.Dear]
sql = "SELECT Id, Kind FROM Sale WHERE Total > 100"
security = "invoker"
check_option = "cascaded"

[procedure.clean]
sql = "CREATE PROCEDURE clean(IN y int) BEGIN DELETE FROM Log WHERE Log.Y < y; SELECT row_count(); END"

[table.Sale.triggers.sale_b]
sql = "CREATE TRIGGER sale_b BEFORE INSERT ON Sale FOR EACH ROW BEGIN IF NEW.Kind IS NULL THEN SET NEW.Kind = 'a'; END IF; END"
follows = "sale_a"
"#;

/// What one of them has alone.
fn alone(server: Server) -> &'static str {
    match server {
        Server::MySql => {
            "\n[table.Artist.checks]\nnamed = { sql = \"Name <> ''\", enforced = false }\n\n\
             [table.Artist.indexes]\nix_lower = { columns = [{ sql = \"lower(Name)\" }] }\n"
        }
        _ => {
            "\n[sequence.numbers]\nstart = 100\nincrement = 10\n\n[table.Price]\nsystem_versioned = true\n\n\
             [table.Price.columns]\nid = { type = \"integer\", primary_key = true }\np = \"numeric(8,2)\"\n"
        }
    }
}

/// The lines of keys in one order: what is made anew stands last.
fn dumped(database: &Database) -> String {
    let (mut sorted, mut keys): (Vec<String>, Vec<String>) = Default::default();
    for line in database.dump().lines() {
        let key = line.trim_start().trim_end_matches(',').to_owned();
        if ["KEY ", "UNIQUE KEY ", "FULLTEXT KEY "].iter().any(|word| key.starts_with(word)) {
            keys.push(key);
            continue;
        }
        keys.sort();
        sorted.append(&mut keys);
        sorted.push(line.trim_end_matches(',').to_owned());
    }
    sorted.join("\n")
}

fn changed(mut schema: String, server: Server) -> String {
    for (old, new) in CHANGES {
        assert!(schema.contains(old), "{server:?}: {old} is not in\n{schema}");
        schema = schema.replacen(old, new, 1);
    }
    schema + MORE + alone(server)
}

#[test]
fn taken_over_changed_and_brought_back() {
    for (server, database) in Database::on_each() {
        database.mysql(TABLES);
        let (before, rows) = (dumped(&database), database.dump_with_rows());
        let project = Project::empty();
        project.run(["init", "--from-db", "--stamp", "--url", &database.url()]).status(0);
        project.run(["check"]).status(0);

        project.write("schema.toml", &changed(project.read("schema.toml"), server));
        let statements = project.run(["diff"]).status(0).raw_stdout;
        project.run(["revision", "--autogenerate", "-m", "every kind"]).status(0);
        let offline = project.run(["upgrade", "--sql"]).status(0).raw_stdout;
        project.run(["upgrade"]).status(0);
        project.run(["check"]).status(0);
        let again = project.run(["revision", "--autogenerate", "-m", "again", "--format", "json"]).status(0).json();
        assert!(again["path"].is_null(), "{server:?}: {again:#}");
        let after = dumped(&database);
        let kept = database.mysql(
            "SELECT AlbumId, Name, ArtistId, Plays FROM Album; SELECT Id, AlbumId, Total, Kind, Note, Sold FROM Sale",
        );
        assert_eq!(
            kept,
            "1\tDébut\t1\t7\n2\tPost\t1\t0\n3\t\t3\t0\n\
             1\t1\t3.500\ta\tx\t2024-02-29 12:00:00\n2\tNULL\t12.000\tb\tNULL\t2025-01-01 00:00:00\n",
            "{server:?}"
        );
        // What is printed for the client gives the same: the statements alone, the run's script, the schema as SQL.
        let sql = project.run(["inspect", "--as", "sql"]).status(0).raw_stdout;
        for (made, script) in [(TABLES, &statements), (TABLES, &offline), ("", &sql)] {
            let Some(other) = Database::on(server) else { return };
            other.mysql(made);
            if script == &offline {
                project.run(["stamp", "head-1", "--url", &other.url()]).status(0);
            }
            client::try_run(&mut other.command(), script).expect("a client").expect("the script runs");
            assert_eq!(dumped(&other), after, "{server:?}:\n{script}");
        }

        project.run(["downgrade", "-1"]).status(0);
        assert_eq!(dumped(&database), before, "{server:?}");
        // The NULL that was filled is the one value that nothing brings back.
        assert_eq!(
            database.mysql("SELECT AlbumId, Title, ArtistId, Plays FROM Album"),
            "1\tDébut\t1\t7\n2\tPost\t1\t0\n3\t\t3\t0\n"
        );
        let values = |dump: &str| {
            let rows = dump.lines().filter(|line| line.starts_with("INSERT INTO") && !line.contains("`Album`"));
            rows.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(values(&database.dump_with_rows()), values(&rows), "{server:?}");
        project.run(["upgrade"]).status(0);
        assert_eq!(dumped(&database), after, "{server:?}");
    }
}
