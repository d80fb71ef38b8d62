CREATE TABLE crates (
    weight integer CONSTRAINT high NOT NULL,
    height integer,
    CONSTRAINT heavy CHECK (height > 0),
    depth integer DEFAULT 1 CONSTRAINT measured NOT NULL
);
COMMENT ON CONSTRAINT heavy ON crates IS 'never flat';
