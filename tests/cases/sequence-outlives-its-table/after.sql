CREATE SCHEMA x; CREATE SEQUENCE x.a_id_seq AS integer; CREATE TABLE c(v int DEFAULT nextval('x.a_id_seq'));
