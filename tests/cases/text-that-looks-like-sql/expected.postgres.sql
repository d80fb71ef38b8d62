-- migrate:upgrade
ALTER TABLE t
    ALTER COLUMN a SET DEFAULT '; -- migrate:downgrade
$$ {{ x }} {% if %} /* \ '''::text,
    ADD CONSTRAINT ck_odd CHECK ((a <> ';'::text) AND (a <> '-- x'::text) AND (a <> '/*'::text));

CREATE VIEW v AS
SELECT t.a,
    ';--'::text AS b
   FROM t
  WHERE (t.a <> '$a$;'::text);

-- migrate:downgrade
DROP VIEW v;

ALTER TABLE t
    DROP CONSTRAINT ck_odd,
    ALTER COLUMN a DROP DEFAULT;
