INSERT INTO ref VALUES('a'),('b');
INSERT INTO o VALUES(1,'a'),(4,'b');
