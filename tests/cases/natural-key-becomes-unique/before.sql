CREATE TABLE bins (site int NOT NULL, bin text NOT NULL, CONSTRAINT bins_pkey PRIMARY KEY (site, bin));
CREATE TABLE counts (site int, bin text, CONSTRAINT counts_bin FOREIGN KEY (site, bin) REFERENCES bins ON DELETE CASCADE);
