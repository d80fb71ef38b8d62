CREATE TABLE `actor` (
  `actor_id` smallint(5) unsigned NOT NULL AUTO_INCREMENT,
  `first_name` varchar(45) NOT NULL,
  `last_update` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (`actor_id`),
  KEY `idx_actor_last_name` (`first_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `binary_t` (
  `a` varbinary(10) DEFAULT NULL,
  `b` varbinary(4) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=binary

CREATE TABLE `checks` (
  `a` int(11) DEFAULT NULL CHECK (`a` > 0),
  `b` int(11) DEFAULT NULL,
  `c` varchar(20) DEFAULT NULL,
  CONSTRAINT `ck_b` CHECK (`b` > `a` and `b` in (1,2,3)),
  CONSTRAINT `CONSTRAINT_1` CHECK (`c` like '%x\'y\\_(' or `c` <> concat('a','b')),
  CONSTRAINT `odd ``ck` CHECK (`a` <> 5)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `child` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `parent_id` int(10) unsigned DEFAULT NULL,
  `code` varchar(10) DEFAULT NULL,
  `b` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `fk_a` (`parent_id`),
  KEY `code` (`code`,`b`),
  CONSTRAINT `child_ibfk_1` FOREIGN KEY (`code`) REFERENCES `parent` (`code`) ON UPDATE NO ACTION,
  CONSTRAINT `child_ibfk_2` FOREIGN KEY (`code`, `b`) REFERENCES `parent` (`code`, `b`) ON DELETE SET NULL,
  CONSTRAINT `fk_a` FOREIGN KEY (`parent_id`) REFERENCES `parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL
) ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `csv_t` (
  `a` int(11) NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `desc_keys` (
  `a` int(11) DEFAULT NULL,
  `b` int(11) DEFAULT NULL,
  UNIQUE KEY `d2` (`b` DESC),
  KEY `d1` (`a` DESC,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `django_content_type` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `app_label` varchar(100) NOT NULL,
  `model` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `django_content_type_app_label_model_uniq` (`app_label`,`model`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `django_log` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `action_flag` smallint(5) unsigned NOT NULL CHECK (`action_flag` >= 0),
  `user_id` int(11) NOT NULL,
  `ct` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `django_fk` (`ct`),
  CONSTRAINT `django_fk` FOREIGN KEY (`ct`) REFERENCES `django_content_type` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `expr_default` (
  `a` varchar(36) DEFAULT uuid(),
  `b` int(11) DEFAULT (1 + 2),
  `c` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT json_object('a',1) CHECK (json_valid(`c`)),
  `d` date DEFAULT (curdate() + interval 1 day),
  `e` text DEFAULT 'abc',
  `f` int(11) DEFAULT 3
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `film` (
  `film_id` smallint(5) unsigned NOT NULL AUTO_INCREMENT,
  `title` varchar(128) NOT NULL,
  `release_year` year(4) DEFAULT NULL,
  `rental_rate` decimal(4,2) NOT NULL DEFAULT 4.99,
  `rating` enum('G','PG','PG-13','R','NC-17') DEFAULT 'G',
  `special_features` set('Trailers','Commentaries','Deleted Scenes','Behind the Scenes') DEFAULT NULL,
  PRIMARY KEY (`film_id`),
  KEY `idx_title` (`title`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `film_text` (
  `film_id` smallint(6) NOT NULL,
  `title` varchar(255) NOT NULL,
  `description` text DEFAULT NULL,
  PRIMARY KEY (`film_id`),
  FULLTEXT KEY `idx_title_description` (`title`,`description`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `gen` (
  `a` int(11) DEFAULT NULL,
  `b` int(11) GENERATED ALWAYS AS (`a` + 1) VIRTUAL,
  `c` int(11) GENERATED ALWAYS AS (`a` * 2) STORED,
  `d` varchar(20) GENERATED ALWAYS AS (concat('x',`a`,')')) VIRTUAL COMMENT 'c',
  `e` varchar(10) DEFAULT NULL,
  `f` varchar(30) GENERATED ALWAYS AS (ucase(`e`)) STORED,
  `g` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`g`)),
  `h` varchar(20) GENERATED ALWAYS AS (json_unquote(json_extract(`g`,'$.name'))) VIRTUAL,
  UNIQUE KEY `c` (`c`),
  KEY `b` (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `keys_a` (
  `a` int(11) NOT NULL,
  `b` varchar(200) DEFAULT NULL,
  `c` text DEFAULT NULL,
  `d` int(11) DEFAULT NULL,
  `e` int(11) DEFAULT NULL,
  PRIMARY KEY (`a`),
  UNIQUE KEY `u1` (`b`),
  UNIQUE KEY `u3` (`d`) USING BTREE,
  UNIQUE KEY `u4` (`e`) COMMENT 'x',
  UNIQUE KEY `u2` (`b`(10)),
  KEY `k1` (`d`),
  KEY `k2` (`d`,`e`),
  KEY `k3` (`c`(20)) COMMENT 'prefix it''s',
  KEY `k4` (`d`) USING BTREE,
  KEY `odd ``name` (`e`) KEY_BLOCK_SIZE=4,
  FULLTEXT KEY `ft` (`b`,`c`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `keys_b` (
  `a b` int(11) NOT NULL,
  `c``d` varchar(20) NOT NULL,
  `select` int(11) DEFAULT NULL,
  PRIMARY KEY (`a b`,`c``d`(5)) USING BTREE COMMENT 'pk'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `keys_mem` (
  `a` int(11) NOT NULL,
  `b` int(11) DEFAULT NULL,
  PRIMARY KEY (`a`) USING HASH,
  UNIQUE KEY `x` (`b`) USING HASH,
  KEY `h` (`a`) USING HASH,
  KEY `t` (`b`) USING BTREE
) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci MAX_ROWS=1000

CREATE TABLE `laravel_users` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `email` varchar(255) NOT NULL,
  `email_verified_at` timestamp NULL DEFAULT NULL,
  `remember_token` varchar(100) DEFAULT NULL,
  `created_at` timestamp NULL DEFAULT NULL,
  `updated_at` timestamp NULL DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_email_unique` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

CREATE TABLE `merge1` (
  `a` int(11) DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `merge2` (
  `a` int(11) DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `merged` (
  `a` int(11) DEFAULT NULL
) ENGINE=MRG_MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci INSERT_METHOD=LAST UNION=(`merge1`,`merge2`)

CREATE TABLE `nocols_pk` (
  `a` int(11) NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `numeric_types` (
  `a` tinyint(4) DEFAULT NULL,
  `b` tinyint(1) DEFAULT 1,
  `c` smallint(5) unsigned DEFAULT NULL,
  `d` mediumint(9) DEFAULT NULL,
  `e` int(10) unsigned zerofill DEFAULT NULL,
  `f` bigint(20) unsigned NOT NULL DEFAULT 0,
  `g` decimal(10,2) DEFAULT 1.50,
  `h` float DEFAULT NULL,
  `i` double DEFAULT NULL,
  `j` float(7,3) DEFAULT NULL,
  `k` double(10,4) unsigned DEFAULT NULL,
  `l` bit(8) DEFAULT b'101',
  `m` tinyint(1) DEFAULT NULL,
  `n` decimal(10,0) DEFAULT NULL,
  `o` year(4) DEFAULT 2000,
  `p` decimal(65,30) unsigned zerofill DEFAULT NULL,
  `q` int(11) DEFAULT -5
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `opts` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german1_ci MIN_ROWS=5 MAX_ROWS=100 AVG_ROW_LENGTH=50 STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=10 ROW_FORMAT=DYNAMIC COMMENT='c'

CREATE TABLE `opts_comp` (
  `a` int(11) NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8

CREATE TABLE `opts_myisam` (
  `a` int(11) DEFAULT NULL,
  `b` char(10) DEFAULT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1 ROW_FORMAT=FIXED

CREATE TABLE `parent` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `code` varchar(10) NOT NULL,
  `b` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `code` (`code`),
  UNIQUE KEY `cb` (`code`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='it''s a \\ "parent"\nsecond line; `tick`'

CREATE TABLE `part_hash` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY HASH (`a`)
PARTITIONS 4

CREATE TABLE `part_key` (
  `a` int(11) NOT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LINEAR KEY ()
PARTITIONS 3

CREATE TABLE `part_list` (
  `a` int(11) DEFAULT NULL,
  `b` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LIST  COLUMNS(`a`,`b`)
(PARTITION `p0` VALUES IN ((1,2),(3,4)) ENGINE = InnoDB,
 PARTITION `p1` VALUES IN ((5,NULL)) ENGINE = InnoDB)

CREATE TABLE `part_range` (
  `a` int(11) NOT NULL,
  `b` date DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (`a`)
(PARTITION `p0` VALUES LESS THAN (10) COMMENT = 'x' ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN (20) ENGINE = InnoDB,
 PARTITION `pmax` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)

CREATE TABLE `part_rc` (
  `a` int(11) DEFAULT NULL,
  `s` varchar(10) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='pc'
 PARTITION BY RANGE  COLUMNS(`s`)
(PARTITION `p0` VALUES LESS THAN ('m') ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN (MAXVALUE) ENGINE = InnoDB)

CREATE TABLE `part_sub` (
  `a` int(11) DEFAULT NULL,
  `b` date DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (year(`b`))
SUBPARTITION BY HASH (to_days(`b`))
SUBPARTITIONS 2
(PARTITION `p0` VALUES LESS THAN (1990) ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)

CREATE TABLE `rails_active_storage` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `key` varchar(255) NOT NULL,
  `filename` varchar(255) NOT NULL,
  `metadata` text DEFAULT NULL,
  `byte_size` bigint(20) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_active_storage_blobs_on_key` (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `rails_schema_migrations` (
  `version` varchar(255) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_aria` (
  `a` int(11) DEFAULT NULL
) ENGINE=Aria DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 ROW_FORMAT=PAGE TRANSACTIONAL=1

CREATE TABLE `r_auto0` (
  `a` int(11) NOT NULL AUTO_INCREMENT,
  `b` int(11) DEFAULT NULL,
  KEY `b` (`b`,`a`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_clust` (
  `a` int(11) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci `ENCRYPTION_KEY_ID`='1'

CREATE TABLE `r_collate` (
  `a` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL,
  `b` char(3) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `c` enum('a') CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `d` varchar(5) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_compr` (
  `a` varchar(200) /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `b` text /*M!100301 COMPRESSED*/ DEFAULT 'x' COMMENT 'c',
  `c` blob /*M!100301 COMPRESSED*/ DEFAULT NULL CHECK (octet_length(`c`) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_crc` (
  `a` int(11) NOT NULL,
  `b` int(11) DEFAULT NULL COMMENT 'u',
  PRIMARY KEY (`a`),
  UNIQUE KEY `b` (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

CREATE TABLE `r_default` (
  `a` int(11) DEFAULT (1 + 2),
  `b` datetime DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `c` timestamp(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  `d` varchar(20) DEFAULT concat('a','b'),
  `e` blob DEFAULT 'x',
  `f` int(11) DEFAULT `a`,
  `g` date DEFAULT curdate(),
  `h` varchar(20) DEFAULT user(),
  `i` datetime DEFAULT (current_timestamp() + interval 1 day),
  `j` double DEFAULT 10000000000,
  `k` bit(2) DEFAULT b'1',
  `l` text DEFAULT `d`,
  `m` varchar(10) DEFAULT NULL CHECK (`m` is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_fkn` (
  `a` int(11) DEFAULT NULL,
  KEY `x``y` (`a`),
  CONSTRAINT `x``y` FOREIGN KEY (`a`) REFERENCES `nocols_pk` (`a`) ON DELETE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_fkon` (
  `a` int(11) DEFAULT NULL,
  KEY `f` (`a`),
  CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `nocols_pk` (`a`) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_ft` (
  `a` text DEFAULT NULL,
  FULLTEXT KEY `f` (`a`) COMMENT 'c'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_gen` (
  `a` varchar(10) DEFAULT NULL,
  `b` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci GENERATED ALWAYS AS (`a`) STORED COMMENT 'z',
  `c` int(11) GENERATED ALWAYS AS (octet_length(`a`)) STORED,
  KEY `c` (`c`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_invis` (
  `a` int(11) INVISIBLE DEFAULT NULL,
  `b` int(11) DEFAULT NULL,
  `c` int(11) NOT NULL INVISIBLE DEFAULT 3 COMMENT 'x',
  `d` int(11) NOT NULL,
  PRIMARY KEY (`d`),
  UNIQUE KEY `ui` (`c`) IGNORED,
  KEY `ki` (`b`) IGNORED,
  KEY `kc` (`b`) COMMENT 'c' IGNORED
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_json` (
  `a` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`a`)),
  `b` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'x' CHECK (json_valid(`b`)),
  `c` longtext DEFAULT NULL CHECK (json_valid(`c`)),
  `d` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`d`)),
  `e` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`e`) and `e` <> ''),
  `f` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`a`)),
  `g` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '[]' CHECK (json_valid(`g`)),
  `o``d` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`o``d`)),
  `h` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT json_object() CHECK (json_valid(`h`))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_mac` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_opts` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci `PAGE_COMPRESSED`='1' `PAGE_COMPRESSION_LEVEL`='6' `ENCRYPTED`='NO'

CREATE TABLE `r_order2` (
  `a` timestamp NULL INVISIBLE DEFAULT current_timestamp() WITHOUT SYSTEM VERSIONING ON UPDATE current_timestamp() COMMENT 'c' CHECK (`a` > 0),
  `b` int(11) NOT NULL INVISIBLE AUTO_INCREMENT COMMENT 'c',
  `d` int(11) DEFAULT NULL,
  PRIMARY KEY (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

CREATE TABLE `r_part_list` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LIST (`a`)
(PARTITION `p0` VALUES IN (1,2) ENGINE = InnoDB,
 PARTITION `pd` DEFAULT ENGINE = InnoDB)

CREATE TABLE `r_seqdef` (
  `a` int(11) DEFAULT nextval(`shop`.`seq1`),
  `b` bigint(20) DEFAULT (nextval(`shop`.`seq2`) + 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_srid` (
  `g` geometry DEFAULT NULL,
  `p` point NOT NULL,
  SPATIAL KEY `p` (`p`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_unique_long` (
  `a` text DEFAULT NULL,
  `b` varchar(100) DEFAULT NULL,
  UNIQUE KEY `ul` (`a`) USING HASH,
  UNIQUE KEY `uh` (`b`) USING HASH
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_uuid` (
  `a` uuid DEFAULT uuid(),
  `b` inet6 DEFAULT '::1',
  `c` uuid NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `r_ver` (
  `a` int(11) DEFAULT NULL,
  `b` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

CREATE TABLE `r_ver2` (
  `a` int(11) DEFAULT NULL,
  `s` timestamp(6) GENERATED ALWAYS AS ROW START,
  `e` timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE,
  PERIOD FOR SYSTEM_TIME (`s`, `e`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

CREATE TABLE `r_ver3` (
  `a` int(11) DEFAULT NULL,
  `b` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

CREATE TABLE `r_ver4` (
  `a` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING
 PARTITION BY SYSTEM_TIME INTERVAL 7 DAY STARTS TIMESTAMP'2026-11-29 00:00:00'
(PARTITION `p0` HISTORY ENGINE = InnoDB,
 PARTITION `pc` CURRENT ENGINE = InnoDB)

CREATE TABLE `r_verbig` (
  `a` int(11) DEFAULT NULL,
  `s` bigint(20) unsigned GENERATED ALWAYS AS ROW START,
  `e` bigint(20) unsigned GENERATED ALWAYS AS ROW END,
  PERIOD FOR SYSTEM_TIME (`s`, `e`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

CREATE TABLE `self_ref` (
  `id` int(11) NOT NULL,
  `p` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `p` (`p`),
  CONSTRAINT `self_ref_ibfk_1` FOREIGN KEY (`p`) REFERENCES `self_ref` (`id`) ON DELETE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `spat_plain` (
  `g` geometry NOT NULL,
  `p` point DEFAULT NULL,
  SPATIAL KEY `sg` (`g`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `text_types` (
  `a` char(3) DEFAULT 'x',
  `b` varchar(255) NOT NULL DEFAULT '',
  `c` tinytext DEFAULT NULL,
  `d` text DEFAULT NULL,
  `e` mediumtext DEFAULT NULL,
  `f` longtext DEFAULT NULL,
  `g` binary(3) DEFAULT 'abc',
  `h` varbinary(20) DEFAULT 'ab\0',
  `i` blob DEFAULT NULL,
  `j` tinyblob DEFAULT NULL,
  `k` mediumblob DEFAULT NULL,
  `l` longblob DEFAULT NULL,
  `m` enum('a','b''c','d,e','(f)','g\\h') DEFAULT 'b''c',
  `n` set('x','y') NOT NULL DEFAULT 'x,y',
  `o` varchar(5) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `p` text CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `q` varchar(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `r` char(3) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT NULL,
  `s` varchar(10) DEFAULT NULL COMMENT 'a ''quote'' and \\ back\nnl',
  `t` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`t`)),
  `u` char(1) DEFAULT '''',
  `v` varchar(20) DEFAULT 'back\\slash\nnl',
  `w` varchar(9) CHARACTER SET ucs2 COLLATE ucs2_general_ci DEFAULT 'uu'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `time_types` (
  `a` date DEFAULT '2020-01-01',
  `b` time(3) DEFAULT NULL,
  `c` datetime DEFAULT current_timestamp(),
  `d` timestamp NULL DEFAULT NULL,
  `e` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `f` timestamp(6) NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  `g` datetime(3) NOT NULL DEFAULT '2020-01-01 00:00:00.000',
  `h` datetime(2) DEFAULT NULL ON UPDATE current_timestamp(2),
  `i` time DEFAULT '00:00:00'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `utf8_t` (
  `a` varchar(10) DEFAULT NULL,
  `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci

CREATE TABLE `we``ird "na.me` (
  `co``l,(` int(11) DEFAULT NULL COMMENT ',)`'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

CREATE TABLE `wp_posts` (
  `ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `post_author` bigint(20) unsigned NOT NULL DEFAULT 0,
  `post_date` datetime NOT NULL DEFAULT '2000-01-01 00:00:00',
  `post_content` longtext NOT NULL,
  `post_title` text NOT NULL,
  `post_status` varchar(20) NOT NULL DEFAULT 'publish',
  `guid` varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (`ID`),
  KEY `post_name` (`post_title`(191)),
  KEY `type_status_date` (`post_status`,`post_date`,`ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci
