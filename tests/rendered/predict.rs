//! What is predicted of the server's spelling, beside what the server makes of it.

use std::collections::{BTreeMap, BTreeSet};

use migrate::dialect::Dialect;
use migrate::schema::{
    Annotation, Check, Column, Constraint, ConstraintDefinition, Expr, Generated, Index, IndexColumn, IndexKey, Object,
    QName, Schema, Table,
};

use super::{introspect, open};
use crate::support::postgres::Database;

const SETUP: &str = "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE DOMAIN word AS text; CREATE DOMAIN whole AS integer; \
     CREATE SEQUENCE sq; CREATE EXTENSION citext;";

const TYPES: &str = "smallint; int; bigint; numeric; numeric(10, 2); decimal(5); real; double precision; float; float(10); bool; text; \
     varchar; varchar(20); char; char(5); bpchar; bytea; date; time; time(3); timetz; timestamp; timestamp(3); timestamptz; \
     timestamp (2) with time zone; interval; interval(3); interval day to second; json; jsonb; uuid; inet; int[]; text[]; \
     varchar(3)[]; mood; mood[]; word; whole; money; bit; bit(3); varbit(5); int4range; tsvector; \"char\"; citext; name; xml; point";

const DEFAULTS: &str = r"0; 1; -1; 007; 5000000000; -5000000000; 1.5; -1.5; 1e3; 0.10; .5; 5.; 'x'; 'it''s'; '1'; '-1'; 'happy'; '{}';
     '{1,2}'; '2020-01-01'; '2020-01-01 10:00:00'; '10:00'; '1 day'; '00000000-0000-0000-0000-000000000000'; 'a\b'; true; FALSE;
     'true'; 't'; 'f'; now(); NOW (); CURRENT_TIMESTAMP; current_timestamp(3); Current_Date; current_user; localtimestamp;
     gen_random_uuid(); NULL; 1+1; (1); ('x'); 'x'::text; 'x'::varchar(5); 'x'::varchar; 'x'::mood; E'a\nb'; lower('X');
     now() at time zone 'utc'; '{}'::text[]; clock_timestamp(); (random()*10)::int; upper('a') || 'b'; current_date + 1; - 1; +1;
     (-1); -(1); -1::int; 1::bigint; '0'::int; 1::numeric(10,2); date '2020-01-01'; interval '1 day'; B'101'; x'ff'; $$a$$; -0;
     statement_timestamp(); localtime; nextval('sq'); nextval('sq'::regclass); 'ünï'; ''; 'infinity'; 'NaN'; '[1,2)'; 'a b';
     true::text; 'x' || 'y'; cast('x' as text); 1 = 1; not true; 2147483648; -2147483648; 1 is null; '[]'; '{}'::jsonb; 9999999999999999999";

/// Over the columns of [`TABLE`].
const CHECKS: &str = r#"a > 0; a >= -1; A<>5; a != 5; b > 5000000000; s > 0; a > b; net >= 0; net > -1; net > 0.5; net >= a; r > 0; r > 0.5; d > 0; d < 0.5; d > r;
     t = 'x'; t <> ''; v = 'x'; v <> w; v = t; c = 'x'; m = 'happy'; m <> 'sad'; flag; not flag; flag = true; flag is true; flag is not false;
     day > '2020-01-01'; day < day2; day <= stamp; stamp > now(); stamptz > now(); stamp < '2020-01-01 00:00:00'; day > date '2020-01-01'; day + 1 > day2; day2 - day > 3;
     a > 0 and b > 0; a > 0 AND b > 0 AND s > 0; a > 0 and (b > 0 and s > 0); (a > 0 and b > 0) and s > 0; a > 0 or b > 0; a > 0 or b > 0 and s > 0; (a > 0 or b > 0) and s > 0;
     not (a > 0 or b > 0); not not flag; a between 1 and 5; a between 1 and 5 and b > 0; a not between 1 and 5; net between 0 and 1; day between '2020-01-01' and '2021-01-01'; b > 0 and a between 1 and 5;
     a in (1, 2, 3); a in (1); a in (-1, 2); b in (1, 2); s in (1, 2); net in (1, 2.5); t in ('a', 'b'); t not in ('a', 'b'); v in ('a', 'b'); v in ('a'); v not in ('a', 'b'); c in ('a', 'b'); m in ('happy', 'sad'); m not in ('happy', 'sad'); day in ('2020-01-01', '2020-01-02');
     t like '%@%'; v like 'a%'; v not like 'a%'; t ilike 'A%'; t ~ '^a'; v ~* '^a'; v !~ 'a'; c like 'a%';
     t is null; t is not null; a is null or b is null; (a is null) = (b is null); a is distinct from b; a is not distinct from b; v is distinct from 'x';
     length(t) > 0; length(v) < 5; char_length(v) > 0; lower(t) = t; lower(v) = 'x'; upper(v) = v; trim(t) <> ''; btrim(v) <> ''; coalesce(a, 0) > 0; coalesce(net, 0) > 0; coalesce(t, '') <> ''; coalesce(v, '') <> ''; coalesce(a, b) > 0; nullif(t, '') is not null;
     a + s > 0; a + b > 0; a * 2 = b; net * 1.2 > 0; net + a > 0; net / 2 > 1; a / 2 > 1; a % 2 = 0; a - -1 > 0; -a < 0; - net < 0; d * 2 > 1; d + net > 1; a + b * s > 0; (a + b) * s > 0; a - b - s > 0; a - (b - s) > 0;
     t || v <> ''; t || ' ' || t <> 'x'; v || w <> ''; a::text <> ''; a::bigint > 0; t::varchar(5) = 'x'; v::text = 'x'; a::numeric(10,2) > 0; cast(a as text) = '1'; '1'::int = a;
     "Odd Name" > 0; "Odd Name" is null; "user" = 'x'; a > 0 -- comment
     ; a /* x */ > 0; ((a > 0)); (a) > (0); ci = 'X'; ci in ('a', 'b'); dom = 'x'; dom <> ''; wh > 0; doc ? 'a'; doc->>'a' = 'x'; jsonb_typeof(doc) = 'object'; cardinality(tags) > 0; tags = '{}'; array_length(tags, 1) > 0; u <> '00000000-0000-0000-0000-000000000000';
     stamptz at time zone 'utc' > stamp; date_trunc('day', stamptz) = stamptz; extract(year from day) > 2000; case when a > 0 then true else false end; a = any (array[1,2]); round(net, 2) = net; abs(a) > 0; stamp + interval '1 day' > stamp; r + 1 > 0; coalesce(r, 0) > 0; t = lower(t) and v = lower(v); a > all (array[1]); t collate "C" = 'x'; (a, b) = (1, 2); exists (select 1); a <= 2147483648; 5 > a; 0 < net; 'x' = v"#;

