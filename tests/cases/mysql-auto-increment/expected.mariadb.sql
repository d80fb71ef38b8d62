-- migrate:upgrade
ALTER TABLE added ADD COLUMN id bigint(20) NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id);

ALTER TABLE kept
    MODIFY COLUMN id bigint(20) NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN name varchar(30) NOT NULL;

ALTER TABLE stopped MODIFY COLUMN id int(11) NOT NULL;

-- loses the values of dropped.id
ALTER TABLE dropped DROP COLUMN id, DROP PRIMARY KEY;

-- migrate:downgrade
ALTER TABLE dropped ADD COLUMN id bigint(20) NOT NULL AUTO_INCREMENT FIRST, ADD PRIMARY KEY (id);

-- fails while kept.id holds values beyond int(11)
-- fails while kept.name holds values longer than varchar(20)
ALTER TABLE kept
    MODIFY COLUMN id int(11) NOT NULL AUTO_INCREMENT,
    MODIFY COLUMN name varchar(20) NOT NULL;

ALTER TABLE stopped MODIFY COLUMN id int(11) NOT NULL AUTO_INCREMENT;

-- loses the values of added.id
ALTER TABLE added DROP COLUMN id, DROP PRIMARY KEY;
