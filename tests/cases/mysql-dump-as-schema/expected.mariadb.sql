-- migrate:upgrade
ALTER TABLE t ADD COLUMN name varchar(20), ALGORITHM=INSTANT;

CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.name = 'a;b'; END;

CREATE SQL SECURITY INVOKER VIEW v AS
select `t`.`id` AS `id` from `t`;

-- migrate:downgrade
DROP VIEW v;

DROP TRIGGER w;

-- loses the values of t.name
ALTER TABLE t DROP COLUMN name, ALGORITHM=INSTANT;
