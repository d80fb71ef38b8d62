//! The rows of the catalogues as plain structs, in the order of the columns in [`super::queries`].

use std::collections::HashMap;

use sqlx::postgres::PgRow;
use sqlx::{Row, ValueRef};

/// The object id of a catalogue itself: fixed for all servers.
pub mod oid {
    /// `pg_type`
    pub const TYPE: u32 = 1247;
    /// `pg_class`
    pub const CLASS: u32 = 1259;
    /// `pg_constraint`
    pub const CONSTRAINT: u32 = 2606;
    /// `pg_namespace`
    pub const NAMESPACE: u32 = 2615;
    /// `pg_extension`
    pub const EXTENSION: u32 = 3079;
}

/// A catalogue and an object in it.
pub type Address = (u32, u32);

/// The values of a row, taken one after the other: only what is kept as text is copied.
pub struct Cells<'a> {
    row: &'a PgRow,
    at: usize,
}

impl<'a> Cells<'a> {
    /// The cells of a row.
    pub fn of(row: &'a PgRow) -> Self {
        Cells { row, at: 0 }
    }

    fn next(&mut self) -> Option<&'a str> {
        let value = self.row.try_get_raw(self.at).ok()?;
        self.at += 1;
        if value.is_null() { None } else { value.as_str().ok() }
    }

    /// A text that may be missing.
    pub fn optional(&mut self) -> Option<String> {
        self.next().map(str::to_owned)
    }

    /// A text.
    pub fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// A number; zero where there is none.
    pub fn number<T: std::str::FromStr + Default>(&mut self) -> T {
        self.optional_number().unwrap_or_default()
    }

    /// A number that may be missing.
    pub fn optional_number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.next().and_then(|text| text.parse().ok())
    }

    /// A truth value.
    pub fn flag(&mut self) -> bool {
        self.next() == Some("t")
    }

    /// One character: a `"char"` of the catalogues.
    pub fn letter(&mut self) -> char {
        self.next().and_then(|text| text.chars().next()).unwrap_or(' ')
    }

    /// A JSON array of texts; empty where it is missing.
    pub fn list(&mut self) -> Vec<String> {
        self.next().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// `{1,2}` or `1 2`: an array or a vector of numbers.
    pub fn numbers<T: std::str::FromStr>(&mut self) -> Vec<T> {
        let text = self.next().unwrap_or_default();
        text.split(['{', '}', ',', ' ']).filter_map(|number| number.parse().ok()).collect()
    }

    /// `name=value` entries.
    pub fn settings(&mut self) -> Vec<(String, String)> {
        let entries = self.list();
        entries.iter().filter_map(|entry| entry.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()))).collect()
    }
}

/// A row of `pg_class`: a table, a view, a sequence.
pub struct Relation {
    /// Its id.
    pub oid: u32,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// `r`, `p`, `v`, `m`, `f` or `S`.
    pub kind: char,
    /// `p` or `u`.
    pub persistence: char,
    /// Storage parameters, or a view's options.
    pub settings: Vec<(String, String)>,
    /// Those of its TOAST table.
    pub toast_settings: Vec<(String, String)>,
    /// `d`, `n`, `f` or `i`.
    pub replica_identity: char,
    /// Whether row level security is on.
    pub row_security: bool,
    /// Whether it is a partition.
    pub partition: bool,
    /// Whether it inherits from another table, and is no partition.
    pub inherits: bool,
    /// Whether it is `OF` a type.
    pub typed: bool,
    /// Materialized view: whether it was ever filled.
    pub populated: bool,
    /// The tablespace, where it is not the default one.
    pub tablespace: Option<String>,
    /// The access method, where it is not `heap`.
    pub access_method: Option<String>,
    /// A view's owner, where it is another role.
    pub owner: Option<String>,
    /// A view's query.
    pub definition: Option<String>,
}

impl Relation {
    /// Reads a row of [`super::queries::RELATIONS`].
    pub fn of(mut cells: Cells<'_>) -> Self {
        Relation {
            oid: cells.number(),
            namespace: cells.number(),
            name: cells.text(),
            kind: cells.letter(),
            persistence: cells.letter(),
            settings: cells.settings(),
            toast_settings: cells.settings(),
            replica_identity: cells.letter(),
            row_security: cells.flag(),
            partition: cells.flag(),
            inherits: cells.flag(),
            typed: cells.flag(),
            populated: cells.flag(),
            tablespace: cells.optional(),
            access_method: cells.optional(),
            owner: cells.optional(),
            definition: cells.optional(),
        }
    }
}

