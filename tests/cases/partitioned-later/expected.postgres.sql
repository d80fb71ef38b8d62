-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE events DROP CONSTRAINT events_kind_fkey;

DROP TRIGGER touched ON events;

ALTER TABLE accounts DROP CONSTRAINT accounts_parent_fkey;

ALTER TABLE accounts DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY own ON accounts;

DROP PUBLICATION money;

ALTER TABLE entries DROP CONSTRAINT entries_account_fkey;

DROP STATISTICS accounts_stats;

DROP MATERIALIZED VIEW totals;

DROP VIEW recent;

-- events stands aside until its rows are copied
ALTER TABLE events DROP CONSTRAINT events_pkey;

DROP INDEX events_at;

ALTER TABLE events RENAME TO events__old;

ALTER SEQUENCE events_id_seq OWNED BY NONE;

CREATE TABLE events (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(12,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    source text DEFAULT 'unknown'::text NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX events_at ON events (at);

COMMENT ON TABLE events IS 'what happened';

ALTER SEQUENCE events_id_seq OWNED BY events.id;

CREATE TABLE events_2023 (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(12,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    source text DEFAULT 'unknown'::text NOT NULL,
    CONSTRAINT events_2023_pkey PRIMARY KEY (id, at)
);

CREATE INDEX events_2023_at_idx ON events_2023 (at);

ALTER TABLE events ATTACH PARTITION events_2023 FOR VALUES FROM ('2023-01-01 00:00:00+00') TO ('2024-01-01 00:00:00+00');

CREATE TABLE events_2024 (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(12,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    source text DEFAULT 'unknown'::text NOT NULL,
    CONSTRAINT events_2024_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX events_2024_at_idx ON events_2024 (at);

ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');

CREATE TABLE events_2024_may (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(12,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    source text DEFAULT 'unknown'::text NOT NULL,
    CONSTRAINT events_2024_may_pkey PRIMARY KEY (id, at)
);

CREATE INDEX events_2024_may_at_idx ON events_2024_may (at);

ALTER TABLE events_2024 ATTACH PARTITION events_2024_may FOR VALUES FROM ('2024-05-01 00:00:00+00') TO ('2024-06-01 00:00:00+00');

CREATE TABLE events_2024_rest (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(12,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    source text DEFAULT 'unknown'::text NOT NULL,
    CONSTRAINT events_2024_rest_pkey PRIMARY KEY (id, at)
);

CREATE INDEX events_2024_rest_at_idx ON events_2024_rest (at);

ALTER TABLE events_2024 ATTACH PARTITION events_2024_rest DEFAULT;

-- loses the values of events.gone
-- fails while events has rows that no partition of events takes
-- copies all rows of events
INSERT INTO events (id, kind, at, amount, note)
SELECT id, kind, at, amount, note
FROM events__old;

DROP TABLE events__old;

ALTER TABLE events ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind) REFERENCES kinds (id);

CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();

CREATE VIEW recent AS
SELECT events.id,
    events.at,
    events.note
   FROM events;

COMMENT ON VIEW recent IS 'lately';

DROP FUNCTION of_owner(text);

-- accounts stands aside until its rows are copied
ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;

DROP INDEX accounts_owner;

ALTER SEQUENCE accounts_id_seq RENAME TO accounts_id_seq__old;

ALTER TABLE accounts RENAME TO accounts__old;

CREATE TABLE accounts (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    parent integer,
    owner text NOT NULL,
    balance numeric DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id)
) PARTITION BY HASH (id);

CREATE INDEX accounts_owner ON accounts (lower(owner));

CREATE TABLE accounts_0 (
    id integer NOT NULL,
    parent integer,
    owner text NOT NULL,
    balance numeric DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_0_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_0_lower_idx ON accounts_0 (lower(owner));

ALTER TABLE accounts ATTACH PARTITION accounts_0 FOR VALUES WITH (modulus 2, remainder 0);

CREATE TABLE accounts_1 (
    id integer NOT NULL,
    parent integer,
    owner text NOT NULL,
    balance numeric DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_1_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_1_lower_idx ON accounts_1 (lower(owner));

ALTER TABLE accounts ATTACH PARTITION accounts_1 FOR VALUES WITH (modulus 2, remainder 1);

-- fails while accounts has rows that no partition of accounts takes
-- copies all rows of accounts
INSERT INTO accounts (id, parent, owner, balance)
OVERRIDING SYSTEM VALUE
SELECT id, parent, owner, balance
FROM accounts__old;

SELECT setval('accounts_id_seq', last_value, is_called) FROM accounts_id_seq__old;

DROP TABLE accounts__old;

CREATE FUNCTION of_owner(text)
 RETURNS SETOF accounts
 LANGUAGE sql
AS $function$SELECT * FROM accounts WHERE owner = $1$function$;

ALTER TABLE accounts
    ADD CONSTRAINT solvent CHECK (balance >= (0)::numeric) NOT VALID,
    ADD CONSTRAINT accounts_parent_fkey FOREIGN KEY (parent) REFERENCES accounts (id);

ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE CASCADE;

CREATE POLICY own ON accounts USING (owner = CURRENT_USER);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE PUBLICATION money FOR TABLE accounts, entries;

CREATE STATISTICS accounts_stats ON owner, parent FROM accounts;

CREATE MATERIALIZED VIEW totals AS
SELECT accounts.owner,
    sum(accounts.balance) AS total
   FROM accounts
  GROUP BY accounts.owner;

CREATE UNIQUE INDEX totals_owner ON totals (owner);

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

ALTER TABLE events DROP CONSTRAINT events_kind_fkey;

DROP TRIGGER touched ON events;

ALTER TABLE accounts
    DROP CONSTRAINT accounts_parent_fkey,
    DROP CONSTRAINT solvent;

ALTER TABLE accounts DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY own ON accounts;

DROP VIEW recent;

DROP PUBLICATION money;

ALTER TABLE entries DROP CONSTRAINT entries_account_fkey;

DROP STATISTICS accounts_stats;

DROP MATERIALIZED VIEW totals;

-- accounts_1 stands aside until its rows are copied
ALTER TABLE accounts_1 RENAME TO accounts_1__old;

-- accounts_0 stands aside until its rows are copied
ALTER TABLE accounts_0 RENAME TO accounts_0__old;

-- events_2024_rest stands aside until its rows are copied
ALTER TABLE events_2024_rest RENAME TO events_2024_rest__old;

-- events_2024_may stands aside until its rows are copied
ALTER TABLE events_2024_may RENAME TO events_2024_may__old;

-- events_2024 stands aside until its rows are copied
ALTER TABLE events_2024 RENAME TO events_2024__old;

-- events_2023 stands aside until its rows are copied
ALTER TABLE events_2023 RENAME TO events_2023__old;

-- events stands aside until its rows are copied
ALTER TABLE events DROP CONSTRAINT events_pkey;

DROP INDEX events_at;

ALTER TABLE events RENAME TO events__old;

ALTER SEQUENCE events_id_seq OWNED BY NONE;

CREATE TABLE events (
    id bigint DEFAULT nextval('events_id_seq'::regclass) NOT NULL,
    kind integer,
    at timestamp with time zone NOT NULL,
    amount numeric(10,2),
    doubled numeric GENERATED ALWAYS AS (amount * (2)::numeric) STORED,
    note character varying(20) DEFAULT 'n'::character varying,
    gone text,
    CONSTRAINT events_pkey PRIMARY KEY (id)
);

CREATE INDEX events_at ON events (at);

COMMENT ON TABLE events IS 'what happened';

ALTER SEQUENCE events_id_seq OWNED BY events.id;

-- loses the values of events.source
-- fails while events.amount holds values beyond numeric(10,2)
-- copies all rows of events
INSERT INTO events (id, kind, at, amount, note)
SELECT id, kind, at, amount, note
FROM events__old;

DROP TABLE events__old;

ALTER TABLE events ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind) REFERENCES kinds (id);

CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();

CREATE VIEW recent AS
SELECT events.id,
    events.at,
    events.note
   FROM events;

COMMENT ON VIEW recent IS 'lately';

DROP FUNCTION of_owner(text);

-- accounts stands aside until its rows are copied
ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;

DROP INDEX accounts_owner;

ALTER SEQUENCE accounts_id_seq RENAME TO accounts_id_seq__old;

ALTER TABLE accounts RENAME TO accounts__old;

CREATE TABLE accounts (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    parent integer,
    owner text NOT NULL,
    balance numeric DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_owner ON accounts (lower(owner));

-- copies all rows of accounts
INSERT INTO accounts (id, parent, owner, balance)
OVERRIDING SYSTEM VALUE
SELECT id, parent, owner, balance
FROM accounts__old;

SELECT setval('accounts_id_seq', last_value, is_called) FROM accounts_id_seq__old;

DROP TABLE accounts__old;

CREATE FUNCTION of_owner(text)
 RETURNS SETOF accounts
 LANGUAGE sql
AS $function$SELECT * FROM accounts WHERE owner = $1$function$;

ALTER TABLE accounts
    ADD CONSTRAINT solvent CHECK (balance >= (0)::numeric) NOT VALID,
    ADD CONSTRAINT accounts_parent_fkey FOREIGN KEY (parent) REFERENCES accounts (id);

ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts (id) ON DELETE CASCADE;

CREATE POLICY own ON accounts USING (owner = CURRENT_USER);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE PUBLICATION money FOR TABLE accounts, entries;

CREATE STATISTICS accounts_stats ON owner, parent FROM accounts;

CREATE MATERIALIZED VIEW totals AS
SELECT accounts.owner,
    sum(accounts.balance) AS total
   FROM accounts
  GROUP BY accounts.owner;

CREATE UNIQUE INDEX totals_owner ON totals (owner);
