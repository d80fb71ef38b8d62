CREATE TABLE p (id int NOT NULL, at date NOT NULL, owner text DEFAULT 'x', CONSTRAINT ck CHECK (id > 1), CONSTRAINT p_u UNIQUE (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE stand PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE q (id int PRIMARY KEY, pid int, pat date, FOREIGN KEY (pid, pat) REFERENCES p (id, at));
CREATE INDEX p_owner ON p (lower(owner));
CREATE INDEX p1_extra ON p1 (owner, id);
