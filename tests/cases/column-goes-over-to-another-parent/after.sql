CREATE TABLE things (id integer, made date);
CREATE TABLE labelled (label text CHECK (label <> ''));
CREATE TABLE boats (masts integer) INHERITS (things, labelled);
CREATE TABLE rafts (logs integer) INHERITS (things);
CREATE VIEW labels AS SELECT label FROM labelled;
COMMENT ON COLUMN boats.label IS 'on the bow';
