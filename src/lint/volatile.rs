//! Whether the value of a default may differ from row to row, so that PostgreSQL has to write every row.
//!
//! The server asks for the volatility of each function. Here the names are known of its own functions; one that somebody
//! wrote is volatile unless it was declared otherwise, so it counts as such.

use super::statement::Expression;

/// Functions of the server that give every row of a statement the same value, and those that make no value of their own.
const STEADY: [&str; 62] = [
    "abs",
    "age",
    "array",
    "bit_length",
    "btrim",
    "ceil",
    "ceiling",
    "char_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "convert_from",
    "convert_to",
    "current_database",
    "current_schema",
    "current_setting",
    "date",
    "date_part",
    "date_trunc",
    "decode",
    "encode",
    "extract",
    "floor",
    "format",
    "greatest",
    "int4range",
    "int8range",
    "interval",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "least",
    "left",
    "length",
    "lower",
    "lpad",
    "make_date",
    "make_interval",
    "make_timestamp",
    "make_timestamptz",
    "md5",
    "mod",
    "now",
    "nullif",
    "numeric",
    "pg_backend_pid",
    "quote_literal",
    "replace",
    "right",
    "round",
    "row",
    "rpad",
    "sha256",
    "statement_timestamp",
    "timestamp",
    "to_char",
    "to_tsvector",
    "transaction_timestamp",
    "trunc",
    "upper",
];

/// Words before a parenthesis that call nothing: types with a length, what a cast says.
const TYPES: [&str; 12] = [
    "varchar",
    "character",
    "varying",
    "char",
    "bit",
    "decimal",
    "time",
    "cast",
    "bpchar",
    "float",
    "daterange",
    "tstzrange",
];

/// The function that makes a default differ from row to row, or may.
pub(crate) fn reason(default: &Expression) -> Option<&str> {
    let known = |name: &str| STEADY.binary_search(&name).is_ok() || TYPES.contains(&name);
    default.calls.iter().map(String::as_str).find(|name| !known(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(STEADY.is_sorted());
    }
}
