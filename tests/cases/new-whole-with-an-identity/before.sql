CREATE TABLE part (id int NOT NULL, k int NOT NULL);
