CREATE TABLE b (day date NOT NULL, who varchar(40)) PARTITION BY RANGE (day);
CREATE TABLE b_24 PARTITION OF b FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX b_who ON b (who) WHERE who <> '';
COMMENT ON INDEX b_24_who_idx IS 'of one year, in part';
