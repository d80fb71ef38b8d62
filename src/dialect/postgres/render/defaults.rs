//! The default of a column that changes.
//!
//! A type change takes the default along as it takes the rows: by an assignment cast, put around the expression as it was
//! written. Where there is none, the server refuses the change ("default for column … cannot be cast automatically"), so
//! the default is dropped before and set after. Where a constant keeps its meaning nothing is dropped, and where it is
//! written the same before and after nothing is set.

use crate::dialect::postgres::literal;
use crate::schema::{Column, Expr};

use super::convert::{is_number, is_string};
use super::types;

/// What happens to a default.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Change<'a> {
    /// Whether the old one is dropped.
    pub drop: bool,
    /// The one that is set.
    pub set: Option<&'a Expr>,
}

impl<'a> Change<'a> {
    /// From one form of a column to the other.
    pub(super) fn of(from: &Column, to: &'a Column) -> Change<'a> {
        let retyped = from.ty != to.ty || from.collation != to.collation;
        match (&from.default, &to.default) {
            (None, set) => Change { drop: false, set: set.as_ref() },
            (Some(_), None) => Change { drop: true, set: None },
            (Some(old), Some(new)) => {
                let taken_along = !retyped || taken_along(old, &from.ty, &to.ty);
                Change { drop: !taken_along, set: Some(new).filter(|_| !taken_along || old != new) }
            }
        }
    }
}

/// Whether the server takes a default from one type to the other as if it were written anew: a constant, and types between
/// which every constant has an assignment cast.
fn taken_along(default: &Expr, from: &str, to: &str) -> bool {
    let (a, b) = (types::parse(from), types::parse(to));
    let constant = literal::read(default, from).is_some();
    let plain = a.builtin && b.builtin && !a.array && !b.array;
    constant && plain && (a.base == b.base || (is_number(&a) && is_number(&b)) || (is_string(&a) && is_string(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(ty: &str, default: Option<&str>) -> Column {
        Column { default: default.map(Expr::from), ..Column::new("c", ty) }
    }

    fn change(from: (&str, Option<&str>), to: (&str, Option<&str>)) -> (bool, Option<String>) {
        let to = column(to.0, to.1);
        let from = column(from.0, from.1);
        let change = Change::of(&from, &to);
        (change.drop, change.set.map(|set| set.text().to_owned()))
    }

    #[test]
    fn a_constant_goes_along_with_its_type() {
        assert_eq!(change(("integer", Some("0")), ("bigint", Some("0"))), (false, None));
        assert_eq!(change(("integer", Some("0")), ("numeric(8,2)", Some("1"))), (false, Some("1".into())));
        let varchar = "'x'::character varying";
        assert_eq!(
            change(("character varying(5)", Some(varchar)), ("character varying(9)", Some(varchar))),
            (false, None)
        );
        let text = Some("'x'::text".to_owned());
        assert_eq!(change(("character varying(5)", Some(varchar)), ("text", Some("'x'::text"))), (false, text));
    }

    #[test]
    fn what_cannot_be_cast_is_dropped_and_set() {
        assert_eq!(change(("text", Some("'7'::text")), ("integer", Some("7"))), (true, Some("7".into())));
        assert_eq!(change(("integer", Some("1")), ("boolean", Some("true"))), (true, Some("true".into())));
        let now = Some("now()");
        assert_eq!(change(("date", now), ("timestamp with time zone", now)), (true, Some("now()".into())));
        assert_eq!(change(("integer", Some("0")), ("bigint", None)), (true, None));
    }

    #[test]
    fn a_default_of_a_column_that_keeps_its_type() {
        assert_eq!(change(("integer", Some("0")), ("integer", Some("1"))), (false, Some("1".into())));
        assert_eq!(change(("integer", Some("0")), ("integer", Some("0"))), (false, None));
        assert_eq!(change(("integer", None), ("integer", None)), (false, None));
    }
}
