CREATE TABLE asset (code text NOT NULL DEFAULT 'none', site text);
CREATE TABLE vehicle (code text DEFAULT 'car', site text, wheels integer) INHERITS (asset);
COMMENT ON COLUMN vehicle.code IS 'as painted on it';
