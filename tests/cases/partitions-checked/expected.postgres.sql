-- migrate:upgrade
ALTER TABLE p
    DROP CONSTRAINT ck,
    ADD CONSTRAINT ck CHECK (id > 1),
    ADD CONSTRAINT p_u UNIQUE (id, at);

DROP INDEX p_owner;

DROP INDEX stand_u;

ALTER TABLE stand
    ALTER COLUMN owner SET DEFAULT 'x'::text,
    ADD CONSTRAINT ck CHECK (id > 1),
    ADD CONSTRAINT stand_id_at_key UNIQUE (id, at);

CREATE INDEX p1_extra ON p1 (owner, id);

CREATE INDEX p1_lower_idx ON p1 (lower(owner));

CREATE INDEX p_owner ON p (lower(owner));

CREATE INDEX stand_lower_idx ON stand (lower(owner));

ALTER TABLE p ATTACH PARTITION stand FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

ALTER TABLE q ADD CONSTRAINT q_pid_pat_fkey FOREIGN KEY (pid, pat) REFERENCES p (id, at);

-- migrate:downgrade
ALTER TABLE q DROP CONSTRAINT q_pid_pat_fkey;

DROP INDEX p1_extra;

ALTER TABLE p DETACH PARTITION stand;

ALTER TABLE p
    DROP CONSTRAINT ck,
    DROP CONSTRAINT p_u;

DROP INDEX p_owner;

DROP INDEX stand_lower_idx;

ALTER TABLE stand
    DROP CONSTRAINT ck,
    DROP CONSTRAINT stand_id_at_key,
    ALTER COLUMN owner DROP DEFAULT;

ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0);

CREATE INDEX p_owner ON p (owner);

CREATE UNIQUE INDEX stand_u ON stand (id, at);
