//! What decides how the server prints things: one fixed set for the time of the reading, put back afterwards.
//!
//! `time_zone` is not among them: times in a table's text (a TIMESTAMP's default, where partitions start) are printed in the
//! session's zone, and a script that makes them is run in it.

use crate::dialect::mysql::quote;
use crate::dialect::session::Row;
use crate::engine::Flavor;

/// A setting: its name, its value for the reading, and from which version of MySQL on there is one.
struct Setting {
    name: &'static str,
    value: &'static str,
    since: (u32, u32, u32),
}

/// What both vendors have.
const COMMON: &[Setting] = &[
    // ANSI_QUOTES, NO_FIELD_OPTIONS, NO_BACKSLASH_ESCAPES … change the texts.
    Setting { name: "sql_mode", value: "''", since: (0, 0, 0) },
    Setting { name: "sql_quote_show_create", value: "1", since: (0, 0, 0) },
];

/// What MySQL has besides.
const MYSQL: &[Setting] = &[
    // Else the lists may be as old as a day.
    Setting { name: "information_schema_stats_expiry", value: "0", since: (8, 0, 3) },
    Setting { name: "show_create_table_verbosity", value: "0", since: (5, 7, 22) },
    Setting { name: "show_create_table_skip_secondary_engine", value: "0", since: (8, 0, 30) },
    // A generated invisible primary key is a key like any other.
    Setting { name: "show_gipk_in_create_table_and_information_schema", value: "1", since: (8, 0, 30) },
];

/// The settings that a server of this version has.
fn known(flavor: &Flavor) -> impl Iterator<Item = &'static Setting> {
    let mysql: &[Setting] = if flavor.is_mariadb() { &[] } else { MYSQL };
    let version = flavor.version;
    COMMON.iter().chain(mysql.iter().filter(move |setting| version >= setting.since))
}

/// What answers the values as they are, and then sets those for the reading.
pub(super) fn saved(flavor: &Flavor) -> String {
    let values: Vec<String> = known(flavor).map(|setting| format!("@@SESSION.{}", setting.name)).collect();
    let set: Vec<String> =
        known(flavor).map(|setting| format!("SESSION {} = {}", setting.name, setting.value)).collect();
    format!("SELECT {}; SET {}", values.join(", "), set.join(", "))
}

/// What puts back the values that [`saved`] was answered.
pub(super) fn restore(flavor: &Flavor, answers: &[Vec<Row>]) -> String {
    let row = answers.iter().flatten().next();
    let set: Vec<String> = known(flavor)
        .enumerate()
        .filter_map(|(at, setting)| {
            let value = row?.get(at)?.as_deref()?;
            let number = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
            let value = if number { value.to_owned() } else { quote::string(value) };
            Some(format!("SESSION {} = {value}", setting.name))
        })
        .collect();
    if set.is_empty() { "DO 0".to_owned() } else { format!("SET {}", set.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    #[test]
    fn what_was_set_is_put_back() {
        let flavor = |mariadb, version| Flavor { engine: Engine::MySql, mariadb, version };
        let maria = flavor(true, (10, 11, 0));
        assert_eq!(
            saved(&maria),
            "SELECT @@SESSION.sql_mode, @@SESSION.sql_quote_show_create; \
             SET SESSION sql_mode = '', SESSION sql_quote_show_create = 1"
        );
        let answers = vec![vec![vec![Some("ANSI_QUOTES".to_owned()), Some("0".to_owned())]], vec![]];
        assert_eq!(
            restore(&maria, &answers),
            "SET SESSION sql_mode = 'ANSI_QUOTES', SESSION sql_quote_show_create = 0"
        );
        assert!(!saved(&flavor(false, (8, 0, 29))).contains("gipk"));
        assert!(saved(&flavor(false, (8, 4, 0))).contains("gipk"));
    }
}
