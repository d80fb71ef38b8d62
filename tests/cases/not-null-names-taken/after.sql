CREATE TABLE people (id bigint CONSTRAINT users_id_not_null NOT NULL, name text CONSTRAINT users_name_not_null NOT NULL);
CREATE TABLE users (id bigint NOT NULL, name text NOT NULL);
CREATE TABLE readings (at date CONSTRAINT readings_at_not_null1 NOT NULL, amount bigint NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE readings_old (at date CONSTRAINT readings_at_not_null NOT NULL, amount bigint NOT NULL);
ALTER TABLE readings ATTACH PARTITION readings_old FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');
CREATE TABLE jobs (id bigint NOT NULL, priority integer NOT NULL, tries integer NOT NULL, open boolean GENERATED ALWAYS AS (tries < 9) STORED NOT NULL, CHECK (priority > 0));
CREATE TABLE marks (id bigint NOT NULL, word text NOT NULL);
CREATE TABLE copies (id bigint CONSTRAINT marks_id_not_null NOT NULL, word text CONSTRAINT marks_word_not_null NOT NULL);
CREATE TABLE pairs (
    -- migrate: renamed_from a
    b text NOT NULL,
    -- migrate: renamed_from b
    a integer NOT NULL,
    -- migrate: renamed_from c
    d date NOT NULL, PRIMARY KEY (b));
