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

-- loses spaces at the end of kept.name
-- fails while kept.id holds values beyond int
-- fails while kept.name holds values longer than varchar(20)
ALTER TABLE kept
    MODIFY COLUMN id int NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN name varchar(20) NOT NULL;

ALTER TABLE stopped MODIFY COLUMN id int NOT NULL AUTO_INCREMENT;

-- loses the values of added.id
ALTER TABLE added DROP COLUMN id, DROP PRIMARY KEY;
