CREATE TABLE a (id integer PRIMARY KEY, x text);
CREATE TABLE b (id integer PRIMARY KEY, y text);
CREATE SEQUENCE a_id_seq AS integer OWNED BY b.id;
ALTER TABLE b ALTER id SET DEFAULT nextval('a_id_seq');
