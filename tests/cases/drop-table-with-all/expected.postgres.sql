-- migrate:upgrade
DROP VIEW va;

ALTER TABLE b DROP CONSTRAINT fk_b;

-- loses all rows of a
DROP TABLE a;

-- migrate:downgrade
CREATE TABLE a (
    id integer NOT NULL,
    n text,
    CONSTRAINT pk_a PRIMARY KEY (id)
);

CREATE INDEX ix_a_n ON a (n);

-- a is new and has no rows: this fails while b has rows with a_id
ALTER TABLE b ADD CONSTRAINT fk_b FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE;

CREATE VIEW va AS
SELECT a.id
   FROM a;
