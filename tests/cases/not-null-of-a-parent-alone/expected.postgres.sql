-- migrate:upgrade
ALTER TABLE papers VALIDATE CONSTRAINT coded;

-- halls stands aside until its rows are copied
ALTER TABLE halls NO INHERIT rooms;

ALTER TABLE halls RENAME TO halls__old;

CREATE TABLE halls () INHERITS (rooms);

-- copies all rows of halls
INSERT INTO halls (floor)
SELECT floor
FROM halls__old;

DROP TABLE halls__old;

-- bills stands aside until its rows are copied
ALTER TABLE bills NO INHERIT papers;

ALTER TABLE bills RENAME TO bills__old;

CREATE TABLE bills () INHERITS (papers);

-- copies all rows of bills
INSERT INTO bills (code)
SELECT code
FROM bills__old;

DROP TABLE bills__old;

-- migrate:downgrade
-- halls stands aside until its rows are copied
ALTER TABLE halls NO INHERIT rooms;

ALTER TABLE halls RENAME TO halls__old;

CREATE TABLE halls (
    CONSTRAINT halls_floor_not_null NOT NULL floor
) INHERITS (rooms);

-- copies all rows of halls
INSERT INTO halls (floor)
SELECT floor
FROM halls__old;

DROP TABLE halls__old;

ALTER TABLE papers
    ALTER COLUMN code DROP NOT NULL,
    ADD CONSTRAINT coded NOT NULL code NOT VALID;

ALTER TABLE bills VALIDATE CONSTRAINT coded;

ALTER TABLE bills ADD CONSTRAINT coded NOT NULL code;
