CREATE FUNCTION fx(int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint';
CREATE TABLE sec (id int NOT NULL, k int NOT NULL, owner text);
ALTER TABLE sec ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON sec USING (true);
CREATE POLICY r ON sec AS RESTRICTIVE USING (owner = current_user AND fx(k) > 0);
CREATE INDEX si ON sec (fx(k));
