CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, Age INT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, writer INT REFERENCES users (id));
CREATE INDEX ix ON users (name) WHERE name <> 'A';
CREATE VIEW ages AS SELECT Age FROM users;
CREATE TRIGGER touched AFTER INSERT ON posts BEGIN UPDATE users SET Age = 1 WHERE id = new.writer; END;
