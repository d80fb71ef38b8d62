CREATE TABLE things (id integer, label text CHECK (label <> ''), made date);
CREATE TABLE boats (masts integer) INHERITS (things);
CREATE TABLE rafts (logs integer) INHERITS (things);
CREATE VIEW labels AS SELECT label FROM things;
COMMENT ON COLUMN boats.label IS 'on the bow';
