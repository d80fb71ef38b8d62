-- migrate:upgrade
CREATE TABLE two."T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" (
    "C ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" integer NOT NULL,
    CONSTRAINT "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_pkey" PRIMARY KEY ("C ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
);

ALTER TABLE "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    ADD COLUMN "N ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" text DEFAULT 'x'::text NOT NULL,
    ALTER COLUMN "C ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" TYPE bigint;

ALTER TABLE one.same ALTER COLUMN v TYPE bigint;

ALTER TABLE two.same ALTER COLUMN v TYPE bigint;

CREATE INDEX "J ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ON "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ("N ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

COMMENT ON CONSTRAINT "K ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ON "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" IS 'it''s';

CREATE VIEW "V ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" AS
SELECT "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".id,
    "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"."C ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
   FROM "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

-- migrate:downgrade
DROP VIEW "V ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

DROP INDEX "J ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

-- loses the values of T "Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.N "Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
-- fails while T "Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.C "Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx holds values beyond integer
ALTER TABLE "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    ALTER COLUMN "C ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" TYPE integer,
    DROP COLUMN "N ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

-- fails while one.same.v holds values beyond integer
ALTER TABLE one.same ALTER COLUMN v TYPE integer;

-- fails while two.same.v holds values beyond integer
ALTER TABLE two.same ALTER COLUMN v TYPE integer;

-- loses all rows of two.T "Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
DROP TABLE two."T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

COMMENT ON CONSTRAINT "K ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ON "T ""Weird, Näme; xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" IS NULL;
