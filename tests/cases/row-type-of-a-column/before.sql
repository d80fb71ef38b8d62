CREATE TABLE accounts (id integer, name text);
CREATE TABLE kept (was accounts);
