CREATE TABLE people (id bigint CONSTRAINT users_id_not_null NOT NULL, name text CONSTRAINT users_name_not_null NOT NULL);
CREATE TABLE readings (at date CONSTRAINT readings_at_not_null1 NOT NULL, amount integer NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE readings_old (at date CONSTRAINT readings_at_not_null NOT NULL, amount integer NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_old FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');
CREATE TABLE jobs (id bigint NOT NULL, priority smallint NOT NULL, tries integer NOT NULL, open boolean GENERATED ALWAYS AS (tries < 5) STORED NOT NULL, CHECK (priority > 0));
CREATE TABLE pairs (a text NOT NULL, b integer NOT NULL, c date NOT NULL, PRIMARY KEY (a));
