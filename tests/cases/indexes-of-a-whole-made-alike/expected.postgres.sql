-- migrate:upgrade
CREATE TABLE visit_2 (
    id integer NOT NULL,
    kind integer NOT NULL
);

CREATE INDEX visit_2_id_kind_idx ON visit_2 (id, kind);

CREATE INDEX visit_2_id_kind_idx2 ON visit_2 (id, kind);

CREATE INDEX visit_2_id_kind_idx1 ON visit_2 (id, kind) WHERE id > 0;

ALTER TABLE visit ATTACH PARTITION visit_2 FOR VALUES IN (2);

CREATE INDEX visit_first ON visit (id, kind);

CREATE INDEX visit_1_id_kind_idx1 ON visit_1 (id, kind) WHERE id > 0;

CREATE INDEX visit_some ON visit (id, kind) WHERE id > 0;

CREATE INDEX visit_1_id_kind_idx2 ON visit_1 (id, kind);

CREATE INDEX visit_second ON visit (id, kind);

CREATE INDEX visit_2_own ON visit_2 (id, kind);

-- migrate:downgrade
DROP INDEX visit_2_own;

DROP INDEX visit_first;

DROP INDEX visit_some;

DROP INDEX visit_second;

-- loses all rows of visit_2
DROP TABLE visit_2;
