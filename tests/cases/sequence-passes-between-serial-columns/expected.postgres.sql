-- migrate:upgrade
ALTER SEQUENCE a_id_seq OWNED BY b.id;

ALTER TABLE a ALTER COLUMN id DROP DEFAULT;

-- migrate:downgrade
ALTER SEQUENCE a_id_seq OWNED BY a.id;

ALTER TABLE a ALTER COLUMN id SET DEFAULT nextval('a_id_seq'::regclass);
