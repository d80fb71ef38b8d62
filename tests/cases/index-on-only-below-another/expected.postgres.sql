-- migrate:upgrade
DROP INDEX by_n;

CREATE INDEX by_n_few ON visits_few (n);

CREATE INDEX by_n_many ON ONLY visits_many (n);

CREATE INDEX by_n ON ONLY visits (n);

ALTER INDEX by_n ATTACH PARTITION by_n_few;

ALTER INDEX by_n ATTACH PARTITION by_n_many;

CREATE INDEX by_n_most ON visits_most (n);

-- migrate:downgrade
ALTER INDEX by_n_many ATTACH PARTITION by_n_most;
