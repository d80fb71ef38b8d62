CREATE TYPE "[x]" AS ENUM ('a', 'b');
CREATE TYPE "a[]" AS ENUM ('a', 'b');
CREATE TYPE "a.b" AS ENUM ('a', 'b');
CREATE TABLE t (id integer PRIMARY KEY, brackets "[x]" NOT NULL DEFAULT 'a', list "a[]"[] NOT NULL, dotted "a.b");
