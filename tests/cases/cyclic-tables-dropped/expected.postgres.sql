-- migrate:upgrade
ALTER TABLE b DROP CONSTRAINT fk_b_a_id_a;

-- loses all rows of a
DROP TABLE a;

-- loses all rows of b
DROP TABLE b;

-- migrate:downgrade
CREATE TABLE b (
    id integer NOT NULL,
    a_id integer,
    CONSTRAINT pk_b PRIMARY KEY (id)
);

CREATE TABLE a (
    id integer NOT NULL,
    b_id integer,
    CONSTRAINT pk_a PRIMARY KEY (id),
    CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id)
);

ALTER TABLE b ADD CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id);
