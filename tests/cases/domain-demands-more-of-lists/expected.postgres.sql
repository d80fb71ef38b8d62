-- migrate:upgrade
ALTER DOMAIN quantity RENAME TO quantity__old;

CREATE DOMAIN quantity AS integer NOT NULL
    CONSTRAINT positive CHECK (VALUE > 0);

ALTER TABLE orders
    ALTER COLUMN many DROP DEFAULT,
    ALTER COLUMN one TYPE quantity,
    ALTER COLUMN many TYPE quantity[] USING many::integer[]::quantity[],
    ALTER COLUMN many SET DEFAULT '{1}'::quantity[];

DROP DOMAIN quantity__old;

-- migrate:downgrade
ALTER DOMAIN quantity RENAME TO quantity__old;

CREATE DOMAIN quantity AS integer;

ALTER TABLE orders
    ALTER COLUMN many DROP DEFAULT,
    ALTER COLUMN one TYPE quantity,
    ALTER COLUMN many TYPE quantity[] USING many::integer[]::quantity[],
    ALTER COLUMN many SET DEFAULT '{1}'::quantity[];

DROP DOMAIN quantity__old;
