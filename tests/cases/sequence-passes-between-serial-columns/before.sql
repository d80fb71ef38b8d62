CREATE TABLE a (id serial PRIMARY KEY, x text);
CREATE TABLE b (id integer PRIMARY KEY DEFAULT nextval('a_id_seq'), y text);
