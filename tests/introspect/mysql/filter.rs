//! `[schema] include` and `exclude`, and the version table.

use migrate::schema::ObjectId;

use super::{read_within, scope, unmodelled};
use crate::support::mysql::Database;

#[test]
fn what_is_left_out() {
    for (server, database) in Database::on_each() {
        database.mysql(
            "CREATE TABLE kept (id int PRIMARY KEY, a int, KEY tmp_ix (a), KEY ix (a));
             CREATE TABLE gone (id int PRIMARY KEY);
             CREATE TABLE migrate_version (a int);
             CREATE TABLE child (id int, CONSTRAINT fk FOREIGN KEY (id) REFERENCES gone (id));
             CREATE VIEW v AS SELECT id FROM gone;
             CREATE TRIGGER t1 BEFORE INSERT ON kept FOR EACH ROW SET NEW.a = 1;
             CREATE TRIGGER t2 BEFORE INSERT ON kept FOR EACH ROW SET NEW.a = 2;
             CREATE TRIGGER t3 BEFORE INSERT ON kept FOR EACH ROW SET NEW.a = 3;",
        );
        let schema = read_within(&database, &scope(&[], &["gone", "index:tmp_*", "trigger:kept.t2"]));
        let ids: Vec<String> = schema.objects.keys().map(ObjectId::to_string).collect();
        assert_eq!(ids, ["table child", "table kept", "view v"], "{server:?}");
        let outside: Vec<String> = schema.outside.iter().map(|object| object.id().to_string()).collect();
        assert_eq!(outside, ["table gone"], "{server:?}");
        let kept = schema.tables().find(|table| table.name.name == "kept").expect("a table");
        let indexes: Vec<&str> = kept.indexes.iter().map(|index| index.name.as_str()).collect();
        let triggers: Vec<_> = kept.triggers.iter().map(|one| (one.name.as_str(), one.follows.as_deref())).collect();
        assert_eq!((indexes, triggers), (vec!["ix"], vec![("t1", None), ("t3", Some("t1"))]), "{server:?}");
        let stranded: Vec<(String, &str, &str)> = schema
            .stranded
            .iter()
            .map(|one| (one.node.to_string(), one.needs.as_str(), one.pattern.as_str()))
            .collect();
        let expected = [
            ("view v".to_owned(), "table gone", "view:v"),
            ("foreign key fk on child".to_owned(), "table gone", "foreign_key:child.fk"),
        ];
        assert_eq!(stranded, expected, "{server:?}");
        assert_eq!(unmodelled(&schema), Vec::<String>::new());
        let less = read_within(&database, &scope(&[], &["gone", "view:v", "foreign_key:child.fk"]));
        assert!(less.stranded.is_empty(), "{server:?}: {:?}", less.stranded);
    }
}
