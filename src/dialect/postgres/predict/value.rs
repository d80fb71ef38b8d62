//! Values with types, and what the server makes of them together: which operator it takes, what it casts, how it prints it.

use crate::dialect::postgres::{literal, types};

/// A value as far as it is read.
#[derive(Debug, Clone)]
pub(super) enum PredictedValue {
    /// A string whose type its surroundings decide.
    Text(String),
    /// NULL, likewise.
    Null,
    /// A number as written, its sign apart, with its type.
    Number(String, bool, &'static str),
    /// Anything else: as it is printed as an operand, and its type.
    Typed(String, String),
    /// `a AND b`, `a OR b`: the word and its operands; further ones are added without parentheses.
    Joined(&'static str, Vec<String>),
}

impl PredictedValue {
    /// As it is printed as an operand; none where its type is open.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            PredictedValue::Text(_) | PredictedValue::Null => None,
            PredictedValue::Number(digits, false, "bigint") => Some(format!("'{digits}'::bigint")),
            PredictedValue::Number(digits, false, _) => Some(digits.clone()),
            PredictedValue::Number(digits, true, ty) => Some(format!("'-{digits}'::{ty}")),
            PredictedValue::Typed(text, _) => Some(text.clone()),
            PredictedValue::Joined(word, operands) => Some(format!("({})", operands.join(&format!(" {word} ")))),
        }
    }

    /// Its type, where it has one.
    pub(super) fn ty(&self) -> Option<&str> {
        match self {
            PredictedValue::Text(_) | PredictedValue::Null => None,
            PredictedValue::Number(_, _, ty) => Some(ty),
            PredictedValue::Typed(_, ty) => Some(ty),
            PredictedValue::Joined(..) => Some("boolean"),
        }
    }

    /// As it is printed where a type is wanted that the server converts it to by itself.
    pub(super) fn coerced(&self, to: &str) -> Option<String> {
        let Some(from) = self.ty() else {
            let PredictedValue::Text(value) = self else { return None };
            // A number's text would be read and printed anew.
            return (!is_number(to)).then(|| format!("{}::{}", literal::plain(value), types::parse(to).cast_name()));
        };
        let text = self.text()?;
        let widens = match to {
            "text" => matches!(from, "character varying" | "bpchar"),
            "numeric" => types::is_integer(from),
            "double precision" => types::is_integer(from) || matches!(from, "numeric" | "real"),
            "bigint" => matches!(from, "smallint" | "integer"),
            "integer" => from == "smallint",
            _ => false,
        };
        if from == to {
            Some(text)
        } else if widens {
            Some(format!("({text})::{to}"))
        } else {
            None
        }
    }
}

pub(super) fn is_number(ty: &str) -> bool {
    types::is_integer(ty) || matches!(ty, "numeric" | "real" | "double precision")
}

fn is_text(ty: &str) -> bool {
    matches!(ty, "text" | "character varying")
}

fn is_time(ty: &str) -> bool {
    matches!(ty, "date" | "timestamp without time zone" | "timestamp with time zone")
}

pub(super) fn boolean(text: String) -> PredictedValue {
    PredictedValue::Typed(text, "boolean".into())
}

/// A truth value as it is printed.
pub(super) fn truth(value: &PredictedValue) -> Option<String> {
    (value.ty()? == "boolean").then(|| value.text()).flatten()
}

/// The server joins what follows to what stands on the left, never to the right.
pub(super) fn joined(word: &'static str, left: PredictedValue, right: &PredictedValue) -> Option<PredictedValue> {
    let right = truth(right)?;
    match left {
        PredictedValue::Joined(same, mut operands) if same == word => {
            operands.push(right);
            Some(PredictedValue::Joined(word, operands))
        }
        left => Some(PredictedValue::Joined(word, vec![truth(&left)?, right])),
    }
}

/// Both sides of a comparison as the server brings them together.
pub(super) fn alike(left: &PredictedValue, right: &PredictedValue) -> Option<(String, String)> {
    let ty = match (left.ty(), right.ty()) {
        (None, None) => return None,
        (Some(ty), None) | (None, Some(ty)) => if is_text(ty) { "text" } else { ty }.to_owned(),
        (Some(a), Some(b)) if is_text(a) && is_text(b) => "text".to_owned(),
        // Operators over two types of one family: each stays what it is.
        (Some(a), Some(b))
            if (types::is_integer(a) && types::is_integer(b))
                || (is_time(a) && is_time(b))
                || (matches!(a, "real" | "double precision") && matches!(b, "real" | "double precision")) =>
        {
            return Some((left.text()?, right.text()?));
        }
        (Some(a), Some(b)) if a == b => a.to_owned(),
        (Some(a), Some(b)) if is_number(a) && is_number(b) => {
            if a == "numeric" && types::is_integer(b) || b == "numeric" && types::is_integer(a) {
                "numeric".to_owned()
            } else {
                // A real keeps its type, since there are operators over both; the other becomes double precision.
                let side = |value: &PredictedValue, ty: &str| match ty {
                    "real" | "double precision" => value.text(),
                    _ => value.coerced("double precision"),
                };
                return Some((side(left, a)?, side(right, b)?));
            }
        }
        _ => return None,
    };
    if ty.ends_with("[]") || matches!(ty.as_str(), "json" | "xml" | "point" | "name") {
        return None;
    }
    Some((left.coerced(&ty)?, right.coerced(&ty)?))
}

pub(super) fn compared(operator: &str, left: &PredictedValue, right: &PredictedValue) -> Option<PredictedValue> {
    let (a, b) = alike(left, right)?;
    Some(boolean(format!("({a} {operator} {b})")))
}

/// LIKE and regular expressions.
pub(super) fn matched(operator: &str, left: &PredictedValue, right: &PredictedValue) -> Option<PredictedValue> {
    if !left.ty().is_some_and(is_text) {
        return None;
    }
    Some(boolean(format!("({} {operator} {})", left.coerced("text")?, right.coerced("text")?)))
}

/// A member of a JSON value, by its name or its number.
pub(super) fn inside(operator: &str, left: &PredictedValue, right: &PredictedValue) -> Option<PredictedValue> {
    let ty = left.ty().filter(|ty| matches!(*ty, "json" | "jsonb"))?;
    let key = match right {
        PredictedValue::Text(_) => right.coerced("text")?,
        PredictedValue::Number(_, _, "integer") => right.text()?,
        _ => return None,
    };
    let ty = if operator == "->>" { "text" } else { ty };
    Some(PredictedValue::Typed(format!("({} {operator} {key})", left.text()?), ty.to_owned()))
}

/// `a IN (…)` over constants.
pub(super) fn among(left: &PredictedValue, values: &[PredictedValue], not: bool) -> Option<PredictedValue> {
    let (operator, all) = if not { ("<>", "ALL") } else { ("=", "ANY") };
    if let [only] = values {
        return compared(operator, left, only);
    }
    let ty = left.ty()?;
    let constant = |value: &PredictedValue| matches!(value, PredictedValue::Text(_) | PredictedValue::Number(..));
    if values.is_empty() || !values.iter().all(constant) {
        return None;
    }
    let texts = values.iter().all(|value| matches!(value, PredictedValue::Text(_)));
    let element = match ty {
        "smallint" | "integer" if values.iter().all(|v| v.ty() == Some("integer")) => "integer",
        "bigint" if values.iter().all(|v| v.ty().is_some_and(types::is_integer)) => "bigint",
        "numeric" if values.iter().all(|v| matches!(v.ty(), Some("integer" | "numeric"))) => "numeric",
        _ if texts && !is_number(ty) && ty != "boolean" && !ty.ends_with("[]") => ty,
        _ => return None,
    };
    let list = values.iter().map(|value| value.coerced(element)).collect::<Option<Vec<_>>>()?.join(", ");
    let text = left.text()?;
    Some(boolean(if ty == "character varying" {
        format!("(({text})::text {operator} {all} ((ARRAY[{list}])::text[]))")
    } else {
        format!("({text} {operator} {all} (ARRAY[{list}]))")
    }))
}

/// Arithmetic.
pub(super) fn computed(operator: &str, left: &PredictedValue, right: &PredictedValue) -> Option<PredictedValue> {
    let (a, b) = (left.ty()?, right.ty()?);
    let plain = |ty: &str| {
        Some(PredictedValue::Typed(format!("({} {operator} {})", left.text()?, right.text()?), ty.to_owned()))
    };
    if types::is_integer(a) && types::is_integer(b) {
        if operator == "%" && a != b {
            return None;
        }
        let widest = ["bigint", "integer", "smallint"].into_iter().find(|ty| *ty == a || *ty == b)?;
        return plain(widest);
    }
    if is_number(a) && is_number(b) {
        let ty = if [a, b].contains(&"double precision") || [a, b].contains(&"real") {
            "double precision"
        } else {
            "numeric"
        };
        if operator == "%" && ty != "numeric" || [a, b].contains(&"real") {
            return None;
        }
        let text = format!("({} {operator} {})", left.coerced(ty)?, right.coerced(ty)?);
        return Some(PredictedValue::Typed(text, ty.into()));
    }
    match (a, operator, b) {
        ("date", "+" | "-", "integer") => plain("date"),
        ("date", "-", "date") => plain("integer"),
        ("timestamp with time zone" | "timestamp without time zone", "+" | "-", "interval") => plain(a),
        ("date", "+" | "-", "interval") => plain("timestamp without time zone"),
        _ => None,
    }
}

/// A cast that is written.
pub(super) fn cast(value: &PredictedValue, ty: &types::PostgresType) -> Option<PredictedValue> {
    let name = if ty.base == "character" { "bpchar".to_owned() } else { ty.base.clone() };
    let name = if ty.array { format!("{name}[]") } else { name };
    match value {
        PredictedValue::Null => None,
        PredictedValue::Text(text) => match &ty.modifiers {
            None => Some(PredictedValue::Typed(format!("{}::{}", literal::plain(text), ty.cast_name()), name)),
            Some(_) if ty.base == "character varying" && !ty.array => {
                Some(PredictedValue::Typed(format!("{}::{}", literal::plain(text), ty.print()), name))
            }
            Some(_) => None,
        },
        value => {
            if value.ty()? == name {
                // A number that was cast is no constant that a sign could join.
                let text = value.text()?;
                return ty.modifiers.is_none().then_some(PredictedValue::Typed(text, name));
            }
            Some(PredictedValue::Typed(format!("({})::{}", value.text()?, ty.print()), name))
        }
    }
}

