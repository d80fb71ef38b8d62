//! What kind of values a type holds, as far as it says which strings can be its literals.

/// A class of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueClass {
    /// `true` and `false`.
    Boolean,
    /// Numbers.
    Number,
    /// Dates and times.
    Time,
    /// Values of a form of their own, which no piece of SQL has (a UUID, JSON, an address).
    Formed,
    /// Any string can be a literal, or it is not known what can.
    Any,
}

impl ValueClass {
    /// The class of a type whose name is the same in every database; `word` is without modifiers.
    pub fn of(word: &str) -> ValueClass {
        match word.to_ascii_lowercase().as_str() {
            "boolean" | "bool" => ValueClass::Boolean,
            "smallint" | "integer" | "int" | "bigint" | "tinyint" | "mediumint" | "int2" | "int4" | "int8" | "real"
            | "float" | "double" | "double precision" | "float4" | "float8" | "numeric" | "decimal" | "oid" => {
                ValueClass::Number
            }
            "date"
            | "time"
            | "timetz"
            | "timestamp"
            | "timestamptz"
            | "datetime"
            | "timestamp with time zone"
            | "timestamp without time zone"
            | "time with time zone"
            | "time without time zone" => ValueClass::Time,
            "uuid" | "json" | "jsonb" | "inet" | "cidr" | "macaddr" => ValueClass::Formed,
            _ => ValueClass::Any,
        }
    }
}
