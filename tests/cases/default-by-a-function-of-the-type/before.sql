CREATE TYPE s AS ENUM ('new', 'old');
CREATE FUNCTION d() RETURNS s LANGUAGE sql IMMUTABLE AS $$ SELECT 'new'::s $$;
CREATE TABLE a (id int, st s DEFAULT d(), list s[] DEFAULT ARRAY[d()]);
CREATE DOMAIN code AS varchar(10);
CREATE FUNCTION f() RETURNS code LANGUAGE sql IMMUTABLE AS $$ SELECT 'c'::code $$;
CREATE TABLE b (id int, c code DEFAULT f());
