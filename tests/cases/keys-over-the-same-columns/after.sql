CREATE SEQUENCE shared;
CREATE TABLE one (id integer PRIMARY KEY);
ALTER TABLE one ADD CONSTRAINT one_id_key UNIQUE (id);
CREATE TABLE two (id integer DEFAULT nextval('shared') PRIMARY KEY, number integer NOT NULL);
ALTER TABLE two ADD CONSTRAINT two_a UNIQUE (number);
ALTER TABLE two ADD CONSTRAINT two_b UNIQUE (number);
ALTER SEQUENCE shared OWNED BY two.id;
CREATE TABLE three (a integer NOT NULL, b integer NOT NULL, CONSTRAINT three_pkey PRIMARY KEY (a, b));
ALTER TABLE three ADD CONSTRAINT three_a_b_key UNIQUE (a, b);
