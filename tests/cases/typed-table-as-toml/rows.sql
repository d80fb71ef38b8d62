INSERT INTO plain VALUES ('Main', '1');
INSERT INTO keyed (street) VALUES ('Main');
