CREATE TABLE `actor` (
  `actor_id` smallint unsigned NOT NULL AUTO_INCREMENT,
  `first_name` varchar(45) NOT NULL,
  `last_update` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`actor_id`),
  KEY `idx_actor_last_name` (`first_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `archive_t` (
  `a` int DEFAULT NULL
) ENGINE=ARCHIVE DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `bh` (
  `a` int DEFAULT NULL
) ENGINE=BLACKHOLE DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `binary_t` (
  `a` varbinary(10) DEFAULT NULL,
  `b` varbinary(4) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=binary

CREATE TABLE `checks` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL,
  `c` varchar(20) DEFAULT NULL,
  CONSTRAINT `checks_chk_1` CHECK ((`a` > 0)),
  CONSTRAINT `checks_chk_2` CHECK (((`c` like _utf8mb4'%x\'y\\_(') or (`c` <> concat(_utf8mb4'a',_utf8mb4'b')))),
  CONSTRAINT `ck_b` CHECK (((`b` > `a`) and (`b` in (1,2,3)))),
  CONSTRAINT `odd ``ck` CHECK ((`a` <> 5))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `child` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `parent_id` int unsigned DEFAULT NULL,
  `code` varchar(10) DEFAULT NULL,
  `b` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `fk_a` (`parent_id`),
  KEY `code` (`code`,`b`),
  CONSTRAINT `child_ibfk_1` FOREIGN KEY (`code`) REFERENCES `parent` (`code`) ON DELETE RESTRICT,
  CONSTRAINT `child_ibfk_2` FOREIGN KEY (`code`, `b`) REFERENCES `parent` (`code`, `b`) ON DELETE SET NULL,
  CONSTRAINT `fk_a` FOREIGN KEY (`parent_id`) REFERENCES `parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL
) ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `csv_t` (
  `a` int NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `desc_keys` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL,
  UNIQUE KEY `d2` (`b` DESC),
  KEY `d1` (`a` DESC,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `django_content_type` (
  `id` int NOT NULL AUTO_INCREMENT,
  `app_label` varchar(100) NOT NULL,
  `model` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `django_content_type_app_label_model_uniq` (`app_label`,`model`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `django_log` (
  `id` int NOT NULL AUTO_INCREMENT,
  `action_flag` smallint unsigned NOT NULL,
  `user_id` int NOT NULL,
  `ct` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `django_fk` (`ct`),
  CONSTRAINT `django_fk` FOREIGN KEY (`ct`) REFERENCES `django_content_type` (`id`),
  CONSTRAINT `django_log_chk_1` CHECK ((`action_flag` >= 0))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `expr_default` (
  `a` varchar(36) DEFAULT (uuid()),
  `b` int DEFAULT ((1 + 2)),
  `c` json DEFAULT (json_object(_utf8mb4'a',1)),
  `d` date DEFAULT ((curdate() + interval 1 day)),
  `e` text DEFAULT (_utf8mb4'abc'),
  `f` int DEFAULT '3'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `film` (
  `film_id` smallint unsigned NOT NULL AUTO_INCREMENT,
  `title` varchar(128) NOT NULL,
  `release_year` year DEFAULT NULL,
  `rental_rate` decimal(4,2) NOT NULL DEFAULT '4.99',
  `rating` enum('G','PG','PG-13','R','NC-17') DEFAULT 'G',
  `special_features` set('Trailers','Commentaries','Deleted Scenes','Behind the Scenes') DEFAULT NULL,
  PRIMARY KEY (`film_id`),
  KEY `idx_title` (`title`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `film_text` (
  `film_id` smallint NOT NULL,
  `title` varchar(255) NOT NULL,
  `description` text,
  PRIMARY KEY (`film_id`),
  FULLTEXT KEY `idx_title_description` (`title`,`description`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `gen` (
  `a` int DEFAULT NULL,
  `b` int GENERATED ALWAYS AS ((`a` + 1)) VIRTUAL,
  `c` int GENERATED ALWAYS AS ((`a` * 2)) STORED,
  `d` varchar(20) GENERATED ALWAYS AS (concat(_utf8mb4'x',`a`,_utf8mb4')')) VIRTUAL COMMENT 'c',
  `e` varchar(10) DEFAULT NULL,
  `f` varchar(30) GENERATED ALWAYS AS (upper(`e`)) STORED NOT NULL,
  `g` json DEFAULT NULL,
  `h` varchar(20) GENERATED ALWAYS AS (json_unquote(json_extract(`g`,_utf8mb4'$.name'))) VIRTUAL,
  UNIQUE KEY `c` (`c`),
  KEY `b` (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `keys_a` (
  `a` int NOT NULL,
  `b` varchar(200) DEFAULT NULL,
  `c` text,
  `d` int DEFAULT NULL,
  `e` int DEFAULT NULL,
  PRIMARY KEY (`a`),
  UNIQUE KEY `u1` (`b`),
  UNIQUE KEY `u3` (`d`) USING BTREE,
  UNIQUE KEY `u4` (`e`) COMMENT 'x',
  UNIQUE KEY `u2` (`b`(10)),
  KEY `k1` (`d`),
  KEY `k2` (`d`,`e`),
  KEY `k3` (`c`(20)) COMMENT 'prefix it''s',
  KEY `k4` (`d`) USING BTREE,
  KEY `odd ``name` (`e`),
  FULLTEXT KEY `ft` (`b`,`c`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `keys_b` (
  `a b` int NOT NULL,
  `c``d` varchar(20) NOT NULL,
  `select` int DEFAULT NULL,
  PRIMARY KEY (`a b`,`c``d`(5)) USING BTREE COMMENT 'pk'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `keys_mem` (
  `a` int NOT NULL,
  `b` int DEFAULT NULL,
  PRIMARY KEY (`a`) USING HASH,
  UNIQUE KEY `x` (`b`) USING HASH,
  KEY `h` (`a`) USING HASH,
  KEY `t` (`b`) USING BTREE
) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci MAX_ROWS=1000

CREATE TABLE `laravel_users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `email` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `email_verified_at` timestamp NULL DEFAULT NULL,
  `remember_token` varchar(100) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
  `created_at` timestamp NULL DEFAULT NULL,
  `updated_at` timestamp NULL DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_email_unique` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

CREATE TABLE `m_ai` (
  `a` int NOT NULL AUTO_INCREMENT COMMENT 'x',
  `b` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP /*!80023 INVISIBLE */ COMMENT 'c',
  `c` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x' /*!80023 INVISIBLE */,
  PRIMARY KEY (`a` DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_attr2` (
  `a` int DEFAULT NULL /*!80021 SECONDARY_ENGINE_ATTRIBUTE '{"b": "it''s"}' */,
  KEY `k` (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci /*!80021 SECONDARY_ENGINE_ATTRIBUTE='{"t": 2}' */

CREATE TABLE `m_attr3` (
  `a` int DEFAULT NULL,
  KEY `k` (`a`) /*!80021 SECONDARY_ENGINE_ATTRIBUTE '{"t": 2}' */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_auto` (
  `a` int DEFAULT NULL
) /*!80023 AUTOEXTEND_SIZE=4194304 */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_ckexpr` (
  `a` int DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL,
  `c` datetime DEFAULT NULL,
  `d` varchar(20) GENERATED ALWAYS AS (concat(`b`,_utf8mb4'\n',_utf8mb4'q')) STORED /*!80023 INVISIBLE */,
  CONSTRAINT `x` CHECK (((regexp_like(`b`,_utf8mb4'^[a-z]+$') and (`a` between 1 and 10)) or (`c` > DATE'2020-01-01') or (`b` <> _latin1'x') or (not((`b` like _utf8mb4'a\\b\'c"')))))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_colfmt` (
  `a` int /*!50606 COLUMN_FORMAT DYNAMIC */ DEFAULT NULL,
  `b` int /*!50606 STORAGE DISK */ DEFAULT NULL,
  `c` int /*!50606 STORAGE MEMORY */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT '4' COMMENT 'x'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_coll` (
  `a` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs DEFAULT NULL,
  `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT NULL,
  `c` binary(4) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `m_comp` (
  `a` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMPRESSION='zlib'

CREATE TABLE `m_delay` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL,
  CONSTRAINT `m_delay_chk_1` CHECK ((`a` is not null)),
  CONSTRAINT `m_delay_chk_2` CHECK (((`a`,`b`) = (1,2))),
  CONSTRAINT `m_delay_chk_3` CHECK (((`a` > 1) or ((`b` < 2) and (`a` <> `b`))))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_enc` (
  `a` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_ft` (
  `a` text,
  `b` text,
  FULLTEXT KEY `f` (`a`) /*!50100 WITH PARSER `ngram` */ ,
  FULLTEXT KEY `g` (`b`) COMMENT 'c'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_func` (
  `a` int DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL,
  UNIQUE KEY `f3` ((abs(`a`)) DESC),
  KEY `f1` (((`a` + 1))),
  KEY `f2` ((lower(`b`)),`a` DESC),
  KEY `f4` ((cast(`b` as char(10) array)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_gencoll` (
  `a` varchar(10) DEFAULT NULL,
  `b` varchar(10) CHARACTER SET latin1 COLLATE latin1_bin GENERATED ALWAYS AS (`a`) STORED NOT NULL COMMENT 'k',
  `c` json GENERATED ALWAYS AS (json_array(`a`)) VIRTUAL,
  `d` geometry GENERATED ALWAYS AS (point(1,1)) STORED /*!80003 SRID 0 */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_gipk` (
  `my_row_id` bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
  `a` int DEFAULT NULL,
  PRIMARY KEY (`my_row_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_invis` (
  `a` int DEFAULT NULL /*!80023 INVISIBLE */,
  `b` int DEFAULT NULL,
  `c` int DEFAULT '3' /*!80023 INVISIBLE */ COMMENT 'x',
  UNIQUE KEY `ui` (`c`) /*!80000 INVISIBLE */,
  KEY `ki` (`b`) /*!80000 INVISIBLE */,
  KEY `kc` (`b`) USING BTREE COMMENT 'c' /*!80000 INVISIBLE */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_json` (
  `a` json NOT NULL,
  `b` json DEFAULT (json_array()),
  CONSTRAINT `js` CHECK (json_schema_valid(_utf8mb4'{"type":"object"}',`a`))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_kbs` (
  `a` int DEFAULT NULL,
  KEY `k` (`a`) KEY_BLOCK_SIZE=1024
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_mv` (
  `j` json DEFAULT NULL,
  KEY `mv` ((cast(json_extract(`j`,_utf8mb4'$.a') as unsigned array)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_ndbstor` (
  `a` int DEFAULT NULL
) /*!50100 TABLESPACE `innodb_system` STORAGE DISK */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_notenf` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL,
  CONSTRAINT `c1` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */,
  CONSTRAINT `m_notenf_chk_1` CHECK ((`b` > 1)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_null_generated` (
  `a` int NOT NULL,
  `b` int GENERATED ALWAYS AS (`a`) VIRTUAL NOT NULL /*!80023 INVISIBLE */ COMMENT 'x',
  UNIQUE KEY `b` (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_ondefault` (
  `a` datetime DEFAULT (now()),
  `b` datetime(3) DEFAULT CURRENT_TIMESTAMP(3),
  `c` varbinary(16) DEFAULT (uuid_to_bin(uuid())),
  `d` point DEFAULT (point(1,2)),
  `e` varchar(10) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT (_utf8mb4'é')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_part` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=COMPACT
/*!50500 PARTITION BY RANGE  COLUMNS(a,b)
(PARTITION p0 VALUES LESS THAN (1,MAXVALUE) MAX_ROWS = 10 MIN_ROWS = 1 ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (MAXVALUE,MAXVALUE) ENGINE = InnoDB) */

CREATE TABLE `m_partalg` (
  `a` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY KEY (a)
PARTITIONS 2 */

CREATE TABLE `m_pkprefix` (
  `a` varchar(50) NOT NULL,
  `b` blob NOT NULL,
  PRIMARY KEY (`a`(5),`b`(3)),
  KEY `b` (`b`(2) DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_sec` (
  `a` int DEFAULT NULL,
  `b` int NOT SECONDARY DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci SECONDARY_ENGINE=rapid

CREATE TABLE `m_space` (
  `a` int DEFAULT NULL
) /*!50100 TABLESPACE `innodb_system` */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_space2` (
  `a` int DEFAULT NULL
) /*!50100 TABLESPACE `innodb_file_per_table` */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_srid` (
  `g` geometry NOT NULL /*!80003 SRID 4326 */,
  `p` point NOT NULL /*!80003 SRID 0 */,
  `q` polygon /*!80003 SRID 3857 */ DEFAULT NULL,
  SPATIAL KEY `g` (`g`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_unsignedreal` (
  `a` double unsigned DEFAULT NULL,
  `b` float unsigned DEFAULT '1.5',
  `c` int(5) unsigned zerofill DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `m_vector` (
  `a` int DEFAULT NULL,
  `v` vector(3) DEFAULT NULL,
  `w` vector(4) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `merge1` (
  `a` int DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `merge2` (
  `a` int DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `merged` (
  `a` int DEFAULT NULL
) ENGINE=MRG_MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci INSERT_METHOD=LAST UNION=(`merge1`,`merge2`)

CREATE TABLE `nocols_pk` (
  `a` int NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `numeric_types` (
  `a` tinyint DEFAULT NULL,
  `b` tinyint(1) DEFAULT '1',
  `c` smallint unsigned DEFAULT NULL,
  `d` mediumint DEFAULT NULL,
  `e` int(10) unsigned zerofill DEFAULT NULL,
  `f` bigint unsigned NOT NULL DEFAULT '0',
  `g` decimal(10,2) DEFAULT '1.50',
  `h` float DEFAULT NULL,
  `i` double DEFAULT NULL,
  `j` float(7,3) DEFAULT NULL,
  `k` double(10,4) unsigned DEFAULT NULL,
  `l` bit(8) DEFAULT b'101',
  `m` tinyint(1) DEFAULT NULL,
  `n` decimal(10,0) DEFAULT NULL,
  `o` year DEFAULT '2000',
  `p` decimal(65,30) unsigned zerofill DEFAULT NULL,
  `q` int DEFAULT '-5'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `opts` (
  `a` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german1_ci MIN_ROWS=5 MAX_ROWS=100 AVG_ROW_LENGTH=50 STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=10 ROW_FORMAT=DYNAMIC COMMENT='c'

CREATE TABLE `opts_comp` (
  `a` int NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8

CREATE TABLE `opts_myisam` (
  `a` int DEFAULT NULL,
  `b` char(10) DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1 ROW_FORMAT=FIXED

CREATE TABLE `parent` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `code` varchar(10) NOT NULL,
  `b` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `code` (`code`),
  UNIQUE KEY `cb` (`code`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='it''s a \\ "parent"\nsecond line; `tick`'

CREATE TABLE `part_hash` (
  `a` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY HASH (`a`)
PARTITIONS 4 */

CREATE TABLE `part_key` (
  `a` int NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY LINEAR KEY ()
PARTITIONS 3 */

CREATE TABLE `part_list` (
  `a` int DEFAULT NULL,
  `b` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50500 PARTITION BY LIST  COLUMNS(a,b)
(PARTITION p0 VALUES IN ((1,2),(3,4)) ENGINE = InnoDB,
 PARTITION p1 VALUES IN ((5,NULL)) ENGINE = InnoDB) */

CREATE TABLE `part_range` (
  `a` int NOT NULL,
  `b` date DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (`a`)
(PARTITION p0 VALUES LESS THAN (10) COMMENT = 'x' ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB,
 PARTITION pmax VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

CREATE TABLE `part_rc` (
  `a` int DEFAULT NULL,
  `s` varchar(10) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='pc'
/*!50500 PARTITION BY RANGE  COLUMNS(s)
(PARTITION p0 VALUES LESS THAN ('m') ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (MAXVALUE) ENGINE = InnoDB) */

CREATE TABLE `part_sub` (
  `a` int DEFAULT NULL,
  `b` date DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (year(`b`))
SUBPARTITION BY HASH (to_days(`b`))
SUBPARTITIONS 2
(PARTITION p0 VALUES LESS THAN (1990) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

CREATE TABLE `rails_active_storage` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `key` varchar(255) NOT NULL,
  `filename` varchar(255) NOT NULL,
  `metadata` text,
  `byte_size` bigint NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_active_storage_blobs_on_key` (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `rails_schema_migrations` (
  `version` varchar(255) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `self_ref` (
  `id` int NOT NULL,
  `p` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `p` (`p`),
  CONSTRAINT `self_ref_ibfk_1` FOREIGN KEY (`p`) REFERENCES `self_ref` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `spat_plain` (
  `g` geometry NOT NULL,
  `p` point DEFAULT NULL,
  SPATIAL KEY `sg` (`g`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `text_types` (
  `a` char(3) DEFAULT 'x',
  `b` varchar(255) NOT NULL DEFAULT '',
  `c` tinytext,
  `d` text,
  `e` mediumtext,
  `f` longtext,
  `g` binary(3) DEFAULT 'abc',
  `h` varbinary(20) DEFAULT 0x00FF,
  `i` blob,
  `j` tinyblob,
  `k` mediumblob,
  `l` longblob,
  `m` enum('a','b''c','d,e','(f)','g\\h') DEFAULT 'b''c',
  `n` set('x','y') NOT NULL DEFAULT 'x,y',
  `o` varchar(5) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `p` text CHARACTER SET ascii COLLATE ascii_bin,
  `q` varchar(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `r` char(3) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT NULL,
  `s` varchar(10) DEFAULT NULL COMMENT 'a ''quote'' and \\ back\nnl',
  `t` json DEFAULT NULL,
  `u` char(1) DEFAULT '''',
  `v` varchar(20) DEFAULT 'back\\slash\nnl',
  `w` varchar(9) CHARACTER SET ucs2 COLLATE ucs2_general_ci DEFAULT 'uu'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `time_types` (
  `a` date DEFAULT '2020-01-01',
  `b` time(3) DEFAULT NULL,
  `c` datetime DEFAULT CURRENT_TIMESTAMP,
  `d` timestamp NULL DEFAULT NULL,
  `e` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `f` timestamp(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  `g` datetime(3) NOT NULL DEFAULT '2020-01-01 00:00:00.000',
  `h` datetime(2) DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(2),
  `i` time DEFAULT '00:00:00'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `utf8_t` (
  `a` varchar(10) DEFAULT NULL,
  `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3

CREATE TABLE `we``ird "na.me` (
  `co``l,(` int DEFAULT NULL COMMENT ',)`'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

CREATE TABLE `wp_posts` (
  `ID` bigint unsigned NOT NULL AUTO_INCREMENT,
  `post_author` bigint unsigned NOT NULL DEFAULT '0',
  `post_date` datetime NOT NULL DEFAULT '2000-01-01 00:00:00',
  `post_content` longtext COLLATE utf8mb4_unicode_520_ci NOT NULL,
  `post_title` text COLLATE utf8mb4_unicode_520_ci NOT NULL,
  `post_status` varchar(20) COLLATE utf8mb4_unicode_520_ci NOT NULL DEFAULT 'publish',
  `guid` varchar(255) COLLATE utf8mb4_unicode_520_ci NOT NULL DEFAULT '',
  PRIMARY KEY (`ID`),
  KEY `post_name` (`post_title`(191)),
  KEY `type_status_date` (`post_status`,`post_date`,`ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
