//! Types of columns, and the value that the n-th row has in a column of a type.
//!
//! The value hangs on the type and the row alone: so a foreign key between columns of one type always finds its row, and a
//! unique constraint on a type with many values always holds.

use super::model::{Engine, Id, Model};

/// A type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Tinyint,
    Smallint,
    Int,
    /// MySQL: `int unsigned`.
    Unsigned,
    Bigint,
    /// Text of plain words, which can be cast to numbers by an expression.
    Text,
    /// Text with everything in it that somebody forgets to quote.
    Wild,
    /// MySQL: text of the next size.
    Mediumtext,
    Varchar(u16),
    Char,
    Bool,
    Bit,
    Numeric,
    Real,
    Date,
    /// MySQL: `datetime`.
    Timestamp,
    /// MySQL: `datetime(3)`.
    Millis,
    /// MySQL: `timestamp`.
    Timestamptz,
    Uuid,
    /// MySQL: `json`.
    Jsonb,
    Bytes,
    /// MySQL: bytes within the row.
    Varbinary,
    Inet,
    IntArray,
    Interval,
    /// MySQL: `enum(…)`, each column its own.
    Enum(Id),
    /// MySQL: `set(…)`.
    EnumArray(Id),
    /// PostgreSQL: a domain, a composite type or a range type.
    Object(Id),
    /// An array of a domain.
    ObjectArray(Id),
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
    /// A value of a composite type, by its id: of each attribute that has one.
    Row(Id, Vec<(usize, String)>),
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
        Engine::MariaDb | Engine::MySql => &[
            (1, Type::Tinyint),
            (2, Type::Smallint),
            (5, Type::Int),
            (2, Type::Unsigned),
            (4, Type::Bigint),
            (3, Type::Text),
            (2, Type::Wild),
            (1, Type::Mediumtext),
            (6, Type::Varchar(40)),
            (2, Type::Char),
            (2, Type::Bool),
            (1, Type::Bit),
            (3, Type::Numeric),
            (1, Type::Real),
            (2, Type::Date),
            (2, Type::Timestamp),
            (1, Type::Millis),
            (2, Type::Timestamptz),
            (2, Type::Jsonb),
            (1, Type::Bytes),
            (1, Type::Varbinary),
            (4, Type::Enum(0)),
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
        if model.engine.is_mysql()
            && let Some(sql) = self.mysql(model)
        {
            return sql;
        }
        match self {
            Type::Tinyint => "tinyint".into(),
            Type::Unsigned => "int unsigned".into(),
            Type::Mediumtext => "mediumtext".into(),
            Type::Char => "char(8)".into(),
            Type::Bit => "bit(4)".into(),
            Type::Millis => "datetime(3)".into(),
            Type::Varbinary => "varbinary(40)".into(),
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
            Type::Object(id) => model.object_name(id),
            Type::ObjectArray(id) => format!("{}[]", model.object_name(id)),
            Type::Any if strict => "any".into(),
            Type::Any => String::new(),
        }
    }

    /// What MySQL calls it, where it has another name for it.
    fn mysql(self, model: &Model) -> Option<String> {
        let values = |id: Id| {
            let one = model.enums.iter().find(|one| one.id == id).expect("an enum");
            one.values.iter().map(|value| model.string(&value.text)).collect::<Vec<_>>().join(",")
        };
        Some(match self {
            Type::Int => "int".into(),
            Type::Numeric => "decimal(10,2)".into(),
            Type::Real => "double".into(),
            Type::Timestamp => "datetime".into(),
            Type::Timestamptz => "timestamp".into(),
            Type::Jsonb => "json".into(),
            Type::Bytes => "blob".into(),
            Type::Enum(id) => format!("enum({})", values(id)),
            Type::EnumArray(id) => format!("set({})", values(id)),
            _ => return None,
        })
    }

    /// MySQL: whether it is kept apart from its row: an index takes a part of it, and MySQL no literal as its default.
    pub(crate) fn apart(self) -> bool {
        matches!(self, Type::Text | Type::Wild | Type::Mediumtext | Type::Bytes | Type::Jsonb)
    }

    /// MySQL: whether its values are characters of a character set.
    pub(crate) fn has_charset(self) -> bool {
        self.textual() || matches!(self, Type::Enum(_) | Type::EnumArray(_))
    }

    /// MySQL: what gives the present time in its precision.
    pub(crate) fn now(self) -> Option<&'static str> {
        match self {
            Type::Timestamp | Type::Timestamptz => Some("CURRENT_TIMESTAMP"),
            Type::Millis => Some("CURRENT_TIMESTAMP(3)"),
            _ => None,
        }
    }

    /// Whether `=`, `<` and a btree index work on it, with many values.
    pub(crate) fn keyable(self, engine: Engine) -> bool {
        let apart = engine.is_mysql() && self.apart();
        !(apart
            || matches!(
                self,
                Type::Bool
                    | Type::Bit
                    | Type::Enum(_)
                    | Type::EnumArray(_)
                    | Type::Jsonb
                    | Type::IntArray
                    | Type::Interval
                    | Type::Real
                    | Type::Object(_)
                    | Type::ObjectArray(_)
                    | Type::Any
            ))
    }

    pub(crate) fn integer(self) -> bool {
        matches!(self, Type::Tinyint | Type::Smallint | Type::Int | Type::Unsigned | Type::Bigint)
    }

    pub(crate) fn textual(self) -> bool {
        matches!(self, Type::Text | Type::Wild | Type::Mediumtext | Type::Varchar(_) | Type::Char)
    }

    /// The enum it is made of.
    pub(crate) fn of_enum(self) -> Option<Id> {
        match self {
            Type::Enum(id) | Type::EnumArray(id) => Some(id),
            _ => None,
        }
    }

    /// The object that it is of, or an array of.
    pub(crate) fn of_object(self) -> Option<Id> {
        match self {
            Type::Object(id) | Type::ObjectArray(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it is an object's type itself.
    pub(crate) fn is_object(self) -> bool {
        matches!(self, Type::Object(_))
    }

    /// Whether it is an object's type or an array of one.
    pub(crate) fn is_of_object(self) -> bool {
        self.of_object().is_some()
    }

    /// The value of the n-th row, from 1 to 9.
    pub(crate) fn value(self, n: usize, model: &Model) -> Value {
        let sqlite = model.engine == Engine::Sqlite;
        let mysql = model.engine.is_mysql();
        let label = |id: Id| {
            let values = &model.enums.iter().find(|one| one.id == id).expect("an enum").values;
            values[n % values.len()].id
        };
        Value::Sql(match self {
            Type::Tinyint | Type::Smallint | Type::Int | Type::Unsigned | Type::Bigint => format!("{n}"),
            Type::Text | Type::Mediumtext | Type::Varchar(_) | Type::Char => format!("'v{n}'"),
            Type::Wild if mysql && n % 3 == 1 => format!("'{n} Ünï\n日本 \\\\n %s'"),
            Type::Bit => format!("{n}"),
            Type::Wild => match n % 3 {
                0 => format!("'{n} it''s; -- \"quoted\" $1 $$ {{{{ x }}}} /* '"),
                1 => format!("'{n} Ünï\n日本 \\n %s'"),
                _ => format!("'{n}'"),
            },
            Type::Bool if sqlite || mysql => format!("{}", n % 2),
            Type::Bool => format!("{}", n % 2 == 1),
            Type::Numeric => format!("{n}.25"),
            Type::Real => format!("{n}.5"),
            Type::Date => format!("'2020-01-0{n}'"),
            Type::Timestamp => format!("'2020-01-0{n} 00:00:00'"),
            Type::Millis => format!("'2020-01-0{n} 00:00:00.250'"),
            Type::Timestamptz if mysql => format!("'2020-01-0{n} 00:00:00'"),
            Type::Timestamptz => format!("'2020-01-0{n} 00:00:00+00'"),
            Type::Uuid => format!("'00000000-0000-0000-0000-00000000000{n}'"),
            Type::Jsonb => format!("'{{\"n\": {n}}}'"),
            Type::Bytes | Type::Varbinary if mysql => format!("x'0{n}7F'"),
            Type::Bytes | Type::Varbinary if sqlite => format!("x'0{n}FF'"),
            Type::Bytes | Type::Varbinary => format!("'\\x0{n}ff'"),
            Type::Inet => format!("'10.0.0.{n}'"),
            Type::IntArray => format!("'{{{n},2}}'"),
            Type::Interval => format!("'{n} days'"),
            Type::Any => format!("'any {n}'"),
            Type::Object(id) => return model.object(id).map_or(Value::Null, |one| one.kind.value(model, one, n)),
            Type::ObjectArray(id) => match model.object(id).map(|one| one.kind.value(model, one, n)) {
                Some(Value::Sql(sql)) => format!("'{{{}}}'", sql.trim_matches('\'')),
                _ => return Value::Null,
            },
            Type::Enum(id) => return Value::Label(id, label(id)),
            Type::EnumArray(id) => return Value::Labels(id, label(id)),
        })
    }

    /// A literal of `schema.toml` for the same value, where a plain one says it.
    pub(crate) fn toml(self, n: usize) -> Option<String> {
        match self {
            Type::Tinyint | Type::Smallint | Type::Int | Type::Unsigned | Type::Bigint => Some(format!("{n}")),
            Type::Text | Type::Mediumtext | Type::Varchar(_) | Type::Char => Some(format!("\"v{n}\"")),
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
        (Engine::MariaDb | Engine::MySql, from) => mysql_casts(from),
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
            // What a downgrade made of it fits as well.
            by(Type::Jsonb, r"json_build_object('n', regexp_replace({}, '\D', '', 'g')::integer)::jsonb"),
        ],
        (_, Type::Date) => vec![plain(Type::Timestamp)],
        (_, Type::Timestamp) => vec![plain(Type::Date)],
        (_, Type::Numeric) => vec![by(Type::Int, "floor({})")],
        (_, Type::Inet | Type::Uuid) => vec![],
        (_, _) => vec![],
    }
}

/// The same for MySQL, which converts in the one way that it has, and has no `USING`.
fn mysql_casts(from: Type) -> Vec<Cast> {
    let to: &[Type] = match from {
        Type::Tinyint | Type::Smallint | Type::Int | Type::Unsigned | Type::Bigint => {
            &[Type::Bigint, Type::Int, Type::Unsigned, Type::Smallint, Type::Varchar(40), Type::Text]
        }
        // 190 characters of four bytes are what a key of ROW_FORMAT=COMPACT can hold.
        Type::Varchar(_) => &[Type::Varchar(80), Type::Varchar(20), Type::Varchar(190), Type::Text, Type::Char],
        Type::Char => &[Type::Varchar(40)],
        Type::Text => &[Type::Mediumtext, Type::Varchar(80)],
        Type::Mediumtext => &[Type::Text],
        Type::Date => &[Type::Timestamp],
        Type::Timestamp => &[Type::Date, Type::Timestamptz],
        Type::Timestamptz => &[Type::Timestamp],
        Type::Varbinary => &[Type::Bytes],
        _ => &[],
    };
    to.iter().map(|to| Cast { to: *to, using: None }).collect()
}

/// The value after a change of type.
pub(super) fn cast(value: &Value, n: usize, from: Type, to: Type, model: &Model) -> Value {
    let Value::Sql(sql) = value else { return value.clone() };
    // A value that is not the n-th row's own was written by a default or a backfill: of the same form, another number.
    let digits: String = sql.chars().filter(char::is_ascii_digit).collect();
    let n = match from {
        from if from.integer() || (from.textual() && from != Type::Wild) => digits.parse().unwrap_or(n),
        Type::Numeric => sql.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or(n),
        Type::Date | Type::Timestamp | Type::Timestamptz => {
            digits.get(7..8).and_then(|day| day.parse().ok()).unwrap_or(n)
        }
        _ => n,
    };
    match (from, to) {
        (Type::Varbinary, Type::Bytes) => value.clone(),
        (f, Type::Text | Type::Varchar(_)) if f.integer() => Value::Sql(format!("'{n}'")),
        (f, Type::Real) if f.integer() => Value::Sql(format!("{n}.0")),
        (Type::Numeric, Type::Real) | (Type::Date, Type::Text) => value.clone(),
        _ => to.value(n, model),
    }
}
