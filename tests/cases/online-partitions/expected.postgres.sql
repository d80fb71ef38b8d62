-- migrate:upgrade
DROP INDEX ix_goes;

-- with this check, SET NOT NULL need not look at the rows of p
ALTER TABLE p ADD CONSTRAINT b_is_not_null CHECK (b IS NOT NULL) NOT VALID;

CREATE INDEX ix_c ON ONLY p (c);

CREATE INDEX p2_c_idx ON ONLY p2 (c);

CREATE INDEX ix_two ON ONLY p (a, c);

CREATE INDEX p2_a_c_idx ON ONLY p2 (a, c);

-- migrate:upgrade transaction=off
ALTER TABLE p VALIDATE CONSTRAINT b_is_not_null;

CREATE INDEX CONCURRENTLY p21_c_idx ON p21 (c);

CREATE INDEX CONCURRENTLY p22_c_idx ON p22 (c);

CREATE INDEX CONCURRENTLY p1_a_c_idx ON p1 (a, c);

CREATE INDEX CONCURRENTLY p21_a_c_idx ON p21 (a, c);

CREATE INDEX CONCURRENTLY p22_a_c_idx ON p22 (a, c);

-- migrate:upgrade
ALTER TABLE p ALTER COLUMN b SET NOT NULL;

-- reads all rows of p: reads and writes wait until that is done
-- a foreign key of or to a partitioned table can be NOT VALID from PostgreSQL 18 on
ALTER TABLE p
    DROP CONSTRAINT b_is_not_null,
    ADD CONSTRAINT ck CHECK (b > 0) NOT VALID,
    ADD CONSTRAINT uq UNIQUE (a, b),
    ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES other (id);

ALTER INDEX ix_c ATTACH PARTITION p1_own;

ALTER INDEX p2_c_idx ATTACH PARTITION p21_c_idx;

ALTER INDEX p2_c_idx ATTACH PARTITION p22_c_idx;

ALTER INDEX ix_c ATTACH PARTITION p2_c_idx;

ALTER INDEX ix_two ATTACH PARTITION p1_a_c_idx;

ALTER INDEX p2_a_c_idx ATTACH PARTITION p21_a_c_idx;

ALTER INDEX p2_a_c_idx ATTACH PARTITION p22_a_c_idx;

ALTER INDEX ix_two ATTACH PARTITION p2_a_c_idx;

-- migrate:upgrade transaction=off
ALTER TABLE p VALIDATE CONSTRAINT ck;

-- migrate:downgrade
ALTER TABLE p
    DROP CONSTRAINT fk,
    DROP CONSTRAINT ck,
    DROP CONSTRAINT uq,
    ALTER COLUMN b DROP NOT NULL;

DROP INDEX ix_c;

DROP INDEX ix_two;

CREATE INDEX ix_goes ON ONLY p (b);

CREATE INDEX p2_b_idx ON ONLY p2 (b);

-- migrate:downgrade transaction=off
CREATE INDEX CONCURRENTLY p1_b_idx ON p1 (b);

CREATE INDEX CONCURRENTLY p21_b_idx ON p21 (b);

CREATE INDEX CONCURRENTLY p22_b_idx ON p22 (b);

CREATE INDEX CONCURRENTLY p1_own ON p1 (c);

-- migrate:downgrade
ALTER INDEX ix_goes ATTACH PARTITION p1_b_idx;

ALTER INDEX p2_b_idx ATTACH PARTITION p21_b_idx;

ALTER INDEX p2_b_idx ATTACH PARTITION p22_b_idx;

ALTER INDEX ix_goes ATTACH PARTITION p2_b_idx;
