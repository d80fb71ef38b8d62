CREATE TABLE orders (id int NOT NULL PRIMARY KEY, state enum('new','paid') NOT NULL DEFAULT 'new', grade enum('low','high') NOT NULL,
  old enum('a','b','c'), flags set('x','y') NOT NULL DEFAULT '');
