//! Compound bodies and the client's delimiters of MySQL and MariaDB.

use super::*;

#[test]
fn delimiter_lines_are_obeyed_and_left_out() {
    let sql = "SELECT 1;\nDELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT '$$'; SELECT 2; END$$\n-- c $$\nSELECT 3 $$\n\
               delimiter ;\nSELECT 4; SELECT 5;\nDELIMITER //\nSELECT 6/2;//\n//\nSELECT `//`//SELECT 8\n//DELIMITER ';'\n\
               SELECT 9;\n\\d |\nSELECT 10|";
    assert_eq!(
        texts(MYSQL, sql),
        [
            "SELECT 1",
            "CREATE PROCEDURE p() BEGIN SELECT '$$'; SELECT 2; END",
            "SELECT 3",
            "SELECT 4",
            "SELECT 5",
            "SELECT 6/2",
            "SELECT `//`",
            "SELECT 8",
            "SELECT 9",
            "SELECT 10",
        ]
    );
}

#[test]
fn a_dump_with_routines_and_triggers() {
    let sql = "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n/*!40101 SET NAMES utf8mb4 */;\n\
        DROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (\n  `b` int(11) DEFAULT NULL COMMENT 'it\\'s; $$'\n) ENGINE=InnoDB;\n\
        /*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;\nDELIMITER ;;\n\
        /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER tr BEFORE INSERT ON a FOR EACH ROW\n\
        BEGIN\n  SET NEW.b = 1;\n  SET NEW.b = 2;\nEND */;;\nDELIMITER ;\n\
        /*!50003 SET sql_mode = @saved_sql_mode */ ;\n/*!50106 DROP EVENT IF EXISTS `e` */;\nDELIMITER ;;\n\
        /*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO SELECT 1 */ ;;\n\
        DELIMITER ;\n/*!50001 CREATE VIEW `v` AS SELECT 1 AS `x;`*/;\n";
    let found = texts(MYSQL, sql);
    assert_eq!(found.len(), 9, "{found:#?}");
    assert!(found[4].starts_with("/*!50003 CREATE*/") && found[4].ends_with("END */"), "{}", found[4]);
    assert!(found[7].ends_with("DO SELECT 1 */"));
    assert_eq!(found[8], "/*!50001 CREATE VIEW `v` AS SELECT 1 AS `x;`*/");
}

#[test]
fn compound_bodies_without_a_delimiter() {
    for sql in [
        "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
        "CREATE PROCEDURE p() BEGIN END",
        "CREATE OR REPLACE DEFINER=`a`@`b` PROCEDURE IF NOT EXISTS d.p(IN a INT, OUT b VARCHAR(10)) COMMENT 'x;' \
         DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER BEGIN IF a THEN SET b = 1; ELSEIF a > 1 THEN SET b = IF(a, 1, 2); \
         ELSE BEGIN SET b = 3; END; END IF; END",
        "CREATE FUNCTION f(a INT) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 DETERMINISTIC RETURN CASE WHEN a THEN 'x' END",
        "CREATE FUNCTION f(a INT) RETURNS SET('a','b') RETURN IF(a, 'a', CASE a WHEN 1 THEN 'b' END)",
        "CREATE DEFINER = CURRENT_USER() FUNCTION f() RETURNS INT BEGIN DECLARE a INT DEFAULT CASE WHEN 1 THEN 2 END; \
         RETURN (SELECT CASE WHEN a THEN 1 ELSE 2 END); END",
        "CREATE PROCEDURE p() outer_block: BEGIN l1: LOOP SET @a = 1; LEAVE l1; END LOOP l1; REPEAT SET @a = 2; \
         UNTIL @a > 1 END REPEAT; WHILE @a < CASE WHEN 1 THEN 5 END DO SET @a = @a + 1; DO SLEEP(1); END WHILE; END outer_block",
        "CREATE PROCEDURE p() BEGIN CASE @a WHEN 1 THEN SELECT 1; SELECT 2; WHEN 2 THEN BEGIN END; ELSE SELECT CASE 1 \
         WHEN 1 THEN 2 END; END CASE; SELECT 3; END",
        "CREATE PROCEDURE p() CASE @a WHEN 1 THEN SELECT 1; END CASE",
        "CREATE PROCEDURE p() IF @a THEN SELECT 1; SELECT 2; END IF",
        "CREATE PROCEDURE p() BEGIN DECLARE done INT; DECLARE c CURSOR FOR SELECT start, end FROM t; \
         DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = IF(1, 2, 3); \
         DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE '23000' BEGIN ROLLBACK; RESIGNAL; END; \
         OPEN c; SELECT end, t.case, `begin` FROM t; SELECT CASE WHEN end IS NULL THEN end END AS end; CLOSE c; END",
        "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW FOLLOWS other BEGIN IF NEW.x <> OLD.x THEN SET NEW.y = 1; END IF; END",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = IF(NEW.b, CASE WHEN 1 THEN 2 END, 3)",
        "CREATE TRIGGER t BEFORE DELETE ON a FOR EACH ROW IF OLD.a THEN DELETE FROM b; INSERT INTO c VALUES (1); END IF",
        "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01' COMMENT 'x' DO BEGIN SELECT 1; SELECT 2; END",
        "ALTER EVENT e DO BEGIN SELECT 1; SELECT 2; END",
        "CREATE PROCEDURE p() BEGIN START TRANSACTION; CREATE TABLE IF NOT EXISTS t (a INT); COMMIT; END",
        "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; FOR r IN (SELECT 1 AS a) DO SELECT r.a; END FOR; END",
        "BEGIN NOT ATOMIC DECLARE a INT; IF a THEN SELECT 1; END IF; END",
        "IF @a THEN SELECT 1; SELECT 2; END IF",
        "/*!50003 CREATE*/ /*!50020 DEFINER=`a`@`b`*/ /*!50003 PROCEDURE p() BEGIN SELECT 1; SELECT 2; END */",
        "CREATE PROCEDURE begin() SELECT 1",
        "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
        "ALTER PROCEDURE p COMMENT 'x'",
        "CREATE DEFINER=a@b SQL SECURITY INVOKER VIEW v AS SELECT CASE WHEN 1 THEN 2 END",
    ] {
        one(MYSQL, sql);
    }
}

#[test]
fn transactions_are_no_bodies() {
    for begin in ["BEGIN", "BEGIN WORK", "START TRANSACTION"] {
        assert_eq!(texts(MYSQL, &format!("{begin}; SELECT 1; COMMIT; SELECT 2")).len(), 4);
        one(MYSQL, begin);
    }
    assert_eq!(fault(MYSQL, "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2;"), SplitFault::Body);
}

#[test]
fn client_commands_are_statements_of_their_own() {
    let sql = "SELECT 1;\nsource it's.sql\nSELECT 2;\n\\! rm\nSELECT 3;";
    assert_eq!(texts(MYSQL, sql), ["SELECT 1", "source it's.sql", "SELECT 2", "\\! rm", "SELECT 3"]);
}
