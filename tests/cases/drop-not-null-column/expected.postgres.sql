-- migrate:upgrade
-- loses the values of t.a
-- loses the values of t.b
-- loses the values of t.p_id
ALTER TABLE t
    DROP CONSTRAINT fk_t_p_id_p,
    DROP COLUMN a,
    DROP COLUMN b,
    DROP COLUMN p_id;

-- migrate:downgrade
-- the old values of a are gone: rows get ''
-- the old values of b are gone: rows get 0
-- the old values of p_id are gone: rows get the first of p
ALTER TABLE t
    ADD COLUMN a text DEFAULT '' NOT NULL,
    ADD COLUMN b integer DEFAULT 0 NOT NULL,
    ADD COLUMN p_id integer;

UPDATE t SET p_id = (SELECT id FROM p ORDER BY id LIMIT 1) WHERE p_id IS NULL;

ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN p_id SET NOT NULL,
    ADD CONSTRAINT fk_t_p_id_p FOREIGN KEY (p_id) REFERENCES p (id);
