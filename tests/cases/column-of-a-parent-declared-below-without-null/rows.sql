INSERT INTO asset VALUES ('desk', 'north');
INSERT INTO vehicle VALUES ('van', 'south', 4);
