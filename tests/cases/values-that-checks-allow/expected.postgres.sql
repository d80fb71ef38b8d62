-- migrate:upgrade
-- loses the values of a.code
-- loses the values of a.b
ALTER TABLE a
    DROP CONSTRAINT a_b_fkey,
    DROP CONSTRAINT a_code_b_key,
    DROP COLUMN code,
    DROP COLUMN b;

-- loses the values of t.k
-- loses the values of t.e
-- loses the values of t.n
-- loses the values of t.m
-- loses the values of t.v
-- loses the values of t.p
-- loses the values of t.c
ALTER TABLE t
    DROP CONSTRAINT t_s_k_fkey,
    DROP CONSTRAINT t_e_check,
    DROP CONSTRAINT t_m_check,
    DROP CONSTRAINT t_n_check,
    DROP CONSTRAINT t_v_check,
    DROP COLUMN k,
    DROP COLUMN e,
    DROP COLUMN n,
    DROP COLUMN m,
    DROP COLUMN v,
    DROP COLUMN p,
    DROP COLUMN c;

DROP INDEX u_k;

-- loses the values of u.k
ALTER TABLE u DROP COLUMN k;

-- migrate:downgrade
-- the old values of code are gone: rows get a number each
-- the old values of b are gone: rows get the first of pk
ALTER TABLE a
    ADD COLUMN code text,
    ADD COLUMN b integer;

UPDATE a AS r SET code = p.n::text
FROM (SELECT ctid AS row, row_number() OVER (ORDER BY ctid) AS n FROM a) AS p
WHERE r.ctid = p.row;

UPDATE a SET b = (SELECT id FROM pk ORDER BY id LIMIT 1) WHERE b IS NULL;

-- the old values of k are gone: rows get what b has
-- the old values of e are gone: rows get 'a'
-- the old values of n are gone: rows get 1
-- the old values of m are gone: rows get 2
-- the old values of v are gone: rows get 'xxx'
-- the old values of p are gone: rows get 1
-- the old values of c are gone: rows get ''
ALTER TABLE t
    ADD COLUMN k text,
    ADD COLUMN e text DEFAULT 'a' NOT NULL,
    ADD COLUMN n integer DEFAULT 1 NOT NULL,
    ADD COLUMN m smallint DEFAULT 2 NOT NULL,
    ADD COLUMN v text DEFAULT 'xxx' NOT NULL,
    ADD COLUMN p pos DEFAULT 1 NOT NULL,
    ADD COLUMN c citext DEFAULT '' NOT NULL;

UPDATE t AS r SET k = (SELECT s.k FROM b AS s WHERE s.s = r.s ORDER BY s.s, s.k LIMIT 1);

-- the old values of k are gone: rows get a number each
ALTER TABLE u ADD COLUMN k text;

UPDATE u AS r SET k = p.n::text
FROM (SELECT ctid AS row, row_number() OVER (ORDER BY ctid) AS n FROM u) AS p
WHERE r.ctid = p.row;

ALTER TABLE a
    ALTER COLUMN code SET NOT NULL,
    ALTER COLUMN b SET NOT NULL,
    ADD CONSTRAINT a_code_b_key UNIQUE (code, b),
    ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES pk (id);

ALTER TABLE t
    ALTER COLUMN k SET NOT NULL,
    ALTER COLUMN e DROP DEFAULT,
    ALTER COLUMN n DROP DEFAULT,
    ALTER COLUMN m DROP DEFAULT,
    ALTER COLUMN v DROP DEFAULT,
    ALTER COLUMN p DROP DEFAULT,
    ALTER COLUMN c DROP DEFAULT,
    ADD CONSTRAINT t_e_check CHECK (e = ANY (ARRAY['a'::text, 'b'::text])),
    ADD CONSTRAINT t_m_check CHECK ((m >= 2) AND (m <= 5)),
    ADD CONSTRAINT t_n_check CHECK (n > 0),
    ADD CONSTRAINT t_v_check CHECK (length(v) >= 3),
    ADD CONSTRAINT t_s_k_fkey FOREIGN KEY (s, k) REFERENCES b (s, k);

ALTER TABLE u ALTER COLUMN k SET NOT NULL;

CREATE UNIQUE INDEX u_k ON u (lower(k));