/// The words that are values of themselves.
pub(super) fn value_function(word: &str) -> Option<&'static str> {
    Some(match word {
        "current_date" => "date",
        "current_timestamp" => "timestamp with time zone",
        "localtimestamp" => "timestamp without time zone",
        "current_time" => "time with time zone",
        "localtime" => "time without time zone",
        "current_user" | "session_user" | "current_role" => "name",
        _ => return None,
    })
}

/// A call of a function that the server has of itself.
pub(super) fn call(name: &str, arguments: &[PredictedValue]) -> Option<PredictedValue> {
    const TEXT: &str = "text";
    let typed = |text: String, ty: &str| Some(PredictedValue::Typed(text, ty.to_owned()));
    let all = |ty: &str| arguments.iter().map(|value| value.coerced(ty)).collect::<Option<Vec<_>>>();
    match (name, arguments) {
        ("now" | "clock_timestamp" | "statement_timestamp" | "transaction_timestamp", []) => {
            typed(format!("{name}()"), "timestamp with time zone")
        }
        ("gen_random_uuid" | "uuid_generate_v4" | "uuidv7" | "uuidv4", []) => typed(format!("{name}()"), "uuid"),
        ("random", []) => typed("random()".into(), "double precision"),
        ("nextval", [PredictedValue::Text(sequence)]) => {
            typed(format!("nextval({}::regclass)", literal::plain(sequence)), "bigint")
        }
        ("nextval", [PredictedValue::Typed(sequence, ty)]) if ty == "regclass" => {
            typed(format!("nextval({sequence})"), "bigint")
        }
        ("lower" | "upper" | "initcap" | "md5" | "reverse", [one]) if one.ty().is_none_or(is_text) => {
            typed(format!("{name}({})", one.coerced(TEXT)?), TEXT)
        }
        ("btrim" | "ltrim" | "rtrim", [_] | [_, _]) if arguments[0].ty().is_some_and(is_text) => {
            typed(format!("{name}({})", all(TEXT)?.join(", ")), TEXT)
        }
        ("length" | "char_length" | "character_length" | "octet_length", [one]) if one.ty().is_some_and(is_text) => {
            typed(format!("{name}({})", one.coerced(TEXT)?), "integer")
        }
        ("abs", [one]) if is_number(one.ty()?) && matches!(one, PredictedValue::Typed(..)) => {
            typed(format!("abs({})", one.text()?), one.ty()?)
        }
        ("round", [one]) if one.ty()? == "numeric" => typed(format!("round({})", one.text()?), "numeric"),
        ("round", [one, places]) if one.ty()? == "numeric" && places.ty()? == "integer" => {
            typed(format!("round({}, {})", one.text()?, places.text()?), "numeric")
        }
        ("date_trunc", [PredictedValue::Text(unit), time]) if time.ty()?.starts_with("timestamp") => {
            typed(format!("date_trunc({}::text, {})", literal::plain(unit), time.text()?), time.ty()?)
        }
        ("jsonb_typeof" | "json_typeof", [one]) if name.strip_suffix("_typeof") == one.ty() => {
            typed(format!("{name}({})", one.text()?), TEXT)
        }
        ("cardinality", [one]) if one.ty()?.ends_with("[]") => {
            typed(format!("cardinality({})", one.text()?), "integer")
        }
        ("trim", [one]) if one.ty().is_some_and(is_text) => {
            typed(format!("TRIM(BOTH FROM {})", one.coerced(TEXT)?), TEXT)
        }
        ("coalesce", [_, _, ..]) => {
            let ty = common(arguments)?;
            typed(format!("COALESCE({})", all(&ty)?.join(", ")), &ty)
        }
        ("nullif", [left, right]) => {
            let ty = left.ty()?;
            let (a, b) = alike(left, right)?;
            // The comparison is over both; what comes out is of the first one's type.
            (a == left.text()?).then(|| typed(format!("NULLIF({a}, {b})"), ty)).flatten()
        }
        _ => None,
    }
}

/// The one type of values that the server chooses among: as far as it is plain.
fn common(values: &[PredictedValue]) -> Option<String> {
    let mut types: Vec<&str> = values.iter().filter_map(PredictedValue::ty).collect();
    types.sort_unstable();
    types.dedup();
    let widest = |among: &[&str]| {
        let all = types.iter().all(|ty| among.contains(ty));
        among.iter().find(|ty| all && types.contains(ty)).map(|ty| (*ty).to_owned())
    };
    match types.as_slice() {
        [only] if !only.ends_with("[]") => Some((*only).to_owned()),
        _ => widest(&["numeric", "bigint", "integer", "smallint"]),
    }
}
