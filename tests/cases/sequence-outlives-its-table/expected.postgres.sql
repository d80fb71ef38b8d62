-- migrate:upgrade
ALTER TABLE c ALTER COLUMN v SET DEFAULT nextval('x.a_id_seq'::regclass);

ALTER SEQUENCE x.a_id_seq OWNED BY NONE;

-- loses all rows of x.a
DROP TABLE x.a;

-- migrate:downgrade
CREATE TABLE x.a (
    id integer DEFAULT nextval('x.a_id_seq'::regclass) NOT NULL,
    x text,
    CONSTRAINT a_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE x.a_id_seq OWNED BY x.a.id;

ALTER TABLE c ALTER COLUMN v DROP DEFAULT;
