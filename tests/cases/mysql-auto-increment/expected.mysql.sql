-- migrate:upgrade
ALTER TABLE added ADD COLUMN id bigint NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id);

ALTER TABLE kept
    MODIFY COLUMN id bigint NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN name varchar(30) NOT NULL;

ALTER TABLE stopped MODIFY COLUMN id int NOT NULL;

-- loses the values of dropped.id
ALTER TABLE dropped DROP COLUMN id, DROP PRIMARY KEY;

-- migrate:downgrade
ALTER TABLE dropped ADD COLUMN id bigint NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id);

-- fails while kept.id holds values beyond int
-- fails while kept.name holds more than 20 characters
ALTER TABLE kept
    MODIFY COLUMN id int NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN name varchar(20) NOT NULL;

ALTER TABLE stopped MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

-- loses the values of added.id
ALTER TABLE added DROP COLUMN id, DROP PRIMARY KEY;