const TABLE: &str = r#"a integer; b bigint; s smallint; net numeric(10,2); r real; d double precision; t text; v varchar(20); w varchar; c char(5); m mood; flag boolean; day date; day2 date; stamp timestamp; stamptz timestamptz; "Odd Name" integer; "user" text; ci citext; dom word; wh whole; doc jsonb; tags text[]; u uuid"#;

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim)
}

/// Pairs of a declared text and the server's, for each: what is predicted. Fails where a prediction takes one thing for
/// another; answers how many of how many were foretold.
fn judge(what: &str, all: &[(String, String, String)], wrong: &mut Vec<String>) -> (usize, usize) {
    let mut stored_as: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (declared, _, stored) in all {
        stored_as.entry(stored).or_default().insert(declared);
    }
    let mut right = 0;
    for (declared, predicted, stored) in all {
        if predicted == stored {
            right += 1;
        } else if let Some(others) = stored_as.get(predicted.as_str()) {
            wrong.push(format!("{what}: {declared} is stored as {stored}, and was taken for {others:?}"));
        } else if std::env::var_os("SHOW").is_some() {
            println!("{what}: {declared}\n    predicted {predicted}\n    stored    {stored}");
        }
    }
    (right, all.len())
}

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.table(&QName::plain(name)).expect("the table")
}

