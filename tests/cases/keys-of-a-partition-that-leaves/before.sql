CREATE TABLE shop (id integer PRIMARY KEY);
CREATE TABLE sale (year integer NOT NULL, shop integer, CONSTRAINT sale_shop FOREIGN KEY (shop) REFERENCES shop) PARTITION BY LIST (year);
CREATE TABLE sale_25 (year integer NOT NULL, shop integer, CONSTRAINT its_own FOREIGN KEY (shop) REFERENCES shop);
CREATE TABLE tree (id integer PRIMARY KEY, above integer, CONSTRAINT up FOREIGN KEY (above) REFERENCES tree) PARTITION BY LIST (id);
CREATE TABLE tree_1 (id integer PRIMARY KEY, above integer, CONSTRAINT up CHECK (true));
