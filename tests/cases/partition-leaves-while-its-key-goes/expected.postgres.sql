-- migrate:upgrade
ALTER TABLE o DROP CONSTRAINT o_code_fkey;

CREATE DOMAIN code AS character varying(8);

ALTER TABLE ref
    DROP CONSTRAINT ref_pkey,
    ADD COLUMN since date,
    ALTER COLUMN code DROP NOT NULL,
    ALTER COLUMN code TYPE code USING code::code;

ALTER TABLE o DETACH PARTITION o1;

ALTER TABLE o1 DROP CONSTRAINT o1_x;

ALTER TABLE o DETACH PARTITION o2;

ALTER TABLE o ALTER COLUMN code TYPE code USING code::code;

ALTER TABLE o1 ALTER COLUMN code TYPE code USING code::code;

ALTER TABLE o2 ALTER COLUMN code TYPE code USING code::code;

-- what others write to o1 while its rows are copied would be lost
LOCK TABLE o1 IN ACCESS EXCLUSIVE MODE;

-- rows of o1 that belong elsewhere
CREATE TEMPORARY TABLE o1__rows AS SELECT * FROM o1 WHERE (id >= 1 AND id < 3) IS NOT TRUE;

DELETE FROM o1 WHERE (id >= 1 AND id < 3) IS NOT TRUE;

CREATE TABLE o1b (
    id integer NOT NULL,
    code code
);

ALTER TABLE o ATTACH PARTITION o1b FOR VALUES FROM (3) TO (9);

ALTER TABLE o ATTACH PARTITION o1 FOR VALUES FROM (1) TO (3);

-- fails while o1 has rows that no partition of o takes
INSERT INTO o (id, code)
SELECT id, code
FROM o1__rows;

DROP TABLE o1__rows;

ALTER TABLE ref ADD CONSTRAINT ref_u UNIQUE (code);

ALTER TABLE o ADD CONSTRAINT o_code_fkey FOREIGN KEY (code) REFERENCES ref (code) ON DELETE SET DEFAULT;

ALTER TABLE o2 ADD CONSTRAINT o2_code FOREIGN KEY (code) REFERENCES ref (code);

-- migrate:downgrade
ALTER TABLE o DROP CONSTRAINT o_code_fkey;

ALTER TABLE o DETACH PARTITION o1;

ALTER TABLE o ALTER COLUMN code TYPE text;

ALTER TABLE o2
    DROP CONSTRAINT o2_code,
    ALTER COLUMN code TYPE text;

-- loses the values of ref.since
ALTER TABLE ref
    DROP CONSTRAINT ref_u,
    ALTER COLUMN code TYPE text,
    ALTER COLUMN code SET NOT NULL,
    DROP COLUMN since,
    ADD CONSTRAINT ref_pkey PRIMARY KEY (code);

-- o1b stands aside until its rows are copied
ALTER TABLE o DETACH PARTITION o1b;

ALTER TABLE o1b RENAME TO o1b__old;

ALTER TABLE o1
    ALTER COLUMN code TYPE text,
    ADD CONSTRAINT o1_x CHECK (code <> 'q'::text);

ALTER TABLE o ATTACH PARTITION o2 FOR VALUES FROM (5) TO (9);

ALTER TABLE o ATTACH PARTITION o1 FOR VALUES FROM (1) TO (5);

-- fails while o1b has rows that no partition of o takes
-- copies all rows of o1b
INSERT INTO o (id, code)
SELECT id, code
FROM o1b__old;

DROP TABLE o1b__old;

ALTER TABLE o ADD CONSTRAINT o_code_fkey FOREIGN KEY (code) REFERENCES ref (code);

DROP DOMAIN code;
