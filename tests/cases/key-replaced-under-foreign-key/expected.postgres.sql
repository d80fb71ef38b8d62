-- migrate:upgrade
ALTER TABLE b DROP CONSTRAINT fk_code;

ALTER TABLE a DROP CONSTRAINT uq_a_code;

-- migrate:downgrade
ALTER TABLE a ADD CONSTRAINT uq_a_code UNIQUE (code);

ALTER TABLE b ADD CONSTRAINT fk_code FOREIGN KEY (code) REFERENCES a (code);
