-- migrate:upgrade
ALTER TEXT SEARCH PARSER cut SET SCHEMA words;

ALTER TEXT SEARCH PARSER words.cut RENAME TO cutter;

ALTER TEXT SEARCH TEMPLATE plain RENAME TO simpler;

ALTER TEXT SEARCH DICTIONARY named SET SCHEMA words;

ALTER TEXT SEARCH CONFIGURATION renamed SET SCHEMA words;

ALTER TEXT SEARCH CONFIGURATION words.renamed RENAME TO finds;

DROP VIEW matches;

DROP INDEX ix_texts;

ALTER TEXT SEARCH CONFIGURATION words.finds DROP MAPPING FOR "int";

ALTER TABLE texts
    DROP COLUMN found,
    ALTER COLUMN other DROP DEFAULT;

ALTER TEXT SEARCH DICTIONARY words.named OWNER TO case_app;

ALTER TEXT SEARCH CONFIGURATION words.finds OWNER TO case_app;

DROP TEXT SEARCH DICTIONARY leaves;

DROP TEXT SEARCH CONFIGURATION goes;

DROP TEXT SEARCH DICTIONARY goes_too;

DROP TEXT SEARCH CONFIGURATION search;

DROP TEXT SEARCH DICTIONARY stems;

CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'english');

ALTER TEXT SEARCH DICTIONARY stems OWNER TO case_app;

CREATE TEXT SEARCH CONFIGURATION search (PARSER = "default");

ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR asciiword WITH stems, simple;

ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR word WITH stems, simple;

COMMENT ON TEXT SEARCH CONFIGURATION search IS 'comes back';

ALTER TABLE texts
    ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('search'::regconfig, body)) STORED,
    ALTER COLUMN other SET DEFAULT to_tsvector('search'::regconfig, 'none'::text);

CREATE INDEX ix_texts ON texts USING gin (to_tsvector('search'::regconfig, body));

CREATE VIEW matches AS
SELECT texts.id
   FROM texts
  WHERE (to_tsvector('search'::regconfig, texts.body) @@ to_tsquery('search'::regconfig, 'dogs'::text));

-- migrate:downgrade
DROP VIEW matches;

DROP INDEX ix_texts;

CREATE TEXT SEARCH DICTIONARY leaves (TEMPLATE = simple);

CREATE TEXT SEARCH DICTIONARY goes_too (TEMPLATE = simple);

CREATE TEXT SEARCH CONFIGURATION goes (PARSER = "default");

ALTER TEXT SEARCH CONFIGURATION goes ADD MAPPING FOR word WITH goes_too;

ALTER TEXT SEARCH CONFIGURATION words.finds ADD MAPPING FOR "int" WITH leaves;

ALTER TABLE texts
    DROP COLUMN found,
    ALTER COLUMN other DROP DEFAULT;

ALTER TEXT SEARCH DICTIONARY words.named OWNER TO CURRENT_USER;

ALTER TEXT SEARCH CONFIGURATION words.finds OWNER TO CURRENT_USER;

DROP TEXT SEARCH CONFIGURATION search;

DROP TEXT SEARCH DICTIONARY stems;

CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = simple, stopwords = 'english');

CREATE TEXT SEARCH CONFIGURATION search (PARSER = "default");

ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR asciiword WITH stems, simple;

ALTER TEXT SEARCH CONFIGURATION search ADD MAPPING FOR word WITH stems, simple;

COMMENT ON TEXT SEARCH CONFIGURATION search IS 'comes back';

ALTER TABLE texts
    ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('search'::regconfig, body)) STORED,
    ALTER COLUMN other SET DEFAULT to_tsvector('search'::regconfig, 'none'::text);

CREATE INDEX ix_texts ON texts USING gin (to_tsvector('search'::regconfig, body));

CREATE VIEW matches AS
SELECT texts.id
   FROM texts
  WHERE (to_tsvector('search'::regconfig, texts.body) @@ to_tsquery('search'::regconfig, 'dogs'::text));

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TEXT SEARCH CONFIGURATION words.finds SET SCHEMA %I', current_schema()); END $do$;

ALTER TEXT SEARCH CONFIGURATION finds RENAME TO renamed;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TEXT SEARCH DICTIONARY words.named SET SCHEMA %I', current_schema()); END $do$;

ALTER TEXT SEARCH TEMPLATE simpler RENAME TO plain;

-- into the default schema, whatever it is called here
DO $do$ BEGIN EXECUTE format('ALTER TEXT SEARCH PARSER words.cutter SET SCHEMA %I', current_schema()); END $do$;

ALTER TEXT SEARCH PARSER cutter RENAME TO cut;
