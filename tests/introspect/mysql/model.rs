//! What is there is in the model, the same in every database.

use migrate::schema::{ConstraintDefinition, Node, Object, ObjectId, QName, Schema, Table};

use super::{everything, read, unmodelled};
use crate::support::mysql::{Database, Server};

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.table(&QName::plain(name)).unwrap_or_else(|| panic!("no table {name}"))
}

fn needs(schema: &Schema, node: &Node) -> Vec<String> {
    schema.depends.get(node).into_iter().flatten().map(Node::to_string).collect()
}

#[test]
fn nothing_of_what_tables_can_be_is_beyond_the_model() {
    for (server, database) in Database::on_each() {
        database.mysql(&everything(server));
        let schema = read(&database);
        assert_eq!(unmodelled(&schema), Vec::<String>::new(), "{server:?}");
        assert!(schema.unrunnable.is_empty() && schema.stranded.is_empty(), "{server:?}: {:?}", schema.unrunnable);
        let printed = database.mysql("SELECT count(*) FROM information_schema.tables WHERE table_schema = database()");
        let relations = schema.objects.values().filter(|object| !matches!(object, Object::Definition(_))).count();
        assert_eq!(printed.trim(), relations.to_string(), "{server:?}");

        // The name of the database is in none of it.
        let Some(other) = Database::on(server) else { return };
        other.mysql(&everything(server));
        let second = read(&other);
        for (id, object) in &schema.objects {
            assert_eq!(Some(object), second.get(id), "{server:?}");
        }
        assert_eq!(schema.depends, second.depends, "{server:?}");
        assert!(!format!("{schema:?}").contains(database.name()), "{server:?}");
    }
}

#[test]
fn parts_of_tables() {
    for (server, database) in Database::on_each() {
        database.mysql(&everything(server));
        let schema = read(&database);
        let keys = table(&schema, "keys_a");
        let names: Vec<String> = keys.constraints.iter().map(migrate::schema::Constraint::key).collect();
        assert_eq!(names, ["PRIMARY", "u1"], "{server:?}");
        let child = table(&schema, "child");
        assert!(child.options.auto_increment.0 == Some(77) && child.options.parameters.is_empty(), "{child:?}");
        let key = child.constraints.iter().find(|constraint| constraint.key() == "fk_a").expect("a key");
        let node = Node::part(&child.name, key.kind(), "fk_a");
        let needed = needs(&schema, &node);
        assert!(needed.contains(&"index fk_a on child".to_owned()), "{server:?}: {needed:?}");
        assert!(needed.contains(&"primary key PRIMARY on parent".to_owned()), "{server:?}: {needed:?}");
        assert_eq!(table(&schema, "text_types").column("t").map(|column| column.ty.as_str()), Some("json"));
        assert_eq!(
            table(&schema, "parent").annotation.comment.as_deref(),
            Some("it's a \\ \"parent\"\nsecond line; `tick`")
        );
        assert!(table(&schema, "part_sub").options.partition_by.is_some());
        let checks = table(&schema, "checks");
        let named = checks.constraints.iter().find(|constraint| constraint.key() == "ck_b").expect("a check");
        let ConstraintDefinition::Check(check) = &named.definition else { panic!("{named:?}") };
        assert!(
            check.expression.text().contains("`b` > `a`") && !check.expression.text().starts_with("(("),
            "{check:?}"
        );
        let of = Node::part(&checks.name, named.kind(), "ck_b");
        assert!(needs(&schema, &of).contains(&"column checks.a".to_owned()));
        match server {
            Server::MySql => {
                assert!(table(&schema, "m_gipk").column("my_row_id").is_some_and(|column| column.invisible));
                assert_eq!(table(&schema, "m_srid").column("g").and_then(|column| column.srid), Some(4326));
            }
            Server::MariaDb | Server::NewMariaDb => {
                assert_eq!(table(&schema, "r_srid").column("g").and_then(|column| column.srid), Some(4326));
                assert!(table(&schema, "r_ver").options.system_versioned);
                let default = Node::column(&QName::plain("r_seqdef"), "a");
                assert_eq!(needs(&schema, &default), ["sequence seq1"], "{server:?}");
            }
        }
    }
}

#[test]
fn triggers_programs_and_views() {
    for (server, database) in Database::on_each() {
        database.mysql(&everything(server));
        let schema = read(&database);
        let triggers = &table(&schema, "parent").triggers;
        let trigger = |name: &str| triggers.iter().find(|trigger| trigger.name == name).expect("a trigger");
        let follows: Vec<_> = ["t0", "t1", "t2", "t5"].map(|name| trigger(name).follows.as_deref()).to_vec();
        assert_eq!(follows, [None, Some("t0"), Some("t1"), None], "{server:?}");
        assert_eq!(trigger("t1").sql.text(), "CREATE TRIGGER t1 BEFORE INSERT ON parent FOR EACH ROW SET NEW.b = 1");
        assert!(trigger("t1").settings.is_none() && trigger("t1").annotation.owner.is_none(), "{:?}", trigger("t1"));
        assert_eq!(trigger("t5").settings.to_vec(), [("sql_mode".to_owned(), "ANSI_QUOTES".to_owned())], "{server:?}");
        let ids: Vec<String> = schema.objects.keys().map(ObjectId::to_string).collect();
        for id in ["function f1", "procedure p1", "procedure p 2", "event e1", "view v2"] {
            assert!(ids.contains(&id.to_owned()), "{server:?}: {id} of {ids:?}");
        }
        let view = ObjectId::view(&QName::plain("v3"));
        assert_eq!(needs(&schema, &Node::Object(view)), ["table child", "table self_ref", "view v1", "function f1"]);
    }
}
