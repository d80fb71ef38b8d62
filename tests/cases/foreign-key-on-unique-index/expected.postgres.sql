-- migrate:upgrade
ALTER TABLE b DROP CONSTRAINT fk_code;

DROP INDEX ux_a_code;

-- migrate:downgrade
CREATE UNIQUE INDEX ux_a_code ON a (code);

ALTER TABLE b ADD CONSTRAINT fk_code FOREIGN KEY (code) REFERENCES a (code);
