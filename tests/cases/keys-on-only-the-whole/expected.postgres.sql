-- migrate:upgrade
ALTER TABLE q DROP CONSTRAINT q_u;

CREATE TABLE q2 (
    id integer NOT NULL,
    n integer
);

ALTER TABLE q ATTACH PARTITION q2 FOR VALUES IN (2);

ALTER TABLE p ADD COLUMN w integer;

ALTER TABLE ONLY q ADD CONSTRAINT q_u UNIQUE (id, n);

ALTER TABLE p1 ADD CONSTRAINT p1_k PRIMARY KEY (id, at);

ALTER INDEX p_pk ATTACH PARTITION p1_k;

-- migrate:downgrade
-- loses the values of p.w
ALTER TABLE p
    DROP CONSTRAINT p_pk,
    DROP COLUMN w;

-- loses all rows of q2
DROP TABLE q2;

ALTER TABLE ONLY p ADD CONSTRAINT p_pk PRIMARY KEY (id, at);
