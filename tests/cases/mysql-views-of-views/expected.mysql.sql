-- migrate:upgrade
-- loses the values of people.town
ALTER TABLE people
    MODIFY COLUMN name varchar(60) NOT NULL,
    DROP COLUMN town,
    LOCK=NONE;

CREATE OR REPLACE VIEW adults AS
select `people`.`id` AS `id`,`people`.`name` AS `name` from `people` where (`people`.`age` >= 21);

CREATE OR REPLACE SQL SECURITY INVOKER VIEW named AS
select `adults`.`id` AS `id`,`adults`.`name` AS `name` from `adults` where (`adults`.`name` <> '')
WITH CASCADED CHECK OPTION;

CREATE OR REPLACE VIEW counted AS
select count(0) AS `n` from `named`;

-- migrate:downgrade
-- loses spaces at the end of people.name
-- fails while people.name holds values longer than varchar(20)
ALTER TABLE people
    ADD COLUMN town varchar(20),
    MODIFY COLUMN name varchar(20) NOT NULL;

CREATE OR REPLACE VIEW adults AS
select `people`.`id` AS `id`,`people`.`name` AS `name`,`people`.`town` AS `town` from `people` where (`people`.`age` >= 18);

CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW named AS
select `adults`.`id` AS `id`,`adults`.`name` AS `name` from `adults` where (`adults`.`name` <> '');

CREATE OR REPLACE VIEW counted AS
select count(0) AS `n` from `named`;
