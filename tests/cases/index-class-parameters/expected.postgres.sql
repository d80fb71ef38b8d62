-- migrate:upgrade
DROP INDEX ix_at;

DROP INDEX ix_id;

CREATE INDEX ix_at ON t USING brin (at timestamp_bloom_ops (false_positive_rate='0.01'));

CREATE INDEX ix_doc ON t USING gist (doc tsvector_ops (siglen='100'));

CREATE INDEX ix_id ON t USING brin (id int4_minmax_multi_ops (values_per_range='16'));

-- migrate:downgrade
DROP INDEX ix_at;

DROP INDEX ix_doc;

DROP INDEX ix_id;

CREATE INDEX ix_at ON t USING brin (at timestamp_bloom_ops (false_positive_rate='0.05'));

CREATE INDEX ix_id ON t USING brin (id int4_minmax_multi_ops);
