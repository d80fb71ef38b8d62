CREATE TYPE state AS ENUM ('open');
CREATE TABLE orders (id integer PRIMARY KEY, state state);
