CREATE TABLE people (
  id int NOT NULL PRIMARY KEY,
  name varchar(20) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL DEFAULT 'x' COMMENT 'it''s; a name',
  seen timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP COMMENT 'when',
  mood enum('ok','sad') COLLATE utf8mb4_bin NOT NULL DEFAULT 'ok' COMMENT 'now',
  age smallint
);
