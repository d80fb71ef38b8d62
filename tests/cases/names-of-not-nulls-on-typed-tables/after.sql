CREATE TYPE entry AS (id integer, amount integer);
CREATE TABLE ledger OF entry (id WITH OPTIONS NOT NULL, amount WITH OPTIONS CONSTRAINT amount_there NOT NULL);
