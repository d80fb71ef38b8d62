-- migrate:upgrade
ALTER TABLE a ADD CONSTRAINT fk_a_b_id_b FOREIGN KEY (b_id) REFERENCES b (id);

ALTER TABLE b ADD CONSTRAINT fk_b_a_id_a FOREIGN KEY (a_id) REFERENCES a (id);

-- migrate:downgrade
ALTER TABLE a DROP CONSTRAINT fk_a_b_id_b;

ALTER TABLE b DROP CONSTRAINT fk_b_a_id_a;
