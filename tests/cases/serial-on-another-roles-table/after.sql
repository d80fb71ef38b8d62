CREATE TABLE members (id integer NOT NULL, name text, number bigint);
ALTER TABLE members OWNER TO case_app;
CREATE SEQUENCE members_number_seq;
ALTER TABLE members ALTER COLUMN number SET DEFAULT nextval('members_number_seq');
ALTER SEQUENCE members_number_seq OWNER TO case_app;
ALTER SEQUENCE members_number_seq OWNED BY members.number;
CREATE TABLE visits (id bigserial, at date);
ALTER TABLE visits OWNER TO case_app;
