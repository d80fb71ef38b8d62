DELIMITER $$
CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC NO SQL
BEGIN
  -- it's; not the end
  RETURN a * 2;
END$$
CREATE PROCEDURE say(OUT what varchar(20)) COMMENT 'says' BEGIN SET what = 'a;b'; END$$
CREATE PROCEDURE gone() BEGIN END$$
DELIMITER ;
CREATE TABLE items (id int NOT NULL PRIMARY KEY, net int NOT NULL);
CREATE VIEW doubled AS SELECT id, twice(net) AS net FROM items;
