INSERT INTO "x; DROP TABLE y; --" VALUES (1, 'q', 'x'); INSERT INTO "a.b" VALUES (1, 1);
