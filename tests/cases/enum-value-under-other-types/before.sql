CREATE TYPE state AS ENUM ('new', 'done');
CREATE DOMAIN open_state AS state CHECK (VALUE <> 'done');
CREATE TYPE entry AS (at date, state state);
CREATE TABLE jobs (id integer PRIMARY KEY, o open_state, e entry);
CREATE FUNCTION state_of(e entry) RETURNS state LANGUAGE sql IMMUTABLE AS 'SELECT e.state';
CREATE DOMAIN amount AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE bills (id integer PRIMARY KEY, amounts amount[]);
