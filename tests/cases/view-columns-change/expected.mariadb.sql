-- migrate:upgrade
CREATE OR REPLACE VIEW v AS
select `t`.`b` AS `a`,`t`.`id` AS `id` from `t`;

CREATE OR REPLACE VIEW w AS
select `v`.`a` AS `a` from `v`;

-- migrate:downgrade
CREATE OR REPLACE VIEW v AS
select `t`.`id` AS `id`,`t`.`a` AS `a` from `t`;

CREATE OR REPLACE VIEW w AS
select `v`.`a` AS `a` from `v`;
