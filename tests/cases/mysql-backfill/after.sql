CREATE TABLE notes (
  id int NOT NULL PRIMARY KEY,
  -- migrate: backfill concat('note ', id)
  title varchar(40) NOT NULL,
  seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  -- migrate: backfill id * 2
  number int NOT NULL
);