/// A row of `pg_attribute`: a column.
pub struct Attribute {
    /// Whose it is.
    pub relation: u32,
    /// Its number.
    pub number: i16,
    /// Its name.
    pub name: String,
    /// Its type's id.
    pub type_oid: u32,
    /// Its type as SQL.
    pub type_name: String,
    /// Whether it is NOT NULL.
    pub not_null: bool,
    /// The default or the generated expression.
    pub default: Option<String>,
    /// `a`, `d` or nothing.
    pub identity: char,
    /// `s`, `v` or nothing.
    pub generated: char,
    /// The collation's id.
    pub collation_oid: u32,
    /// The collation as SQL, where it is not the type's own.
    pub collation: Option<String>,
    /// `p`, `e`, `x` or `m`, where it is not the type's own.
    pub storage: char,
    /// `p`, `l` or nothing.
    pub compression: char,
    /// The statistics target, where one is set.
    pub statistics: Option<i32>,
    /// `n_distinct` and its like; an index column's operator class parameters.
    pub settings: Vec<(String, String)>,
}

impl Attribute {
    /// Reads a row of [`super::queries::columns`].
    pub fn of(mut cells: Cells<'_>) -> Self {
        Attribute {
            relation: cells.number(),
            number: cells.number(),
            name: cells.text(),
            type_oid: cells.number(),
            type_name: cells.text(),
            not_null: cells.flag(),
            default: cells.optional(),
            identity: cells.letter(),
            generated: cells.letter(),
            collation_oid: cells.number(),
            collation: cells.optional(),
            storage: cells.letter(),
            compression: cells.letter(),
            statistics: cells.optional_number(),
            settings: cells.settings(),
        }
    }
}

/// A row of `pg_constraint`.
pub struct ConstraintRow {
    /// Its id.
    pub oid: u32,
    /// Its table.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `p`, `u`, `f`, `c`, `x` or `n`.
    pub kind: char,
    /// `DEFERRABLE`
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`
    pub deferred: bool,
    /// Not `NOT VALID`.
    pub validated: bool,
    /// The table referred to.
    pub referred: u32,
    /// `a`, `r`, `c`, `n` or `d`.
    pub on_update: char,
    /// The same.
    pub on_delete: char,
    /// `s` or `f`.
    pub matching: char,
    /// Its columns.
    pub columns: Vec<i16>,
    /// The columns referred to.
    pub referred_columns: Vec<i16>,
    /// `NO INHERIT`
    pub no_inherit: bool,
    /// The index behind it; a foreign key's is the one referred to.
    pub index: u32,
    /// A check's expression.
    pub expression: Option<String>,
    /// `ON DELETE SET NULL (…)`
    pub set_columns: Vec<i16>,
    /// An exclusion's operators as SQL.
    pub operators: Vec<String>,
    /// A kind that the model does not hold.
    pub beyond: Option<String>,
}

impl ConstraintRow {
    /// Reads a row of [`super::queries::constraints`].
    pub fn of(mut cells: Cells<'_>) -> Self {
        ConstraintRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            kind: cells.letter(),
            deferrable: cells.flag(),
            deferred: cells.flag(),
            validated: cells.flag(),
            referred: cells.number(),
            on_update: cells.letter(),
            on_delete: cells.letter(),
            matching: cells.letter(),
            columns: cells.numbers(),
            referred_columns: cells.numbers(),
            no_inherit: cells.flag(),
            index: cells.number(),
            expression: cells.optional(),
            set_columns: cells.numbers(),
            operators: cells.list(),
            beyond: cells.optional(),
        }
    }
}

/// A row of `pg_index`.
pub struct IndexRow {
    /// Its id.
    pub oid: u32,
    /// Its table or materialized view.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `UNIQUE`
    pub unique: bool,
    /// Whether it can be used: not left behind by a build that failed.
    pub valid: bool,
    /// The columns by number; zero is an expression.
    pub keys: Vec<i16>,
    /// The operator classes.
    pub classes: Vec<u32>,
    /// The collations.
    pub collations: Vec<u32>,
    /// Bit 0: descending; bit 1: NULLs first.
    pub flags: Vec<i16>,
    /// How many of the columns are keys; the others are included.
    pub key_count: usize,
    /// Whether `CLUSTER ON` names it.
    pub clustered: bool,
    /// Whether it is the replica identity.
    pub replica_identity: bool,
    /// `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
    /// `WHERE`
    pub predicate: Option<String>,
    /// Storage parameters.
    pub settings: Vec<(String, String)>,
    /// The tablespace, where it is not the default one.
    pub tablespace: Option<String>,
    /// The access method.
    pub method: String,
    /// The whole definition, where an expression is indexed.
    pub definition: Option<String>,
    /// The keys as SQL, where an expression is indexed.
    pub elements: Vec<String>,
}

