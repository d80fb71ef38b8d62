-- case: postgres 15
CREATE TABLE logs (id bigint NOT NULL, line text);

-- migrate:upgrade
ALTER TABLE logs ADD PRIMARY KEY (id);
