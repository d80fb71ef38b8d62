-- migrate:upgrade
ALTER TABLE a
    ADD INDEX fk_a_b_id_b (b_id),
    ADD CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id);

ALTER TABLE b
    ADD INDEX fk_b_a_id_a (a_id),
    ADD CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id);

-- migrate:downgrade
ALTER TABLE a
    DROP FOREIGN KEY fk_a_b_id_b,
    DROP INDEX fk_a_b_id_b,
    LOCK=NONE;

ALTER TABLE b
    DROP FOREIGN KEY fk_b_a_id_a,
    DROP INDEX fk_b_a_id_a,
    LOCK=NONE;
