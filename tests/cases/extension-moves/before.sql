CREATE EXTENSION citext; CREATE EXTENSION hstore;
CREATE TABLE u (mail citext PRIMARY KEY, tags citext[] DEFAULT '{a}', h hstore NOT NULL DEFAULT '');
CREATE TABLE l (mail citext REFERENCES u);
CREATE VIEW v AS SELECT mail FROM u WHERE mail = 'A@b';
