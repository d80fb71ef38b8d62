CREATE TABLE box (w integer NOT NULL);
