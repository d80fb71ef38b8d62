CREATE TYPE reading AS (taken date, value numeric(8, 2));
CREATE TABLE meter OF reading;
CREATE TABLE gauge OF reading (taken NOT NULL);
