-- migrate:upgrade
ALTER TABLE k ALTER COLUMN id SET DEFAULT nextval('old_id_seq'::regclass);

ALTER SEQUENCE old_id_seq OWNED BY k.id;

-- loses all rows of old
DROP TABLE old;

-- migrate:downgrade
CREATE TABLE old (
    id integer DEFAULT nextval('old_id_seq'::regclass) NOT NULL,
    x text,
    CONSTRAINT old_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE old_id_seq OWNED BY old.id;

ALTER TABLE k ALTER COLUMN id DROP DEFAULT;
