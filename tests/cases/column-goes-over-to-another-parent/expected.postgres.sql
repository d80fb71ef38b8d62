-- migrate:upgrade
ALTER TABLE things DROP CONSTRAINT things_label_check;

CREATE TABLE labelled (
    label text,
    CONSTRAINT labelled_label_check CHECK (label <> ''::text)
);

CREATE OR REPLACE VIEW labels AS
SELECT labelled.label
   FROM labelled;

-- boats stands aside until its rows are copied
ALTER TABLE boats NO INHERIT things;

ALTER TABLE boats RENAME TO boats__old;

-- loses the values of things.label
ALTER TABLE things DROP COLUMN label;

CREATE TABLE boats (
    masts integer
) INHERITS (things, labelled);

COMMENT ON COLUMN boats.label IS 'on the bow';

-- copies all rows of boats
INSERT INTO boats (id, made, label, masts)
SELECT id, made, label, masts
FROM boats__old;

DROP TABLE boats__old;

-- migrate:downgrade
-- boats stands aside until its rows are copied
ALTER TABLE boats NO INHERIT things;

ALTER TABLE boats NO INHERIT labelled;

ALTER TABLE boats RENAME TO boats__old;

ALTER TABLE things ADD COLUMN label text;

CREATE TABLE boats (
    masts integer
) INHERITS (things);

COMMENT ON COLUMN boats.label IS 'on the bow';

CREATE OR REPLACE VIEW labels AS
SELECT things.label
   FROM things;

-- copies all rows of boats
INSERT INTO boats (id, label, made, masts)
SELECT id, label, made, masts
FROM boats__old;

DROP TABLE boats__old;

-- loses all rows of labelled
DROP TABLE labelled;

ALTER TABLE things ADD CONSTRAINT things_label_check CHECK (label <> ''::text);
