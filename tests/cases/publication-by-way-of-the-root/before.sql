CREATE TABLE visit (id integer, kind integer, note text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN (1);
CREATE PUBLICATION visits FOR TABLE visit;
