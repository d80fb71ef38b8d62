CREATE TYPE entry AS (id integer, amount integer);
CREATE TABLE ledger OF entry (CONSTRAINT amount_is_positive CHECK (amount > 0), CONSTRAINT ledger_one UNIQUE (id));
