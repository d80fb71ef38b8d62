//! What stands between the program and a database: poolers, replicas, TLS, files that hold a login; and that no password gets out.

mod logins;
mod pooler;
mod read_only;
mod secrets;
mod slow;
mod tls;

use crate::support::Project;

/// A schema of one table.
const SCHEMA: &str = "[table.a.columns]\nid = \"bigint\"\nnote = { type = \"text\", default = \"x\" }\n";

/// Its first revision.
fn with_revision(project: Project) -> Project {
    project.schema_toml(SCHEMA).revision(
        "r1",
        "",
        "CREATE TABLE a (id bigint NOT NULL, note text NOT NULL DEFAULT 'x');",
        "DROP TABLE a;",
    )
}
