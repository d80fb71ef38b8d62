CREATE COLLATION natural_order (provider = icu, locale = 'en-u-kn-true');
CREATE TABLE parts (name text COLLATE natural_order DEFAULT 'p', other text);
CREATE INDEX parts_name ON parts (name);
CREATE INDEX parts_other ON parts (other COLLATE natural_order);
