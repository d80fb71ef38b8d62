CREATE TABLE visit (id integer NOT NULL, kind integer NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN (1);
CREATE TABLE visit_2 PARTITION OF visit FOR VALUES IN (2);
CREATE INDEX visit_first ON visit (id, kind);
CREATE INDEX visit_some ON visit (id, kind) WHERE id > 0;
CREATE INDEX visit_second ON visit (id, kind);
CREATE INDEX visit_2_own ON visit_2 (id, kind);
