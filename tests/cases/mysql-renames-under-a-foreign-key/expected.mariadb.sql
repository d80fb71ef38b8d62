-- migrate:upgrade
DROP VIEW shown;

DROP TRIGGER watch;

RENAME TABLE towns TO cities;

RENAME TABLE people TO persons;

ALTER TABLE cities RENAME COLUMN id TO number;

ALTER TABLE persons RENAME COLUMN town TO city;

ALTER TABLE persons
    DROP FOREIGN KEY fk_town,
    RENAME INDEX ix_town TO ix_city,
    ADD CONSTRAINT fk_city FOREIGN KEY (city) REFERENCES cities (number);

ALTER TABLE cities RENAME INDEX uq_name TO uq_cities_name, ALGORITHM=NOCOPY, LOCK=NONE;

CREATE TRIGGER watch BEFORE INSERT ON persons FOR EACH ROW SET NEW.city = NEW.city + 0;

CREATE VIEW shown AS
select `p`.`id` AS `id`,`t`.`name` AS `name` from (`persons` `p` join `cities` `t` on(`t`.`number` = `p`.`city`));

-- migrate:downgrade
DROP VIEW shown;

ALTER TABLE persons
    DROP FOREIGN KEY fk_city,
    RENAME INDEX ix_city TO ix_town,
    ADD CONSTRAINT fk_town FOREIGN KEY (city) REFERENCES cities (number);

DROP TRIGGER watch;

ALTER TABLE cities RENAME INDEX uq_cities_name TO uq_name, ALGORITHM=NOCOPY, LOCK=NONE;

ALTER TABLE persons RENAME COLUMN city TO town;

ALTER TABLE cities RENAME COLUMN number TO id;

RENAME TABLE persons TO people;

RENAME TABLE cities TO towns;

CREATE TRIGGER watch BEFORE INSERT ON people FOR EACH ROW SET NEW.town = NEW.town + 0;

CREATE VIEW shown AS
select `p`.`id` AS `id`,`t`.`name` AS `name` from (`people` `p` join `towns` `t` on(`t`.`id` = `p`.`town`));
