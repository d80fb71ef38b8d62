//! Domains: a change of one is a change of every table that uses it.

use super::super::rule::{Level, Out, Rule};
use super::super::statement::{DomainChange, Kind};
use super::super::step::Step;
use super::POSTGRES;

pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "domain-constraint",
        level: Level::Error,
        engines: POSTGRES,
        title: "ALTER DOMAIN with a constraint that is validated at once",
        why: "PostgreSQL reads every row of every table that has a column of the domain, while nobody writes to them.",
        safer: "ALTER DOMAIN {name} ADD CONSTRAINT {name}_check CHECK (VALUE <> '') NOT VALID;\n\
                -- in another transaction:\nALTER DOMAIN {name} VALIDATE CONSTRAINT {name}_check;",
        check: domain_constraint,
    },
    Rule {
        code: "create-checked-domain",
        level: Level::Off,
        engines: POSTGRES,
        title: "CREATE DOMAIN with a constraint",
        why: "Each change of the constraint later on reads every table that uses the domain, and a column of it cannot be added without writing \
              all rows. A check of the table can be changed table by table.",
        safer: "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK {expression} NOT VALID;",
        check: checked_domain,
    },
];

fn domain_constraint(step: &Step<'_>, out: &mut Out) {
    let Kind::AlterDomain { name, change } = step.kind else { return };
    if !matches!(change, DomainChange::AddCheck { not_valid: false } | DomainChange::SetNotNull) {
        return;
    }
    let tables: Vec<&str> =
        step.state.tables_of_type(&name.name).filter(|table| !table.made).map(|table| table.name.as_str()).collect();
    let made = step.came(|kind| matches!(kind, Kind::CreateDomain { name: made, .. } if step.same(made, name)));
    if tables.is_empty() && made {
        return;
    }
    let of = if tables.is_empty() { "every table that uses it".to_owned() } else { tables.join(", ") };
    out.report(
        step.whole(),
        format!("nobody writes to {of} while every row is looked at"),
        &[("name", &step.spelled(name))],
    );
}

fn checked_domain(step: &Step<'_>, out: &mut Out) {
    let Kind::CreateDomain { name, checked: true } = step.kind else { return };
    out.report(step.whole(), format!("a change of what {name} demands reads every table that uses it"), &[]);
}
