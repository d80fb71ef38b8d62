CREATE TABLE a (id integer NOT NULL CONSTRAINT pk_a PRIMARY KEY, b_id integer); CREATE TABLE b (id integer NOT NULL CONSTRAINT pk_b PRIMARY KEY, a_id integer);
