//! The lists of the server's own names are whole: each name that the server that the tests run on has in `pg_catalog` is there.

use migrate::dialect::postgres::{is_operator, is_routine, is_text_search, is_type};

use crate::support::postgres::Database;

#[test]
fn every_name_of_the_server_is_listed() {
    let Some(database) = Database::new() else { return };
    let missing = |query: &str, is_known: fn(&str) -> bool| {
        let names = database.psql(query);
        assert!(names.lines().count() > 40, "{names}");
        names.lines().filter(|name| !is_known(name)).map(str::to_owned).collect::<Vec<_>>()
    };
    let types = "SELECT typname FROM pg_type
         WHERE typnamespace = 'pg_catalog'::regnamespace AND oid < 16384 AND typcategory <> 'A' AND typtype <> 'c'";
    assert_eq!(missing(types, is_type), Vec::<String>::new());
    let routines =
        "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND oid < 16384";
    assert_eq!(missing(routines, is_routine), Vec::<String>::new());
    let operators =
        "SELECT DISTINCT oprname FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace AND oid < 16384";
    assert_eq!(missing(operators, is_operator), Vec::<String>::new());
    let text_search = "SELECT cfgname FROM pg_ts_config WHERE oid < 16384 UNION SELECT dictname FROM pg_ts_dict WHERE oid < 16384
         UNION SELECT prsname FROM pg_ts_parser WHERE oid < 16384 UNION SELECT tmplname FROM pg_ts_template WHERE oid < 16384";
    assert_eq!(missing(text_search, is_text_search), Vec::<String>::new());
}
