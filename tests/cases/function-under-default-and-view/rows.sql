INSERT INTO words (word) VALUES ('a');
