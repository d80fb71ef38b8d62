-- migrate:upgrade
DROP VIEW v;

CREATE TABLE v (
    id int(11)
);

-- loses all rows of x
DROP TABLE x;

CREATE VIEW x AS
select `t`.`id` AS `a` from `t`;

-- migrate:downgrade
DROP VIEW x;

CREATE TABLE x (
    a int(11)
);

-- loses all rows of v
DROP TABLE v;

CREATE VIEW v AS
select `t`.`id` AS `id` from `t`;
