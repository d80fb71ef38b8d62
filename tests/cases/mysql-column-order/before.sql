CREATE TABLE people (b int, a int, d int);
