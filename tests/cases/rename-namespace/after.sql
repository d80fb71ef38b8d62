-- migrate: renamed_from billing
CREATE SCHEMA accounts;

CREATE TABLE accounts.invoices (id bigint PRIMARY KEY, net numeric(10,2) NOT NULL CHECK (net >= 0));

CREATE VIEW accounts.dear AS SELECT id FROM accounts.invoices WHERE net > 100;

CREATE FUNCTION accounts.total() RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT sum(net) FROM accounts.invoices $$;
