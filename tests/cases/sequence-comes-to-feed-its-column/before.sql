CREATE TABLE counts (id integer NOT NULL, at date);
CREATE SEQUENCE counts_id_seq AS integer OWNED BY counts.id;
