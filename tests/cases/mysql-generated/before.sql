CREATE TABLE items (id int NOT NULL PRIMARY KEY, net int NOT NULL, gross int GENERATED ALWAYS AS (net * 2) STORED, twice int GENERATED ALWAYS AS (net + net) VIRTUAL,
  again int GENERATED ALWAYS AS (net + 1) STORED, plain int);
