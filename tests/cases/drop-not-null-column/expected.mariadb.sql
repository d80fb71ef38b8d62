-- migrate:upgrade
-- loses the values of t.a
-- loses the values of t.b
-- loses the values of t.p_id
ALTER TABLE t
    DROP FOREIGN KEY fk_t_p_id_p,
    DROP INDEX fk_t_p_id_p,
    DROP COLUMN a,
    DROP COLUMN b,
    DROP COLUMN p_id;

-- migrate:downgrade
-- the old values of a are gone: rows get ''
-- the old values of b are gone: rows get 0
-- the old values of p_id are gone: rows get the first of p
ALTER TABLE t
    ADD COLUMN a text NOT NULL,
    ADD COLUMN b int(11) NOT NULL AFTER a,
    ADD COLUMN p_id int(11) AFTER b,
    ALGORITHM=INSTANT;

UPDATE t SET p_id = (SELECT lowest FROM (SELECT min(id) AS lowest FROM p) AS referred);

ALTER TABLE t
    MODIFY COLUMN p_id int(11) NOT NULL,
    ADD INDEX fk_t_p_id_p (p_id),
    ADD CONSTRAINT fk_t_p_id_p FOREIGN KEY (p_id) REFERENCES p (id);
