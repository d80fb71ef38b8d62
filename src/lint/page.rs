//! The page of a rule, and `docs/lint.md`, which is all pages: made of the rules themselves.

use super::rule::{Level, Rule};
use super::rules::all;

/// What a rule says in place of its level, for people.
fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Level::Off => "off by default",
        other => other.word(),
    }
}

/// A rule for the terminal.
pub fn page(rule: &Rule) -> String {
    let mut text = format!("{}: {}\n{}; {}\n\n{}\n\n", rule.code, rule.title, level(rule), rule.databases(), rule.why);
    for line in rule.safer_with(None, &[]).lines() {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str(&format!(
        "\nTo accept one finding, on the line before the statement:\n\n    -- migrate:allow {} why it is right here\n",
        rule.code
    ));
    text
}

/// All rules, a line each.
pub fn list() -> String {
    let widest = all().map(|rule| rule.code.len()).max().unwrap_or_default();
    all().map(|rule| format!("{:widest$}  {:7}  {}\n", rule.code, rule.level.word(), rule.title)).collect()
}

/// `docs/lint.md`.
pub fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    text.push_str("| rule | level | databases | what it finds |\n|---|---|---|---|\n");
    for rule in all() {
        let (code, databases) = (rule.code, rule.databases());
        text.push_str(&format!("| [`{code}`](#{code}) | {} | {databases} | {} |\n", rule.level.word(), rule.title));
    }
    for rule in all() {
        text.push_str(&format!("\n## {}\n\n{} ({}; {}).\n\n", rule.code, rule.title, level(rule), rule.databases()));
        text.push_str(&format!("{}\n\n```sql\n{}\n```\n", rule.why, rule.safer_with(None, &[])));
    }
    text
}

const INTRODUCTION: &str = "\
# The rules of `migrate lint`

<!-- Made of the rules; after a change of one: UPDATE_README=1 cargo test --test suite lint -->

`migrate lint` finds what a script does to a database that is in use, before it runs there. `migrate lint --explain CODE` prints a
page of this file.

What it knows: the scripts before those that are judged, by their words (what type a column had, which constraints are valid), and,
where a database answers, its version and the size of its tables. Tables that the run itself makes are exempt, and so are tables
without rows. Without a database it takes PostgreSQL 15, MariaDB 10.11 or MySQL 8.0 for granted. Locks and rewrites were measured on
PostgreSQL 15 and MariaDB 10.11.

A finding is accepted on the line before the statement, with a reason:

```sql
-- migrate:allow drop-table nobody has read it since May, the rows are in the archive
DROP TABLE old_orders;
```

What a rule weighs is set in `migrate.toml`. `error` and `warning` both make `lint` exit with 1; `off` silences the rule. Rules about
what a schema has (a foreign key without an index, a table without a primary key) find nothing in a script as `revision --autogenerate`
wrote it, unless they are set here: what it makes is what the schema file declares.

```toml
[lint]
drop-column = \"error\"
prefer-jsonb = \"warning\"
rename-table = \"off\"
```

";
