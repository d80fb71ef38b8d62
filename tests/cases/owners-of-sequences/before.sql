CREATE TABLE members (id integer NOT NULL, name text);
ALTER TABLE members OWNER TO case_app;
CREATE SEQUENCE members_id_seq;
ALTER SEQUENCE members_id_seq OWNER TO case_app;
ALTER SEQUENCE members_id_seq OWNED BY members.id;
ALTER TABLE members ALTER COLUMN id SET DEFAULT nextval('members_id_seq');
CREATE TABLE visits (id integer NOT NULL, at date);
ALTER TABLE visits OWNER TO case_app;
CREATE SEQUENCE visits_id_seq;
