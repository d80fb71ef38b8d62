CREATE TABLE base (id integer PRIMARY KEY, t text, m integer CHECK (m > 1));
CREATE TABLE kid (extra integer, m integer DEFAULT 5) INHERITS (base);
