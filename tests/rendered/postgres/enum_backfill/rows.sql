SELECT id, s, word, plain FROM t ORDER BY id;
