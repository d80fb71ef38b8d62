CREATE TABLE a (id integer CONSTRAINT pk_a PRIMARY KEY, code text); CREATE UNIQUE INDEX ux_a_code ON a (code); CREATE TABLE b (code text, CONSTRAINT fk_code FOREIGN KEY (code) REFERENCES a (code));
