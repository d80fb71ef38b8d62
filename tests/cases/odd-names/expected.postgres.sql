-- migrate:upgrade
ALTER TABLE "x; DROP TABLE y; --" RENAME TO "/* x */";

ALTER TABLE "/* x */" RENAME COLUMN "say ""hi""" TO "say ""ho""";

ALTER TABLE "/* x */" RENAME CONSTRAINT "pk_x; DROP TABLE y; --" TO "pk_/* x */";

-- loses spaces at the end of /* x */.say "ho"
-- fails while /* x */.say "ho" holds more than 99 characters
ALTER TABLE "/* x */"
    ADD COLUMN "from" integer DEFAULT 1 NOT NULL,
    ALTER COLUMN "say ""ho""" TYPE character varying(99);

UPDATE "/* x */" SET "it's" = 'x'::text WHERE "it's" IS NULL;

ALTER TABLE "/* x */"
    ALTER COLUMN "it's" SET NOT NULL,
    ALTER COLUMN "it's" SET DEFAULT 'c;--''d'::text;

CREATE INDEX "i'm ""it""" ON "/* x */" ("it's" DESC);

ALTER TABLE "a.b" ADD CONSTRAINT "fk %s" FOREIGN KEY ("Order") REFERENCES "/* x */" ("select");

CREATE VIEW "v\" AS
SELECT "/* x */"."from" AS "the ""end"""
   FROM "/* x */";

-- migrate:downgrade
DROP VIEW "v\";

ALTER TABLE "a.b" DROP CONSTRAINT "fk %s";

DROP INDEX "i'm ""it""";

ALTER TABLE "/* x */" RENAME CONSTRAINT "pk_/* x */" TO "pk_x; DROP TABLE y; --";

-- loses the values of /* x */.from
ALTER TABLE "/* x */"
    ALTER COLUMN "say ""ho""" TYPE text,
    ALTER COLUMN "it's" DROP NOT NULL,
    ALTER COLUMN "it's" SET DEFAULT 'a''b'::text,
    DROP COLUMN "from";

ALTER TABLE "/* x */" RENAME COLUMN "say ""ho""" TO "say ""hi""";

ALTER TABLE "/* x */" RENAME TO "x; DROP TABLE y; --";
