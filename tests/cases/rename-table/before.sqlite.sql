CREATE TABLE users (id INTEGER NOT NULL CONSTRAINT pk_users PRIMARY KEY AUTOINCREMENT, boss integer, CONSTRAINT fk_users_boss FOREIGN KEY (boss) REFERENCES users (id));
CREATE TABLE posts (id INTEGER NOT NULL CONSTRAINT pk_posts PRIMARY KEY, writer integer NOT NULL, CONSTRAINT fk_posts_writer_users FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW bosses AS SELECT id FROM users WHERE boss IS NULL;
CREATE TRIGGER touched AFTER UPDATE ON users BEGIN UPDATE posts SET writer = new.id WHERE writer = old.id; END;
