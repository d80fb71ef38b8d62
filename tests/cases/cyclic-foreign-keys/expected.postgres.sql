-- migrate:upgrade
CREATE TABLE b (
    id integer NOT NULL,
    a_id integer NOT NULL,
    parent integer,
    CONSTRAINT pk_b PRIMARY KEY (id),
    CONSTRAINT fk_b_parent_b FOREIGN KEY (parent) REFERENCES b (id) ON DELETE SET NULL
);

CREATE TABLE a (
    id integer NOT NULL,
    b_id integer,
    CONSTRAINT pk_a PRIMARY KEY (id),
    CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED
);

ALTER TABLE b ADD CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE;

-- migrate:downgrade
ALTER TABLE b DROP CONSTRAINT fk_b_a_id_a;

-- loses all rows of a
DROP TABLE a;

-- loses all rows of b
DROP TABLE b;
