CREATE SEQUENCE shared;
CREATE TABLE one (id integer DEFAULT nextval('shared') PRIMARY KEY);
CREATE TABLE two (id integer DEFAULT nextval('shared') PRIMARY KEY, number integer NOT NULL);
ALTER SEQUENCE shared OWNED BY two.id;
