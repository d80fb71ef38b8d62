CREATE SEQUENCE letters_id_seq AS integer;
CREATE TABLE mails (id integer PRIMARY KEY DEFAULT nextval('letters_id_seq'), body varchar(200) NOT NULL);
ALTER SEQUENCE letters_id_seq OWNED BY mails.id;
CREATE FUNCTION gap(one mails, other mails) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT other.id - one.id $$;
CREATE VIEW inbox AS SELECT m.id, m.body FROM mails m;
CREATE VIEW newest AS SELECT max(id) AS id FROM inbox;
