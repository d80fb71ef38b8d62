-- migrate:upgrade
ALTER TABLE counts ALTER COLUMN id SET DEFAULT nextval('counts_id_seq'::regclass);

-- migrate:downgrade
ALTER TABLE counts ALTER COLUMN id DROP DEFAULT;
