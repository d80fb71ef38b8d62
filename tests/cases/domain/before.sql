CREATE DOMAIN mail AS text CHECK (VALUE ~ '@') CONSTRAINT short CHECK (length(VALUE) < 50);
COMMENT ON DOMAIN mail IS 'an address';
COMMENT ON CONSTRAINT short ON DOMAIN mail IS 'as the form has it';
CREATE DOMAIN amount AS numeric(10,2) DEFAULT 0 NOT NULL;
ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE >= 0) NOT VALID;
CREATE DOMAIN "Old name" AS varchar(20) COLLATE "C";
CREATE DOMAIN gone AS integer;
CREATE TABLE people (id integer CONSTRAINT pk_people PRIMARY KEY, mail mail DEFAULT 'a@b', owes amount, code "Old name");
