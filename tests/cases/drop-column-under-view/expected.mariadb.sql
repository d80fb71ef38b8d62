-- migrate:upgrade
-- loses the values of t.b
ALTER TABLE t DROP COLUMN b, ALGORITHM=INSTANT;

CREATE OR REPLACE VIEW v AS
select `t`.`id` AS `id`,`t`.`a` AS `a` from `t`;

-- migrate:downgrade
ALTER TABLE t ADD COLUMN b text, ALGORITHM=INSTANT;

CREATE OR REPLACE VIEW v AS
select `t`.`id` AS `id`,`t`.`a` AS `a`,`t`.`b` AS `b` from `t`;
