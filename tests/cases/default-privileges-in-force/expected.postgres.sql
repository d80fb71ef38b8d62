-- migrate:upgrade
-- the bodies of functions may name what is made further down
SET check_function_bodies = off;

DROP VIEW names;

CREATE FUNCTION shop.sold(good integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$ SELECT count(*) FROM shop.sales s WHERE s.good = sold.good $function$;

CREATE TABLE shop.sales (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    good integer,
    CONSTRAINT sales_pkey PRIMARY KEY (id)
);

REVOKE INSERT ON shop.sales FROM case_app;

-- loses spaces at the end of shop.goods.name
-- fails while shop.goods.name holds more than 80 characters
ALTER TABLE shop.goods ALTER COLUMN name TYPE character varying(80);

ALTER TABLE shop.sales ADD CONSTRAINT sales_good_fkey FOREIGN KEY (good) REFERENCES shop.goods (id);

CREATE VIEW names AS
SELECT goods.name
   FROM shop.goods;

-- migrate:downgrade
ALTER TABLE shop.sales DROP CONSTRAINT sales_good_fkey;

DROP VIEW names;

ALTER TABLE shop.goods ALTER COLUMN name TYPE text;

-- loses all rows of shop.sales
DROP TABLE shop.sales;

CREATE VIEW names AS
SELECT goods.name
   FROM shop.goods;

DROP FUNCTION shop.sold(integer);
