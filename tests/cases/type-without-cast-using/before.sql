CREATE TABLE events (id integer PRIMARY KEY, at bigint NOT NULL DEFAULT 0, tags text, payload text[] DEFAULT '{}', token uuid);
