-- migrate:upgrade
ALTER SEQUENCE one RENAME TO first;

ALTER SEQUENCE two MAXVALUE 200 CYCLE;

COMMENT ON SEQUENCE two IS 'it''s two';

CREATE SEQUENCE come INCREMENT BY -1;

ALTER TABLE t ADD COLUMN n bigint DEFAULT nextval('come'::regclass);

ALTER SEQUENCE come OWNED BY t.n;

DROP SEQUENCE gone;

-- migrate:downgrade
CREATE SEQUENCE gone;

ALTER SEQUENCE two MINVALUE 1 MAXVALUE 200;

-- if two stands outside of 1 to 100, it begins anew at 1
SELECT setval('two', 1, false) FROM two WHERE last_value NOT BETWEEN 1 AND 100;

ALTER SEQUENCE two NO MINVALUE MAXVALUE 100 NO CYCLE;

COMMENT ON SEQUENCE two IS NULL;

-- loses the values of t.n
ALTER TABLE t DROP COLUMN n;

ALTER SEQUENCE first RENAME TO one;
