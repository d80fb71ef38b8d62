CREATE TABLE t (id integer, at timestamp, doc tsvector);
CREATE INDEX ix_id ON t USING brin (id int4_minmax_multi_ops);
CREATE INDEX ix_at ON t USING brin (at timestamp_bloom_ops (false_positive_rate = 0.05));
