CREATE SCHEMA words;
-- migrate: renamed_from public.cut
CREATE TEXT SEARCH PARSER words.cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- migrate: renamed_from plain
CREATE TEXT SEARCH TEMPLATE simpler (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, LANGUAGE = english);
ALTER TEXT SEARCH DICTIONARY stems OWNER TO case_app;
-- migrate: renamed_from public.named
CREATE TEXT SEARCH DICTIONARY words.named (TEMPLATE = simpler);
ALTER TEXT SEARCH DICTIONARY words.named OWNER TO case_app;
CREATE TEXT SEARCH CONFIGURATION search (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR word, asciiword WITH stems, simple;
COMMENT ON TEXT SEARCH CONFIGURATION search IS 'comes back';
-- migrate: renamed_from public.renamed
CREATE TEXT SEARCH CONFIGURATION words.finds (PARSER = words.cutter);
ALTER TEXT SEARCH CONFIGURATION words.finds ADD MAPPING FOR word WITH words.named;
ALTER TEXT SEARCH CONFIGURATION words.finds OWNER TO case_app;
CREATE TABLE texts (
    id integer CONSTRAINT pk_texts PRIMARY KEY,
    body text NOT NULL,
    found tsvector GENERATED ALWAYS AS (to_tsvector('search', body)) STORED,
    other tsvector DEFAULT to_tsvector('search', 'none')
);
CREATE INDEX ix_texts ON texts USING gin (to_tsvector('search', body));
CREATE VIEW matches AS SELECT id FROM texts WHERE to_tsvector('search', body) @@ to_tsquery('search', 'dogs');
