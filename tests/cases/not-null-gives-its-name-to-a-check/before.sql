CREATE TABLE crates (
    weight integer CONSTRAINT heavy NOT NULL,
    height integer,
    CONSTRAINT high CHECK (height > 0),
    width integer CONSTRAINT measured NOT NULL
);
COMMENT ON CONSTRAINT heavy ON crates IS 'never empty';
