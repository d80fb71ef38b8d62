INSERT INTO visit VALUES (1, 1), (2, 1);
