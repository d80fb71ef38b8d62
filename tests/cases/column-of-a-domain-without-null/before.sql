CREATE DOMAIN amount AS integer NOT NULL;
CREATE DOMAIN filled AS text DEFAULT '-' NOT NULL;
CREATE TABLE entry (id integer PRIMARY KEY, cents amount, note filled);