impl IndexRow {
    /// Reads a row of [`super::queries::indexes`].
    pub fn of(mut cells: Cells<'_>) -> Self {
        IndexRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            unique: cells.flag(),
            valid: cells.flag(),
            keys: cells.numbers(),
            classes: cells.numbers(),
            collations: cells.numbers(),
            flags: cells.numbers(),
            key_count: cells.number(),
            clustered: cells.flag(),
            replica_identity: cells.flag(),
            nulls_not_distinct: cells.flag(),
            predicate: cells.optional(),
            settings: cells.settings(),
            tablespace: cells.optional(),
            method: cells.text(),
            definition: cells.optional(),
            elements: cells.list(),
        }
    }
}

/// A row of `pg_opclass`.
pub struct OperatorClass {
    /// As SQL.
    pub name: String,
    /// Whether it is its type's default.
    pub default: bool,
    /// The type.
    pub type_oid: u32,
    /// The access method.
    pub method: u32,
}

/// A row of `pg_sequence`.
pub struct SequenceRow {
    /// Its id.
    pub oid: u32,
    /// Its type: 20 is `bigint`, 21 `smallint`, 23 `integer`.
    pub type_oid: u32,
    /// `START`
    pub start: i64,
    /// `INCREMENT`
    pub increment: i64,
    /// `MAXVALUE`
    pub max: i64,
    /// `MINVALUE`
    pub min: i64,
    /// `CACHE`
    pub cache: i64,
    /// `CYCLE`
    pub cycle: bool,
    /// The table and the column that own it.
    pub owner: Option<(u32, i16)>,
    /// Whether it is an identity column's.
    pub internal: bool,
    /// As `nextval` prints it.
    pub printed: String,
}

impl SequenceRow {
    /// Reads a row of [`super::queries::SEQUENCES`].
    pub fn of(mut cells: Cells<'_>) -> Self {
        SequenceRow {
            oid: cells.number(),
            type_oid: cells.number(),
            start: cells.number(),
            increment: cells.number(),
            max: cells.number(),
            min: cells.number(),
            cache: cells.number(),
            cycle: cells.flag(),
            owner: {
                let relation: Option<u32> = cells.optional_number();
                let column: Option<i16> = cells.optional_number();
                relation.zip(column)
            },
            internal: cells.letter() == 'i',
            printed: cells.text(),
        }
    }
}

/// A row of `pg_type`.
pub struct TypeRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// `e`, `d`, `r`, `p`, `c` or `b`.
    pub kind: char,
    /// An enum's values.
    pub values: Vec<String>,
}

/// An extension.
pub struct ExtensionRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// Its namespace's name.
    pub namespace_name: String,
}

/// A grant on a view or on one of its columns.
pub struct Grant {
    /// The view.
    pub relation: u32,
    /// The column.
    pub column: Option<String>,
    /// To whom, as SQL.
    pub grantee: String,
    /// `SELECT`
    pub privilege: String,
    /// `WITH GRANT OPTION`
    pub grantable: bool,
}

/// That one thing needs another.
pub struct Dependency {
    /// What needs.
    pub of: Address,
    /// Its column.
    pub of_column: i16,
    /// What is needed.
    pub on: Address,
    /// Its column.
    pub on_column: i16,
}

/// Something that the model has no place for.
pub struct Beyond {
    /// The kind as PostgreSQL calls it.
    pub kind: String,
    /// Its namespace's id; zero where it lies in none.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// The relation it hangs on; zero where it hangs on none.
    pub relation: u32,
    /// The catalogue and its id.
    pub address: Address,
}

