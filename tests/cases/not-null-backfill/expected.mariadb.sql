-- migrate:upgrade
ALTER TABLE t
    ADD COLUMN b int(11),
    ADD COLUMN c int(11) NOT NULL DEFAULT 3 AFTER b,
    ALGORITHM=INSTANT;

UPDATE t SET b = id * 10 WHERE b IS NULL;

ALTER TABLE t MODIFY COLUMN b int(11) NOT NULL;

UPDATE t SET a = 'none' WHERE a IS NULL;

ALTER TABLE t MODIFY COLUMN a text NOT NULL;

-- migrate:downgrade
-- loses the values of t.b
-- loses the values of t.c
ALTER TABLE t
    MODIFY COLUMN a text,
    DROP COLUMN b,
    DROP COLUMN c,
    LOCK=NONE;
