-- migrate:upgrade
ALTER TABLE t DROP CONSTRAINT fk_t_p_id_p;

-- loses the values of t.a
ALTER TABLE t DROP COLUMN a;

-- loses the values of t.b
ALTER TABLE t DROP COLUMN b;

-- loses the values of t.p_id
ALTER TABLE t DROP COLUMN p_id;

-- migrate:downgrade
-- the old values of a are gone: rows get ''
ALTER TABLE t ADD COLUMN a text DEFAULT '' NOT NULL;

ALTER TABLE t ALTER COLUMN a DROP DEFAULT;

-- the old values of b are gone: rows get 0
ALTER TABLE t ADD COLUMN b integer DEFAULT 0 NOT NULL;

ALTER TABLE t ALTER COLUMN b DROP DEFAULT;

-- the old values of p_id are gone: rows get the first of p
ALTER TABLE t ADD COLUMN p_id integer;

UPDATE t SET p_id = (SELECT id FROM p ORDER BY id LIMIT 1) WHERE p_id IS NULL;

ALTER TABLE t ALTER COLUMN p_id SET NOT NULL;

ALTER TABLE t ADD CONSTRAINT fk_t_p_id_p FOREIGN KEY (p_id) REFERENCES p (id);
