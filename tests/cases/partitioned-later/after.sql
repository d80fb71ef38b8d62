CREATE TABLE kinds (id integer PRIMARY KEY, name text);
CREATE TABLE events (id bigserial, kind integer REFERENCES kinds, at timestamptz NOT NULL,
    amount numeric(12,2), doubled numeric GENERATED ALWAYS AS (amount * 2) STORED, note varchar(20) DEFAULT 'n',
    source text NOT NULL DEFAULT 'unknown', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (at);
CREATE TABLE events_2024_may PARTITION OF events_2024 FOR VALUES FROM ('2024-05-01') TO ('2024-06-01');
CREATE TABLE events_2024_rest PARTITION OF events_2024 DEFAULT;
CREATE INDEX events_at ON events (at);
COMMENT ON TABLE events IS 'what happened';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'touched'; RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW recent AS SELECT id, at, note FROM events;
COMMENT ON VIEW recent IS 'lately';

CREATE TABLE accounts (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent integer REFERENCES accounts, owner text NOT NULL,
    balance numeric NOT NULL DEFAULT 0) PARTITION BY HASH (id);
CREATE TABLE accounts_0 PARTITION OF accounts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE accounts_1 PARTITION OF accounts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE accounts ADD CONSTRAINT solvent CHECK (balance >= 0) NOT VALID;
CREATE INDEX accounts_owner ON accounts (lower(owner));
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts USING (owner = current_user);
CREATE STATISTICS accounts_stats ON parent, owner FROM accounts;
CREATE MATERIALIZED VIEW totals AS SELECT owner, sum(balance) AS total FROM accounts GROUP BY owner;
CREATE UNIQUE INDEX totals_owner ON totals (owner);
CREATE FUNCTION of_owner(text) RETURNS SETOF accounts LANGUAGE sql AS 'SELECT * FROM accounts WHERE owner = $1';
CREATE TABLE entries (id integer PRIMARY KEY, account integer NOT NULL REFERENCES accounts ON DELETE CASCADE);
CREATE PUBLICATION money FOR TABLE accounts, entries;
