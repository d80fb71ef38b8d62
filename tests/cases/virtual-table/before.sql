CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'porter'); CREATE TABLE a (id INTEGER PRIMARY KEY, n text);
