//! Every key of the schema file: what the reader accepts, in one place.
//!
//! The reader looks a key up here before it reads it, messages take their lists and their "expected …" from here, and a
//! JSON Schema for editors can be made of it.

use crate::engine::Engine;

/// Every database.
const ALL: &[Engine] = &[Engine::Sqlite, Engine::Postgres, Engine::MySql];
/// PostgreSQL alone.
const PG: &[Engine] = &[Engine::Postgres];
/// SQLite alone.
const LITE: &[Engine] = &[Engine::Sqlite];
/// Where a foreign key can wait for the end of the transaction.
const FOREIGN_KEYS_WAIT: &[Engine] = &[Engine::Sqlite, Engine::Postgres];
/// The servers.
const SERVERS: &[Engine] = &[Engine::Postgres, Engine::MySql];

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A string.
    Text,
    /// A string that is SQL.
    Sql,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Integer,
    /// A string, a number, a truth value or a date; or `{ sql = "…" }`.
    Value,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// Storage parameters: names with strings, numbers or truth values.
    Parameters,
    /// Names with strings.
    TextMap,
    /// Names with values (as [`Form::Value`]).
    ValueMap,
    /// A table of known keys.
    Fields(&'static Context),
    /// Names, each with one of these.
    Map(&'static [Form]),
    /// A list, each element one of these.
    List(&'static [Form]),
    /// One of several forms.
    Or(&'static [Form]),
}

impl Form {
    /// What is expected, for a message.
    pub fn expected(&self) -> String {
        match self {
            Form::Text => "a string".to_owned(),
            Form::Sql => "SQL in a string".to_owned(),
            Form::Flag => "true or false".to_owned(),
            Form::Integer => "a whole number".to_owned(),
            Form::Value => "a literal or { sql = \"…\" }".to_owned(),
            Form::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "),
            Form::Texts => "a list of strings".to_owned(),
            Form::Parameters | Form::TextMap | Form::ValueMap => "a table of names and values".to_owned(),
            Form::Fields(context) => format!("a table with the keys of {}", context.what),
            Form::Map(_) => "a table of names".to_owned(),
            Form::List(_) => "a list".to_owned(),
            Form::Or(forms) => forms.iter().map(Form::expected).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What may stand behind it.
    pub form: Form,
    /// The databases that know such a thing.
    pub engines: &'static [Engine],
    /// What it says, for editors.
    pub means: &'static str,
}

const fn key(name: &'static str, form: Form, engines: &'static [Engine], means: &'static str) -> Key {
    Key { name, form, engines, means }
}

/// A kind of thing that a later release will know: named so that it is refused by name, never ignored.
#[derive(Debug)]
pub struct Later {
    /// The key it would stand under.
    pub name: &'static str,
    /// The word for several.
    pub plural: &'static str,
    /// Where it is still to come.
    pub engines: &'static [Engine],
}

const fn later(name: &'static str, plural: &'static str) -> Later {
    Later { name, plural, engines: ALL }
}

/// A place in the file with keys of its own.
#[derive(Debug)]
pub struct Context {
    /// The word for it, with its article.
    pub what: &'static str,
    /// The keys, in the order in which messages list them.
    pub keys: &'static [Key],
    /// What is still to come.
    pub later: &'static [Later],
}

impl Context {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of the keys that `engine` knows.
    pub fn names(&self, engine: Engine) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(move |key| key.engines.contains(&engine)).map(|key| key.name)
    }
}

/// Actions of a foreign key.
pub const ACTIONS: &[&str] = &["no action", "restrict", "cascade", "set null", "set default"];
/// Forms of MATCH.
pub const MATCHES: &[&str] = &["simple", "full", "partial"];
/// When a constraint is looked at.
pub const DEFERRABLE: &[&str] = &["initially immediate", "initially deferred"];
/// SQLite's ways out of a conflict.
pub const CONFLICTS: &[&str] = &["rollback", "abort", "fail", "ignore", "replace"];
/// How a sequence feeds a column.
pub const IDENTITY_KINDS: &[&str] = &["always", "by default", "serial", "auto increment"];
/// Where NULLs stand.
pub const NULLS: &[&str] = &["first", "last"];
/// Where PostgreSQL puts long values.
pub const STORAGES: &[&str] = &["plain", "external", "extended", "main", "default"];

const DEFERRABLE_FORM: Form = Form::Or(&[Form::Flag, Form::Choice(DEFERRABLE)]);
const COMMENT: Key = key("comment", Form::Text, SERVERS, "The comment that the database keeps.");
const RENAMED_FROM: Key = key("renamed_from", Form::Text, ALL, "The old name of the same thing: its data is kept.");
const NAME: Key = key("name", Form::Text, ALL, "The name, where the naming convention's is not wanted.");
const WHERE: Key = key("where", Form::Sql, ALL, "The rows it is for.");
const WITH: Key = key("with", Form::Parameters, PG, "Storage parameters.");
const INCLUDE: Key = key("include", Form::Texts, PG, "Columns that the index holds besides.");
const DEFER: Key = key("deferrable", DEFERRABLE_FORM, FOREIGN_KEYS_WAIT, "When it is looked at.");
const DEFER_KEY: Key = key("deferrable", DEFERRABLE_FORM, PG, "When it is looked at.");
const ON_CONFLICT: Key = key("on_conflict", Form::Choice(CONFLICTS), LITE, "ON CONFLICT.");
const NULLS_NOT_DISTINCT: Key = key("nulls_not_distinct", Form::Flag, PG, "Whether two NULLs are equal.");
const NOT_VALID: Key = key("not_valid", Form::Flag, PG, "Whether old rows were never looked at.");
const TABLESPACE: Key = key("tablespace", Form::Text, PG, "The tablespace, where not the default one.");

/// The whole file.
pub static FILE: Context = Context {
    what: "the schema file",
    keys: &[
        key("table", Form::Map(&[Form::Fields(&TABLE)]), ALL, "Tables by name."),
        key("view", Form::Map(&[Form::Sql, Form::Fields(&VIEW)]), ALL, "Views by name."),
        key("enum", Form::Map(&[Form::Texts, Form::Fields(&ENUM)]), PG, "Enum types by name."),
        key("sequence", Form::Map(&[Form::Fields(&SEQUENCE)]), PG, "Sequences by name that are no column's own."),
        key("namespace", Form::Map(&[Form::Fields(&NAMESPACE)]), PG, "Namespaces by name."),
        key("namespaces", Form::Texts, PG, "Namespaces by name."),
        key("extensions", Form::List(&[Form::Text, Form::Fields(&EXTENSION)]), PG, "Extensions."),
        key(
            "unnamed_constraints",
            Form::Flag,
            LITE,
            "Whether a constraint without a name has none in the database either.",
        ),
    ],
    later: &[
        later("function", "functions"),
        later("procedure", "procedures"),
        later("aggregate", "aggregates"),
        later("domain", "domains"),
        later("type", "types other than enums"),
        later("collation", "collations"),
        later("operator", "operators"),
        later("cast", "casts"),
        later("role", "roles"),
        later("policy", "policies"),
        later("grant", "grants"),
        later("rule", "rules"),
        later("publication", "publications"),
        later("subscription", "subscriptions"),
        later("event", "events"),
        later("event_trigger", "event triggers"),
        later("foreign_table", "foreign tables"),
        later("server", "foreign servers"),
        later("statistics", "extended statistics"),
        Later { name: "enum", plural: "enum types", engines: &[Engine::MySql] },
        Later { name: "namespace", plural: "namespaces", engines: &[Engine::MySql] },
        Later { name: "namespaces", plural: "namespaces", engines: &[Engine::MySql] },
        Later { name: "sequence", plural: "sequences", engines: &[Engine::MySql] },
    ],
};

/// A namespace.
pub static NAMESPACE: Context = Context {
    what: "a namespace",
    keys: &[COMMENT, RENAMED_FROM],
    later: &[later("owner", "owners"), later("grants", "grants")],
};

/// An extension.
pub static EXTENSION: Context = Context {
    what: "an extension",
    keys: &[
        key("name", Form::Text, PG, "Its name."),
        key("namespace", Form::Text, PG, "The namespace it is installed in."),
    ],
    later: &[],
};

/// An enum type.
pub static ENUM: Context = Context {
    what: "an enum",
    keys: &[
        key("values", Form::List(&[Form::Text, Form::Fields(&ENUM_VALUE)]), PG, "The values in their order."),
        COMMENT,
        RENAMED_FROM,
        key("replaced_by", Form::TextMap, PG, "Values that go, each with the one that its rows get."),
    ],
    later: &[later("owner", "owners"), later("grants", "grants")],
};

/// A value of an enum.
pub static ENUM_VALUE: Context =
    Context { what: "an enum value", keys: &[key("value", Form::Text, PG, "The value."), RENAMED_FROM], later: &[] };

/// A sequence.
pub static SEQUENCE: Context = Context {
    what: "a sequence",
    keys: &[
        key("type", Form::Text, PG, "Its type, where not bigint."),
        key("start", Form::Integer, PG, "START WITH"),
        key("increment", Form::Integer, PG, "INCREMENT BY"),
        key("min", Form::Integer, PG, "MINVALUE"),
        key("max", Form::Integer, PG, "MAXVALUE"),
        key("cache", Form::Integer, PG, "CACHE"),
        key("cycle", Form::Flag, PG, "CYCLE"),
        key("owned_by", Form::Text, PG, "The column (table.column) that it goes with."),
        key("unlogged", Form::Flag, PG, "UNLOGGED"),
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[later("owner", "owners"), later("grants", "grants")],
};

/// A table.
pub static TABLE: Context = Context {
    what: "a table",
    keys: &[
        key("columns", Form::Map(&[Form::Text, Form::Fields(&COLUMN)]), ALL, "The columns in their order."),
        key("primary_key", Form::Or(&[Form::Text, Form::Texts, Form::Fields(&PRIMARY_KEY)]), ALL, "The primary key."),
        key("uniques", PARTS_OF_UNIQUE, ALL, "Unique constraints."),
        key("checks", PARTS_OF_CHECK, ALL, "Checks."),
        key("foreign_keys", PARTS_OF_FOREIGN_KEY, ALL, "Foreign keys."),
        key("exclusions", PARTS_OF_EXCLUSION, PG, "Exclusion constraints."),
        key("indexes", PARTS_OF_INDEX, ALL, "Indexes."),
        key("triggers", Form::Map(&[Form::Sql, Form::Fields(&TRIGGER)]), LITE, "Triggers by name."),
        COMMENT,
        RENAMED_FROM,
        key("strict", Form::Flag, LITE, "STRICT"),
        key("without_rowid", Form::Flag, LITE, "WITHOUT ROWID"),
        key("virtual", Form::Sql, LITE, "The whole CREATE VIRTUAL TABLE, where it is one."),
        key("unlogged", Form::Flag, PG, "UNLOGGED"),
        WITH,
        TABLESPACE,
        key("access_method", Form::Text, PG, "The access method, where not heap."),
        key("replica_identity", Form::Text, PG, "full, nothing, or the name of an index."),
        key("cluster_on", Form::Text, PG, "The index that CLUSTER goes by."),
    ],
    later: &[
        Later { name: "triggers", plural: "triggers", engines: SERVERS },
        later("policies", "policies"),
        later("row_level_security", "row-level security"),
        later("rules", "rules"),
        later("partition_by", "partitions"),
        later("partition_of", "partitions"),
        later("partitions", "partitions"),
        later("inherits", "inherited tables"),
        later("owner", "owners"),
        later("grants", "grants"),
        later("statistics", "extended statistics"),
    ],
};

const PARTS_OF_UNIQUE: Form = Form::Or(&[
    Form::Map(&[Form::Text, Form::Texts, Form::Fields(&UNIQUE)]),
    Form::List(&[Form::Text, Form::Texts, Form::Fields(&UNIQUE)]),
]);
const PARTS_OF_CHECK: Form =
    Form::Or(&[Form::Map(&[Form::Sql, Form::Fields(&CHECK)]), Form::List(&[Form::Sql, Form::Fields(&CHECK)])]);
const PARTS_OF_FOREIGN_KEY: Form =
    Form::Or(&[Form::Map(&[Form::Fields(&FOREIGN_KEY)]), Form::List(&[Form::Fields(&FOREIGN_KEY)])]);
const PARTS_OF_EXCLUSION: Form =
    Form::Or(&[Form::Map(&[Form::Fields(&EXCLUSION)]), Form::List(&[Form::Fields(&EXCLUSION)])]);
const PARTS_OF_INDEX: Form = Form::Or(&[
    Form::Map(&[Form::Text, Form::Texts, Form::Fields(&INDEX)]),
    Form::List(&[Form::Text, Form::Texts, Form::Fields(&INDEX)]),
]);

/// A column.
pub static COLUMN: Context = Context {
    what: "a column",
    keys: &[
        key("type", Form::Or(&[Form::Text, Form::Fields(&SQL)]), ALL, "The type; a `?` behind it allows NULL."),
        key("null", Form::Flag, ALL, "Whether NULL is allowed."),
        key("default", Form::Value, ALL, "The default."),
        key(
            "primary_key",
            Form::Or(&[Form::Flag, Form::Text]),
            ALL,
            "Whether it is the primary key, or that one's name.",
        ),
        key(
            "identity",
            Form::Or(&[Form::Flag, Form::Choice(&["always", "by default"]), Form::Fields(&IDENTITY)]),
            ALL,
            "Whether the database numbers the rows.",
        ),
        key("autoincrement", Form::Flag, LITE, "AUTOINCREMENT: a number is never used twice."),
        key("unique", Form::Or(&[Form::Flag, Form::Text]), ALL, "Whether it is unique, or the constraint's name."),
        key("index", Form::Or(&[Form::Flag, Form::Text]), ALL, "Whether it is indexed, or the index's name."),
        key(
            "references",
            Form::Or(&[Form::Text, Form::Fields(&REFERENCES)]),
            ALL,
            "The column (table.column) that it refers to.",
        ),
        key("foreign_key", Form::Text, ALL, "The foreign key's name, where the naming convention's is not wanted."),
        key("on_delete", Form::Choice(ACTIONS), ALL, "What happens here when the row referred to goes."),
        key("on_update", Form::Choice(ACTIONS), ALL, "What happens here when the column referred to changes."),
        key("deferrable", DEFERRABLE_FORM, FOREIGN_KEYS_WAIT, "When the foreign key is looked at."),
        key("match", Form::Choice(MATCHES), ALL, "MATCH of the foreign key."),
        key("check", Form::Or(&[Form::Sql, Form::Fields(&CHECK)]), ALL, "What every value must fulfil."),
        key("generated", Form::Or(&[Form::Sql, Form::Fields(&GENERATED)]), ALL, "The expression that computes it."),
        key("collation", Form::Or(&[Form::Text, Form::Fields(&SQL)]), ALL, "The collation."),
        COMMENT,
        RENAMED_FROM,
        key("using", Form::Sql, ALL, "How old values become new ones when the type changes."),
        key("backfill", Form::Value, ALL, "What rows get where the column becomes NOT NULL."),
        key("not_null_on_conflict", Form::Choice(CONFLICTS), LITE, "ON CONFLICT of the NOT NULL."),
        key("storage", Form::Choice(STORAGES), PG, "STORAGE"),
        key("compression", Form::Text, PG, "COMPRESSION"),
        key("statistics", Form::Integer, PG, "The statistics target."),
    ],
    later: &[later("grants", "grants")],
};

/// `{ sql = "…" }`
pub static SQL: Context = Context { what: "SQL", keys: &[key("sql", Form::Sql, ALL, "The SQL.")], later: &[] };

/// How the database numbers rows.
pub static IDENTITY: Context = Context {
    what: "an identity",
    keys: &[
        key("kind", Form::Choice(IDENTITY_KINDS), SERVERS, "How; `by default` if not said."),
        key("start", Form::Integer, SERVERS, "START WITH"),
        key("increment", Form::Integer, SERVERS, "INCREMENT BY"),
        key("min", Form::Integer, PG, "MINVALUE"),
        key("max", Form::Integer, PG, "MAXVALUE"),
        key("cache", Form::Integer, PG, "CACHE"),
        key("cycle", Form::Flag, PG, "CYCLE"),
        key("sequence", Form::Text, PG, "The sequence's name, where not the server's own choice."),
    ],
    later: &[],
};

/// A computed column.
pub static GENERATED: Context = Context {
    what: "a generated column",
    keys: &[
        key("sql", Form::Sql, ALL, "The expression."),
        key("stored", Form::Flag, ALL, "Whether the value is stored or computed when it is read."),
    ],
    later: &[],
};

/// What a column refers to.
pub static REFERENCES: Context = Context {
    what: "a reference",
    keys: &[
        key("table", Form::Text, ALL, "The table."),
        key("column", Form::Text, ALL, "The column; the primary key if not said."),
        key("columns", Form::Texts, ALL, "The columns, in the order of the referring ones."),
        key("name", Form::Text, ALL, "The foreign key's name."),
        key("on_delete", Form::Choice(ACTIONS), ALL, "ON DELETE"),
        key("on_delete_columns", Form::Texts, PG, "The columns that ON DELETE SET NULL or SET DEFAULT sets."),
        key("on_update", Form::Choice(ACTIONS), ALL, "ON UPDATE"),
        key("match", Form::Choice(MATCHES), ALL, "MATCH"),
        DEFER,
        NOT_VALID,
        key("external", Form::Flag, ALL, "Whether the table is none of this schema, so that it is not looked up."),
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// What a foreign key of a table refers to.
pub static TARGET: Context = Context {
    what: "a reference",
    keys: &[
        key("table", Form::Text, ALL, "The table."),
        key("column", Form::Text, ALL, "The column; the primary key if not said."),
        key("columns", Form::Texts, ALL, "The columns, in the order of the referring ones."),
        key("external", Form::Flag, ALL, "Whether the table is none of this schema, so that it is not looked up."),
    ],
    later: &[],
};

/// A foreign key.
pub static FOREIGN_KEY: Context = Context {
    what: "a foreign key",
    keys: &[
        key("columns", Form::Or(&[Form::Text, Form::Texts]), ALL, "The referring columns."),
        key("references", Form::Or(&[Form::Text, Form::Fields(&TARGET)]), ALL, "What they refer to."),
        NAME,
        key("on_delete", Form::Choice(ACTIONS), ALL, "ON DELETE"),
        key("on_delete_columns", Form::Texts, PG, "The columns that ON DELETE SET NULL or SET DEFAULT sets."),
        key("on_update", Form::Choice(ACTIONS), ALL, "ON UPDATE"),
        key("match", Form::Choice(MATCHES), ALL, "MATCH"),
        DEFER,
        NOT_VALID,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// A place of a key or an index.
pub static PLACE: Context = Context {
    what: "an indexed column",
    keys: &[
        key("column", Form::Text, ALL, "The column."),
        key("sql", Form::Sql, ALL, "The expression."),
        key(
            "collation",
            Form::Or(&[Form::Text, Form::Fields(&SQL)]),
            ALL,
            "The collation, where not the column's own.",
        ),
        key("opclass", Form::Text, PG, "The operator class, where not the default one."),
        key("desc", Form::Flag, ALL, "DESC"),
        key("nulls", Form::Choice(NULLS), PG, "Where NULLs stand."),
        key("length", Form::Integer, &[Engine::MySql], "How many characters are indexed."),
    ],
    later: &[],
};

/// An element of an exclusion constraint.
pub static ELEMENT: Context = Context {
    what: "an exclusion element",
    keys: &[
        key("column", Form::Text, PG, "The column."),
        key("sql", Form::Sql, PG, "The expression."),
        key("operator", Form::Text, PG, "The operator that must not hold for two rows."),
        key("collation", Form::Or(&[Form::Text, Form::Fields(&SQL)]), PG, "The collation, where not the column's own."),
        key("opclass", Form::Text, PG, "The operator class, where not the default one."),
        key("desc", Form::Flag, PG, "DESC"),
        key("nulls", Form::Choice(NULLS), PG, "Where NULLs stand."),
    ],
    later: &[],
};

/// A primary key.
pub static PRIMARY_KEY: Context = Context {
    what: "a primary key",
    keys: &[
        key("columns", KEY_COLUMNS, ALL, "The columns in order."),
        NAME,
        INCLUDE,
        DEFER_KEY,
        ON_CONFLICT,
        key("autoincrement", Form::Flag, LITE, "AUTOINCREMENT: a number is never used twice."),
        WITH,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

const KEY_COLUMNS: Form = Form::Or(&[Form::Text, Form::List(&[Form::Text, Form::Fields(&PLACE)])]);

/// A unique constraint.
pub static UNIQUE: Context = Context {
    what: "a unique constraint",
    keys: &[
        key("columns", KEY_COLUMNS, ALL, "The columns in order."),
        NAME,
        INCLUDE,
        NULLS_NOT_DISTINCT,
        DEFER_KEY,
        ON_CONFLICT,
        WITH,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// A check.
pub static CHECK: Context = Context {
    what: "a check",
    keys: &[
        key("sql", Form::Sql, ALL, "What every row must fulfil."),
        NAME,
        key("no_inherit", Form::Flag, PG, "NO INHERIT"),
        NOT_VALID,
        ON_CONFLICT,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// An exclusion constraint.
pub static EXCLUSION: Context = Context {
    what: "an exclusion constraint",
    keys: &[
        key("elements", Form::List(&[Form::Fields(&ELEMENT)]), PG, "What is compared, and how."),
        key("using", Form::Text, PG, "The index method."),
        NAME,
        INCLUDE,
        WHERE,
        DEFER_KEY,
        WITH,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// An index.
pub static INDEX: Context = Context {
    what: "an index",
    keys: &[
        key("columns", KEY_COLUMNS, ALL, "What is indexed, in order."),
        NAME,
        key("unique", Form::Flag, ALL, "UNIQUE"),
        WHERE,
        key("using", Form::Text, SERVERS, "The method, where not btree."),
        INCLUDE,
        NULLS_NOT_DISTINCT,
        WITH,
        TABLESPACE,
        COMMENT,
        RENAMED_FROM,
    ],
    later: &[],
};

/// A trigger.
pub static TRIGGER: Context = Context {
    what: "a trigger",
    keys: &[key("sql", Form::Sql, ALL, "The whole CREATE TRIGGER."), COMMENT, RENAMED_FROM],
    later: &[],
};

/// A view.
pub static VIEW: Context = Context {
    what: "a view",
    keys: &[
        key("sql", Form::Sql, ALL, "The query."),
        key("materialized", Form::Flag, PG, "Whether it is a materialized view."),
        key("columns", Form::Texts, ALL, "Names of the columns, where not the query's."),
        key(
            "with",
            Form::Parameters,
            PG,
            "Options: security_barrier, security_invoker, check_option, storage parameters.",
        ),
        key("no_data", Form::Flag, PG, "Whether a materialized view is left unfilled."),
        key("indexes", PARTS_OF_INDEX, PG, "Indexes of a materialized view."),
        key("triggers", Form::Map(&[Form::Sql, Form::Fields(&TRIGGER)]), LITE, "INSTEAD OF triggers by name."),
        COMMENT,
        key("column_comments", Form::TextMap, PG, "Comments by column."),
        key("column_defaults", Form::ValueMap, PG, "Defaults that INSERTs through the view get, by column."),
        RENAMED_FROM,
    ],
    later: &[
        Later { name: "triggers", plural: "triggers", engines: SERVERS },
        later("rules", "rules"),
        later("owner", "owners"),
        later("grants", "grants"),
    ],
};
