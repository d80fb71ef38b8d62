-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW newest;

DROP VIEW inbox;

DROP FUNCTION gap(letters, letters);

ALTER SEQUENCE letters_id_seq OWNED BY NONE;

-- loses all rows of letters
DROP TABLE letters;

CREATE TABLE mails (
    id integer DEFAULT nextval('letters_id_seq'::regclass) NOT NULL,
    body character varying(200) NOT NULL,
    CONSTRAINT mails_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE letters_id_seq OWNED BY mails.id;

CREATE FUNCTION gap(one mails, other mails)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT other.id - one.id $function$;

CREATE VIEW inbox AS
SELECT m.id,
    m.body
   FROM mails m;

CREATE VIEW newest AS
SELECT max(inbox.id) AS id
   FROM inbox;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW newest;

DROP VIEW inbox;

DROP FUNCTION gap(mails, mails);

ALTER SEQUENCE letters_id_seq OWNED BY NONE;

-- loses all rows of mails
DROP TABLE mails;

CREATE TABLE letters (
    id integer DEFAULT nextval('letters_id_seq'::regclass) NOT NULL,
    body character varying(200) NOT NULL,
    CONSTRAINT letters_pkey PRIMARY KEY (id)
);

ALTER SEQUENCE letters_id_seq OWNED BY letters.id;

CREATE FUNCTION gap(one letters, other letters)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT other.id - one.id $function$;

CREATE VIEW inbox AS
SELECT l.id,
    l.body
   FROM letters l;

CREATE VIEW newest AS
SELECT max(inbox.id) AS id
   FROM inbox;
