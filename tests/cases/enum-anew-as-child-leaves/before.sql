CREATE TYPE status AS ENUM ('created', 'updated', 'deleted');
CREATE TABLE resource (id text NOT NULL, status status NOT NULL DEFAULT 'created', body jsonb);
CREATE TABLE patient () INHERITS (resource);
CREATE TABLE observation (code text, status status DEFAULT 'updated') INHERITS (resource);
