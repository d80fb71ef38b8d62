-- migrate:upgrade
ALTER TABLE t ADD CONSTRAINT ex_r EXCLUDE USING gist (r WITH &&) WHERE (id > 0);

CREATE INDEX ix_c ON t (a COLLATE "C");

CREATE INDEX ix_json ON t USING gin (j jsonb_path_ops);

CREATE INDEX ix_like ON t (a text_pattern_ops DESC NULLS LAST) INCLUDE (id);

COMMENT ON INDEX ix_a IS 'new';

ALTER INDEX ix_fill SET (fillfactor = 80);

-- migrate:downgrade
ALTER TABLE t DROP CONSTRAINT ex_r;

DROP INDEX ix_c;

DROP INDEX ix_json;

DROP INDEX ix_like;

COMMENT ON INDEX ix_a IS 'old';

ALTER INDEX ix_fill SET (fillfactor = 70);
