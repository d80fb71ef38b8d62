CREATE SCHEMA words;
CREATE TEXT SEARCH PARSER cut (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH DICTIONARY named (TEMPLATE = plain);
CREATE TEXT SEARCH DICTIONARY leaves (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION search (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR word, asciiword WITH stems, simple;
COMMENT ON TEXT SEARCH CONFIGURATION search IS 'comes back';
CREATE TEXT SEARCH CONFIGURATION renamed (PARSER = cut);
ALTER TEXT SEARCH CONFIGURATION renamed ADD MAPPING FOR word WITH named;
ALTER TEXT SEARCH CONFIGURATION renamed ADD MAPPING FOR int WITH leaves;
CREATE TEXT SEARCH CONFIGURATION goes (PARSER = "default");
CREATE TEXT SEARCH DICTIONARY goes_too (TEMPLATE = simple);
ALTER TEXT SEARCH CONFIGURATION goes ADD MAPPING FOR word WITH goes_too;
CREATE TABLE texts (
    id integer CONSTRAINT pk_texts PRIMARY KEY,
    body text NOT NULL,
    found tsvector GENERATED ALWAYS AS (to_tsvector('search', body)) STORED,
    other tsvector DEFAULT to_tsvector('search', 'none')
);
INSERT INTO texts VALUES (1, 'The dogs');
CREATE INDEX ix_texts ON texts USING gin (to_tsvector('search', body));
CREATE VIEW matches AS SELECT id FROM texts WHERE to_tsvector('search', body) @@ to_tsquery('search', 'dogs');
