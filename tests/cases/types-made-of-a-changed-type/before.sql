CREATE TYPE level AS ENUM ('low', 'middle', 'high');
CREATE DOMAIN good_level AS level CHECK (VALUE <> 'low');
CREATE TYPE span AS (a level, b level);
CREATE TYPE levels AS RANGE (SUBTYPE = level);
CREATE FUNCTION wide(s span) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT s.a <> s.b';
CREATE TABLE notes (
    id integer PRIMARY KEY,
    plain level DEFAULT 'low',
    good good_level DEFAULT 'high' CHECK (good::text <> 'middle' OR true),
    goods good_level[],
    s span,
    spans span[],
    r levels
);
CREATE INDEX ix_notes_wide ON notes (wide(s));
CREATE VIEW good_notes AS SELECT id, good, (s).a AS from_level FROM notes WHERE good::text = 'high';

CREATE DOMAIN share AS numeric(5,2);
CREATE TYPE part AS (label text, share share);
CREATE TYPE whole AS (p part, n integer);
CREATE TABLE parts (id integer PRIMARY KEY, p part, w whole NOT NULL, alone share);

CREATE DOMAIN word AS text;
CREATE DOMAIN short_word AS word CHECK (length(VALUE) < 10);
CREATE TABLE words (w short_word, all_of_them word[] DEFAULT '{}');
