CREATE SEQUENCE t_id_seq;
CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('t_id_seq'), v text);
