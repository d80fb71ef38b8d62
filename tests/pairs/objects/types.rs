//! Domains, composite and range types, collations, casts, operators and operator classes.

use super::super::model::{Id, Model};
use super::super::random::Random;
use super::super::toml::{name, text};
use super::super::types::{Type, Value};
use super::{Kind, Knob, Object, need, section, sql_key, statement_section, stays, turns};

pub(super) const KINDS: &[&dyn Kind] = &[&Domain, &Composite, &Range, &Collation, &Cast, &Operator, &OperatorClass];

/// Whether a column of a table is of the type of an object; `array`: of an array of it.
fn column_of(model: &Model, id: Id, array: bool) -> bool {
    let of = |ty: Type| ty == Type::ObjectArray(id) || (!array && ty == Type::Object(id));
    model.tables.iter().flat_map(|table| &table.columns).any(|column| of(column.ty))
        || model.objects.iter().any(|one| one.is("partitioned") && one.uses.contains(&id) && !array)
}

#[derive(Debug)]
struct Domain;

impl Domain {
    /// Its checks: which one, the condition, and whether values that are there are not looked at.
    fn checks(model: &Model, one: &Object) -> Vec<(usize, String, bool)> {
        let number = one.knob(0) == 0;
        let function = one.uses.first().and_then(|id| model.object(*id)).map(|used| used.qualified(model));
        let mut checks = vec![];
        for (item, variant) in &one.items {
            let (variant, late) = (variant % 3, *variant == 3);
            let check = match (number, item, &function) {
                (true, 0, Some(function)) => format!("{function}(VALUE) > -{variant}"),
                (true, 0 | 1, _) => format!("VALUE >= -{variant}"),
                (true, _, _) => format!("VALUE < 3000{variant} OR VALUE IS NULL"),
                (false, 0, _) => format!("length(VALUE) < 20{variant}"),
                (false, 1, _) => format!("VALUE <> 'it''s; {variant}'"),
                (false, _, _) => format!("VALUE LIKE 'v%' OR VALUE = '{variant}'"),
            };
            checks.push((*item, check, late));
        }
        checks
    }
}

