INSERT INTO resource VALUES ('r', 'updated'); INSERT INTO patient VALUES ('p', 'deleted'); INSERT INTO observation VALUES ('o', 'created', '{}', 'c');
