-- migrate:upgrade
ALTER TABLE f DROP CONSTRAINT f_k_at_fkey;

ALTER TABLE t DROP CONSTRAINT t_k_check;

ALTER TYPE e RENAME TO e__old;

CREATE TYPE e AS ENUM ('b', 'a');

-- fails while rows hold 'c'
ALTER TABLE f
    ALTER COLUMN k DROP DEFAULT,
    ALTER COLUMN k TYPE e USING k::text::e,
    ALTER COLUMN k SET DEFAULT 'b'::e;

-- fails while rows hold 'c'
ALTER TABLE t ALTER COLUMN k TYPE e USING k::text::e;

DROP TYPE e__old;

ALTER TABLE t ADD CONSTRAINT t_check CHECK ((k <> 'a'::e) OR (at IS NOT NULL)) NOT ENFORCED;

ALTER TABLE f ADD CONSTRAINT f_k_at_fkey FOREIGN KEY (k, PERIOD at) REFERENCES t (k, PERIOD at);

-- migrate:downgrade
ALTER TABLE f DROP CONSTRAINT f_k_at_fkey;

ALTER TABLE t DROP CONSTRAINT t_check;

ALTER TYPE e RENAME TO e__old;

CREATE TYPE e AS ENUM ('a', 'b', 'c');

ALTER TABLE f
    ALTER COLUMN k DROP DEFAULT,
    ALTER COLUMN k TYPE e USING k::text::e,
    ALTER COLUMN k SET DEFAULT 'b'::e;

ALTER TABLE t ALTER COLUMN k TYPE e USING k::text::e;

DROP TYPE e__old;

ALTER TABLE t ADD CONSTRAINT t_k_check CHECK (k <> 'c'::e) NOT ENFORCED;

ALTER TABLE f ADD CONSTRAINT f_k_at_fkey FOREIGN KEY (k, PERIOD at) REFERENCES t (k, PERIOD at);
