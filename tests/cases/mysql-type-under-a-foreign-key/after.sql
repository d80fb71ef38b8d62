CREATE TABLE towns (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE people (id int NOT NULL PRIMARY KEY, town bigint unsigned, CONSTRAINT fk_town FOREIGN KEY (town) REFERENCES towns (id) ON DELETE CASCADE);
