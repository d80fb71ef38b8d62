CREATE TABLE letters (id serial PRIMARY KEY, body varchar(200) NOT NULL);
CREATE FUNCTION gap(one letters, other letters) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT other.id - one.id $$;
CREATE VIEW inbox AS SELECT l.id, l.body FROM letters l;
CREATE VIEW newest AS SELECT max(id) AS id FROM inbox;
