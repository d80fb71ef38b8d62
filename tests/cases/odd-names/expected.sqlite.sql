-- migrate:upgrade
PRAGMA foreign_keys = OFF;

ALTER TABLE "x; DROP TABLE y; --" RENAME TO "/* x */";

ALTER TABLE "/* x */" RENAME COLUMN "say ""hi""" TO "say ""ho""";

-- /* x */ is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE "_migrate_new_/* x */" (
    "select" INTEGER CONSTRAINT "pk_/* x */" PRIMARY KEY,
    "say ""ho""" VARCHAR(99),
    "it's" TEXT NOT NULL DEFAULT 'c;--''d',
    "from" INTEGER NOT NULL DEFAULT 1
);

INSERT INTO "_migrate_new_/* x */" ("select", "say ""ho""", "it's")
SELECT "select", "say ""ho""", coalesce("it's", ('x'))
FROM "/* x */";

DROP TABLE "/* x */";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "_migrate_new_/* x */" RENAME TO "/* x */";

PRAGMA legacy_alter_table = OFF;

CREATE INDEX "i'm ""it""" ON "/* x */" ("it's" DESC);

-- a.b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE "_migrate_new_a.b" (
    "日本 語" INTEGER CONSTRAINT "pk_a.b" PRIMARY KEY,
    "Order" INTEGER,
    CONSTRAINT "fk %s" FOREIGN KEY ("Order") REFERENCES "/* x */" ("select")
);

INSERT INTO "_migrate_new_a.b" ("日本 語", "Order")
SELECT "日本 語", "Order"
FROM "a.b";

DROP TABLE "a.b";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "_migrate_new_a.b" RENAME TO "a.b";

PRAGMA legacy_alter_table = OFF;

CREATE VIEW "v\" AS
SELECT "from" AS "the ""end""" FROM "/* x */";

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;

-- migrate:downgrade
PRAGMA foreign_keys = OFF;

DROP VIEW "v\";

-- a.b is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE "_migrate_new_a.b" (
    "日本 語" INTEGER CONSTRAINT "pk_a.b" PRIMARY KEY,
    "Order" INTEGER
);

INSERT INTO "_migrate_new_a.b" ("日本 語", "Order")
SELECT "日本 語", "Order"
FROM "a.b";

DROP TABLE "a.b";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "_migrate_new_a.b" RENAME TO "a.b";

PRAGMA legacy_alter_table = OFF;

-- loses the values of /* x */.from
-- /* x */ is rebuilt: create the new table, copy the rows, drop the old table, rename
CREATE TABLE "_migrate_new_/* x */" (
    "select" INTEGER CONSTRAINT "pk_x; DROP TABLE y; --" PRIMARY KEY,
    "say ""ho""" TEXT,
    "it's" TEXT DEFAULT 'a''b'
);

INSERT INTO "_migrate_new_/* x */" ("select", "say ""ho""", "it's")
SELECT "select", "say ""ho""", "it's"
FROM "/* x */";

DROP TABLE "/* x */";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "_migrate_new_/* x */" RENAME TO "/* x */";

PRAGMA legacy_alter_table = OFF;

ALTER TABLE "/* x */" RENAME COLUMN "say ""ho""" TO "say ""hi""";

ALTER TABLE "/* x */" RENAME TO "x; DROP TABLE y; --";

PRAGMA foreign_key_check;

PRAGMA foreign_keys = ON;
