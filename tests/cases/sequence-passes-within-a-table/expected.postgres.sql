-- migrate:upgrade
ALTER SEQUENCE a_id_seq OWNED BY a.k;

-- loses the values of a.id
ALTER TABLE a
    DROP COLUMN id,
    ALTER COLUMN k SET DEFAULT nextval('a_id_seq'::regclass);

-- migrate:downgrade
ALTER TABLE a
    ALTER COLUMN k DROP DEFAULT,
    ADD COLUMN id integer DEFAULT nextval('a_id_seq'::regclass) NOT NULL;

ALTER SEQUENCE a_id_seq OWNED BY a.id;
