CREATE FUNCTION short(t text, n bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) < n $$;
CREATE FUNCTION here() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT 1::bigint $$;
CREATE TABLE words (id integer DEFAULT here() PRIMARY KEY, word text NOT NULL);
CLUSTER words USING words_pkey;
CREATE VIEW small AS SELECT id FROM words WHERE short(word, 20);
CREATE OPERATOR @@@ (LEFTARG = text, RIGHTARG = bigint, FUNCTION = short);
CREATE VIEW tiny AS SELECT id FROM words WHERE word OPERATOR(@@@) 7::bigint;
