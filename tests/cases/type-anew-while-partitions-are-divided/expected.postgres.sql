-- migrate:upgrade
ALTER DOMAIN iban RENAME TO iban__old;

CREATE DOMAIN iban AS character varying(34)
    CONSTRAINT iban_check CHECK ((VALUE)::text ~ '^[A-Z]{2}'::text);

ALTER TABLE tx ALTER COLUMN owner TYPE iban;

DROP DOMAIN iban__old;

ALTER TABLE tx DETACH PARTITION tx_2024;

ALTER TABLE reading_eu DETACH PARTITION reading_eu_24;

DROP INDEX reading_eu_24_at_idx;

ALTER TABLE reading DETACH PARTITION reading_eu;

DROP INDEX reading_good;

DROP INDEX reading_eu_at_idx;

ALTER TYPE quality RENAME TO quality__old;

CREATE TYPE quality AS ENUM ('bad', 'raw', 'estimated', 'good');

ALTER TABLE reading
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    ALTER COLUMN val TYPE double precision,
    ADD COLUMN twice double precision GENERATED ALWAYS AS (val * (2)::double precision) STORED;

ALTER TABLE reading_eu
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    ALTER COLUMN val TYPE double precision,
    ADD COLUMN twice double precision GENERATED ALWAYS AS (val * (2)::double precision) STORED;

ALTER TABLE reading_eu_24
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    ALTER COLUMN val TYPE double precision,
    ADD COLUMN twice double precision GENERATED ALWAYS AS (val * (2)::double precision) STORED;

DROP TYPE quality__old;

ALTER TABLE tx
    ADD COLUMN peer iban,
    ALTER COLUMN text TYPE text;

ALTER TABLE tx_2024
    ADD COLUMN peer iban,
    ALTER COLUMN text TYPE text;

-- reading_eu_23 stands aside until its rows are copied
ALTER TABLE reading_eu DETACH PARTITION reading_eu_23;

DROP INDEX IF EXISTS reading_eu_23_at_idx;

ALTER TABLE reading_eu_23 RENAME TO reading_eu_23__old;

-- what others write to reading_eu_24 while its rows are copied would be lost
LOCK TABLE reading_eu_24 IN ACCESS EXCLUSIVE MODE;

