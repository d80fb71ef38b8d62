-- migrate:upgrade
ALTER SEQUENCE x.a_id_seq OWNED BY NONE;

-- loses all rows of x.a
DROP TABLE x.a;

ALTER TABLE c ALTER COLUMN v SET DEFAULT nextval('x.a_id_seq'::regclass);

-- migrate:downgrade
ALTER TABLE c ALTER COLUMN v DROP DEFAULT;

CREATE TABLE x.a (
    id integer DEFAULT nextval('x.a_id_seq'::regclass) NOT NULL,
    x text,
    CONSTRAINT a_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE x.a_id_seq OWNED BY x.a.id;
