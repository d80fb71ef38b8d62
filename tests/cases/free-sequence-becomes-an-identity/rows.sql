INSERT INTO t (v) VALUES ('a'), ('b'); SELECT nextval('t_id_seq');
