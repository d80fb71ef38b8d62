CREATE TYPE label;
CREATE FUNCTION label_in(cstring) RETURNS label LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION label_send(label) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE label (INPUT = label_in, OUTPUT = label_out, SEND = label_send, STORAGE = extended, COLLATABLE = true);
COMMENT ON TYPE label IS 'What a parcel says.';
CREATE TABLE parcels (id integer PRIMARY KEY, marked label NOT NULL);

CREATE TYPE amount;
CREATE FUNCTION amount_in(cstring) RETURNS amount LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION amount_out(amount) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE amount (INTERNALLENGTH = 4, INPUT = amount_in, OUTPUT = amount_out, PASSEDBYVALUE, CATEGORY = 'N', DEFAULT = '0');
CREATE FUNCTION amount_plus(amount, amount) RETURNS amount LANGUAGE internal IMMUTABLE STRICT AS 'int4pl';
CREATE OPERATOR + (LEFTARG = amount, RIGHTARG = amount, FUNCTION = amount_plus);
CREATE TABLE bills (id integer PRIMARY KEY, total amount, parts amount[]);

CREATE TYPE days;
CREATE FUNCTION days_canonical(days) RETURNS days LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE days AS RANGE (SUBTYPE = integer, CANONICAL = days_canonical);
