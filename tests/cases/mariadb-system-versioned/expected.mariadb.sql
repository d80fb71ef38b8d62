-- migrate:upgrade
CREATE TABLE is_new (
    id int(11) NOT NULL,
    name varchar(20) WITHOUT SYSTEM VERSIONING,
    PRIMARY KEY (id)
) WITH SYSTEM VERSIONING;

ALTER TABLE comes ADD SYSTEM VERSIONING;

-- loses the history of the rows of goes
SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE goes DROP SYSTEM VERSIONING;

-- migrate:downgrade
-- loses the history of the rows of comes
SET STATEMENT system_versioning_alter_history = KEEP FOR ALTER TABLE comes DROP SYSTEM VERSIONING;

ALTER TABLE goes ADD SYSTEM VERSIONING;

-- loses all rows of is_new
DROP TABLE is_new;
