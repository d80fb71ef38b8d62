//! MariaDB's `CREATE SEQUENCE`, <https://mariadb.com/kb/en/create-sequence/>.

use super::conventions::Conventions;
use super::cursor::{Cursor, ParseError};
use crate::schema::{Annotation, QName, Sequence, SequenceOptions};

/// Reads what `SHOW CREATE SEQUENCE` prints: all of it, where the model holds what is not the default.
///
/// # Errors
/// Where the text is not understood, or says what the model has no place for (a storage engine of its own).
pub(in crate::dialect::mysql) fn sequence(sql: &str, conventions: &Conventions) -> Result<Sequence, ParseError> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE", "SEQUENCE"], "CREATE SEQUENCE")?;
    let name = cursor.name()?;
    let mut ty = None;
    if cursor.eat(&["AS"]) {
        let from = cursor.place();
        cursor.name()?;
        cursor.eat(&["UNSIGNED"]);
        ty = Some(cursor.between(from, cursor.place()).to_ascii_lowercase()).filter(|ty| ty != "bigint");
    }
    let mut options = SequenceOptions::default();
    let mut comment = None;
    while !cursor.done() {
        if cursor.eat(&["START", "WITH"]) {
            options.start = Some(cursor.number()?);
        } else if cursor.eat(&["MINVALUE"]) {
            options.min = Some(cursor.number()?);
        } else if cursor.eat(&["MAXVALUE"]) {
            options.max = Some(cursor.number()?);
        } else if cursor.eat(&["INCREMENT", "BY"]) {
            options.increment = Some(cursor.number()?);
        } else if cursor.eat(&["CACHE"]) {
            options.cache = Some(cursor.number()?);
        } else if cursor.eat(&["NOCACHE"]) {
            options.cache = Some(0);
        } else if cursor.eat(&["CYCLE"]) {
            options.cycle = true;
        } else if cursor.eat(&["NOCYCLE"]) {
            options.cycle = false;
        } else if cursor.eat(&["COMMENT"]) {
            cursor.eat_operator("=");
            comment = Some(cursor.string()?);
        } else if cursor.is_word("ENGINE") {
            let at = cursor.place();
            cursor.advance();
            cursor.eat_operator("=");
            if !cursor.name()?.eq_ignore_ascii_case(&conventions.engine) {
                cursor.go(at);
                return Err(cursor.unread("the server's own storage engine"));
            }
        } else {
            return Err(cursor.unread("an option of the sequence"));
        }
    }
    without_defaults(&mut options, ty.as_deref());
    Ok(Sequence {
        name: QName::plain(name),
        ty,
        options,
        owned_by: None,
        unlogged: false,
        annotation: Annotation::commented(comment),
    })
}

/// Takes out what is so by itself: an ascending sequence goes from 1 to the last but one value of its type, a descending one from
/// -1 to the first but one.
fn without_defaults(options: &mut SequenceOptions, ty: Option<&str>) {
    let (low, high) = match ty {
        None => (-i64::MAX, i64::MAX - 1),
        Some("bigint unsigned") => (1, i64::MAX),
        Some("int") => (-2_147_483_647, 2_147_483_646),
        Some("int unsigned") => (1, 4_294_967_294),
        Some("mediumint") => (-8_388_607, 8_388_606),
        Some("mediumint unsigned") => (1, 16_777_214),
        Some("smallint") => (-32_767, 32_766),
        Some("smallint unsigned") => (1, 65_534),
        Some("tinyint") => (-127, 126),
        Some("tinyint unsigned") => (1, 254),
        Some(_) => return,
    };
    let descends = options.increment.is_some_and(|increment| increment < 0);
    let (min, max) = if descends { (low, -1) } else { (1, high) };
    let first = if descends { options.max } else { options.min };
    if options.start == first {
        options.start = None;
    }
    let forget = |value: &mut Option<i64>, default: i64| *value = value.filter(|value| *value != default);
    forget(&mut options.min, min);
    forget(&mut options.max, max);
    forget(&mut options.increment, 1);
    forget(&mut options.cache, 1000);
}
