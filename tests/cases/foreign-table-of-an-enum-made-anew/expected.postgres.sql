-- migrate:upgrade
DROP VIEW fv;

ALTER TYPE en RENAME TO en__old;

CREATE TYPE en AS ENUM ('b', 'c');

-- fails while rows hold 'a'
ALTER FOREIGN TABLE ft
    DROP CONSTRAINT ft_id_check,
    ALTER COLUMN e DROP DEFAULT,
    ALTER COLUMN e TYPE en,
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN id SET NOT NULL,
    ADD CONSTRAINT ft_id_check CHECK (id > 1);

DROP TYPE en__old;

ALTER FOREIGN TABLE ft ALTER COLUMN e SET DEFAULT 'b'::en;

CREATE VIEW fv AS
SELECT ft.id,
    ft.e
   FROM ft
  WHERE (ft.e = 'b'::en);

-- migrate:downgrade
DROP VIEW fv;

ALTER TYPE en RENAME TO en__old;

CREATE TYPE en AS ENUM ('a', 'b');

-- fails while rows hold 'c'
ALTER FOREIGN TABLE ft
    DROP CONSTRAINT ft_id_check,
    ALTER COLUMN e DROP DEFAULT,
    ALTER COLUMN e TYPE en,
    ALTER COLUMN id DROP NOT NULL,
    ALTER COLUMN id TYPE integer,
    ADD CONSTRAINT ft_id_check CHECK (id > 0);

DROP TYPE en__old;

ALTER FOREIGN TABLE ft ALTER COLUMN e SET DEFAULT 'a'::en;

CREATE VIEW fv AS
SELECT ft.id,
    ft.e
   FROM ft
  WHERE (ft.e = 'a'::en);
