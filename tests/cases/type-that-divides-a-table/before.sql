CREATE TYPE state AS ENUM ('new', 'sent', 'lost');
CREATE TABLE letters (state state, n integer) PARTITION BY LIST (state);
CREATE TABLE letters_new PARTITION OF letters FOR VALUES IN ('new');
