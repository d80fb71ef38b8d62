CREATE TABLE bins (site int NOT NULL, bin text NOT NULL, id int GENERATED ALWAYS AS IDENTITY, CONSTRAINT bins_pkey PRIMARY KEY (id), CONSTRAINT bins_u UNIQUE (site, bin));
CREATE TABLE counts (site int, bin text, CONSTRAINT counts_in FOREIGN KEY (site, bin) REFERENCES bins (site, bin) ON DELETE CASCADE);
