-- A shop in which nearly every kind of object that a schema of PostgreSQL can hold has a use.
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'what is sold';
CREATE SCHEMA audit;
CREATE EXTENSION citext;

CREATE TYPE shop.order_state AS ENUM ('new', 'paid', 'sent');
CREATE TYPE shop.address AS (street text, zip varchar(10));
COMMENT ON COLUMN shop.address.zip IS 'without blanks';
CREATE DOMAIN shop.price AS numeric(12,2) DEFAULT 0 NOT NULL CONSTRAINT not_negative CHECK (VALUE >= 0);
COMMENT ON DOMAIN shop.price IS 'in euros';
CREATE TYPE shop.price_range AS RANGE (SUBTYPE = numeric);
CREATE COLLATION shop.by_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE SEQUENCE shop.numbers START 1000 INCREMENT 5 CACHE 10;

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END;
$$;
CREATE FUNCTION shop.tax(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT amount * rate';
CREATE FUNCTION shop.tax(amounts numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN (SELECT sum(shop.tax(a)) FROM unnest(amounts) AS a);
COMMENT ON FUNCTION shop.tax(numeric, numeric) IS 'of one';
CREATE FUNCTION shop.add(state numeric, amount shop.price) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT state + amount';
CREATE AGGREGATE shop.total(shop.price) (SFUNC = shop.add, STYPE = numeric, INITCOND = '0');
CREATE FUNCTION shop.of_text(text) RETURNS shop.address LANGUAGE sql IMMUTABLE AS $$ SELECT ROW($1, '')::shop.address $$;
CREATE CAST (text AS shop.address) WITH FUNCTION shop.of_text(text);
CREATE FUNCTION shop.near(a shop.address, b shop.address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT (a).zip = (b).zip';
CREATE OPERATOR shop.~~~ (LEFTARG = shop.address, RIGHTARG = shop.address, FUNCTION = shop.near, COMMUTATOR = OPERATOR(shop.~~~));
CREATE TEXT SEARCH DICTIONARY shop.words (TEMPLATE = simple, ACCEPT = true);
CREATE TEXT SEARCH CONFIGURATION shop.search (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop.search ALTER MAPPING FOR word WITH shop.words;

CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT customers_key PRIMARY KEY,
  email citext NOT NULL CONSTRAINT customers_email UNIQUE,
  name text COLLATE shop.by_case,
  lives_at shop.address,
  changed_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (to_tsvector('shop.search'::regconfig, coalesce(name, ''))) STORED
) WITH (fillfactor = 80);
COMMENT ON TABLE shop.customers IS 'people who buy';
COMMENT ON COLUMN shop.customers.email IS 'the login';
COMMENT ON INDEX shop.customers_email IS 'no two have one';
CREATE INDEX customers_search ON shop.customers USING gin (search) WITH (fastupdate = off);
CREATE INDEX customers_name ON shop.customers (lower(name) DESC NULLS LAST) INCLUDE (email) WHERE name IS NOT NULL;
ALTER TABLE shop.customers ALTER name SET STATISTICS 500, ALTER name SET STORAGE EXTERNAL;
ALTER TABLE shop.customers CLUSTER ON customers_key;

CREATE TABLE shop.orders (
  number bigint NOT NULL DEFAULT nextval('shop.numbers'),
  at date NOT NULL,
  customer_id bigint NOT NULL CONSTRAINT orders_customer REFERENCES shop.customers ON DELETE CASCADE DEFERRABLE,
  state shop.order_state NOT NULL DEFAULT 'new',
  total shop.price,
  CONSTRAINT orders_key PRIMARY KEY (number, at),
  CONSTRAINT orders_number CHECK (number > 0)
) PARTITION BY RANGE (at);
CREATE TABLE shop.orders_2024 PARTITION OF shop.orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE shop.orders_2025 PARTITION OF shop.orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY HASH (number);
CREATE TABLE shop.orders_2025_open PARTITION OF shop.orders_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE shop.orders_2025_rest PARTITION OF shop.orders_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE shop.orders_rest PARTITION OF shop.orders DEFAULT;
CREATE INDEX orders_open ON shop.orders (customer_id) WHERE state <> 'sent';
CREATE INDEX orders_2024_total ON shop.orders_2024 (total);

CREATE TABLE shop.things (id integer PRIMARY KEY, weight real CHECK (weight > 0));
CREATE TABLE shop.books (pages integer) INHERITS (shop.things);
CREATE TABLE shop.bookings (room integer, during tstzrange, CONSTRAINT one_at_a_time EXCLUDE USING gist (during WITH &&) WHERE (room = 1));
ALTER TABLE shop.bookings REPLICA IDENTITY FULL;
CREATE UNLOGGED TABLE shop.carts (owner text, lines jsonb DEFAULT '{}');
CREATE TABLE audit.changes (id serial, said text, op "char");
CREATE STATISTICS shop.orders_together (ndistinct, dependencies) ON customer_id, state FROM shop.orders_2024;

CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $_$ BEGIN INSERT INTO audit.changes (said) VALUES (TG_OP); RETURN NULL; END $_$;
CREATE PROCEDURE audit.forget(days integer) LANGUAGE sql BEGIN ATOMIC DELETE FROM audit.changes WHERE id < days; END;
CREATE TRIGGER touch BEFORE UPDATE OF email ON shop.customers FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION shop.touch();
COMMENT ON TRIGGER touch ON shop.customers IS 'says when';
CREATE TRIGGER note AFTER UPDATE ON shop.customers REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION audit.note();
CREATE TRIGGER note AFTER INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION audit.note();
CREATE CONSTRAINT TRIGGER late AFTER DELETE ON shop.things DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.note();
ALTER TABLE shop.things DISABLE TRIGGER late;
CREATE RULE keep AS ON DELETE TO audit.changes DO INSTEAD NOTHING;

CREATE VIEW shop.open_orders WITH (security_barrier) AS SELECT number, at, customer_id, total FROM shop.orders WHERE state <> 'sent' WITH LOCAL CHECK OPTION;
CREATE VIEW shop.customer_names AS SELECT id, name FROM shop.customers;
ALTER VIEW shop.customer_names ALTER COLUMN name SET DEFAULT 'nobody';
CREATE FUNCTION shop.rename() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE shop.customers SET name = NEW.name WHERE id = OLD.id; RETURN NEW; END $$;
CREATE TRIGGER rename INSTEAD OF UPDATE ON shop.customer_names FOR EACH ROW EXECUTE FUNCTION shop.rename();
CREATE MATERIALIZED VIEW shop.turnover AS SELECT o.customer_id, shop.total(o.total) AS total FROM shop.open_orders o GROUP BY o.customer_id;
CREATE UNIQUE INDEX turnover_customer ON shop.turnover (customer_id);
COMMENT ON MATERIALIZED VIEW shop.turnover IS 'each night';
CREATE VIEW shop.best AS SELECT n.name, t.total FROM shop.turnover t JOIN shop.customer_names n ON n.id = t.customer_id;

ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.customers FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.customers FOR SELECT TO PUBLIC USING (email = CURRENT_USER::text);
CREATE POLICY narrow ON shop.customers AS RESTRICTIVE FOR UPDATE TO reader_role USING (true) WITH CHECK (name <> '');
COMMENT ON POLICY own ON shop.customers IS 'oneself';

CREATE FUNCTION audit.ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER watch_whole_schema ON sql_drop WHEN TAG IN ('DROP SCHEMA') EXECUTE FUNCTION audit.ddl();
CREATE PUBLICATION whole_schema FOR TABLE shop.things, shop.customers WHERE (id > 3);

GRANT USAGE ON SCHEMA shop TO reader_role;
GRANT SELECT ON shop.customers, shop.open_orders, shop.turnover TO reader_role;
GRANT UPDATE (name) ON shop.customers TO reader_role WITH GRANT OPTION;
REVOKE ALL ON FUNCTION shop.tax(numeric, numeric) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shop.tax(numeric, numeric) TO reader_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader_role;
