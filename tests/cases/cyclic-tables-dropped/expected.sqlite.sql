-- migrate:upgrade
PRAGMA foreign_keys = OFF;

-- loses all rows of a
DROP TABLE a;

-- loses all rows of b
DROP TABLE b;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
CREATE TABLE b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer, CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id));

CREATE TABLE a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, b_id integer, CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id));