/// All that was read.
#[derive(Default)]
pub struct Catalog {
    /// Namespaces but the server's own, by id.
    pub namespaces: HashMap<u32, String>,
    /// Extensions.
    pub extensions: Vec<ExtensionRow>,
    /// What belongs to which extension.
    pub members: HashMap<Address, u32>,
    /// Tables, views, sequences.
    pub relations: Vec<Relation>,
    /// Columns by relation, in their order.
    pub attributes: HashMap<u32, Vec<Attribute>>,
    /// Constraints.
    pub constraints: Vec<ConstraintRow>,
    /// Indexes.
    pub indexes: Vec<IndexRow>,
    /// Operator classes by id.
    pub classes: HashMap<u32, OperatorClass>,
    /// Collations that indexes use, as SQL.
    pub collations: HashMap<u32, String>,
    /// Sequences.
    pub sequences: Vec<SequenceRow>,
    /// Types that users made.
    pub types: Vec<TypeRow>,
    /// Comments by catalogue, id and column.
    pub comments: HashMap<(u32, u32, i32), String>,
    /// Grants on views.
    pub grants: Vec<Grant>,
    /// Who needs what.
    pub dependencies: Vec<Dependency>,
    /// What the model has no place for.
    pub beyond: Vec<Beyond>,
}

impl Catalog {
    /// Takes a row of the answer to one of [`super::questions`], by the question's number.
    pub fn take(&mut self, question: usize, mut cells: Cells<'_>) {
        match question {
            0 => drop(self.namespaces.insert(cells.number(), cells.text())),
            1 => self.extensions.push(ExtensionRow {
                oid: cells.number(),
                name: cells.text(),
                namespace: cells.number(),
                namespace_name: cells.text(),
            }),
            2 => drop(self.members.insert((cells.number(), cells.number()), cells.number())),
            3 => self.relations.push(Relation::of(cells)),
            4 => {
                let attribute = Attribute::of(cells);
                self.attributes.entry(attribute.relation).or_default().push(attribute);
            }
            5 => self.constraints.push(ConstraintRow::of(cells)),
            6 => self.indexes.push(IndexRow::of(cells)),
            7 => {
                let oid = cells.number();
                let class = OperatorClass {
                    name: cells.text(),
                    default: cells.flag(),
                    type_oid: cells.number(),
                    method: cells.number(),
                };
                self.classes.insert(oid, class);
            }
            8 => drop(self.collations.insert(cells.number(), cells.text())),
            9 => self.sequences.push(SequenceRow::of(cells)),
            10 => self.types.push(TypeRow {
                oid: cells.number(),
                name: cells.text(),
                namespace: cells.number(),
                kind: cells.letter(),
                values: cells.list(),
            }),
            11 => drop(self.comments.insert((cells.number(), cells.number(), cells.number()), cells.text())),
            12 => self.grants.push(Grant {
                relation: cells.number(),
                column: cells.optional(),
                grantee: cells.text(),
                privilege: cells.text(),
                grantable: cells.flag(),
            }),
            13 => self.dependencies.push(Dependency {
                of: (cells.number(), cells.number()),
                of_column: cells.number(),
                on: (cells.number(), cells.number()),
                on_column: cells.number(),
            }),
            14 => self.beyond.push(Beyond {
                kind: cells.text(),
                namespace: cells.number(),
                name: cells.text(),
                relation: cells.number(),
                address: (cells.number(), cells.number()),
            }),
            _ => {}
        }
    }

    /// The comment on something, if any.
    pub fn comment(&self, catalogue: u32, oid: u32, column: i16) -> Option<String> {
        self.comments.get(&(catalogue, oid, i32::from(column))).cloned()
    }

    /// The columns of a relation.
    pub fn columns(&self, relation: u32) -> &[Attribute] {
        self.attributes.get(&relation).map(Vec::as_slice).unwrap_or_default()
    }

    /// The name of a column by its number.
    pub fn column_name(&self, relation: u32, number: i16) -> Option<&str> {
        let columns = self.columns(relation);
        let found = columns.binary_search_by_key(&number, |attribute| attribute.number).ok()?;
        columns.get(found).map(|attribute| attribute.name.as_str())
    }
}