/// What is predicted of a table.
fn predicted(dialect: &dyn Dialect, table: Table) -> Table {
    match dialect.predict(&Object::Table(table)) {
        Object::Table(table) => table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn predictions_are_never_wrong() {
    let Some(database) = Database::new() else { return };
    database.psql(SETUP);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut wrong = Vec::new();
    let mut script = String::new();
    let mut tried = |statement: String| {
        script.push_str(&format!(
            "DO $do$ BEGIN EXECUTE $q$ {statement} $q$; EXCEPTION WHEN others THEN NULL; END $do$;\n"
        ));
    };
    for (at, ty) in list(TYPES).enumerate() {
        tried(format!("CREATE TABLE of_{at} (plain {ty})"));
        for (n, default) in list(DEFAULTS).enumerate() {
            tried(format!("ALTER TABLE of_{at} ADD COLUMN d{n} {ty} DEFAULT {default}"));
        }
    }
    let columns: Vec<&str> = list(TABLE).collect();
    tried(format!("CREATE TABLE checked ({})", columns.join(", ")));
    for (n, expression) in list(CHECKS).enumerate() {
        tried(format!("ALTER TABLE checked ADD CONSTRAINT c{n} CHECK ({expression}\n)"));
        tried(format!("CREATE INDEX i{n} ON checked (a) WHERE {expression}\n"));
        tried(format!("CREATE INDEX e{n} ON checked (({expression}\n))"));
        tried(format!("ALTER TABLE checked ADD COLUMN g{n} boolean GENERATED ALWAYS AS ({expression}\n) STORED"));
    }
    database.psql(&script);
    let (schema, dialect) = runtime
        .block_on(async {
            let mut session = open(&database).await?;
            Ok::<_, String>((introspect(&mut *session).await?, session.dialect()))
        })
        .expect("an introspected schema");

    let (mut types, mut defaults) = ((0, 0), (0, 0));
    for (at, ty) in list(TYPES).enumerate() {
        let stored = table(&schema, &format!("of_{at}"));
        let mut declared = Table::new(stored.name.clone());
        declared.columns.push(Column::new("plain", ty));
        for (n, default) in list(DEFAULTS).enumerate() {
            let column = Column { default: Some(Expr::from(default)), ..Column::new(format!("d{n}"), ty) };
            if stored.column(&column.name).is_some() {
                declared.columns.push(column);
            }
        }
        let predicted = predicted(&*dialect, declared.clone());
        let mut pairs = Vec::new();
        for column in &declared.columns {
            let find = |table: &Table| table.column(&column.name).cloned().expect("the column");
            let (mine, real) = (find(&predicted), find(stored));
            let text = |column: &Column| column.default.as_ref().map_or("none".to_owned(), Expr::to_string);
            if column.name == "plain" {
                types.1 += 1;
                types.0 += usize::from(mine.ty == real.ty);
                if mine.ty != real.ty {
                    println!("type {ty}: predicted {}, stored {}", mine.ty, real.ty);
                }
            } else {
                pairs.push((text(column), text(&mine), text(&real)));
            }
        }
        let (right, all) = judge(&format!("default of {ty}"), &pairs, &mut wrong);
        defaults = (defaults.0 + right, defaults.1 + all);
    }

    let stored = table(&schema, "checked");
    let mut declared = Table::new(stored.name.clone());
    declared.columns = columns
        .iter()
        .map(|line| {
            let at = line.rfind('"').map_or_else(|| line.find(' ').unwrap_or_default(), |quote| quote + 1);
            let (name, ty) = line.split_at(at);
            Column::new(name.trim_matches('"'), ty.trim())
        })
        .collect();
    for (n, text) in list(CHECKS).enumerate() {
        let expression = Expr::from(text);
        let check = Check { expression: expression.clone(), no_inherit: false, not_valid: false, ..Check::default() };
        declared.constraints.push(Constraint {
            name: Some(format!("c{n}")),
            definition: ConstraintDefinition::Check(check),
            annotation: Annotation::default(),
        });
        let partial = Index { name: format!("i{n}"), predicate: Some(expression.clone()), ..Index::default() };
        let of = Index {
            name: format!("e{n}"),
            columns: vec![IndexColumn::expression(expression.clone())],
            ..Index::default()
        };
        declared.indexes.extend([partial, of]);
        let generated = Some(Generated { expression, stored: true });
        declared.columns.push(Column { generated, ..Column::new(format!("g{n}"), "boolean") });
    }
    let foretold = predicted(&*dialect, declared);
    let mut shares = Vec::new();
    for (what, texts) in [("c", checks as fn(&Table) -> _), ("i", predicates), ("e", expressions), ("g", generated)] {
        let (mine, real): (BTreeMap<String, String>, BTreeMap<String, String>) = (texts(&foretold), texts(stored));
        let pairs: Vec<(String, String, String)> = list(CHECKS)
            .enumerate()
            .filter_map(|(n, text)| {
                let name = format!("{what}{n}");
                Some((text.to_owned(), mine.get(&name)?.clone(), real.get(&name)?.clone()))
            })
            .collect();
        assert!(pairs.len() > 50, "{what}: only {} were accepted", pairs.len());
        shares.push((what, judge(what, &pairs, &mut wrong)));
    }
    println!("types {types:?}, defaults {defaults:?}, expressions {shares:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(types.0, types.1, "each type is foretold");
    let share = |(right, all): (usize, usize)| right * 100 / all;
    assert!(share(defaults) >= 75, "defaults: {defaults:?}");
    assert!(shares.iter().all(|(_, counts)| share(*counts) >= 80), "{shares:?}");
}

fn checks(table: &Table) -> BTreeMap<String, String> {
    let check = |one: &Constraint| match &one.definition {
        ConstraintDefinition::Check(check) => Some((one.key(), check.expression.to_string())),
        _ => None,
    };
    table.constraints.iter().filter_map(check).collect()
}

fn predicates(table: &Table) -> BTreeMap<String, String> {
    table.indexes.iter().filter_map(|one| Some((one.name.clone(), one.predicate.as_ref()?.to_string()))).collect()
}

fn expressions(table: &Table) -> BTreeMap<String, String> {
    let text = |one: &Index| match &one.columns.first()?.key {
        IndexKey::Expression(expression) => Some((one.name.clone(), expression.to_string())),
        // A bare column in parentheses is a column to the server too.
        IndexKey::Column(name) => Some((one.name.clone(), name.clone())),
    };
    table.indexes.iter().filter_map(text).collect()
}

fn generated(table: &Table) -> BTreeMap<String, String> {
    let text = |one: &Column| Some((one.name.clone(), one.generated.as_ref()?.expression.to_string()));
    table.columns.iter().filter_map(text).collect()
}
