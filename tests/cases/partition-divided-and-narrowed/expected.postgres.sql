-- migrate:upgrade
-- w_a stands aside until its rows are copied
ALTER TABLE w DETACH PARTITION w_a;

ALTER TABLE w_a RENAME TO w_a__old;

CREATE TABLE w_a (
    t integer,
    n text
) PARTITION BY LIST (n);

ALTER TABLE w ATTACH PARTITION w_a FOR VALUES FROM (0) TO (50);

CREATE TABLE w_a_o (
    t integer,
    n text
);

ALTER TABLE w_a ATTACH PARTITION w_a_o DEFAULT;

CREATE TABLE w_a_x (
    t integer,
    n text
);

ALTER TABLE w_a ATTACH PARTITION w_a_x FOR VALUES IN ('x');

-- fails while w_a has rows that no partition of w_a takes
-- copies all rows of w_a
INSERT INTO w (t, n)
SELECT t, n
FROM w_a__old;

DROP TABLE w_a__old;

-- migrate:downgrade
-- w_a stands aside until its rows are copied
ALTER TABLE w DETACH PARTITION w_a;

ALTER TABLE w_a RENAME TO w_a__old;

-- w_a_x stands aside until its rows are copied
ALTER TABLE w_a_x RENAME TO w_a_x__old;

-- w_a_o stands aside until its rows are copied
ALTER TABLE w_a_o RENAME TO w_a_o__old;

-- what others write to w_d while its rows are copied would be lost
LOCK TABLE w_d IN ACCESS EXCLUSIVE MODE;

-- rows of w_d that belong elsewhere
CREATE TEMPORARY TABLE w_d__rows AS SELECT * FROM w_d WHERE t >= 0 AND t < 100;

DELETE FROM w_d WHERE t >= 0 AND t < 100;

CREATE TABLE w_a (
    t integer,
    n text
);

ALTER TABLE w ATTACH PARTITION w_a FOR VALUES FROM (0) TO (100);

-- copies all rows of w_a
INSERT INTO w (t, n)
SELECT t, n
FROM w_a__old;

DROP TABLE w_a__old;

-- fails while w_d has rows that no partition of w takes
INSERT INTO w (t, n)
SELECT t, n
FROM w_d__rows;

DROP TABLE w_d__rows;
