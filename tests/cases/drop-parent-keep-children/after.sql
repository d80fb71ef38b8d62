CREATE TABLE b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, note text);
