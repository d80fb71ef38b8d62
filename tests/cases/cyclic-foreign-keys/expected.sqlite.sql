-- migrate:upgrade
CREATE TABLE b (
    id INTEGER CONSTRAINT pk_b PRIMARY KEY,
    a_id INTEGER NOT NULL,
    parent INTEGER,
    CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE,
    CONSTRAINT fk_b_parent_b FOREIGN KEY (parent) REFERENCES b (id) ON DELETE SET NULL
);

CREATE TABLE a (
    id INTEGER CONSTRAINT pk_a PRIMARY KEY,
    b_id INTEGER,
    CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED
);

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

-- loses all rows of b
DROP TABLE b;

-- loses all rows of a
DROP TABLE a;

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
