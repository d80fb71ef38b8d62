-- migrate:upgrade
DROP VIEW again;

DROP VIEW shown;

RENAME TABLE people TO persons;

CREATE VIEW shown AS
select `persons`.`id` AS `id`,`persons`.`name` AS `name` from `persons`;

CREATE VIEW again AS
select `shown`.`id` AS `id` from `shown`;

-- migrate:downgrade
DROP VIEW again;

DROP VIEW shown;

RENAME TABLE persons TO people;

CREATE VIEW shown AS
select `people`.`id` AS `id`,`people`.`name` AS `name` from `people`;

CREATE VIEW again AS
select `shown`.`id` AS `id` from `shown`;
