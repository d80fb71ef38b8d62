CREATE TABLE asset (label text NOT NULL, site text);
CREATE TABLE vehicle (label text, site text, wheels integer) INHERITS (asset);
