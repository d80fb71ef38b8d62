CREATE TABLE p (id int NOT NULL, at date NOT NULL, owner text DEFAULT 'x', CONSTRAINT ck CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE q (id int PRIMARY KEY, pid int, pat date);
CREATE TABLE stand (at date NOT NULL, id int NOT NULL, owner text);
CREATE UNIQUE INDEX stand_u ON stand (id, at);
CREATE INDEX p_owner ON p (owner);
