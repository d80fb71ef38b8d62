CREATE TABLE inv (id int, net numeric(12,4), gross numeric(12,4) NOT NULL DEFAULT 0 CHECK (gross >= 0), n int GENERATED ALWAYS AS (id * 2) STORED);
CREATE VIEW v AS SELECT id, gross FROM inv;
