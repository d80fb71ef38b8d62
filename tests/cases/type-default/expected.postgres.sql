-- migrate:upgrade
-- loses zeros in front and spaces of t.a
-- fails while t.a holds text that is no integer
ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE integer USING a::integer,
    ALTER COLUMN a SET DEFAULT 0,
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN b TYPE character varying(20),
    ALTER COLUMN b SET DEFAULT 'seven'::character varying;

-- migrate:downgrade
-- loses zeros in front and spaces of t.b
-- fails while t.a holds more than 10 characters
-- fails while t.b holds text that is no integer
ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE character varying(10),
    ALTER COLUMN a SET DEFAULT 'none'::character varying,
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN b TYPE integer USING b::integer,
    ALTER COLUMN b SET DEFAULT 7;
