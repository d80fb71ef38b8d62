CREATE TABLE templates (id integer PRIMARY KEY, title text);
CREATE TABLE letters (id integer PRIMARY KEY, subject text);
