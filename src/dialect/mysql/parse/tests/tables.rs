//! Tables: what is said stands where it belongs.

use super::super::table as read;
use super::{column, index, mariadb, mysql, table};
use crate::schema::{Action, ConstraintDefinition, Counter, Expr, IdentityKind, IndexKey, Table};

fn parameters(table: &Table) -> Vec<(&str, &str)> {
    table.options.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn columns_of_mysql() {
    let mysql = mysql();
    let one = column("`a``b` int(10) unsigned zerofill NOT NULL DEFAULT '5' COMMENT 'it''s \\\\ a\\nb'", &mysql);
    assert_eq!((one.name.as_str(), one.ty.as_str(), one.nullable), ("a`b", "int(10) unsigned zerofill", false));
    assert_eq!(one.default, Some(Expr::from("'5'")));
    assert_eq!(one.annotation.comment.as_deref(), Some("it's \\ a\nb"));
    let one = column("`a` enum('a','b''c','d,e','(f)','g\\\\h') DEFAULT 'b''c'", &mysql);
    assert_eq!(one.ty, "enum('a','b''c','d,e','(f)','g\\\\h')");
    assert!(one.nullable && column("`a` timestamp NULL DEFAULT NULL", &mysql).default.is_none());
    let one =
        column("`c` int /*!50606 STORAGE MEMORY */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT '4' COMMENT 'x'", &mysql);
    assert_eq!(one.attributes.as_deref(), Some("STORAGE MEMORY COLUMN_FORMAT FIXED"));
    let one = column(
        "`b` timestamp NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3) /*!80023 INVISIBLE */",
        &mysql,
    );
    assert_eq!(one.on_update, Some(Expr::from("CURRENT_TIMESTAMP(3)")));
    assert_eq!((one.default, one.invisible), (Some(Expr::from("CURRENT_TIMESTAMP(3)")), true));
    let one = column("`a` bigint unsigned NOT NULL AUTO_INCREMENT", &mysql);
    assert_eq!(one.identity.map(|identity| identity.kind), Some(IdentityKind::AutoIncrement));
    let one =
        column("`d` varchar(20) GENERATED ALWAYS AS (concat(_utf8mb4'x',`a`,_utf8mb4')')) STORED NOT NULL", &mysql);
    let generated = one.generated.expect("an expression");
    assert_eq!((generated.expression.text(), generated.stored), ("concat(_utf8mb4'x',`a`,_utf8mb4')')", true));
    assert_eq!(column("`g` geometry NOT NULL /*!80003 SRID 4326 */", &mysql).srid, Some(4326));
    for default in ["(uuid())", "((1 + 2))", "b'101'", "0x00FF", "(_utf8mb4'\u{e9}')"] {
        assert_eq!(column(&format!("`a` varchar(9) DEFAULT {default}"), &mysql).default, Some(Expr::from(default)));
    }
}

#[test]
fn columns_of_mariadb() {
    let mariadb = mariadb();
    for default in ["current_timestamp()", "(1 + 2)", "concat('a','b')", "`a`", "-5", "1.5e10", "x'616263'", "user()"] {
        assert_eq!(column(&format!("`a` int(11) DEFAULT {default}"), &mariadb).default, Some(Expr::from(default)));
    }
    let case = "case when 1 then case 2 when 3 then 4 end else 5 end";
    assert_eq!(column(&format!("`a` int(11) DEFAULT {case} COMMENT 'x'"), &mariadb).default, Some(Expr::from(case)));
    let one = column("`a` int(11) DEFAULT nextval(`shop`.`seq`)", &mariadb);
    assert_eq!(one.default, Some(Expr::from("nextval(`seq`)")));
    // 10.11 and 11.8 have INVISIBLE at different places.
    for text in
        ["`a` int(11) NOT NULL INVISIBLE DEFAULT 3 COMMENT 'x'", "`a` int(11) NOT NULL DEFAULT 3 INVISIBLE COMMENT 'x'"]
    {
        let one = column(text, &mariadb);
        assert!(one.invisible && one.default.is_some() && one.annotation.comment.is_some(), "{one:?}");
    }
    let one = column("`a` blob /*M!100301 COMPRESSED*/ DEFAULT NULL CHECK (octet_length(`a`) > 0)", &mariadb);
    assert_eq!((one.attributes.as_deref(), one.check), (Some("COMPRESSED"), Some(Expr::from("octet_length(`a`) > 0"))));
    let one = column("`e` timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE", &mariadb);
    assert_eq!(one.attributes.as_deref(), Some("GENERATED ALWAYS AS ROW END"));
    let one = column("`a` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING", &mariadb);
    assert_eq!(one.attributes.as_deref(), Some("WITHOUT SYSTEM VERSIONING"));
    let one = column(
        "`a` timestamp NULL DEFAULT NULL CHECK (`a` > TIMESTAMP/*WITH LOCAL TIME ZONE*/'2000-01-01 00:00:00')",
        &mariadb,
    );
    assert!(one.check.is_some());
}

#[test]
fn json_of_mariadb_is_what_is_like_it() {
    let mariadb = mariadb();
    let json = "`a` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '[]' CHECK (json_valid(`a`))";
    let one = column(json, &mariadb);
    assert_eq!((one.ty.as_str(), one.collation, one.check), ("json", None, None));
    // Where the table's collation is that one, the column does not print it.
    let of = |text: &str, collation: &str| {
        let options = format!("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={collation}");
        table(text, &options, &mariadb).columns.remove(0).ty
    };
    let plain = "`a` longtext DEFAULT NULL CHECK (json_valid(`a`))";
    assert_eq!(of(plain, "utf8mb4_bin"), "json");
    assert_eq!(of(plain, "utf8mb4_general_ci"), "longtext");
    assert_eq!(of(&json.replace("json_valid(`a`)", "json_valid(`b`)"), "utf8mb4_general_ci"), "longtext");
    assert_eq!(of(&json.replace(")))", ") and 1)"), "utf8mb4_general_ci").as_str(), "json");
}

#[test]
fn collations_and_character_sets() {
    let mysql = mysql();
    assert_eq!(
        column("`a` char(3) CHARACTER SET latin1 DEFAULT NULL", &mysql).collation.as_deref(),
        Some("latin1_swedish_ci")
    );
    assert_eq!(
        column("`a` char(3) CHARACTER SET utf8 DEFAULT NULL", &mysql).collation.as_deref(),
        Some("utf8mb3_general_ci")
    );
    assert_eq!(column("`a` char(3) COLLATE utf8_bin DEFAULT NULL", &mysql).collation.as_deref(), Some("utf8mb3_bin"));
    assert_eq!(column("`a` char(3) DEFAULT NULL", &mysql).collation, None);
    let with = |options: &str| table("`a` int DEFAULT NULL", options, &mysql);
    assert!(parameters(&with("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci")).is_empty());
    let options = with("ENGINE=MyISAM DEFAULT CHARSET=utf8");
    let of_utf8 = [("engine", "MyISAM"), ("charset", "utf8mb3"), ("collate", "utf8mb3_general_ci")];
    assert_eq!(parameters(&options), of_utf8);
    let options = with("ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
    assert_eq!(parameters(&options), [("collate", "utf8mb4_bin")]);
}

#[test]
fn keys() {
    let mysql = mysql();
    let of = table(
        "`a` int NOT NULL,\n  PRIMARY KEY (`a`(5),`b` DESC,`c`(3) DESC) USING BTREE COMMENT 'pk',\n  UNIQUE KEY `u` (`a`,`b`),\n  \
         UNIQUE KEY `v` (`a`(10)),\n  UNIQUE KEY `w` (`a`) COMMENT 'x',\n  UNIQUE KEY `x` (`a` DESC)",
        "ENGINE=InnoDB",
        &mysql,
    );
    let [key, unique] = of.constraints.as_slice() else { panic!("{of:#?}") };
    let ConstraintDefinition::PrimaryKey(primary) = &key.definition else { panic!("{key:?}") };
    assert_eq!((key.name.as_deref(), key.annotation.comment.as_deref()), (Some("PRIMARY"), Some("pk")));
    assert_eq!(
        (primary.columns.len(), primary.orders.as_slice()),
        (3, ["(5)", "DESC", "(3) DESC"].map(str::to_owned).as_slice())
    );
    assert_eq!(primary.parameters.to_vec(), [("using".to_owned(), "btree".to_owned())]);
    assert!(matches!(&unique.definition, ConstraintDefinition::Unique(key) if key.columns == ["a", "b"]));
    assert!(of.indexes.iter().all(|index| index.unique) && of.indexes.len() == 3);

    let one = index(
        "KEY `k``1` (`a`(10) DESC,(lower(`b`)) DESC,((`a` + 1))) USING HASH KEY_BLOCK_SIZE=8 COMMENT 'c' /*!80000 INVISIBLE */",
        &mysql,
    );
    assert_eq!((one.name.as_str(), one.method.as_deref(), one.invisible), ("k`1", Some("hash"), true));
    assert_eq!(one.parameters.to_vec(), [("key_block_size".to_owned(), "8".to_owned())]);
    assert_eq!(one.annotation.comment.as_deref(), Some("c"));
    assert_eq!((one.columns[0].length, one.columns[0].descending), (Some(10), true));
    assert_eq!(one.columns[1].key, IndexKey::Expression(Expr::from("lower(`b`)")));
    assert_eq!(one.columns[2].key, IndexKey::Expression(Expr::from("`a` + 1")));
    let one = index("FULLTEXT KEY `f` (`a`) /*!50100 WITH PARSER `ngram` */ ", &mysql);
    assert_eq!(
        (one.method.as_deref(), one.parameters.to_vec()),
        (Some("fulltext"), vec![("parser".to_owned(), "ngram".to_owned())])
    );
    let one = index("VECTOR KEY `v` (`a`) `M`='6' `DISTANCE`='cosine'", &mariadb());
    assert_eq!(one.parameters.len(), 2);
    assert!(index("UNIQUE KEY `u` (`a`) IGNORED", &mariadb()).invisible);
}

#[test]
fn foreign_keys_and_checks() {
    let of = |text: &str, conventions| {
        let definition = table(&format!("`a` int DEFAULT NULL,\n  {text}"), "ENGINE=InnoDB", conventions)
            .constraints
            .remove(0)
            .definition;
        match definition {
            ConstraintDefinition::ForeignKey(key) => key,
            other => panic!("{other:?}"),
        }
    };
    let (mysql, mariadb) = (mysql(), mariadb());
    let key = of(
        "CONSTRAINT `f` FOREIGN KEY (`a`, `b`) REFERENCES `other`.`p` (`x`, `y`) ON DELETE RESTRICT ON UPDATE SET NULL",
        &mysql,
    );
    assert_eq!((key.table.namespace.as_deref(), key.referred.len()), (Some("other"), 2));
    assert_eq!((key.on_delete, key.on_update), (Action::Restrict, Action::SetNull));
    assert_eq!(of("CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`x`)", &mysql).on_delete, Action::NoAction);
    // MariaDB prints NO ACTION where it was said: its own default is RESTRICT.
    assert_eq!(of("CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`x`)", &mariadb).on_delete, Action::NoAction);
    assert_eq!(
        of("CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`x`) ON DELETE NO ACTION", &mariadb).on_delete,
        Action::NoActionSaid
    );
    let checks = table(
        "`a` int DEFAULT NULL,\n  CONSTRAINT `c` CHECK (((`a` > 0) and (`b` < 1))) /*!80016 NOT ENFORCED */",
        "ENGINE=InnoDB",
        &mysql,
    );
    let ConstraintDefinition::Check(check) = &checks.constraints[0].definition else { panic!("{checks:?}") };
    assert_eq!((check.expression.text(), check.not_enforced), ("(`a` > 0) and (`b` < 1)", true));
}

#[test]
fn options_and_partitions() {
    let mysql = mysql();
    let of = table(
        "`a` int DEFAULT NULL",
        "/*!50100 TABLESPACE `innodb_system` STORAGE DISK */ /*!80023 AUTOEXTEND_SIZE=4194304 */ ENGINE=InnoDB AUTO_INCREMENT=77 \
         DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci STATS_PERSISTENT=1 ROW_FORMAT=COMPRESSED COMPRESSION='zlib' \
         UNION=(`x`,`y`) DATA DIRECTORY='/d' COMMENT='it''s'\n/*!50100 PARTITION BY RANGE (`a`)\n(PARTITION p0 VALUES LESS THAN (10) \
         COMMENT = 'x' ENGINE = InnoDB,\n PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */",
        &mysql,
    );
    let said = [
        ("tablespace", "`innodb_system`"),
        ("storage", "DISK"),
        ("autoextend_size", "4194304"),
        ("stats_persistent", "1"),
        ("row_format", "COMPRESSED"),
        ("compression", "'zlib'"),
        ("union", "(`x`,`y`)"),
        ("data_directory", "'/d'"),
    ];
    assert_eq!(parameters(&of), said);
    assert_eq!(of.options.auto_increment.0, Counter(Some(77)).0);
    assert_eq!(of.annotation.comment.as_deref(), Some("it's"));
    let partitions = of.options.partition_by.expect("partitions").0;
    assert!(partitions.starts_with("RANGE (`a`)\n(PARTITION p0"), "{partitions}");
    assert!(partitions.ends_with("MAXVALUE ENGINE = InnoDB)"), "{partitions}");

    let of = table(
        "`a` int DEFAULT NULL,\n  `s` date NOT NULL,\n  PERIOD FOR SYSTEM_TIME (`s`, `e`)",
        "ENGINE=Aria DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 `PAGE_COMPRESSED`='1' WITH SYSTEM VERSIONING\n \
         PARTITION BY SYSTEM_TIME INTERVAL 7 DAY\n(PARTITION `p0` HISTORY ENGINE = InnoDB)",
        &mariadb(),
    );
    assert!(of.options.system_versioned && of.options.partition_by.is_some());
    assert_eq!(of.options.periods, ["FOR SYSTEM_TIME (`s`, `e`)"]);
    assert_eq!(parameters(&of), [("engine", "Aria"), ("page_checksum", "1"), ("page_compressed", "'1'")]);
}

#[test]
fn what_is_not_known_is_named_and_a_password_is_not() {
    let of = |inner: &str, options: &str| {
        read(&format!("CREATE TABLE `t` (\n  {inner}\n) {options}"), &mysql()).expect_err("a fault").to_string()
    };
    assert_eq!(
        of("`a` int SHINY DEFAULT 1", "ENGINE=InnoDB"),
        "expected a clause of a column, `,` or `)` at `SHINY DEFAULT 1 ) ENGINE=InnoDB`"
    );
    assert!(of("`a` int DEFAULT NULL /* `x`='y' */", "ENGINE=InnoDB").contains("/* `x`='y' */"));
    assert!(of("`a` int DEFAULT NULL", "ENGINE=Aria /* `baz`='q' */").contains("baz"));
    assert!(
        of("`a` int DEFAULT NULL, UNIQUE KEY `a` (`a`,`p` WITHOUT OVERLAPS) COMMENT 'x'", "ENGINE=InnoDB")
            .contains("WITHOUT OVERLAPS")
    );
    assert!(of("`a` int DEFAULT NULL, KEY `a` (`a`) SHINY", "ENGINE=InnoDB").contains("SHINY"));
    assert!(
        of("`a` int DEFAULT NULL", "ENGINE=InnoDB SHINY").contains("the end")
            || of("`a` int DEFAULT NULL", "ENGINE=InnoDB SHINY").contains("SHINY")
    );
    for options in [
        "ENGINE=FEDERATED CONNECTION='mysql://u:secret@h/d/t'",
        "ENGINE=FEDERATED SHINY CONNECTION='mysql://u:secret@h/d/t'",
        "ENGINE=FEDERATED SHINY SHINY SHINY SHINY 1 connection='mysql://u:secret@h/d/t'",
    ] {
        let fault = of("`a` int DEFAULT NULL", options);
        assert!(!fault.contains("secret") && !fault.contains("mysql://"), "{fault}");
    }
}

#[test]
fn keys_over_periods() {
    let inner = "`id` int(11) NOT NULL,\n  `s` date NOT NULL,\n  `e` date NOT NULL,\n  PERIOD FOR `p` (`s`, `e`),\n  \
                 PRIMARY KEY (`id`,`p` WITHOUT OVERLAPS),\n  UNIQUE KEY `u` (`s`,`p` WITHOUT OVERLAPS)";
    let one = table(inner, "ENGINE=InnoDB", &mariadb());
    for constraint in &one.constraints {
        let (ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key)) = &constraint.definition else {
            panic!("{constraint:?}");
        };
        assert_eq!(
            (key.columns[1].as_str(), key.orders.as_slice()),
            ("p", ["", "WITHOUT OVERLAPS"].map(str::to_owned).as_slice())
        );
    }
    assert_eq!(one.constraints.len(), 2);
    let plain = table("`id` int(11) DEFAULT NULL,\n  UNIQUE KEY `u` (`id`)", "ENGINE=InnoDB", &mariadb());
    assert!(matches!(&plain.constraints[0].definition, ConstraintDefinition::Unique(key) if key.orders.is_empty()));
}

#[test]
fn bytes_that_are_no_text_are_not_guessed() {
    let refused = |column: &str, conventions: crate::dialect::mysql::parse::Conventions| {
        read(&format!("CREATE TABLE `t` (\n  {column}\n) ENGINE=InnoDB"), &conventions).is_err()
    };
    assert!(refused("`b` binary(3) DEFAULT '\\0?'", mariadb()));
    assert!(refused("`b` varbinary(3) DEFAULT '?'", mariadb()));
    assert!(!refused("`b` varbinary(3) DEFAULT 'ab\\0'", mariadb()));
    assert!(!refused("`b` varchar(3) DEFAULT '?'", mariadb()));
    assert!(!refused("`b` varbinary(3) DEFAULT '?'", mysql()));
}
