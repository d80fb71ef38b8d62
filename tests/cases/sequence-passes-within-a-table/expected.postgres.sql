-- migrate:upgrade
ALTER SEQUENCE a_id_seq OWNED BY a.k;

-- loses the values of a.id
ALTER TABLE a
    ALTER COLUMN k SET DEFAULT nextval('a_id_seq'::regclass),
    DROP COLUMN id;

-- migrate:downgrade
ALTER TABLE a
    ADD COLUMN id integer DEFAULT nextval('a_id_seq'::regclass) NOT NULL,
    ALTER COLUMN k DROP DEFAULT;

ALTER SEQUENCE a_id_seq OWNED BY a.id;
