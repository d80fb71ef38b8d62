//! Types of columns, and the value that the n-th row has in a column of a type.
//!
//! The value hangs on the type and the row alone: so a foreign key between columns of one type always finds its row, and a
//! unique constraint on a type with many values always holds.

use super::model::{Engine, Id, Model};

/// A type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Smallint,
    Int,
    Bigint,
    /// Text of plain words, which can be cast to numbers by an expression.
    Text,
    /// Text with everything in it that somebody forgets to quote.
    Wild,
    Varchar(u16),
    Bool,
    Numeric,
    Real,
    Date,
    Timestamp,
    Timestamptz,
    Uuid,
    Jsonb,
    Bytes,
    Inet,
    IntArray,
    Interval,
    Enum(Id),
    EnumArray(Id),
    /// SQLite: no type.
    Any,
}

/// What a row holds in a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// NULL.
    Null,
    /// What this SQL says.
    Sql(String),
    /// An enum's value, by its id.
    Label(Id, Id),
    /// The same in an array of one.
    Labels(Id, Id),
    /// Not known beforehand.
    Unknown,
}

/// The types that a column may get at random.
pub(super) fn kinds(engine: Engine) -> &'static [(usize, Type)] {
    match engine {
        Engine::Sqlite => &[
            (6, Type::Int),
            (2, Type::Bigint),
            (6, Type::Text),
            (3, Type::Wild),
            (4, Type::Varchar(40)),
            (2, Type::Bool),
            (3, Type::Numeric),
            (2, Type::Real),
            (2, Type::Date),
            (2, Type::Bytes),
            (1, Type::Any),
        ],
        Engine::Postgres => &[
            (2, Type::Smallint),
            (5, Type::Int),
            (4, Type::Bigint),
            (5, Type::Text),
            (2, Type::Wild),
            (4, Type::Varchar(40)),
            (2, Type::Bool),
            (3, Type::Numeric),
            (1, Type::Real),
            (2, Type::Date),
            (2, Type::Timestamp),
            (2, Type::Timestamptz),
            (1, Type::Uuid),
            (2, Type::Jsonb),
            (1, Type::Bytes),
            (1, Type::Inet),
            (1, Type::IntArray),
            (1, Type::Interval),
            (6, Type::Enum(0)),
            (1, Type::EnumArray(0)),
        ],
    }
}

impl Type {
    /// The type in a STRICT table, where it can stand in one.
    pub(crate) fn strict(self) -> bool {
        matches!(self, Type::Int | Type::Text | Type::Wild | Type::Real | Type::Bytes | Type::Any)
    }

    /// As SQL.
    pub(crate) fn sql(self, model: &Model, strict: bool) -> String {
        let sqlite = model.engine == Engine::Sqlite;
        match self {
            Type::Smallint => "smallint".into(),
            Type::Int => "integer".into(),
            Type::Bigint => "bigint".into(),
            Type::Text | Type::Wild => "text".into(),
            Type::Varchar(n) => format!("varchar({n})"),
            Type::Bool => "boolean".into(),
            Type::Numeric => "numeric(10,2)".into(),
            Type::Real if sqlite => "real".into(),
            Type::Real => "double precision".into(),
            Type::Date => "date".into(),
            Type::Timestamp => "timestamp".into(),
            Type::Timestamptz => "timestamptz".into(),
            Type::Uuid => "uuid".into(),
            Type::Jsonb => "jsonb".into(),
            Type::Bytes if sqlite => "blob".into(),
            Type::Bytes => "bytea".into(),
            Type::Inet => "inet".into(),
            Type::IntArray => "integer[]".into(),
            Type::Interval => "interval".into(),
            Type::Enum(id) => model.enum_name(id),
            Type::EnumArray(id) => format!("{}[]", model.enum_name(id)),
            Type::Any if strict => "any".into(),
            Type::Any => String::new(),
        }
    }

    /// Whether `=`, `<` and a btree index work on it, with many values.
    pub(crate) fn keyable(self) -> bool {
        !matches!(self, Type::Bool | Type::Enum(_) | Type::EnumArray(_) | Type::Jsonb | Type::IntArray | Type::Interval)
            && !matches!(self, Type::Real | Type::Any)
    }

    pub(crate) fn integer(self) -> bool {
        matches!(self, Type::Smallint | Type::Int | Type::Bigint)
    }

    pub(crate) fn textual(self) -> bool {
        matches!(self, Type::Text | Type::Wild | Type::Varchar(_))
    }

    /// The enum it is made of.
    pub(crate) fn of_enum(self) -> Option<Id> {
        match self {
            Type::Enum(id) | Type::EnumArray(id) => Some(id),
            _ => None,
        }
    }

