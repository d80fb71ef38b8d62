-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW good_notes;

DROP INDEX ix_notes_wide;

ALTER TABLE notes
    DROP CONSTRAINT notes_good_check,
    ALTER COLUMN good DROP DEFAULT,
    ALTER COLUMN good TYPE text,
    ALTER COLUMN goods TYPE text[] USING goods::text[],
    ALTER COLUMN r TYPE text,
    ALTER COLUMN s TYPE text,
    ALTER COLUMN spans TYPE text[] USING spans::text[];

ALTER TABLE parts
    ALTER COLUMN p TYPE text,
    ALTER COLUMN w TYPE text;

ALTER TABLE words ALTER COLUMN w TYPE text;

DROP DOMAIN good_level;

DROP TYPE levels;

DROP DOMAIN short_word;

ALTER DOMAIN word RENAME TO word__old;

CREATE DOMAIN word AS character varying(40);

-- loses spaces at the end of words.all_of_them
ALTER TABLE words
    ALTER COLUMN all_of_them DROP DEFAULT,
    ALTER COLUMN all_of_them TYPE word[] USING all_of_them::character varying(40)[]::word[],
    ALTER COLUMN all_of_them SET DEFAULT '{}'::word[];

DROP DOMAIN word__old;

CREATE DOMAIN short_word AS word
    CONSTRAINT short_word_check CHECK (length((VALUE)::text) < 10);

ALTER TABLE words ALTER COLUMN w TYPE short_word USING w::short_word;

DROP FUNCTION wide(span);

DROP TYPE span;

ALTER TYPE level RENAME TO level__old;

CREATE TYPE level AS ENUM ('low', 'high');

-- fails while rows hold 'middle'
ALTER TABLE notes
    ALTER COLUMN plain DROP DEFAULT,
    ALTER COLUMN plain TYPE level USING plain::text::level,
    ALTER COLUMN plain SET DEFAULT 'low'::level;

DROP TYPE level__old;

CREATE DOMAIN good_level AS level
    CONSTRAINT good_level_check CHECK (VALUE <> 'low'::level);

CREATE TYPE levels AS RANGE (subtype = level);

CREATE TYPE span AS (
    a level,
    b level
);

CREATE FUNCTION wide(s span)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT s.a <> s.b$function$;

ALTER TABLE notes
    ALTER COLUMN good TYPE good_level USING good::good_level,
    ALTER COLUMN good SET DEFAULT 'high'::level,
    ALTER COLUMN goods TYPE good_level[] USING goods::good_level[],
    ALTER COLUMN r TYPE levels USING r::levels,
    ALTER COLUMN s TYPE span USING s::span,
    ALTER COLUMN spans TYPE span[] USING spans::span[],
    ADD CONSTRAINT notes_good_check CHECK (((good)::text <> 'high'::text) OR true);

CREATE INDEX ix_notes_wide ON notes (wide(s));

CREATE VIEW good_notes AS
SELECT notes.id,
    notes.good,
    (notes.s).a AS from_level
   FROM notes
  WHERE ((notes.good)::text = 'high'::text);

DROP TYPE whole;

DROP TYPE part;

ALTER DOMAIN share RENAME TO share__old;

CREATE DOMAIN share AS numeric(7,4)
    CONSTRAINT positive CHECK (VALUE >= (0)::numeric);

ALTER TABLE parts ALTER COLUMN alone TYPE share;

DROP DOMAIN share__old;

CREATE TYPE part AS (
    label text,
    share share
);

CREATE TYPE whole AS (
    p part,
    n integer
);

ALTER TABLE parts
    ALTER COLUMN p TYPE part USING p::part,
    ALTER COLUMN w TYPE whole USING w::whole;

-- migrate:downgrade transaction=off
ALTER TYPE level ADD VALUE IF NOT EXISTS 'middle' BEFORE 'high';

-- migrate:downgrade
ALTER TABLE notes
    DROP CONSTRAINT notes_good_check,
    ADD CONSTRAINT notes_good_check CHECK (((good)::text <> 'middle'::text) OR true);

ALTER TABLE words ALTER COLUMN w TYPE text;

ALTER TABLE parts
    ALTER COLUMN p TYPE text,
    ALTER COLUMN w TYPE text;

DROP DOMAIN short_word;

ALTER DOMAIN word RENAME TO word__old;

CREATE DOMAIN word AS text;

ALTER TABLE words
    ALTER COLUMN all_of_them DROP DEFAULT,
    ALTER COLUMN all_of_them TYPE word[] USING all_of_them::text[]::word[],
    ALTER COLUMN all_of_them SET DEFAULT '{}'::word[];

DROP DOMAIN word__old;

CREATE DOMAIN short_word AS word
    CONSTRAINT short_word_check CHECK (length((VALUE)::text) < 10);

ALTER TABLE words ALTER COLUMN w TYPE short_word USING w::short_word;

DROP TYPE whole;

DROP TYPE part;

ALTER DOMAIN share RENAME TO share__old;

CREATE DOMAIN share AS numeric(5,2);

-- loses digits of parts.alone
ALTER TABLE parts ALTER COLUMN alone TYPE share;

DROP DOMAIN share__old;

CREATE TYPE part AS (
    label text,
    share share
);

CREATE TYPE whole AS (
    p part,
    n integer
);

ALTER TABLE parts
    ALTER COLUMN p TYPE part USING p::part,
    ALTER COLUMN w TYPE whole USING w::whole;
