CREATE TYPE reading AS (taken date, value numeric(8, 2));
CREATE TYPE reading_old AS (taken date, value numeric(8, 2));
CREATE TABLE meter OF reading_old;
CREATE TABLE gauge (taken date NOT NULL, value numeric(8, 2));
