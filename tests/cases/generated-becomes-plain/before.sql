CREATE TABLE inv (id int, net numeric(8,2), gross numeric(9,2) GENERATED ALWAYS AS (net * 1.19) STORED CHECK (gross >= 0), n int NOT NULL);
CREATE VIEW v AS SELECT id, gross FROM inv;
