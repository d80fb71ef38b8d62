-- migrate:upgrade
ALTER TABLE people
    MODIFY COLUMN name varchar(30) COLLATE latin1_german1_ci NOT NULL DEFAULT 'x' COMMENT 'it''s; a name',
    MODIFY COLUMN seen timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() COMMENT 'when',
    MODIFY COLUMN mood enum('ok','sad') COLLATE utf8mb4_bin DEFAULT 'sad' COMMENT 'now',
    MODIFY COLUMN age bigint(20) COMMENT 'in years';

-- migrate:downgrade
-- fails while people.name holds values longer than varchar(20)
-- fails while people.age holds values beyond smallint(6)
ALTER TABLE people
    MODIFY COLUMN name varchar(20) COLLATE latin1_german1_ci NOT NULL DEFAULT 'x' COMMENT 'it''s; a name',
    MODIFY COLUMN seen timestamp NULL ON UPDATE current_timestamp() COMMENT 'when',
    MODIFY COLUMN mood enum('ok','sad') COLLATE utf8mb4_bin NOT NULL DEFAULT 'ok' COMMENT 'now',
    MODIFY COLUMN age smallint(6);
