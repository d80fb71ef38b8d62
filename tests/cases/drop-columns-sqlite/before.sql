CREATE TABLE p (id INTEGER NOT NULL CONSTRAINT pk_p PRIMARY KEY);
CREATE TABLE a (id INTEGER NOT NULL CONSTRAINT pk_a PRIMARY KEY, plain text, i text, c text CHECK (c <> ''), u text UNIQUE, f integer REFERENCES p (id), g integer AS (id + 1), kept text DEFAULT 'k');
CREATE INDEX ix_a_i ON a (i);
CREATE TABLE b (id INTEGER NOT NULL CONSTRAINT pk_b PRIMARY KEY, plain text, kept text);
CREATE VIEW va AS SELECT id, kept FROM a;
