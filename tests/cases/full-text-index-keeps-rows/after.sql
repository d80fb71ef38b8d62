CREATE VIRTUAL TABLE f USING fts5(t, "u v" UNINDEXED, tokenize = 'porter');
