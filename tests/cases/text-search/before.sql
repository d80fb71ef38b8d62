CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple, stopwords = 'english');
CREATE TEXT SEARCH DICTIONARY old_dictionary (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION names (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION gone (PARSER = "default");
CREATE TEXT SEARCH TEMPLATE gone_too (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, words tsvector GENERATED ALWAYS AS (to_tsvector('names', 'x')) STORED);
