CREATE TYPE "a pair" AS (street text, zip text COLLATE "C");
CREATE TABLE plain OF "a pair";
CREATE TABLE keyed OF "a pair" (zip DEFAULT 'x', CONSTRAINT pk_keyed PRIMARY KEY (street));
CREATE AGGREGATE place_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
