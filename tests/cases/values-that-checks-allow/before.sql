CREATE EXTENSION citext;
CREATE TABLE b (s int, k text, PRIMARY KEY (s, k));
CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE TABLE t (s int NOT NULL, k text NOT NULL, e text NOT NULL CHECK (e IN ('a', 'b')), n int NOT NULL CHECK (n > 0), m smallint NOT NULL CHECK (m BETWEEN 2 AND 5), v text NOT NULL CHECK (length(v) >= 3), p pos NOT NULL, c citext NOT NULL, FOREIGN KEY (s, k) REFERENCES b);
CREATE TABLE u (id int, k text NOT NULL);
CREATE UNIQUE INDEX u_k ON u (lower(k));
CREATE TABLE pk (id int PRIMARY KEY);
CREATE TABLE a (id int, code text NOT NULL, b int NOT NULL REFERENCES pk, UNIQUE (code, b));
