-- migrate:upgrade
ALTER TABLE p
    ADD COLUMN added integer DEFAULT 4,
    ALTER COLUMN id SET NOT NULL;

-- c stands aside until its rows are copied
ALTER TABLE c RENAME TO c__old;

CREATE TABLE c (
    id bigint NOT NULL,
    v text DEFAULT 'c'::text,
    own integer
) INHERITS (p);

-- copies all rows of c
INSERT INTO c (id, v, own)
SELECT id, v, own
FROM c__old;

DROP TABLE c__old;

-- migrate:downgrade
ALTER TABLE c NO INHERIT p;

-- loses the values of c.added
ALTER TABLE c DROP COLUMN added;

-- loses the values of p.added
ALTER TABLE p
    ALTER COLUMN id DROP NOT NULL,
    DROP COLUMN added;
