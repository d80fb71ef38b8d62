-- migrate:upgrade
ALTER DOMAIN "Old name" RENAME TO "new name";

ALTER DOMAIN mail RENAME CONSTRAINT short TO brief;

CREATE SCHEMA shop;

CREATE DOMAIN shop.sku AS text;

ALTER DOMAIN mail SET DEFAULT 'none@example.org'::text;

ALTER DOMAIN mail SET NOT NULL;

COMMENT ON DOMAIN mail IS 'where mail goes';

ALTER DOMAIN amount DROP DEFAULT;

ALTER DOMAIN amount DROP NOT NULL;

ALTER DOMAIN mail ADD CONSTRAINT spaceless CHECK (VALUE !~ ' '::text);

ALTER DOMAIN amount ADD CONSTRAINT bounded CHECK (VALUE < (1000)::numeric) NOT VALID;

COMMENT ON CONSTRAINT brief ON DOMAIN mail IS NULL;

COMMENT ON CONSTRAINT mail_check ON DOMAIN mail IS 'has an at';

ALTER DOMAIN amount VALIDATE CONSTRAINT positive;

DROP DOMAIN gone;

-- migrate:downgrade
ALTER DOMAIN mail DROP CONSTRAINT spaceless;

ALTER DOMAIN amount DROP CONSTRAINT bounded;

ALTER DOMAIN amount DROP CONSTRAINT positive;

CREATE DOMAIN gone AS integer;

ALTER DOMAIN mail DROP DEFAULT;

ALTER DOMAIN mail DROP NOT NULL;

COMMENT ON DOMAIN mail IS 'an address';

ALTER DOMAIN amount SET DEFAULT 0;

ALTER DOMAIN amount SET NOT NULL;

ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE >= (0)::numeric) NOT VALID;

COMMENT ON CONSTRAINT brief ON DOMAIN mail IS 'as the form has it';

COMMENT ON CONSTRAINT mail_check ON DOMAIN mail IS NULL;

DROP DOMAIN shop.sku;

DROP SCHEMA shop;

ALTER DOMAIN mail RENAME CONSTRAINT brief TO short;

ALTER DOMAIN "new name" RENAME TO "Old name";
