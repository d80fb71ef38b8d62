CREATE DOMAIN numbers AS integer[];
CREATE TABLE note (id integer PRIMARY KEY, words text[], numbers numbers);
