//! Every table of `information_schema`: read, or left out for a reason. The tests hold this list against the servers they run on,
//! so that what a new version brings is a decision and not an oversight.

/// A table of `information_schema`.
#[derive(Debug, Clone, Copy)]
pub struct Inventoried {
    /// Its name, in capitals.
    pub name: &'static str,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of what a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A question reads it.
    Read,
    /// What it tells is printed by `SHOW CREATE`.
    Printed,
    /// It holds nothing of the schema of a database; why.
    LeftOut(&'static str),
}

const GRANTS: &str = "grants and roles are not compared (`[schema] privileges`)";
const SERVER: &str = "the whole server's, no database's schema";
const STATE: &str = "what the server does and counts at the moment";
const INNODB: &str = "how InnoDB stores what other tables tell";

const READ: &[&str] = &["CHARACTER_SETS", "EVENTS", "GEOMETRY_COLUMNS", "LIBRARIES", "ROUTINES", "TABLES", "TRIGGERS"];

const PRINTED: &[&str] = &[
    "CHECK_CONSTRAINTS",
    "COLUMNS",
    "COLUMNS_EXTENSIONS",
    "JSON_DUALITY_VIEWS",
    "JSON_DUALITY_VIEW_COLUMNS",
    "JSON_DUALITY_VIEW_LINKS",
    "JSON_DUALITY_VIEW_TABLES",
    "KEY_COLUMN_USAGE",
    "KEY_PERIOD_USAGE",
    "PARAMETERS",
    "PARTITIONS",
    "PERIODS",
    "REFERENTIAL_CONSTRAINTS",
    "ROUTINE_LIBRARIES",
    "SEQUENCES",
    "STATISTICS",
    "ST_GEOMETRY_COLUMNS",
    "TABLES_EXTENSIONS",
    "TABLE_CONSTRAINTS",
    "TABLE_CONSTRAINTS_EXTENSIONS",
    "VIEWS",
    "VIEW_ROUTINE_USAGE",
    "VIEW_TABLE_USAGE",
];

const LEFT_OUT: &[(&str, &[&str])] = &[
    (
        GRANTS,
        &[
            "ADMINISTRABLE_ROLE_AUTHORIZATIONS",
            "APPLICABLE_ROLES",
            "COLUMN_PRIVILEGES",
            "ENABLED_ROLES",
            "ROLE_COLUMN_GRANTS",
            "ROLE_ROUTINE_GRANTS",
            "ROLE_TABLE_GRANTS",
            "SCHEMA_PRIVILEGES",
            "TABLE_PRIVILEGES",
            "USER_ATTRIBUTES",
            "USER_PRIVILEGES",
        ],
    ),
    (
        SERVER,
        &[
            "ALL_PLUGINS",
            "COLLATIONS",
            "COLLATION_CHARACTER_SET_APPLICABILITY",
            "ENGINES",
            "FILES",
            "KEYWORDS",
            "OPTIMIZER_COSTS",
            "PLUGINS",
            "RESOURCE_GROUPS",
            "SPATIAL_REF_SYS",
            "SQL_FUNCTIONS",
            "ST_SPATIAL_REFERENCE_SYSTEMS",
            "ST_UNITS_OF_MEASURE",
            "TABLESPACES",
            "TABLESPACES_EXTENSIONS",
            "USERS",
        ],
    ),
    (
        "the database itself and its own defaults, which a schema file does not hold",
        &["SCHEMATA", "SCHEMATA_EXTENSIONS"],
    ),
    ("histograms: what ANALYZE TABLE found in the rows", &["COLUMN_STATISTICS"]),
    (
        STATE,
        &[
            "CLIENT_STATISTICS",
            "GLOBAL_STATUS",
            "GLOBAL_VARIABLES",
            "INDEX_STATISTICS",
            "KEY_CACHES",
            "OPTIMIZER_TRACE",
            "PROCESSLIST",
            "PROFILING",
            "SESSION_STATUS",
            "SESSION_VARIABLES",
            "SLAVE_STATUS",
            "SYSTEM_VARIABLES",
            "TABLE_STATISTICS",
            "THREAD_POOL_GROUPS",
            "THREAD_POOL_QUEUES",
            "THREAD_POOL_STATS",
            "THREAD_POOL_WAITS",
            "USER_STATISTICS",
            "USER_VARIABLES",
        ],
    ),
];

/// What becomes of a table of `information_schema`; none where nobody has decided.
pub fn fate(name: &str) -> Option<Fate> {
    let name = name.to_ascii_uppercase();
    if READ.contains(&name.as_str()) {
        return Some(Fate::Read);
    }
    if PRINTED.contains(&name.as_str()) {
        return Some(Fate::Printed);
    }
    // What a plugin of the storage engine tells comes with it.
    if name.starts_with("INNODB_") {
        return Some(Fate::LeftOut(INNODB));
    }
    LEFT_OUT.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(why, _)| Fate::LeftOut(why))
}

/// All that a decision is made about, but those of `InnoDB`.
pub fn decided() -> impl Iterator<Item = Inventoried> {
    let named = READ.iter().chain(PRINTED).chain(LEFT_OUT.iter().flat_map(|(_, names)| *names));
    named.filter_map(|name| Some(Inventoried { name, fate: fate(name)? }))
}
