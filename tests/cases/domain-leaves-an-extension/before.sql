CREATE EXTENSION citext;
CREATE DOMAIN email AS citext CONSTRAINT at CHECK (VALUE ~ '@');
CREATE TABLE users (email email NOT NULL, name citext DEFAULT 'x');
