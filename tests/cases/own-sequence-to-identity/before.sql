CREATE TABLE said (id serial PRIMARY KEY, a integer);
COMMENT ON SEQUENCE said_id_seq IS 'numbers';
CREATE SEQUENCE old_id_seq;
CREATE TABLE old (id integer DEFAULT nextval('old_id_seq') NOT NULL, a integer);
ALTER SEQUENCE old_id_seq OWNED BY old.id;
