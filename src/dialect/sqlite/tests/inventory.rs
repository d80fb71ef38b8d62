//! What SQLite tells of a schema, whole: each column of its own table and of its pragmas is read, or left out for a reason,
//! and each pragma is one of these or none that tells of a schema. A newer library that brings more fails here.

use std::collections::BTreeSet;

use super::super::introspect::QUERY;
use super::Database;

/// A table that tells of the schema: the columns that are read, and those left out, with the reason.
struct Source {
    name: &'static str,
    read: &'static str,
    left_out: &'static [(&'static str, &'static str)],
}

const ORDER: &str = "the rows come in this order";
const TEXT: &str = "the text of the CREATE statement says so, and is what is read";
/// The arguments of a pragma that is read as a table.
const ARGUMENTS: &str = "an argument";

const SOURCES: &[Source] = &[
    Source { name: "sqlite_schema", read: "type name tbl_name rootpage sql", left_out: &[] },
    Source {
        name: "pragma_table_list",
        read: "schema name type",
        left_out: &[("ncol wr strict", TEXT), ("arg", ARGUMENTS)],
    },
    Source {
        name: "pragma_table_xinfo",
        read: "name type notnull dflt_value pk hidden",
        left_out: &[("cid", ORDER), ("arg schema", ARGUMENTS)],
    },
    Source {
        name: "pragma_index_list",
        read: "name unique origin partial",
        left_out: &[("seq", ORDER), ("arg schema", ARGUMENTS)],
    },
    Source {
        name: "pragma_index_xinfo",
        read: "",
        left_out: &[("seqno cid name desc coll key", TEXT), ("arg schema", ARGUMENTS)],
    },
    Source {
        name: "pragma_foreign_key_list",
        read: "id table from to on_update on_delete",
        left_out: &[("seq", ORDER), ("match", TEXT), ("arg schema", ARGUMENTS)],
    },
];

/// The pragmas, those that tell of the schema first.
const PRAGMAS: &[(&str, &str)] = &[
    ("table_list table_xinfo index_list index_xinfo foreign_key_list", "sources"),
    ("table_info index_info", "the same as the longer ones, with less"),
    (
        "collation_list function_list module_list database_list pragma_list compile_options",
        "the library's and the connection's",
    ),
    (
        "application_id user_version encoding auto_vacuum page_size page_count max_page_count freelist_count \
         journal_mode schema_version data_version secure_delete default_cache_size",
        "the file's, and no part of what `.schema` and `.dump` print",
    ),
    (
        "analysis_limit automatic_index busy_timeout cache_size cache_spill case_sensitive_like cell_size_check \
         checkpoint_fullfsync count_changes defer_foreign_keys empty_result_callbacks foreign_keys full_column_names \
         fullfsync hard_heap_limit ignore_check_constraints journal_size_limit legacy_alter_table locking_mode \
         mmap_size query_only read_uncommitted recursive_triggers reverse_unordered_selects short_column_names \
         soft_heap_limit synchronous temp_store temp_store_directory threads trusted_schema wal_autocheckpoint \
         writable_schema data_store_directory lock_proxy_file",
        "the connection's",
    ),
    (
        "foreign_key_check incremental_vacuum integrity_check optimize quick_check shrink_memory wal_checkpoint",
        "something done",
    ),
];

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

#[tokio::test]
async fn every_column_that_tells_of_a_schema_is_accounted_for() {
    let mut database = Database::new("").await;
    let asked = words(QUERY);
    let mut wrong = Vec::new();
    for Source { name, read, left_out } in SOURCES {
        let (read, left): (BTreeSet<&str>, BTreeSet<&str>) =
            (words(read), left_out.iter().flat_map(|(columns, _)| words(columns)).collect());
        assert!(left_out.iter().all(|(_, why)| !why.is_empty()));
        let columns = database.rows(&format!("SELECT name FROM pragma_table_xinfo('{name}')")).await;
        assert!(columns.len() >= 5, "{name}: {columns:?}");
        for column in &columns {
            match (read.contains(column.as_str()), left.contains(column.as_str())) {
                (true, false) if asked.contains(column.as_str()) => {}
                (true, false) => {
                    wrong.push(format!("{name}.{column} is said to be read, but the query does not name it"));
                }
                (false, true) => {}
                (true, true) => wrong.push(format!("{name}.{column} is decided twice")),
                (false, false) => wrong.push(format!("{name}.{column} is new: neither read nor left out")),
            }
        }
    }
    let known: BTreeSet<&str> = PRAGMAS.iter().flat_map(|(names, _)| words(names)).collect();
    let pragmas = database.rows("SELECT name FROM pragma_pragma_list").await;
    wrong.extend(
        pragmas.iter().filter(|name| !known.contains(name.as_str())).map(|name| format!("PRAGMA {name} is new")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_row_of_another_kind_is_named() {
    let mut database = Database::new(
        "CREATE TABLE t (a INT); PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES ('synonym', 's', 't', 0, 'CREATE SYNONYM s FOR t')",
    )
    .await;
    let named: Vec<String> = database
        .schema()
        .await
        .unmodelled
        .iter()
        .map(|one| format!("{}: {} [{}]", one.kind, one.name, one.exclude))
        .collect();
    assert_eq!(named, ["object: s (its text cannot be read: `synonym` is no kind that is known) [s]"]);
}
