CREATE TYPE entry AS (id integer, amount integer);
CREATE TABLE ledger OF entry (CONSTRAINT positive CHECK (amount > 0), CONSTRAINT ledger_id UNIQUE (id));
