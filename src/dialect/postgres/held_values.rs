//! The condition under which a value holds one of an enum somewhere in it: as itself, in a list, below a domain, in a composite type.

use crate::schema::{Object, Schema};

use super::quote::identifier;
use super::types::named as name;

/// The condition for the value `at` of type `ty`; `of` is the enum as SQL and `value` its value as a literal. None where no value of the
/// type can.
pub(super) fn condition(schema: &Schema, at: &str, ty: &str, of: &str, value: &str) -> Option<String> {
    if ty == of {
        return Some(format!("{at}::text = {value}"));
    }
    if let Some(element) = ty.strip_suffix("[]") {
        if element == of {
            return Some(format!("{value} = ANY ({at}::text[])"));
        }
        let inside = condition(schema, "e", element, of, value)?;
        return Some(format!("EXISTS (SELECT 1 FROM pg_catalog.unnest({at}) AS e WHERE {inside})"));
    }
    let made_of = schema.objects.values().find(|object| match object {
        Object::Domain(one) => name(&one.name) == ty,
        Object::CompositeType(one) => name(&one.name) == ty,
        _ => false,
    });
    match made_of? {
        Object::Domain(one) => condition(schema, &format!("({at}::{})", one.base), &one.base, of, value),
        Object::CompositeType(one) => {
            let inside = one.attributes.iter().filter_map(|attribute| {
                let at = format!("({at}).{}", identifier(&attribute.name));
                condition(schema, &at, &attribute.ty, of, value)
            });
            let all: Vec<String> = inside.map(|one| format!("({one})")).collect();
            (!all.is_empty()).then(|| all.join(" OR "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::condition;
    use crate::schema::{Annotation, Attribute, CompositeType, Domain, Object, QName, Schema};

    #[test]
    fn looks_below_domains_and_into_composite_types() {
        let mut schema = Schema::default();
        schema.insert(Object::Domain(Domain::new(QName::plain("moods"), "mood[]")));
        let attribute = |name: &str, ty: &str| Attribute {
            name: name.to_owned(),
            ty: ty.to_owned(),
            collation: None,
            annotation: Annotation::default(),
        };
        let attributes = vec![attribute("n", "integer"), attribute("m", "moods")];
        let name = QName::plain("day");
        schema.insert(Object::CompositeType(CompositeType { name, attributes, annotation: Annotation::default() }));
        let held = |ty: &str| condition(&schema, "c", ty, "mood", "'sad'");
        assert_eq!(held("mood").as_deref(), Some("c::text = 'sad'"));
        assert_eq!(held("moods").as_deref(), Some("'sad' = ANY ((c::mood[])::text[])"));
        assert_eq!(
            held("day[]").as_deref(),
            Some("EXISTS (SELECT 1 FROM pg_catalog.unnest(c) AS e WHERE ('sad' = ANY (((e).m::mood[])::text[])))")
        );
        assert_eq!(held("integer"), None);
    }
}