impl Kind for Domain {
    fn word(&self) -> &'static str {
        "domain"
    }

    fn base(&self) -> &'static str {
        "amount"
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        // Base, default, NOT NULL, collation.
        const { &[stays(3), turns(3), turns(4), stays(4)] }
    }

    fn items(&self) -> (usize, usize) {
        (3, 4)
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(super::a_function(model, random, 50).filter(|_| one.knob(0) == 0));
        true
    }

    fn becomes(&self, old: &Model, before: &Object, new: &Model, after: &Object) -> bool {
        // Where an array or a composite type with it is in a table, no check can be added and no NULL forbidden (0A000), which
        // the way back would have to do as well.
        let contained = [old, new].iter().any(|model| {
            column_of(model, before.id, true)
                || model.objects.iter().any(|one| one.is("composite") && one.uses.contains(&before.id))
        });
        !contained || (before.items == after.items && before.knob(2) == after.knob(2))
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let base = one.of(0, &["integer", "text", "varchar(40)"]);
        let number = one.knob(0) == 0;
        let mut sql = format!("CREATE DOMAIN {} AS {base}", one.qualified(model));
        if !number && one.knob(3) == 0 {
            sql += " COLLATE \"C\"";
        }
        match (number, one.knob(1)) {
            (true, 1) => sql += " DEFAULT 5",
            (true, 2) => sql += " DEFAULT (3 + 4)",
            (false, 1) => sql += " DEFAULT 'v5'",
            (false, 2) => sql += " DEFAULT lower('V7')",
            _ => {}
        }
        if self.refuses_null(one) {
            sql += " NOT NULL";
        }
        let mut later = vec![];
        for (item, check, late) in Domain::checks(model, one) {
            let check = format!("CONSTRAINT check_{}_{item} CHECK ({check})", one.id);
            if late {
                later.push(format!("ALTER DOMAIN {} ADD {check} NOT VALID", one.qualified(model)));
            } else {
                sql += &format!(" {check}");
            }
        }
        let mut all = vec![sql];
        all.extend(later);
        all
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("DOMAIN {}", one.qualified(model)))
    }

    fn is_type(&self) -> bool {
        true
    }

    fn value(&self, _: &Model, one: &Object, n: usize) -> Value {
        Value::Sql(if one.knob(0) == 0 { format!("{n}") } else { format!("'v{n}'") })
    }

    fn refuses_null(&self, one: &Object) -> bool {
        one.knob(2) == 3
    }

    fn default_value(&self, _: &Model, one: &Object) -> Value {
        Value::Sql(match (one.knob(0), one.knob(1)) {
            (_, 0) => return Value::Null,
            (0, 1) => "5".into(),
            (0, _) => "7".into(),
            (_, 1) => "'v5'".into(),
            _ => "'v7'".into(),
        })
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let number = one.knob(0) == 0;
        let mut keys = vec![format!("type = {}", text(one.of(0, &["integer", "text", "varchar(40)"])))];
        if !number && one.knob(3) == 0 {
            keys.push("collation = \"C\"".into());
        }
        match (number, one.knob(1)) {
            (true, 1) => keys.push("default = 5".into()),
            (true, 2) => keys.push("default = { sql = \"3 + 4\" }".into()),
            (false, 1) => keys.push("default = \"v5\"".into()),
            (false, 2) => keys.push("default = { sql = \"lower('V7')\" }".into()),
            _ => {}
        }
        if self.refuses_null(one) {
            keys.push("not_null = true".into());
        }
        let checks: Vec<String> = Domain::checks(model, one)
            .into_iter()
            .map(|(item, check, late)| {
                let check = text(&check);
                let value = if late { format!("{{ sql = {check}, not_valid = true }}") } else { check };
                format!("check_{}_{item} = {value}", one.id)
            })
            .collect();
        if !checks.is_empty() {
            keys.push(format!("checks = {{ {} }}", checks.join(", ")));
        }
        Some(section("domain", &name(model, one.namespace, &one.name), one, was, &keys))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Composite;

impl Composite {
    /// Name, type, and the collation where it says one.
    fn attributes(model: &Model, one: &Object) -> Vec<(&'static str, String, &'static str)> {
        let used = one.uses.first().and_then(|id| model.object(*id)).map(|used| used.qualified(model));
        let attribute = |(item, variant): &(usize, usize)| {
            let (name, types) = [
                ("street", ["text", "varchar(40)"]),
                ("House number", ["integer", "bigint"]),
                ("zip", ["text", "text"]),
                ("at", ["numeric(10,2)", "double precision"]),
                ("more", ["integer[]", "bigint[]"]),
            ][*item];
            let ty = used.clone().filter(|_| *item == 4).unwrap_or_else(|| types[*variant].to_owned());
            (name, ty, if (*item, *variant) == (2, 0) { " COLLATE \"C\"" } else { "" })
        };
        one.items.iter().map(attribute).collect()
    }
}

impl Kind for Composite {
    fn word(&self) -> &'static str {
        "composite"
    }

    fn base(&self) -> &'static str {
        "address"
    }

    fn weight(&self) -> usize {
        8
    }

    fn knobs(&self) -> &'static [Knob] {
        const { &[stays(2)] }
    }

    fn items(&self) -> (usize, usize) {
        (5, 2)
    }

    fn least(&self) -> usize {
        1
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        let types: Vec<Id> = model.objects.iter().filter(|other| other.is("domain")).map(|other| other.id).collect();
        one.uses.extend(random.pick(&types).filter(|_| random.chance(40)));
        true
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        // A domain that refuses NULL refuses it within, too, and the rows have none there.
        let refuses = |id: &Id| model.object(*id).is_some_and(|used| used.kind.refuses_null(used));
        one.item(4).is_none() || !one.uses.iter().any(refuses)
    }

    fn becomes(&self, old: &Model, before: &Object, new: &Model, after: &Object) -> bool {
        // The type of an attribute stays where a column is of the composite type (0A000); no domain that refuses NULL comes.
        let used = [old, new].iter().any(|model| column_of(model, before.id, false));
        let same = before.items.iter().all(|(item, variant)| after.item(*item).is_none_or(|other| other == *variant));
        let mut columns = new.tables.iter().flat_map(|table| &table.columns);
        let written = columns.any(|column| column.ty.of_object() == Some(before.id) && column.backfill.is_some());
        (!used || same) && (!written || before.items == after.items)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let attributes = Composite::attributes(model, one).into_iter();
        let attributes: Vec<String> =
            attributes.map(|(name, ty, collation)| format!("{} {ty}{collation}", model.quote(name))).collect();
        vec![format!("CREATE TYPE {} AS (\n  {}\n)", one.qualified(model), attributes.join(",\n  "))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TYPE {}", one.qualified(model)))
    }

    fn is_type(&self) -> bool {
        true
    }

    fn value(&self, _: &Model, one: &Object, n: usize) -> Value {
        // An item's value hangs on the item alone, so that what an attribute's coming and going leaves is known.
        let values = one.items.iter().filter_map(|(item, _)| match item {
            0 | 2 => Some((*item, format!("v{n}"))),
            1 | 3 => Some((*item, format!("{n}"))),
            _ => None,
        });
        Value::Row(one.id, values.collect())
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let attributes = Composite::attributes(model, one).into_iter().map(|(name, ty, collation)| match collation {
            "" => format!("{} = {}", text(name), text(&ty)),
            _ => format!("{} = {{ type = {}, collation = \"C\" }}", text(name), text(&ty)),
        });
        let attributes = format!("attributes = {{ {} }}", attributes.collect::<Vec<_>>().join(", "));
        Some(section("composite_type", &name(model, one.namespace, &one.name), one, was, &[attributes]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

/// A value of a composite type as SQL: what it has no value for is NULL.
pub(crate) fn row(one: &Object, values: &[(usize, String)]) -> String {
    let value = |item: usize| values.iter().find(|(of, _)| *of == item).map_or("", |(_, text)| text.as_str());
    let values: Vec<&str> = one.items.iter().map(|(item, _)| value(*item)).collect();
    // One attribute of NULL would read as no attribute.
    if values == [""] { "ROW(NULL)".into() } else { format!("'({})'", values.join(",")) }
}

#[derive(Debug)]
struct Range;

impl Kind for Range {
    fn word(&self) -> &'static str {
        "range"
    }

    fn base(&self) -> &'static str {
        "span"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Of what, difference, collation, name of the multirange.
        const { &[turns(3), turns(2), turns(2), turns(2)] }
    }

    fn becomes(&self, old: &Model, before: &Object, new: &Model, after: &Object) -> bool {
        // Nothing of a range type can be altered, and a column of it cannot live without it.
        let used = [old, new].iter().any(|model| column_of(model, before.id, false));
        !used || before.knobs == after.knobs
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let mut options = format!("SUBTYPE = {}", one.of(0, &["integer", "float8", "text"]));
        match (one.knob(0), one.knob(1), one.knob(2)) {
            (1, 1, _) => options += ", SUBTYPE_DIFF = float8mi",
            (0, 1, _) => options += ", SUBTYPE_DIFF = int4range_subdiff",
            (2, _, 1) => options += ", COLLATION = \"C\"",
            _ => {}
        }
        if one.knob(3) == 1 {
            options +=
                &format!(", MULTIRANGE_TYPE_NAME = {}", model.qualified(one.namespace, &format!("spans_{}", one.id)));
        }
        vec![format!("CREATE TYPE {} AS RANGE ({options})", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("TYPE {}", one.qualified(model)))
    }

    fn is_type(&self) -> bool {
        true
    }

    fn value(&self, _: &Model, one: &Object, n: usize) -> Value {
        Value::Sql(if one.knob(0) == 2 { format!("'[v{n},w{n})'") } else { format!("'[{n},{})'", n + 1) })
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "range_type", &[]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Collation;

impl Kind for Collation {
    fn word(&self) -> &'static str {
        "collation"
    }

    fn base(&self) -> &'static str {
        "sorting"
    }

    fn knobs(&self) -> &'static [Knob] {
        // Provider, locale, deterministic.
        const { &[turns(2), turns(2), turns(2)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let options = match (one.knob(0), one.knob(1), one.knob(2)) {
            (0, locale, _) => format!("PROVIDER = libc, LOCALE = '{}'", ["C", "POSIX"][locale]),
            (_, locale, deterministic) => format!(
                "PROVIDER = icu, LOCALE = '{}', DETERMINISTIC = {}",
                ["und-u-ks-level2", "de-DE"][locale],
                deterministic == 0
            ),
        };
        vec![format!("CREATE COLLATION {} ({options})", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("COLLATION {}", one.qualified(model)))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        Some(statement_section(model, one, was, "collation", &[]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Cast;

impl Kind for Cast {
    fn word(&self) -> &'static str {
        "cast"
    }

    fn namespaced(&self) -> bool {
        false
    }

    fn renamed(&self) -> bool {
        false
    }

    fn knobs(&self) -> &'static [Knob] {
        // When it is used, to what.
        const { &[turns(3), turns(2)] }
    }

    fn tie(&self, model: &mut Model, random: &mut Random, one: &mut Object) -> bool {
        one.uses.extend(need(model, random, "composite", 30));
        !one.uses.is_empty()
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        !model.objects.iter().any(|other| other.is("cast") && other.id != one.id && other.uses == one.uses)
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let when = one.of(0, &["", " AS ASSIGNMENT", " AS IMPLICIT"]);
        let address = self.address(model, one).expect("an address");
        vec![format!("CREATE {address} WITH INOUT{when}")]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        let of = model.object(*one.uses.first()?)?.qualified(model);
        Some(format!("CAST ({of} AS {})", one.of(1, &["text", "varchar"])))
    }

    fn toml(&self, model: &Model, one: &Object, _: Option<&str>) -> Option<String> {
        let of = model.object(*one.uses.first()?)?.qualified(model);
        let name = format!("{of} AS {}", one.of(1, &["text", "varchar"]));
        Some(section("cast", &name, one, None, &[sql_key(model, one)]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

#[derive(Debug)]
struct Operator;

impl Kind for Operator {
    fn word(&self) -> &'static str {
        "operator"
    }

    fn renamed(&self) -> bool {
        false
    }

    fn weight(&self) -> usize {
        6
    }

    fn knobs(&self) -> &'static [Knob] {
        // The name, function, commutator, estimators, merges.
        const { &[stays(4), turns(2), turns(2), turns(2), turns(2)] }
    }

    fn fits(&self, model: &Model, one: &Object) -> bool {
        !model.objects.iter().any(|other| {
            other.is("operator")
                && other.id != one.id
                && other.knob(0) == one.knob(0)
                && other.namespace == one.namespace
        })
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let mut options =
            format!("FUNCTION = {}, LEFTARG = integer, RIGHTARG = integer", one.of(1, &["int4eq", "int4ne"]));
        if one.knob(2) == 1 {
            options += &format!(", COMMUTATOR = OPERATOR({})", Operator::symbol(model, one));
        }
        if one.knob(3) == 1 {
            options += ", RESTRICT = eqsel, JOIN = eqjoinsel";
        }
        if one.knob(4) == 1 {
            options += ", MERGES, HASHES";
        }
        vec![format!("CREATE OPERATOR {} ({options})", Operator::symbol(model, one))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("OPERATOR {} (integer, integer)", Operator::symbol(model, one)))
    }

    fn toml(&self, model: &Model, one: &Object, _: Option<&str>) -> Option<String> {
        let name = format!("{}(integer, integer)", name(model, one.namespace, Operator::bare(one)));
        Some(section("operator", &name, one, None, &[sql_key(model, one)]))
    }

    fn in_toml(&self) -> bool {
        true
    }
}

impl Operator {
    fn bare(one: &Object) -> &'static str {
        one.of(0, &["===", "<#>", "~~>", "@@@@"])
    }

    fn symbol(model: &Model, one: &Object) -> String {
        let symbol = Operator::bare(one);
        match model.namespace(one.namespace) {
            Some(namespace) => format!("{}.{symbol}", model.quote(namespace)),
            None => symbol.into(),
        }
    }
}

#[derive(Debug)]
struct OperatorClass;

impl Kind for OperatorClass {
    fn word(&self) -> &'static str {
        "operator_class"
    }

    fn base(&self) -> &'static str {
        "ops_of"
    }

    fn weight(&self) -> usize {
        6
    }

    fn knobs(&self) -> &'static [Knob] {
        // Method, how many operators.
        const { &[turns(2), turns(2)] }
    }

    fn sql(&self, model: &Model, one: &Object) -> Vec<String> {
        let body = match (one.knob(0), one.knob(1)) {
            (0, 0) => {
                "btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, \
                 integer)"
            }
            (0, _) => {
                "btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, \
                 integer), FUNCTION 2 btint4sortsupport(internal)"
            }
            _ => "hash AS OPERATOR 1 =, FUNCTION 1 hashint4(integer)",
        };
        vec![format!("CREATE OPERATOR CLASS {} FOR TYPE integer USING {body}", one.qualified(model))]
    }

    fn address(&self, model: &Model, one: &Object) -> Option<String> {
        Some(format!("OPERATOR CLASS {} USING {}", one.qualified(model), one.of(0, &["btree", "hash"])))
    }

    fn toml(&self, model: &Model, one: &Object, was: Option<&str>) -> Option<String> {
        let name = format!("{} using {}", name(model, one.namespace, &one.name), one.of(0, &["btree", "hash"]));
        Some(section("operator_class", &name, one, was, &[sql_key(model, one)]))
    }

    fn hinted(&self) -> bool {
        false
    }

    fn in_toml(&self) -> bool {
        true
    }
}
