CREATE TABLE kinds (id integer PRIMARY KEY, name text);
CREATE TABLE events (id bigserial PRIMARY KEY, kind integer REFERENCES kinds, at timestamptz NOT NULL,
    amount numeric(10,2), doubled numeric GENERATED ALWAYS AS (amount * 2) STORED, note varchar(20) DEFAULT 'n', gone text);
CREATE INDEX events_at ON events (at);
COMMENT ON TABLE events IS 'what happened';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'touched'; RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW recent AS SELECT id, at, note FROM events;
COMMENT ON VIEW recent IS 'lately';

CREATE TABLE accounts (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent integer REFERENCES accounts, owner text NOT NULL,
    balance numeric NOT NULL DEFAULT 0, CONSTRAINT solvent CHECK (balance >= 0) NOT VALID);
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
