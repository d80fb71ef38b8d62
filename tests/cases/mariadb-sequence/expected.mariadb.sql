-- migrate:upgrade
CREATE SEQUENCE comes START WITH 10;

ALTER SEQUENCE changes INCREMENT BY 3 MAXVALUE 100000 CYCLE;

ALTER TABLE people ADD COLUMN number bigint(20) NOT NULL DEFAULT (nextval(`comes`));

DROP SEQUENCE goes;

-- migrate:downgrade
CREATE SEQUENCE goes;

ALTER SEQUENCE changes INCREMENT BY 2 NO MAXVALUE NOCYCLE;

-- loses the values of people.number
ALTER TABLE people DROP COLUMN number, ALGORITHM=INSTANT;

DROP SEQUENCE comes;
