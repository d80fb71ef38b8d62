-- migrate:upgrade
ALTER DOMAIN email RENAME TO email__old;

CREATE DOMAIN email AS text
    CONSTRAINT at CHECK (VALUE ~* '@'::text);

ALTER TABLE users
    ALTER COLUMN email TYPE email,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE text,
    ALTER COLUMN name SET DEFAULT 'x'::text;

DROP DOMAIN email__old;

DROP EXTENSION citext;

-- migrate:downgrade
CREATE EXTENSION citext;

ALTER DOMAIN email RENAME TO email__old;

CREATE DOMAIN email AS citext
    CONSTRAINT at CHECK (VALUE ~ '@'::citext);

ALTER TABLE users
    ALTER COLUMN email TYPE email USING email::citext::email,
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE citext USING name::citext,
    ALTER COLUMN name SET DEFAULT 'x'::citext;

DROP DOMAIN email__old;
