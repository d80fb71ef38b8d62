CREATE TABLE items (id int NOT NULL PRIMARY KEY, net int NOT NULL, gross int GENERATED ALWAYS AS (net * 2) VIRTUAL, twice int GENERATED ALWAYS AS (net + net) STORED,
  again int GENERATED ALWAYS AS (net + 2) STORED, plain int GENERATED ALWAYS AS (net - 1) STORED);
