//! The readers on texts that real servers printed: nothing of a text is lost, and what it says is where it belongs.

mod programs;
mod tables;
mod whole;

use std::collections::HashMap;

use super::Conventions;
use crate::schema::{Column, Index, Table};

/// A MySQL server's conventions in a database of utf8mb4.
fn mysql() -> Conventions {
    conventions(false, "utf8mb4_0900_ai_ci")
}

/// A MariaDB server's.
fn mariadb() -> Conventions {
    conventions(true, "utf8mb4_general_ci")
}

fn conventions(mariadb: bool, collation: &str) -> Conventions {
    let collations = [
        ("latin1", "latin1_swedish_ci"),
        ("utf8mb3", "utf8mb3_general_ci"),
        ("utf8mb4", collation),
        ("ascii", "ascii_general_ci"),
        ("binary", "binary"),
    ];
    let collations = collations.iter().map(|(charset, default)| ((*charset).to_owned(), (*default).to_owned()));
    Conventions {
        database: "shop".to_owned(),
        mariadb,
        engine: "InnoDB".to_owned(),
        charset: "utf8mb4".to_owned(),
        collation: collation.to_owned(),
        collations: collations.collect::<HashMap<_, _>>(),
    }
}

/// A table of these columns, keys and options.
fn table(inner: &str, options: &str, conventions: &Conventions) -> Table {
    super::table(&format!("CREATE TABLE `t` (\n  {inner}\n) {options}"), conventions).expect("a table")
}

/// The one column of a table.
fn column(text: &str, conventions: &Conventions) -> Column {
    table(text, "ENGINE=InnoDB", conventions).columns.remove(0)
}

/// The one index of a table.
fn index(text: &str, conventions: &Conventions) -> Index {
    table(&format!("`a` int DEFAULT NULL,\n  {text}"), "ENGINE=InnoDB", conventions).indexes.remove(0)
}
