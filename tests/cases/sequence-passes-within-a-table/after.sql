CREATE TABLE a (x text, k integer NOT NULL);
CREATE SEQUENCE a_id_seq AS integer OWNED BY a.k;
ALTER TABLE a ALTER k SET DEFAULT nextval('a_id_seq');
