CREATE FUNCTION short(t text, n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) < n $$;
CREATE FUNCTION here() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT 1 $$;
CREATE TABLE words (id integer DEFAULT here() PRIMARY KEY, word text NOT NULL);
CREATE VIEW small AS SELECT id FROM words WHERE short(word, 20);
CREATE OPERATOR @@@ (LEFTARG = text, RIGHTARG = integer, FUNCTION = short);
CREATE VIEW tiny AS SELECT id FROM words WHERE word OPERATOR(@@@) 7;
