-- migrate:upgrade
ALTER TABLE events
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE timestamp with time zone USING to_timestamp(at),
    ALTER COLUMN at SET DEFAULT now(),
    ALTER COLUMN tags TYPE text[] USING string_to_array(tags, ','),
    ALTER COLUMN payload DROP DEFAULT,
    ALTER COLUMN payload TYPE jsonb USING to_jsonb(payload),
    ALTER COLUMN payload SET DEFAULT '[]'::jsonb;

-- migrate:downgrade
-- nothing says how timestamp with time zone becomes bigint again: check that this undoes the upgrade
-- nothing says how jsonb becomes text[] again: check that this undoes the upgrade
ALTER TABLE events
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE bigint USING extract(epoch FROM at)::bigint,
    ALTER COLUMN at SET DEFAULT 0,
    ALTER COLUMN tags TYPE text,
    ALTER COLUMN payload DROP DEFAULT,
    ALTER COLUMN payload TYPE text[] USING CASE WHEN payload IS NOT NULL THEN ARRAY[payload]::text[]::text[] END,
    ALTER COLUMN payload SET DEFAULT '{}'::text[];
