-- migrate:upgrade
ALTER SEQUENCE s OWNED BY NONE;

-- loses all rows of old
DROP TABLE old;

CREATE TABLE new (
    id bigint NOT NULL,
    x text,
    CONSTRAINT new_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE s OWNED BY new.id;

-- migrate:downgrade
ALTER SEQUENCE s OWNED BY NONE;

-- loses all rows of new
DROP TABLE new;

CREATE TABLE old (
    id bigint NOT NULL,
    x text,
    CONSTRAINT old_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE s OWNED BY old.id;
