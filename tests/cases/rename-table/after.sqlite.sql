-- migrate: renamed_from users
CREATE TABLE people (id INTEGER NOT NULL CONSTRAINT pk_people PRIMARY KEY AUTOINCREMENT, boss integer, CONSTRAINT fk_users_boss FOREIGN KEY (boss) REFERENCES people (id));
CREATE TABLE posts (id INTEGER NOT NULL CONSTRAINT pk_posts PRIMARY KEY, writer integer NOT NULL, CONSTRAINT fk_posts_writer_people FOREIGN KEY (writer) REFERENCES people (id) ON DELETE CASCADE);
CREATE VIEW bosses AS SELECT id FROM people WHERE boss IS NULL;
CREATE TRIGGER touched AFTER UPDATE ON people BEGIN UPDATE posts SET writer = new.id WHERE writer = old.id; END;
