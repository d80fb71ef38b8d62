-- migrate:upgrade
CREATE OR REPLACE VIEW w AS
select `t`.`id` AS `id` from `t`;

CREATE OR REPLACE VIEW v AS
select `w`.`id` AS `id` from `w`;

-- migrate:downgrade
CREATE OR REPLACE VIEW v AS
select `t`.`id` AS `id` from `t`;

CREATE OR REPLACE VIEW w AS
select `v`.`id` AS `id` from `v`;
