CREATE SCHEMA billing;

CREATE TABLE billing.invoices (id bigint PRIMARY KEY, net numeric(10,2) NOT NULL CHECK (net >= 0));

CREATE VIEW billing.dear AS SELECT id FROM billing.invoices WHERE net > 100;

CREATE FUNCTION billing.total() RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT sum(net) FROM billing.invoices $$;
