CREATE TABLE people (
  id int NOT NULL PRIMARY KEY,
  name varchar(30) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL DEFAULT 'x' COMMENT 'it''s; a name',
  seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'when',
  mood enum('ok','sad') COLLATE utf8mb4_bin DEFAULT 'sad' COMMENT 'now',
  age bigint COMMENT 'in years'
);
