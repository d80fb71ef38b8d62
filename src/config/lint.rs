//! `[lint]`: how much each rule of `migrate lint` weighs.

use toml::de::DeValue;

use super::error::ConfigError;
use super::read::ConfigSection;
use crate::nearest::did_you_mean;

/// The codes of all rules. They are listed here, since the configuration is read before any rule is known; a test holds the list
/// against the rules.
pub const LINT_CODES: &[&str] = &[
    "add-check",
    "add-column-volatile-default",
    "add-domain-column",
    "add-exclusion",
    "add-foreign-key",
    "add-primary-key",
    "add-required-column",
    "add-serial-column",
    "add-stored-column",
    "add-unique",
    "algorithm-not-asserted",
    "allow-unknown-rule",
    "allow-without-finding",
    "allow-without-reason",
    "attach-partition",
    "backfill-with-ddl",
    "change-column-type",
    "concurrently-if-not-exists",
    "concurrently-on-partitioned",
    "create-checked-domain",
    "create-index",
    "create-partition",
    "create-trigger",
    "detach-partition",
    "domain-constraint",
    "drop-column",
    "drop-column-in-use",
    "drop-foreign-key",
    "drop-index",
    "drop-not-null",
    "drop-schema",
    "drop-table",
    "drop-table-cascades",
    "duplicate-assignment",
    "duplicate-index",
    "dynamic-sql",
    "engine-without-transactions",
    "enum-value-moved",
    "enum-value-removed",
    "enum-value-unplaced",
    "enum-value-used-at-once",
    "extension-version",
    "foreign-key-to-non-unique",
    "foreign-key-without-index",
    "identifier-too-long",
    "inline-references",
    "lock-table",
    "lock-timeout-off",
    "missing-if-exists",
    "name-style",
    "narrow-charset",
    "narrow-column-type",
    "needs-no-transaction",
    "no-primary-key",
    "prefer-bigint",
    "prefer-identity",
    "prefer-jsonb",
    "prefer-numeric",
    "prefer-text",
    "prefer-timestamptz",
    "primary-key-of-nullable",
    "privileges",
    "rebuild-loses-triggers",
    "refresh-materialized-view",
    "reindex",
    "rename-column",
    "rename-enum-value",
    "rename-schema",
    "rename-table",
    "replica-identity",
    "reserved-word",
    "rewrite-table",
    "row-security",
    "set-not-null",
    "several-alters",
    "several-heads",
    "several-locks",
    "strict-table",
    "table-copied",
    "transaction-control",
    "truncate",
    "truncate-cascade",
    "unbatched-change",
    "unique-of-rows",
    "unqualified-name",
    "vacuum-full",
    "validate-in-same-transaction",
    "wide-index",
    "work-under-lock",
    "zero-date",
];

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintLevel {
    /// The rule does not speak.
    Off,
    /// It deserves a look: traffic stops for a moment, or running code may break.
    Warning,
    /// The statement fails, loses rows, or stops traffic for as long as the table is large.
    Error,
}

impl LintLevel {
    /// The word in `migrate.toml` and in reports.
    pub fn word(self) -> &'static str {
        match self {
            LintLevel::Off => "off",
            LintLevel::Warning => "warning",
            LintLevel::Error => "error",
        }
    }
}

/// `[lint]`
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// The rules that do not have their default level.
    pub levels: Vec<(String, LintLevel)>,
}

impl LintSettings {
    /// Reads `[lint]`.
    pub(super) fn read(section: &ConfigSection<'_>) -> Result<Self, ConfigError> {
        let mut levels = Vec::new();
        for code in LINT_CODES {
            let Some(value) = section.any(code) else { continue };
            const EXPECTED: &str = "\"error\", \"warning\" or \"off\"";
            let DeValue::String(word) = value.get_ref() else { return Err(section.wrong(value, code, EXPECTED)) };
            let level = match &**word {
                "error" => LintLevel::Error,
                "warning" => LintLevel::Warning,
                "off" => LintLevel::Off,
                other => {
                    let problem = format!("must be {EXPECTED}, not \"{other}\"");
                    let help = did_you_mean(other, ["error", "warning", "off"]);
                    return Err(section.fault(value.span(), code, &problem, help));
                }
            };
            levels.push(((*code).to_owned(), level));
        }
        Ok(LintSettings { levels })
    }
}
