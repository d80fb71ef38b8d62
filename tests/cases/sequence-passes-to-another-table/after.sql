CREATE TABLE k (id integer NOT NULL PRIMARY KEY);
CREATE SEQUENCE old_id_seq AS integer OWNED BY k.id;
ALTER TABLE k ALTER id SET DEFAULT nextval('old_id_seq');
