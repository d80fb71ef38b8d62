CREATE TABLE item(id int, price int);
CREATE FUNCTION total(i item) RETURNS int LANGUAGE sql IMMUTABLE AS 'select i.price * 2';
CREATE INDEX item_total ON item(total(item));
ALTER TABLE item ADD CONSTRAINT pos CHECK (total(item) > 0);
