CREATE TYPE label;
CREATE FUNCTION label_in(cstring) RETURNS label LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE label (INPUT = label_in, OUTPUT = label_out, STORAGE = extended, COLLATABLE = true);
CREATE TABLE parcels (id integer PRIMARY KEY, marked label NOT NULL);

CREATE TYPE old;
CREATE FUNCTION old_in(cstring) RETURNS old LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION old_out(old) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE old (INTERNALLENGTH = 4, INPUT = old_in, OUTPUT = old_out, PASSEDBYVALUE);
CREATE FUNCTION old_eq(old, old) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE OPERATOR = (LEFTARG = old, RIGHTARG = old, FUNCTION = old_eq);
CREATE CAST (old AS integer) WITHOUT FUNCTION;
