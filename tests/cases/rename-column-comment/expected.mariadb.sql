-- migrate:upgrade
DROP VIEW named;

ALTER TABLE users RENAME COLUMN name TO full_name;

CREATE VIEW named AS
select `users`.`id` AS `id`,`users`.`full_name` AS `name` from `users` where `users`.`full_name` <> '';

-- migrate:downgrade
DROP VIEW named;

ALTER TABLE users RENAME COLUMN full_name TO name;

CREATE VIEW named AS
select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where `users`.`name` <> '';
