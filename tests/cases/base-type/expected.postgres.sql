-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP CAST (old AS integer);

DROP OPERATOR public.= (old, old);

CREATE FUNCTION label_send(label)
 RETURNS bytea
 LANGUAGE internal
 STABLE STRICT
AS $function$textsend$function$;

CREATE TYPE amount;

CREATE FUNCTION amount_in(cstring)
 RETURNS amount
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4in$function$;

CREATE FUNCTION amount_out(amount)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE TYPE amount (internallength = 4, input = amount_in, output = amount_out, default = '0', category = 'N', passedbyvalue);

CREATE FUNCTION amount_plus(amount, amount)
 RETURNS amount
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4pl$function$;

CREATE TYPE days;

CREATE FUNCTION days_canonical(days)
 RETURNS days
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4range_canonical$function$;

CREATE TYPE days AS RANGE (subtype = integer, canonical = days_canonical);

CREATE OPERATOR + (FUNCTION = amount_plus, LEFTARG = amount, RIGHTARG = amount);

CREATE TABLE bills (
    id integer NOT NULL,
    total amount,
    parts amount[],
    CONSTRAINT bills_pkey PRIMARY KEY (id)
);

ALTER TYPE label SET (send = label_send);

COMMENT ON TYPE label IS 'What a parcel says.';

DROP FUNCTION old_eq(old, old);

DROP TYPE old CASCADE;

-- migrate:downgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP OPERATOR public.+ (amount, amount);

CREATE TYPE old;

CREATE FUNCTION old_in(cstring)
 RETURNS old
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4in$function$;

CREATE FUNCTION old_out(old)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE TYPE old (internallength = 4, input = old_in, output = old_out, passedbyvalue);

CREATE FUNCTION old_eq(old, old)
 RETURNS boolean
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4eq$function$;

CREATE CAST (old AS integer) WITHOUT FUNCTION;

CREATE OPERATOR = (FUNCTION = old_eq, LEFTARG = old, RIGHTARG = old);

ALTER TYPE label SET (send = NONE);

COMMENT ON TYPE label IS NULL;

-- loses all rows of bills
DROP TABLE bills;

DROP FUNCTION label_send(label);

DROP FUNCTION amount_plus(amount, amount);

DROP TYPE amount CASCADE;

DROP TYPE days CASCADE;
