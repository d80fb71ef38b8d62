-- migrate:upgrade
ALTER TYPE "[x]" ADD VALUE 'c';

ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk_t;

CREATE TYPE "it""s" AS ENUM ('a', 'b');

CREATE TYPE "a b" AS ENUM ('a', 'b');

CREATE TYPE "f(x)" AS ENUM ('a', 'b');

CREATE TYPE "Upper" AS ENUM ('a', 'b');

ALTER TABLE t
    ADD COLUMN more "[x]"[] DEFAULT '{a}'::"[x]"[] NOT NULL,
    ADD COLUMN quoted "it""s" DEFAULT 'a'::"it""s" NOT NULL,
    ADD COLUMN spaced "a b"[] DEFAULT '{a,b}'::"a b"[] NOT NULL,
    ADD COLUMN called "f(x)",
    ADD COLUMN "Capital" "Upper",
    ADD COLUMN "Capitals" "Upper"[],
    ALTER COLUMN brackets SET DEFAULT 'b'::"[x]",
    ALTER COLUMN list DROP NOT NULL;

-- migrate:downgrade
ALTER TABLE t RENAME CONSTRAINT pk_t TO t_pkey;

-- loses the values of t.more
-- loses the values of t.quoted
-- loses the values of t.spaced
-- loses the values of t.called
-- loses the values of t.Capital
-- loses the values of t.Capitals
ALTER TABLE t
    ALTER COLUMN list SET NOT NULL,
    DROP COLUMN more,
    DROP COLUMN quoted,
    DROP COLUMN spaced,
    DROP COLUMN called,
    DROP COLUMN "Capital",
    DROP COLUMN "Capitals";

ALTER TYPE "[x]" RENAME TO "[x]__old";

CREATE TYPE "[x]" AS ENUM ('a', 'b');

-- fails while rows hold 'c'
ALTER TABLE t
    ALTER COLUMN brackets DROP DEFAULT,
    ALTER COLUMN brackets TYPE "[x]" USING brackets::text::"[x]";

DROP TYPE "[x]__old";

ALTER TABLE t ALTER COLUMN brackets SET DEFAULT 'a'::"[x]";

DROP TYPE "it""s";

DROP TYPE "a b";

DROP TYPE "f(x)";

DROP TYPE "Upper";
