//! Views, triggers, routines, events and sequences.

use super::super::program::trigger;
use super::super::{event, routine, sequence, view};
use super::{mariadb, mysql};
use crate::schema::SequenceOptions;

#[test]
fn views() {
    let one = view(
        "CREATE ALGORITHM=MERGE DEFINER=`root`@`%` SQL SECURITY INVOKER VIEW `v 2` (`x`,`y`) AS select `p`.`id` AS `id` from \
         `p` WITH CASCADED CHECK OPTION",
        &mysql(),
    )
    .unwrap();
    assert_eq!((one.name.name.as_str(), one.columns.as_slice()), ("v 2", ["x".to_owned(), "y".to_owned()].as_slice()));
    assert_eq!(one.query.text(), "select `p`.`id` AS `id` from `p`");
    assert_eq!(one.annotation.owner.as_deref(), Some("`root`@`%`"));
    let options: Vec<_> = one.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(options, ["algorithm=merge", "security=invoker", "check_option=cascaded"]);
    let plain = "CREATE ALGORITHM=UNDEFINED DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW `v` AS select ";
    let query = |text: &str| view(&format!("{plain}{text}"), &mariadb()).unwrap().query.0;
    assert!(view(&format!("{plain}1"), &mysql()).unwrap().options.is_none());
    // What a broken view names, and what is called, may have this database's name before it; others' names stay.
    assert_eq!(query("`t`.`a` AS `a`,`shop`.`t`.`b` AS `b` from `t`"), "select `t`.`a` AS `a`,`t`.`b` AS `b` from `t`");
    assert_eq!(query("`shop`.`f`(1) from (`shop`.`t` join `shop`.`u`)"), "select `f`(1) from (`t` join `u`)");
    assert_eq!(query("`shop`.`a` from `other`.`shop` `shop`"), "select `shop`.`a` from `other`.`shop` `shop`");
    let duality =
        "CREATE ALGORITHM=UNDEFINED DEFINER=`a`@`b` SQL SECURITY DEFINER JSON RELATIONAL DUALITY VIEW `v` AS select 1";
    assert!(view(duality, &mysql()).unwrap_err().to_string().contains("JSON RELATIONAL DUALITY VIEW"));
}

#[test]
fn triggers() {
    for (printed, sql) in [
        (
            "CREATE DEFINER=`root`@`localhost` TRIGGER `t ``3` AFTER UPDATE ON `parent` FOR EACH ROW BEGIN SET @a = ';'; END",
            "CREATE TRIGGER `t ``3` AFTER UPDATE ON parent FOR EACH ROW BEGIN SET @a = ';'; END",
        ),
        // MariaDB prints it as it was written.
        (
            "CREATE DEFINER=`root`@`localhost` TRIGGER if not exists shop.t2 before  insert on parent for each row  -- why\nSET NEW.b = 1",
            "CREATE TRIGGER t2 BEFORE INSERT ON parent FOR EACH ROW -- why\nSET NEW.b = 1",
        ),
        (
            "CREATE DEFINER=\"root\"@\"localhost\" TRIGGER t5 AFTER DELETE ON \"parent\" FOR EACH ROW FOLLOWS t4 INSERT INTO \"x\" VALUES (1)",
            "CREATE TRIGGER t5 AFTER DELETE ON parent FOR EACH ROW INSERT INTO \"x\" VALUES (1)",
        ),
    ] {
        let one = trigger(printed).unwrap();
        assert_eq!(one.sql, sql);
        assert_eq!((one.table.as_str(), one.definer.as_deref()), ("parent", Some("`root`@`localhost`")));
    }
}

#[test]
fn routines_and_events() {
    let one = routine("CREATE DEFINER=`root`@`localhost` FUNCTION `f1`(a int) RETURNS varchar(20) CHARSET latin1\n    DETERMINISTIC\nBEGIN RETURN 'a;'; END").unwrap();
    assert_eq!(
        one.sql,
        "CREATE FUNCTION f1(a int) RETURNS varchar(20) CHARSET latin1\n    DETERMINISTIC\nBEGIN RETURN 'a;'; END"
    );
    let one = routine("CREATE DEFINER=\"root\"@\"localhost\" PROCEDURE \"p 2\"()\nSELECT \"a\" FROM \"m\"").unwrap();
    assert_eq!((one.name.as_str(), one.sql.as_str()), ("p 2", "CREATE PROCEDURE `p 2`()\nSELECT \"a\" FROM \"m\""));
    assert!(
        routine("CREATE DEFINER=`r` AGGREGATE FUNCTION `f`(a int) RETURNS int RETURN 1")
            .unwrap()
            .sql
            .starts_with("CREATE AGGREGATE FUNCTION f(")
    );
    let one = event("CREATE DEFINER=`root`@`localhost` EVENT `e1` ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE ENABLE DO DELETE FROM t", false).unwrap();
    assert_eq!(one.sql, "CREATE EVENT e1 ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE ENABLE DO DELETE FROM t");
    let starts = "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY STARTS '2026-11-29 03:20:59' ON COMPLETION NOT PRESERVE ENABLE DO SET @starts = 1";
    assert!(event(starts, false).unwrap().sql.contains("STARTS '2026-11-29 03:20:59'"));
    assert_eq!(
        event(starts, true).unwrap().sql,
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE DO SET @starts = 1"
    );
}

#[test]
fn sequences() {
    let of = |text: &str| sequence(&format!("CREATE SEQUENCE `s` {text} ENGINE=InnoDB"), &mariadb()).unwrap();
    let plain = "start with 1 minvalue 1 maxvalue 9223372036854775806 increment by 1 cache 1000 nocycle";
    assert_eq!(of(plain).options, SequenceOptions::default());
    let down = "start with -1 minvalue -9223372036854775807 maxvalue -1 increment by -1 nocache cycle";
    let options = SequenceOptions { increment: Some(-1), cache: Some(0), cycle: true, ..SequenceOptions::default() };
    assert_eq!(of(down).options, options);
    let some = of("start with 100 minvalue 1 maxvalue 1000 increment by 10 cache 5 nocycle").options;
    assert_eq!(
        (some.start, some.min, some.max, some.increment, some.cache),
        (Some(100), None, Some(1000), Some(10), Some(5))
    );
    let small = of("as smallint start with -1 minvalue -32767 maxvalue -1 increment by -2 cache 1000 nocycle");
    assert_eq!((small.ty.as_deref(), small.options.min), (Some("smallint"), None));
    let aria = format!("CREATE SEQUENCE `s` {plain} ENGINE=Aria COMMENT='c'");
    assert!(sequence(&aria, &mariadb()).unwrap_err().to_string().contains("ENGINE=Aria"));
}
