CREATE DOMAIN email AS text CONSTRAINT at CHECK (VALUE ~* '@');
CREATE TABLE users (email email NOT NULL, name text DEFAULT 'x');
