CREATE DOMAIN words AS text[];
CREATE TABLE note (id integer PRIMARY KEY, words words, numbers text[]);
