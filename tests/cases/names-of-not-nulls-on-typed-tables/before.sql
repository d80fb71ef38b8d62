CREATE TYPE entry AS (id integer, amount integer);
CREATE TABLE ledger OF entry (id WITH OPTIONS CONSTRAINT id_there NOT NULL);
