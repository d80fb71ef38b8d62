//! Storage parameters and options by their documented names: a catalogue may hold entries of the server's own besides.

use crate::schema::Parameters;

/// Parameters of tables and materialized views (`toast.` ones have the same names after the dot).
const TABLE: &[&str] = &[
    "autovacuum_analyze_scale_factor",
    "autovacuum_analyze_threshold",
    "autovacuum_enabled",
    "autovacuum_freeze_max_age",
    "autovacuum_freeze_min_age",
    "autovacuum_freeze_table_age",
    "autovacuum_multixact_freeze_max_age",
    "autovacuum_multixact_freeze_min_age",
    "autovacuum_multixact_freeze_table_age",
    "autovacuum_vacuum_cost_delay",
    "autovacuum_vacuum_cost_limit",
    "autovacuum_vacuum_insert_scale_factor",
    "autovacuum_vacuum_insert_threshold",
    "autovacuum_vacuum_max_threshold",
    "autovacuum_vacuum_scale_factor",
    "autovacuum_vacuum_threshold",
    "fillfactor",
    "log_autoanalyze_min_duration",
    "log_autovacuum_min_duration",
    "log_autovacuum_vacuum_min_duration",
    "parallel_workers",
    "toast_tuple_target",
    "user_catalog_table",
    "vacuum_index_cleanup",
    "vacuum_max_eager_freeze_failure_rate",
    "vacuum_truncate",
];

/// Parameters of the server's own index methods.
const INDEX: &[&str] = &[
    "autosummarize",
    "buffering",
    "deduplicate_items",
    "fastupdate",
    "fillfactor",
    "gin_pending_list_limit",
    "pages_per_range",
];

/// Parameters of operator classes that the server and its own extensions bring.
const OPERATOR_CLASS: &[&str] =
    &["false_positive_rate", "n_distinct_per_range", "numranges", "siglen", "values_per_range"];

/// Options of columns.
const ATTRIBUTE: &[&str] = &["n_distinct", "n_distinct_inherited"];

/// Options of views.
const VIEW: &[&str] = &["check_option", "security_barrier", "security_invoker"];

/// Index methods that the server brings; the parameters of any other are all taken: their names are the extension's.
const METHODS: &[&str] = &["brin", "btree", "gin", "gist", "hash", "spgist"];

type ParameterSettings = [(String, String)];

/// A table's parameters, in the order in which they are kept.
pub(super) fn table(settings: &ParameterSettings, toast: &ParameterSettings) -> Parameters {
    let toast = known(toast, TABLE);
    let toast = toast.iter().map(|(name, value)| (format!("toast.{name}"), value.clone()));
    known(settings, TABLE).iter().cloned().chain(toast).collect()
}

/// An index's parameters, in the order in which they are kept.
pub(super) fn index(method: &str, settings: &ParameterSettings) -> Parameters {
    if METHODS.contains(&method) { known(settings, INDEX) } else { settings.to_vec().into() }
}

/// The parameters of an operator class in an index, as the server prints them: `siglen='32'`.
pub(super) fn operator_class(method: &str, settings: &ParameterSettings) -> Parameters {
    if METHODS.contains(&method) { known(settings, OPERATOR_CLASS) } else { settings.to_vec().into() }
}

/// A column's options, in the order in which they are kept.
pub(super) fn attribute(settings: &ParameterSettings) -> Parameters {
    known(settings, ATTRIBUTE)
}

/// A view's options, in the order in which they are kept.
pub(super) fn view(settings: &ParameterSettings) -> Parameters {
    known(settings, VIEW)
}

fn known(settings: &ParameterSettings, names: &[&str]) -> Parameters {
    settings.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(entries: &[(&str, &str)]) -> Parameters {
        entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_documented_names() {
        let found = table(
            &settings(&[("parallel_workers", "2"), ("fillfactor", "70"), ("vendor_secret", "x")]),
            &settings(&[("autovacuum_enabled", "false"), ("vendor_secret", "x")]),
        );
        let wanted = [("parallel_workers", "2"), ("fillfactor", "70"), ("toast.autovacuum_enabled", "false")];
        assert_eq!(found.to_vec(), settings(&wanted).to_vec());
        assert_eq!(index("btree", &settings(&[("m", "16"), ("fillfactor", "70")])), settings(&[("fillfactor", "70")]));
        assert_eq!(index("hnsw", &settings(&[("m", "16")])), settings(&[("m", "16")]));
        assert!(operator_class("gist", &settings(&[("n_distinct", "5")])).is_empty());
        assert_eq!(view(&settings(&[("security_invoker", "true"), ("x", "y")])).len(), 1);
    }
}