-- rows of reading_eu_24 that belong elsewhere
CREATE TEMPORARY TABLE reading_eu_24__rows AS SELECT * FROM reading_eu_24 WHERE (at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;

DELETE FROM reading_eu_24 WHERE (at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;

-- what others write to tx_2024 while its rows are copied would be lost
LOCK TABLE tx_2024 IN ACCESS EXCLUSIVE MODE;

-- rows of tx_2024 that belong elsewhere
CREATE TEMPORARY TABLE tx_2024__rows AS SELECT * FROM tx_2024 WHERE (booked >= '2024-01-01' AND booked < '2025-01-01') IS NOT TRUE;

DELETE FROM tx_2024 WHERE (booked >= '2024-01-01' AND booked < '2025-01-01') IS NOT TRUE;

CREATE TABLE tx_new (
    id bigint NOT NULL,
    owner iban NOT NULL,
    booked date NOT NULL,
    text text,
    peer iban,
    CONSTRAINT tx_new_pkey PRIMARY KEY (id, booked)
);

ALTER TABLE tx ATTACH PARTITION tx_new FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);

ALTER TABLE tx ATTACH PARTITION tx_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- fails while tx_2024 has rows that no partition of tx takes
INSERT INTO tx (id, owner, booked, text, peer)
SELECT id, owner, booked, text, peer
FROM tx_2024__rows;

DROP TABLE tx_2024__rows;

CREATE INDEX reading_good ON reading (at) WHERE q > 'bad'::quality;

CREATE INDEX reading_eu_at_idx ON reading_eu (at) WHERE q > 'bad'::quality;

ALTER TABLE reading ATTACH PARTITION reading_eu FOR VALUES IN ('de', 'fr', 'it');

CREATE TABLE reading_eu_old (
    at date NOT NULL,
    val double precision,
    q quality DEFAULT 'raw'::quality NOT NULL,
    region text NOT NULL,
    twice double precision GENERATED ALWAYS AS (val * (2)::double precision) STORED
);

CREATE INDEX reading_eu_old_at_idx ON reading_eu_old (at) WHERE q > 'bad'::quality;

ALTER TABLE reading_eu ATTACH PARTITION reading_eu_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01');

CREATE TABLE reading_eu_rest (
    at date NOT NULL,
    val double precision,
    q quality DEFAULT 'raw'::quality NOT NULL,
    region text NOT NULL,
    twice double precision GENERATED ALWAYS AS (val * (2)::double precision) STORED
);

CREATE INDEX reading_eu_rest_at_idx ON reading_eu_rest (at) WHERE q > 'bad'::quality;

ALTER TABLE reading_eu ATTACH PARTITION reading_eu_rest DEFAULT;

CREATE INDEX reading_eu_24_at_idx ON reading_eu_24 (at) WHERE q > 'bad'::quality;

ALTER TABLE reading_eu ATTACH PARTITION reading_eu_24 FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

-- fails while reading_eu_23 has rows that no partition of reading_eu takes
-- copies all rows of reading_eu_23
INSERT INTO reading_eu (at, val, q, region)
SELECT at, val, q, region
FROM reading_eu_23__old;

DROP TABLE reading_eu_23__old;

-- fails while reading_eu_24 has rows that no partition of reading_eu takes
INSERT INTO reading_eu (at, val, q, region)
SELECT at, val, q, region
FROM reading_eu_24__rows;

DROP TABLE reading_eu_24__rows;

-- migrate:downgrade
ALTER TABLE tx DETACH PARTITION tx_2024;

ALTER TABLE reading_eu DETACH PARTITION reading_eu_24;

DROP INDEX reading_eu_24_at_idx;

ALTER TABLE reading DETACH PARTITION reading_eu;

DROP INDEX reading_good;

DROP INDEX reading_eu_at_idx;

ALTER TYPE quality RENAME TO quality__old;

CREATE TYPE quality AS ENUM ('raw', 'good', 'bad');

-- fails while rows hold 'estimated'
ALTER TABLE reading_eu_24
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    DROP COLUMN twice;

-- fails while rows hold 'estimated'
ALTER TABLE reading_eu
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    DROP COLUMN twice;

-- loses digits of reading.val
-- fails while rows hold 'estimated'
-- fails while reading.val holds values beyond real
ALTER TABLE reading
    ALTER COLUMN q DROP DEFAULT,
    ALTER COLUMN q TYPE quality USING q::text::quality,
    ALTER COLUMN q SET DEFAULT 'raw'::quality,
    DROP COLUMN twice,
    ALTER COLUMN val TYPE real;

DROP TYPE quality__old;

-- loses spaces at the end of tx.text
-- fails while tx.text holds more than 140 characters
ALTER TABLE tx ALTER COLUMN text TYPE character varying(140);

-- what others write to tx_new while its rows are copied would be lost
LOCK TABLE tx_new IN ACCESS EXCLUSIVE MODE;

-- the rows of tx_new wait until types of its columns have been made anew
CREATE TABLE tx_new__old AS SELECT id, owner::text AS owner, booked, text, peer::text AS peer FROM tx_new;

DROP TABLE tx_new;

-- loses digits of reading_eu.val
-- fails while reading_eu.val holds values beyond real
ALTER TABLE reading_eu ALTER COLUMN val TYPE real;

-- reading_eu_rest stands aside until its rows are copied
ALTER TABLE reading_eu DETACH PARTITION reading_eu_rest;

DROP INDEX IF EXISTS reading_eu_rest_at_idx;

ALTER TABLE reading_eu_rest RENAME TO reading_eu_rest__old;

-- reading_eu_old stands aside until its rows are copied
ALTER TABLE reading_eu DETACH PARTITION reading_eu_old;

DROP INDEX IF EXISTS reading_eu_old_at_idx;

ALTER TABLE reading_eu_old RENAME TO reading_eu_old__old;

-- loses spaces at the end of tx_2024.text
-- loses the values of tx_2024.peer
-- fails while tx_2024.text holds more than 140 characters
ALTER TABLE tx_2024
    ALTER COLUMN text TYPE character varying(140),
    DROP COLUMN peer;

-- loses digits of reading_eu_24.val
-- fails while reading_eu_24.val holds values beyond real
ALTER TABLE reading_eu_24 ALTER COLUMN val TYPE real;

-- loses the values of tx.peer
ALTER TABLE tx DROP COLUMN peer;

ALTER DOMAIN iban RENAME TO iban__old;

CREATE DOMAIN iban AS character varying(22)
    CONSTRAINT iban_check CHECK ((VALUE)::text ~ '^[A-Z]{2}'::text);

-- loses spaces at the end of tx.owner
ALTER TABLE tx ALTER COLUMN owner TYPE iban;

-- loses spaces at the end of tx_2024.owner
ALTER TABLE tx_2024 ALTER COLUMN owner TYPE iban;

DROP DOMAIN iban__old;

ALTER TABLE tx ATTACH PARTITION tx_2024 FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);

-- fails while tx_new has rows that no partition of tx takes
-- copies all rows of tx_new
INSERT INTO tx (id, owner, booked, text)
SELECT id, owner::text::iban, booked, text
FROM tx_new__old;

DROP TABLE tx_new__old;

CREATE INDEX reading_good ON reading (at) WHERE q = 'good'::quality;

CREATE INDEX reading_eu_at_idx ON reading_eu (at) WHERE q = 'good'::quality;

ALTER TABLE reading ATTACH PARTITION reading_eu FOR VALUES IN ('de', 'fr');

CREATE TABLE reading_eu_23 (
    at date NOT NULL,
    val real,
    q quality DEFAULT 'raw'::quality NOT NULL,
    region text NOT NULL
);

CREATE INDEX reading_eu_23_at_idx ON reading_eu_23 (at) WHERE q = 'good'::quality;

ALTER TABLE reading_eu ATTACH PARTITION reading_eu_23 FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');

CREATE INDEX reading_eu_24_at_idx ON reading_eu_24 (at) WHERE q = 'good'::quality;

ALTER TABLE reading_eu ATTACH PARTITION reading_eu_24 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- loses rows of reading_eu_old that no partition of reading_eu takes
INSERT INTO reading_eu (at, val, q, region)
SELECT at, val, q, region
FROM reading_eu_old__old
WHERE at >= '2023-01-01' AND at < '2024-01-01';

DROP TABLE reading_eu_old__old;

-- loses rows of reading_eu_rest that no partition of reading_eu takes
INSERT INTO reading_eu (at, val, q, region)
SELECT at, val, q, region
FROM reading_eu_rest__old
WHERE (at >= '2023-01-01' AND at < '2024-01-01') OR (at >= '2024-01-01' AND at < '2025-01-01');

DROP TABLE reading_eu_rest__old;
