//! What the server prints for an expression that it is given: a small reader of expressions with types.
//!
//! It follows `pg_get_expr`: each operator in parentheses, implicit casts of operands shown, constants with their type.
//! Whatever it does not know it gives up on, and the text stays as written. Each rewriting keeps the meaning, so that a
//! text that comes out equal to a stored one (which the server would print the same again) is equal for certain; one
//! that comes out otherwise costs a question to the server, nothing more.

use crate::dialect::postgres::{literal, quote, types};
use crate::schema::Table;
use crate::sql::{self, Syntax, Token, TokenKind};

/// The server's text of an expression over a table's columns, without outer parentheses.
pub fn predict(text: &str, table: Option<&Table>) -> Option<String> {
    let value = read(text, table)?;
    Some(sql::strip_outer_parens(&value.text()?).to_owned())
}

/// Reads a whole expression.
pub fn read(text: &str, table: Option<&Table>) -> Option<Value> {
    let tokens: Vec<Token<'_>> = sql::tokens(Syntax::Postgres, text).filter(|token| !token.kind.is_trivia()).collect();
    let mut reader = Reader { tokens: &tokens, at: 0, table, depth: 0 };
    let value = reader.or()?;
    (reader.at == tokens.len()).then_some(value)
}

/// A value as far as it is read.
#[derive(Debug, Clone)]
pub enum Value {
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

impl Value {
    /// As it is printed as an operand; none where its type is open.
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Text(_) | Value::Null => None,
            Value::Number(digits, false, "bigint") => Some(format!("'{digits}'::bigint")),
            Value::Number(digits, false, _) => Some(digits.clone()),
            Value::Number(digits, true, ty) => Some(format!("'-{digits}'::{ty}")),
            Value::Typed(text, _) => Some(text.clone()),
            Value::Joined(word, operands) => Some(format!("({})", operands.join(&format!(" {word} ")))),
        }
    }

    /// Its type, where it has one.
    fn ty(&self) -> Option<&str> {
        match self {
            Value::Text(_) | Value::Null => None,
            Value::Number(_, _, ty) => Some(ty),
            Value::Typed(_, ty) => Some(ty),
            Value::Joined(..) => Some("boolean"),
        }
    }

    /// As it is printed where a type is wanted that the server converts it to by itself.
    fn coerced(&self, to: &str) -> Option<String> {
        let Some(from) = self.ty() else {
            let Value::Text(value) = self else { return None };
            // A number's text would be read and printed anew.
            return (!is_number(to)).then(|| format!("{}::{}", literal::plain(value), types::parse(to).cast_name()));
        };
        let text = self.text()?;
        let widens = match to {
            "text" => matches!(from, "character varying" | "bpchar"),
            "numeric" => is_integer(from),
            "double precision" => is_integer(from) || matches!(from, "numeric" | "real"),
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

fn is_integer(ty: &str) -> bool {
    matches!(ty, "smallint" | "integer" | "bigint")
}

fn is_number(ty: &str) -> bool {
    is_integer(ty) || matches!(ty, "numeric" | "real" | "double precision")
}

fn is_text(ty: &str) -> bool {
    matches!(ty, "text" | "character varying")
}

fn is_time(ty: &str) -> bool {
    matches!(ty, "date" | "timestamp without time zone" | "timestamp with time zone")
}

/// Expressions nested deeper are not read.
const DEEPEST: usize = 60;

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    table: Option<&'a Table>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.peek(0).is_some_and(|token| token.is_word(word));
        self.at += usize::from(found);
        found
    }

    fn punct(&mut self, text: &str) -> bool {
        let found = self.peek(0).is_some_and(|token| token.is_punct(text));
        self.at += usize::from(found);
        found
    }

    /// The operator that stands next, if it is one of these.
    fn operator(&mut self, among: &[&'static str]) -> Option<&'static str> {
        let token = self.peek(0).filter(|token| token.kind == TokenKind::Operator)?;
        let found = among.iter().find(|operator| **operator == token.text)?;
        self.at += 1;
        Some(found)
    }

    fn or(&mut self) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut left = self.and()?;
        while self.word("or") {
            let right = self.and()?;
            left = joined("OR", left, &right)?;
        }
        self.depth -= 1;
        Some(left)
    }

    fn and(&mut self) -> Option<Value> {
        let mut left = self.not()?;
        while self.word("and") {
            let right = self.not()?;
            left = joined("AND", left, &right)?;
        }
        Some(left)
    }

    fn not(&mut self) -> Option<Value> {
        let mut times = 0;
        while self.word("not") {
            times += 1;
        }
        let mut value = self.is()?;
        for _ in 0..times {
            value = boolean(format!("(NOT {})", truth(&value)?));
        }
        Some(value)
    }

    fn is(&mut self) -> Option<Value> {
        let mut value = self.comparison()?;
        while self.word("is") {
            let not = if self.word("not") { "NOT " } else { "" };
            if self.word("null") {
                value = boolean(format!("({} IS {not}NULL)", value.text()?));
            } else if self.word("true") {
                value = boolean(format!("({} IS {not}TRUE)", truth(&value)?));
            } else if self.word("false") {
                value = boolean(format!("({} IS {not}FALSE)", truth(&value)?));
            } else if self.word("distinct") && self.word("from") {
                let right = self.comparison()?;
                let (a, b) = alike(&value, &right)?;
                let text = format!("({a} IS DISTINCT FROM {b})");
                value = boolean(if not.is_empty() { text } else { format!("(NOT {text})") });
            } else {
                return None;
            }
        }
        Some(value)
    }

    fn comparison(&mut self) -> Option<Value> {
        let left = self.pattern()?;
        match self.operator(&["=", "<>", "!=", "<", ">", "<=", ">="]) {
            Some(operator) => {
                let right = self.pattern()?;
                compared(if operator == "!=" { "<>" } else { operator }, &left, &right)
            }
            None => Some(left),
        }
    }

    /// LIKE, IN, BETWEEN.
    fn pattern(&mut self) -> Option<Value> {
        let left = self.other()?;
        let not = self.peek(0).is_some_and(|token| token.is_word("not"))
            && self
                .peek(1)
                .is_some_and(|token| ["like", "ilike", "in", "between"].iter().any(|word| token.is_word(word)));
        self.at += usize::from(not);
        if self.word("like") {
            let right = self.other()?;
            return matched(if not { "!~~" } else { "~~" }, &left, &right);
        }
        if self.word("ilike") {
            let right = self.other()?;
            return matched(if not { "!~~*" } else { "~~*" }, &left, &right);
        }
        if self.word("between") {
            let low = self.other()?;
            if !self.word("and") {
                return None;
            }
            let high = self.other()?;
            let (word, first, last) = if not { ("OR", "<", ">") } else { ("AND", ">=", "<=") };
            let (first, last) = (compared(first, &left, &low)?.text()?, compared(last, &left, &high)?.text()?);
            // A whole of its own: what follows does not join its operands.
            return Some(boolean(format!("({first} {word} {last})")));
        }
        if self.word("in") {
            if !self.punct("(") {
                return None;
            }
            let values = self.list()?;
            return among(&left, &values, not);
        }
        Some(left)
    }

    /// Operators without a place of their own.
    fn other(&mut self) -> Option<Value> {
        let mut left = self.sum()?;
        while let Some(operator) = self.operator(&["||", "~", "~*", "!~", "!~*", "->", "->>"]) {
            let right = self.sum()?;
            left = match operator {
                "||" => {
                    let text = format!("({} || {})", left.coerced("text")?, right.coerced("text")?);
                    Value::Typed(text, "text".into())
                }
                "->" | "->>" => inside(operator, &left, &right)?,
                operator => matched(operator, &left, &right)?,
            };
        }
        Some(left)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&["+", "-"]) {
            let right = self.product()?;
            left = computed(operator, &left, &right)?;
        }
        Some(left)
    }

    fn product(&mut self) -> Option<Value> {
        let mut left = self.zoned()?;
        while let Some(operator) = self.operator(&["*", "/", "%"]) {
            let right = self.zoned()?;
            left = computed(operator, &left, &right)?;
        }
        Some(left)
    }

    /// AT TIME ZONE.
    fn zoned(&mut self) -> Option<Value> {
        let mut value = self.signed()?;
        while self.word("at") {
            if !(self.word("time") && self.word("zone")) {
                return None;
            }
            let zone = self.signed()?.coerced("text")?;
            let to = match value.ty()? {
                "timestamp with time zone" => "timestamp without time zone",
                "timestamp without time zone" => "timestamp with time zone",
                _ => return None,
            };
            value = Value::Typed(format!("({} AT TIME ZONE {zone})", value.text()?), to.into());
        }
        Some(value)
    }

    fn signed(&mut self) -> Option<Value> {
        if self.operator(&["-"]).is_none() {
            return self.cast();
        }
        match self.cast()? {
            // The sign belongs to a number that stands alone, before anything is cast.
            Value::Number(digits, negative, ty) if !negative => Some(Value::Number(digits, true, ty)),
            value if is_number(value.ty()?) && !matches!(value, Value::Number(..)) => {
                Some(Value::Typed(format!("(- {})", value.text()?), value.ty()?.to_owned()))
            }
            _ => None,
        }
    }

    fn cast(&mut self) -> Option<Value> {
        let mut value = self.primary()?;
        while self.punct("::") {
            let ty = self.type_name()?;
            value = cast(&value, &ty)?;
        }
        Some(value)
    }

    fn primary(&mut self) -> Option<Value> {
        let token = self.peek(0)?;
        self.at += 1;
        match token.kind {
            TokenKind::Punct if token.text == "(" => {
                let value = self.or()?;
                if !self.punct(")") {
                    return None;
                }
                // Parentheses close what would go on growing to the right, not to the left: as the server reads it.
                Some(value)
            }
            TokenKind::Number => number(token.text),
            TokenKind::String | TokenKind::DollarString => string(token.text),
            TokenKind::QuotedIdent => self.column(&sql::unquote(Syntax::Postgres, token.text)),
            TokenKind::Word => self.named(&token.text.to_ascii_lowercase()),
            _ => None,
        }
    }

    /// What starts with a word.
    fn named(&mut self, word: &str) -> Option<Value> {
        if self.peek(0).is_some_and(|token| token.is_punct("(")) {
            if word == "cast" {
                self.at += 1;
                let value = self.or()?;
                if !self.word("as") {
                    return None;
                }
                let ty = self.type_name()?;
                return self.punct(")").then(|| cast(&value, &ty)).flatten();
            }
            if let Some(ty) = value_function(word) {
                self.at += 1;
                let precision = self.peek(0).filter(|token| token.kind == TokenKind::Number)?.text.to_owned();
                self.at += 1;
                return self
                    .punct(")")
                    .then(|| Value::Typed(format!("{}({precision})", word.to_ascii_uppercase()), ty.into()));
            }
            self.at += 1;
            let arguments = self.list()?;
            return call(word, &arguments);
        }
        if let Some(ty) = value_function(word) {
            return Some(Value::Typed(word.to_ascii_uppercase(), ty.into()));
        }
        match word {
            "true" | "false" => Some(boolean(word.to_owned())),
            "null" => Some(Value::Null),
            "date" | "timestamp" | "timestamptz" | "time" | "interval" | "uuid"
                if self.peek(0).is_some_and(|token| token.kind == TokenKind::String) =>
            {
                let value = string(self.peek(0)?.text)?;
                self.at += 1;
                let ty = types::parse(word);
                Some(Value::Typed(value.coerced(&ty.base)?, ty.base))
            }
            _ if sql::is_reserved(Syntax::Postgres, word) => None,
            _ => self.column(word),
        }
    }

    fn column(&mut self, name: &str) -> Option<Value> {
        if self.peek(0).is_some_and(|token| token.is_punct(".") || token.is_punct("(") || token.is_punct("[")) {
            return None;
        }
        let column = self.table?.column(name)?;
        if column.collation.is_some() {
            // Two collations in one expression are not for us to weigh.
            return None;
        }
        let ty = types::parse(&column.ty);
        let base = if ty.base == "character" { "bpchar".to_owned() } else { ty.base.clone() };
        let base = if ty.array { format!("{base}[]") } else { base };
        Some(Value::Typed(quote::identifier(name), base))
    }

    /// Values up to the closing parenthesis.
    fn list(&mut self) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        if self.punct(")") {
            return Some(values);
        }
        loop {
            values.push(self.or()?);
            if self.punct(")") {
                return Some(values);
            }
            if !self.punct(",") {
                return None;
            }
        }
    }

    /// The name of a type behind a cast, as far as it can be part of it.
    fn type_name(&mut self) -> Option<types::Type> {
        let first = self.peek(0).filter(|token| token.kind == TokenKind::Word)?.text.to_ascii_lowercase();
        self.at += 1;
        let mut text = first.clone();
        let more: &[&str] = match first.as_str() {
            "double" => &["precision"],
            "character" | "char" | "bit" => &["varying"],
            _ => &[],
        };
        if let Some(word) = more.iter().find(|word| self.peek(0).is_some_and(|token| token.is_word(word))) {
            text.push_str(&format!(" {word}"));
            self.at += 1;
        }
        if self.punct("(") {
            text.push('(');
            while !self.punct(")") {
                text.push_str(self.peek(0).filter(|one| one.kind == TokenKind::Number || one.is_punct(","))?.text);
                self.at += 1;
            }
            text.push(')');
        }
        if matches!(first.as_str(), "timestamp" | "time")
            && self.peek(0).is_some_and(|token| token.is_word("with") || token.is_word("without"))
        {
            let with = if self.word("with") { "with" } else { "without" };
            self.at += usize::from(with == "without");
            if !(self.word("time") && self.word("zone")) {
                return None;
            }
            text.push_str(&format!(" {with} time zone"));
        }
        while self.punct("[") {
            if !self.punct("]") {
                return None;
            }
            text.push_str("[]");
        }
        let ty = types::parse(&text);
        // The words of a type that is not known are not all read here.
        ty.builtin.then_some(ty)
    }
}

