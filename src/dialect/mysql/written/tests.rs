//! What is told without the server, and what is left to it.

use super::*;
use crate::engine::Engine;

const MODE: &str = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";

const A: &str = "CREATE TABLE `a` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  `note` varchar(20) DEFAULT NULL,\n  \
                 PRIMARY KEY (`id`)\n) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";
const B: &str = "CREATE TABLE `b` (\n  `a` int(11) DEFAULT NULL,\n  KEY `b_a` (`a`),\n  \
                 CONSTRAINT `b_a` FOREIGN KEY (`a`) REFERENCES `a` (`id`)\n\
                 ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";
/// Each is printed by the server, and made by it otherwise under other settings.
const DOUBTFUL: [&str; 4] = [
    "CREATE TABLE `d` (\n  `at` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00'\n\
     ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci",
    "CREATE TABLE `d` (\n  `at` timestamp NOT NULL\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci",
    "CREATE TABLE `d` (\n  `on` date DEFAULT '0000-00-00'\n\
     ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci",
    "CREATE TABLE `d` (\n  `a` varchar(5) DEFAULT NULL\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
];

fn read(statements: &[&str]) -> Option<WrittenSchema> {
    let flavor = Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 0) };
    let conventions = Conventions {
        database: "shop".to_owned(),
        mariadb: true,
        engine: "InnoDB".to_owned(),
        charset: "utf8mb4".to_owned(),
        collation: "utf8mb4_general_ci".to_owned(),
        collations: [("utf8mb4".to_owned(), "utf8mb4_general_ci".to_owned())].into(),
    };
    let texts = [A, B].into_iter().chain(DOUBTFUL).map(str::to_owned);
    let printed = Printed::new(conventions, MODE.to_owned(), false, texts);
    schema(&MySql::new(flavor), &printed, statements, &Scope::everything())
}

/// What is left to the server.
#[track_caller]
fn uncertain(statements: &[&str]) -> Vec<String> {
    let read = read(statements).expect("statements that are followed");
    assert_eq!(read.owners.len(), statements.len());
    read.uncertain.iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_server_printed_is_known() {
    let read = read(&[
        "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
        "DROP TABLE IF EXISTS `a`",
        &A.replace("=7", "=9"),
        "/*!50003 SET @saved_sql_mode       = @@sql_mode */",
        &format!("/*!50003 SET sql_mode              = '{MODE}' */"),
        "/*!50003 CREATE*/             /*!50003 TRIGGER g BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x'\n*/",
        "/*!50003 SET sql_mode              = @saved_sql_mode */",
        "CREATE TRIGGER h BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'y'",
        B,
        "DROP TABLE IF EXISTS `v`",
        "/*!50001 DROP VIEW IF EXISTS `v`*/",
        "/*!50001 CREATE VIEW `v` AS SELECT\n NULL AS `id` */",
        "/*!50001 DROP VIEW IF EXISTS `v`*/",
        "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013                     SQL SECURITY DEFINER */\n\
         /*!50001 VIEW `v` AS select `a`.`id` AS `id` from `a` */",
        "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */",
    ])
    .unwrap();
    assert!(read.uncertain.is_empty(), "{:?}", read.uncertain);
    let owners: Vec<String> = read.owners.iter().flatten().map(ToString::to_string).collect();
    let of_a = ["table a"; 4];
    assert_eq!(owners, [&of_a[..], &["table b"], &["view v"; 5]].concat());
    let Some(Object::Table(a)) = read.schema.objects.values().next() else { panic!("{:?}", read.schema) };
    assert_eq!(a.triggers[0].sql.text(), "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW SET NEW.note = 'x'");
    assert_eq!(a.triggers[0].settings, Parameters::default());
    assert_eq!(a.triggers[1].follows.as_deref(), Some("g"));
    let kept: Parameters = [("sql_mode".to_owned(), "NO_AUTO_VALUE_ON_ZERO".to_owned())].into_iter().collect();
    assert_eq!(a.triggers[1].settings, kept);
    let Some(Object::View(view)) = read.schema.objects.values().last() else { panic!("{:?}", read.schema) };
    assert_eq!(view.query.text(), "select `a`.`id` AS `id` from `a`");
}

#[test]
fn other_words_are_for_the_server() {
    assert_eq!(uncertain(&[A, "create table c (id int references a (id))"]), ["table c"]);
    assert_eq!(uncertain(&[&A.replace("(20)", "(21)"), B]), ["table a"]);
    assert_eq!(uncertain(&[A, "ALTER TABLE a ADD COLUMN c int", B]), ["table a"]);
    assert_eq!(uncertain(&[A, B, "CREATE UNIQUE INDEX i ON `b` (a)"]), ["table b"]);
    assert_eq!(uncertain(&["CREATE OR REPLACE VIEW v AS SELECT 1"]), ["view v"]);
    assert_eq!(uncertain(&["CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SET @x = 1"]), ["event e"]);
    assert_eq!(uncertain(&[A, "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW FOLLOWS f SET @x = 1"]), ["table a"]);
    for one in DOUBTFUL {
        assert_eq!(uncertain(&[one]), ["table d"], "{one}");
    }
}

#[test]
fn what_is_not_followed_is_run_as_a_whole() {
    for statements in [
        &[A, A][..],
        // The server reads the rest otherwise, or makes it otherwise.
        &["SET sql_mode = 'ANSI_QUOTES'", A],
        &["SET sql_mode = ANSI", A],
        &["SET sql_mode = @other", A],
        &["SET default_storage_engine = 'MyISAM'", A],
        &["SET SESSION explicit_defaults_for_timestamp = 0", A],
        // It refuses the order.
        &[B, A],
        &["CREATE VIEW `v` AS select `a`.`id` AS `id` from `a`", A],
        // It leaves out what is meant for others.
        &["/*!80000 CREATE VIEW `v` AS select 1 AS `1` */"],
        &["/*M!110800 CREATE VIEW `v` AS select 1 AS `1` */"],
        &[A, "ALTER TABLE a RENAME TO b"],
        &[A, "RENAME TABLE a TO b"],
        &[A, "DROP TABLE b"],
        &["CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW SET @x = 1", A],
        &["CREATE SEQUENCE s"],
    ] {
        assert!(read(statements).is_none(), "{statements:?}");
    }
    assert!(read(&["SET foreign_key_checks = 0", B, A]).is_some_and(|read| read.uncertain.is_empty()));
}

#[test]
fn only_the_counter_is_left_out() {
    let text = "CREATE TABLE `a` (\n  `b` int COMMENT ') ENGINE=InnoDB AUTO_INCREMENT=5'\n) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4";
    assert_eq!(without_counter(text).unwrap(), text.replace(" AUTO_INCREMENT=12", ""));
    assert_eq!(without_counter("CREATE TABLE `a` (\n  `b` int\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"), None);
}