    /// The value of the n-th row, from 1 to 9.
    pub(crate) fn value(self, n: usize, model: &Model) -> Value {
        let sqlite = model.engine == Engine::Sqlite;
        let label = |id: Id| {
            let values = &model.enums.iter().find(|one| one.id == id).expect("an enum").values;
            values[n % values.len()].id
        };
        Value::Sql(match self {
            Type::Smallint | Type::Int | Type::Bigint => format!("{n}"),
            Type::Text | Type::Varchar(_) => format!("'v{n}'"),
            Type::Wild => match n % 3 {
                0 => format!("'{n} it''s; -- \"quoted\" $1 $$ {{{{ x }}}} /* '"),
                1 => format!("'{n} Ünï\n日本 \\n %s'"),
                _ => format!("'{n}'"),
            },
            Type::Bool if sqlite => format!("{}", n % 2),
            Type::Bool => format!("{}", n % 2 == 1),
            Type::Numeric => format!("{n}.25"),
            Type::Real => format!("{n}.5"),
            Type::Date => format!("'2020-01-0{n}'"),
            Type::Timestamp => format!("'2020-01-0{n} 00:00:00'"),
            Type::Timestamptz => format!("'2020-01-0{n} 00:00:00+00'"),
            Type::Uuid => format!("'00000000-0000-0000-0000-00000000000{n}'"),
            Type::Jsonb => format!("'{{\"n\": {n}}}'"),
            Type::Bytes if sqlite => format!("x'0{n}FF'"),
            Type::Bytes => format!("'\\x0{n}ff'"),
            Type::Inet => format!("'10.0.0.{n}'"),
            Type::IntArray => format!("'{{{n},2}}'"),
            Type::Interval => format!("'{n} days'"),
            Type::Any => format!("'any {n}'"),
            Type::Enum(id) => return Value::Label(id, label(id)),
            Type::EnumArray(id) => return Value::Labels(id, label(id)),
        })
    }

    /// A literal of `schema.toml` for the same value, where a plain one says it.
    pub(crate) fn toml(self, n: usize) -> Option<String> {
        match self {
            Type::Smallint | Type::Int | Type::Bigint => Some(format!("{n}")),
            Type::Text | Type::Varchar(_) => Some(format!("\"v{n}\"")),
            Type::Wild => Some(match n % 3 {
                0 => format!("\"{n} it's; -- \\\"quoted\\\" $1 $$ {{{{ x }}}} /* \""),
                1 => format!("\"{n} Ünï\\n日本 \\\\n %s\""),
                _ => format!("\"{n}\""),
            }),
            Type::Bool => Some(format!("{}", n % 2 == 1)),
            Type::Numeric => Some(format!("{n}.25")),
            _ => None,
        }
    }
}

/// A change of type that keeps every value, with the expression for it where the database needs one. `{}` is the column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cast {
    pub to: Type,
    pub using: Option<&'static str>,
}

/// The types that a column of a type may become.
pub(super) fn casts(from: Type, engine: Engine) -> Vec<Cast> {
    let plain = |to| Cast { to, using: None };
    let by = |to, using| Cast { to, using: Some(using) };
    match (engine, from) {
        (Engine::Sqlite, Type::Int | Type::Bigint) => {
            vec![plain(Type::Text), plain(Type::Real), plain(Type::Bigint), plain(Type::Int)]
        }
        (Engine::Sqlite, Type::Text | Type::Varchar(_)) => {
            vec![plain(Type::Varchar(80)), plain(Type::Text), by(Type::Int, "CAST(ltrim({}, 'v') AS INTEGER)")]
        }
        (Engine::Sqlite, Type::Numeric) => vec![plain(Type::Real)],
        (Engine::Sqlite, Type::Date) => vec![plain(Type::Text)],
        (Engine::Sqlite, _) => vec![],
        (_, Type::Smallint | Type::Int | Type::Bigint) => vec![
            plain(Type::Bigint),
            plain(Type::Int),
            plain(Type::Smallint),
            plain(Type::Text),
            plain(Type::Varchar(40)),
            by(Type::Numeric, "{} + 0.25"),
        ],
        (_, Type::Text | Type::Varchar(_)) => vec![
            plain(Type::Varchar(80)),
            plain(Type::Varchar(20)),
            plain(Type::Text),
            by(Type::Int, "ltrim({}, 'v')::integer"),
            by(Type::Jsonb, "json_build_object('n', ltrim({}, 'v')::integer)::jsonb"),
        ],
        (_, Type::Date) => vec![plain(Type::Timestamp)],
        (_, Type::Timestamp) => vec![plain(Type::Date)],
        (_, Type::Numeric) => vec![by(Type::Int, "floor({})")],
        (_, Type::Inet | Type::Uuid) => vec![],
        (_, _) => vec![],
    }
}

/// The value after a change of type.
pub(super) fn cast(value: &Value, n: usize, from: Type, to: Type, model: &Model) -> Value {
    let Value::Sql(sql) = value else { return value.clone() };
    // A value that is not the n-th row's own was written by a default or a backfill: of the same form, another number.
    let digits: String = sql.chars().filter(char::is_ascii_digit).collect();
    let n = match from {
        Type::Smallint | Type::Int | Type::Bigint | Type::Text | Type::Varchar(_) => digits.parse().unwrap_or(n),
        Type::Numeric => sql.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(n),
        Type::Date | Type::Timestamp => digits.get(7..8).and_then(|day| day.parse().ok()).unwrap_or(n),
        _ => n,
    };
    match (from, to) {
        (f, Type::Text | Type::Varchar(_)) if f.integer() => Value::Sql(format!("'{n}'")),
        (f, Type::Real) if f.integer() => Value::Sql(format!("{n}.0")),
        (Type::Numeric, Type::Real) | (Type::Date, Type::Text) => value.clone(),
        _ => to.value(n, model),
    }
}
