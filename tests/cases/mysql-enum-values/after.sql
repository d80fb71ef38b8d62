CREATE TABLE orders (id int NOT NULL PRIMARY KEY, state enum('new','paid','it''s sent') NOT NULL DEFAULT 'new', grade enum('low','middle','high') NOT NULL,
  old enum('a','c'), flags set('x','y','z') NOT NULL DEFAULT '');
