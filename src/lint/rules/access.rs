//! Who may see what, and what cannot be seen in a script: to be read by somebody who answers for it.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{Action, Kind};
use super::super::step::Step;
use super::{POSTGRES, SERVERS};

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "privileges",
        level: Level::Off,
        engines: SERVERS,
        title: "GRANT, REVOKE, ALTER DEFAULT PRIVILEGES",
        why: "It changes who may read or write what.",
        safer: "-- migrate:allow privileges reviewed by …\nGRANT SELECT ON {table} TO reporting;",
        check: privileges,
    },
    Rule {
        code: "row-security",
        level: Level::Warning,
        engines: POSTGRES,
        title: "Row-level security switched, policies changed on a table in use",
        why: "Rows appear or disappear for the roles that the policies are about. Without a policy that lets it, a role sees nothing once row-level \
              security is on, and everything once it is off. Readers and writers wait meanwhile.",
        safer: "-- Policies first, then the switch, in one transaction:\nCREATE POLICY {name} ON {table} USING {expression};\n\
                ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        check: row_security,
    },
    Rule {
        code: "extension-version",
        level: Level::Warning,
        engines: POSTGRES,
        title: "ALTER EXTENSION … UPDATE",
        why: "The scripts of the extension run, which can lock, write or drop anything that is its own: what they do depends on the versions.",
        safer: "-- Say the version, so that each database gets the same:\nALTER EXTENSION {name} UPDATE TO '3.4';",
        check: extension_version,
    },
    Rule {
        code: "dynamic-sql",
        level: Level::Off,
        engines: SERVERS,
        title: "SQL that is made while it runs",
        why: "What EXECUTE runs is not in the script: no rule here sees it, nor does a reader.",
        safer: "-- Write the statements out.",
        check: dynamic_sql,
    },
    Rule {
        code: "replica-identity",
        level: Level::Warning,
        engines: POSTGRES,
        title: "REPLICA IDENTITY",
        why: "Subscribers of logical replication find rows by it: with NOTHING they get no UPDATE or DELETE, and PostgreSQL refuses those on \
              a published table. FULL writes every old row to the log.",
        safer: "ALTER TABLE {table} REPLICA IDENTITY USING INDEX {name};",
        check: replica_identity,
    },
];

fn privileges(step: &Step<'_>, out: &mut Out) {
    if let Kind::Privileges { word } = step.kind {
        out.report(step.whole(), format!("{word} changes who may do what"), &[]);
    }
}

fn row_security(step: &Step<'_>, out: &mut Out) {
    if let Kind::Policy { table } = step.kind
        && !step.is_quiet(table)
    {
        out.report(
            step.whole(),
            format!("other rows of {table} are seen from now on"),
            &[("table", &step.spelled(table))],
        );
    }
    for (alter, clause) in step.clauses() {
        if let Action::RowSecurity { word } = clause.action {
            let words = [("table", &*step.spelled(&alter.table))];
            out.report(
                clause.span.clone(),
                format!("{word}: other rows of {} are seen from now on", alter.table),
                &words,
            );
        }
    }
}

fn extension_version(step: &Step<'_>, out: &mut Out) {
    if let Kind::UpdateExtension { name } = step.kind {
        out.report(step.whole(), format!("the update scripts of {name} run"), &[("name", &step.quoted(name))]);
    }
}

fn dynamic_sql(step: &Step<'_>, out: &mut Out) {
    if let Kind::Program { word, dynamic: true } = step.kind {
        out.report(step.whole(), format!("{word} runs SQL that is not in the script"), &[]);
    }
}

fn replica_identity(step: &Step<'_>, out: &mut Out) {
    for (alter, clause) in step.clauses() {
        if clause.action == Action::ReplicaIdentity {
            let words = [("table", &*step.spelled(&alter.table))];
            out.report(
                clause.span.clone(),
                format!("subscribers find rows of {} otherwise from now on", alter.table),
                &words,
            );
        }
    }
}
