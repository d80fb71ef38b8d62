CREATE SCHEMA app;
CREATE TABLE items (id integer PRIMARY KEY, price numeric(10,2) NOT NULL);
CREATE FUNCTION total(integer) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM items WHERE id > $1';
CREATE FUNCTION total(a text, b text DEFAULT 'x''y') RETURNS bigint LANGUAGE sql AS $$ SELECT length(a || b)::bigint $$;
CREATE FUNCTION add_one(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a + 1;
CREATE FUNCTION app.cheapest(OUT id integer, OUT price numeric) LANGUAGE plpgsql AS $$
BEGIN
    SELECT i.id, i.price INTO id, price FROM items i ORDER BY i.price LIMIT 1;
END
$$;
CREATE FUNCTION goes(VARIADIC a integer[]) RETURNS SETOF items LANGUAGE sql ROWS 10 AS 'SELECT * FROM items WHERE id = ANY (a)';
CREATE PROCEDURE clean(days integer) LANGUAGE sql AS $$ DELETE FROM items WHERE id < days $$;
CREATE PROCEDURE old_name(INOUT a integer) LANGUAGE plpgsql AS 'BEGIN a := a + 1; END';
COMMENT ON FUNCTION total(integer) IS 'counts';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
