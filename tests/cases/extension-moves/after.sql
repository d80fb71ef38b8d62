CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext;
CREATE TABLE u (mail ext.citext PRIMARY KEY, tags ext.citext[] DEFAULT '{a}', h ext.hstore NOT NULL DEFAULT '');
CREATE TABLE l (mail ext.citext REFERENCES u);
CREATE VIEW v AS SELECT mail FROM u WHERE mail OPERATOR(ext.=) 'A@b';
