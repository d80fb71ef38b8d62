CREATE TABLE templates (id integer PRIMARY KEY, title text);
CREATE TABLE letters (
    id integer PRIMARY KEY,
    subject text,
    template_id integer NOT NULL DEFAULT 1 REFERENCES templates (id) ON DELETE SET DEFAULT
);