fn boolean(text: String) -> Value {
    Value::Typed(text, "boolean".into())
}

/// A truth value as it is printed.
fn truth(value: &Value) -> Option<String> {
    (value.ty()? == "boolean").then(|| value.text()).flatten()
}

/// The server joins what follows to what stands on the left, never to the right.
fn joined(word: &'static str, left: Value, right: &Value) -> Option<Value> {
    let right = truth(right)?;
    match left {
        Value::Joined(same, mut operands) if same == word => {
            operands.push(right);
            Some(Value::Joined(word, operands))
        }
        left => Some(Value::Joined(word, vec![truth(&left)?, right])),
    }
}

/// Both sides of a comparison as the server brings them together.
fn alike(left: &Value, right: &Value) -> Option<(String, String)> {
    let ty = match (left.ty(), right.ty()) {
        (None, None) => return None,
        (Some(ty), None) | (None, Some(ty)) => if is_text(ty) { "text" } else { ty }.to_owned(),
        (Some(a), Some(b)) if is_text(a) && is_text(b) => "text".to_owned(),
        // Operators over two types of one family: each stays what it is.
        (Some(a), Some(b))
            if (is_integer(a) && is_integer(b))
                || (is_time(a) && is_time(b))
                || (matches!(a, "real" | "double precision") && matches!(b, "real" | "double precision")) =>
        {
            return Some((left.text()?, right.text()?));
        }
        (Some(a), Some(b)) if a == b => a.to_owned(),
        (Some(a), Some(b)) if is_number(a) && is_number(b) => {
            if a == "numeric" && is_integer(b) || b == "numeric" && is_integer(a) {
                "numeric".to_owned()
            } else {
                // A real keeps its type, since there are operators over both; the other becomes double precision.
                let side = |value: &Value, ty: &str| match ty {
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

fn compared(operator: &str, left: &Value, right: &Value) -> Option<Value> {
    let (a, b) = alike(left, right)?;
    Some(boolean(format!("({a} {operator} {b})")))
}

/// LIKE and regular expressions.
fn matched(operator: &str, left: &Value, right: &Value) -> Option<Value> {
    if !left.ty().is_some_and(is_text) {
        return None;
    }
    Some(boolean(format!("({} {operator} {})", left.coerced("text")?, right.coerced("text")?)))
}

/// A member of a JSON value, by its name or its number.
fn inside(operator: &str, left: &Value, right: &Value) -> Option<Value> {
    let ty = left.ty().filter(|ty| matches!(*ty, "json" | "jsonb"))?;
    let key = match right {
        Value::Text(_) => right.coerced("text")?,
        Value::Number(_, _, "integer") => right.text()?,
        _ => return None,
    };
    let ty = if operator == "->>" { "text" } else { ty };
    Some(Value::Typed(format!("({} {operator} {key})", left.text()?), ty.to_owned()))
}

/// `a IN (…)` over constants.
fn among(left: &Value, values: &[Value], not: bool) -> Option<Value> {
    let (operator, all) = if not { ("<>", "ALL") } else { ("=", "ANY") };
    if let [only] = values {
        return compared(operator, left, only);
    }
    let ty = left.ty()?;
    let constant = |value: &Value| matches!(value, Value::Text(_) | Value::Number(..));
    if values.is_empty() || !values.iter().all(constant) {
        return None;
    }
    let texts = values.iter().all(|value| matches!(value, Value::Text(_)));
    let element = match ty {
        "smallint" | "integer" if values.iter().all(|v| v.ty() == Some("integer")) => "integer",
        "bigint" if values.iter().all(|v| v.ty().is_some_and(is_integer)) => "bigint",
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
fn computed(operator: &str, left: &Value, right: &Value) -> Option<Value> {
    let (a, b) = (left.ty()?, right.ty()?);
    let plain =
        |ty: &str| Some(Value::Typed(format!("({} {operator} {})", left.text()?, right.text()?), ty.to_owned()));
    if is_integer(a) && is_integer(b) {
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
        return Some(Value::Typed(text, ty.into()));
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
fn cast(value: &Value, ty: &types::Type) -> Option<Value> {
    let name = if ty.base == "character" { "bpchar".to_owned() } else { ty.base.clone() };
    let name = if ty.array { format!("{name}[]") } else { name };
    match value {
        Value::Null => None,
        Value::Text(text) => match &ty.modifiers {
            None => Some(Value::Typed(format!("{}::{}", literal::plain(text), ty.cast_name()), name)),
            Some(_) if ty.base == "character varying" && !ty.array => {
                Some(Value::Typed(format!("{}::{}", literal::plain(text), ty.print()), name))
            }
            Some(_) => None,
        },
        value => {
            if value.ty()? == name {
                // A number that was cast is no constant that a sign could join.
                let text = value.text()?;
                return ty.modifiers.is_none().then_some(Value::Typed(text, name));
            }
            Some(Value::Typed(format!("({})::{}", value.text()?, ty.print()), name))
        }
    }
}

/// The words that are values of themselves.
fn value_function(word: &str) -> Option<&'static str> {
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
fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    const TEXT: &str = "text";
    let typed = |text: String, ty: &str| Some(Value::Typed(text, ty.to_owned()));
    let all = |ty: &str| arguments.iter().map(|value| value.coerced(ty)).collect::<Option<Vec<_>>>();
    match (name, arguments) {
        ("now" | "clock_timestamp" | "statement_timestamp" | "transaction_timestamp", []) => {
            typed(format!("{name}()"), "timestamp with time zone")
        }
        ("gen_random_uuid" | "uuid_generate_v4" | "uuidv7" | "uuidv4", []) => typed(format!("{name}()"), "uuid"),
        ("random", []) => typed("random()".into(), "double precision"),
        ("nextval", [Value::Text(sequence)]) => {
            typed(format!("nextval({}::regclass)", literal::plain(sequence)), "bigint")
        }
        ("nextval", [Value::Typed(sequence, ty)]) if ty == "regclass" => {
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
        ("abs", [one]) if is_number(one.ty()?) && matches!(one, Value::Typed(..)) => {
            typed(format!("abs({})", one.text()?), one.ty()?)
        }
        ("round", [one]) if one.ty()? == "numeric" => typed(format!("round({})", one.text()?), "numeric"),
        ("round", [one, places]) if one.ty()? == "numeric" && places.ty()? == "integer" => {
            typed(format!("round({}, {})", one.text()?, places.text()?), "numeric")
        }
        ("date_trunc", [Value::Text(unit), time]) if time.ty()?.starts_with("timestamp") => {
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
fn common(values: &[Value]) -> Option<String> {
    let mut types: Vec<&str> = values.iter().filter_map(Value::ty).collect();
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

fn number(text: &str) -> Option<Value> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = text.trim_start_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        let ty = match digits.parse::<i64>() {
            Ok(value) if i32::try_from(value).is_ok() => "integer",
            Ok(_) => "bigint",
            Err(_) => return None,
        };
        return Some(Value::Number(digits.to_owned(), false, ty));
    }
    let (whole, fraction) = text.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_empty() || !digits(fraction) || !digits(whole) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(Value::Number(format!("{whole}.{fraction}"), false, "numeric"))
}

/// A string; not bit strings, nor national ones, which have a type of their own.
fn string(text: &str) -> Option<Value> {
    text.starts_with(['\'', 'e', 'E', '$']).then(|| Value::Text(sql::unquote(Syntax::Postgres, text)))
}
