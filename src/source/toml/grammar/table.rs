//! Tables: columns first, then all that names them.

use std::rc::Rc;

use toml::de::DeValue;

use super::access::{grants, owner};
use super::check::{self, CHECK};
use super::codec::{Codec, OwnParameters, comment, flag, other_parameters, parameter, renamed_from, text, texts};
use super::column::{self, COLUMN, ColumnModel};
use super::exclusion::{self, EXCLUSION};
use super::foreign_key::{self, FOREIGN_KEY, ForeignKeyDraft};
use super::index::{self, HasIndexes};
use super::key_constraint::{PRIMARY_KEY, UNIQUE};
use super::object::ObjectSubject;
use super::part::{self, NamedPart, PartContent, PartModel};
use super::policy::{self, POLICY};
use super::rule::{self, HasRules};
use super::trigger::{self, HasTriggers};
use super::{
    ALL, Beside, Database, Form, GrammarSection, KeyEntry, MARIADB_ALONE, MYSQL, POSTGRES, SERVERS, SQLITE,
    SectionFacts, Subject, beside, later, required,
};
use crate::schema::{
    Constraint, ConstraintDefinition, Counter, Expr, ForeignSource, Index, Key, Kind, Node, Object, ObjectId, Origin,
    Parameters, PartKind, Partition, QName, Rule, Table, Trigger,
};
use crate::source::toml::document::{At, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::{
    KnownColumns, Renamed, UnresolvedConstraint, UnresolvedIndex, UnresolvedPart, UnresolvedSchema, UnresolvedTable,
    UnresolvedTrigger,
};
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::beside::{self, BesideColumn};
use crate::source::toml::writing::value::{Entries, Value};

/// A table.
pub(crate) struct TableObject;

/// A table to be written.
pub(crate) struct TableModel<'w> {
    table: &'w Table,
    /// What each column says of the constraints and indexes; none for a virtual table, whose statement says all.
    beside: Vec<BesideColumn<'w>>,
}

impl Subject for TableObject {
    type Draft<'d> = UnresolvedTable<'d>;
    type Model<'w> = TableModel<'w>;
}

/// The options of MySQL and MariaDB that have keys of their own.
const OWN_OPTIONS: OwnParameters =
    &[("engine", "engine"), ("charset", "charset"), ("collation", "collate"), ("row_format", "row_format")];

/// What a table is a partition of, as read.
#[derive(Default)]
pub(crate) struct PartitionDraft {
    of: Option<QName>,
    bound: Option<Expr>,
}

/// What a table is a partition of.
pub(crate) struct PartitionSubject;

impl Subject for PartitionSubject {
    type Draft<'d> = PartitionDraft;
    type Model<'w> = &'w Partition;
}

/// What a table is a partition of.
pub(crate) static PARTITION: GrammarSection<PartitionSubject> = GrammarSection {
    facts: SectionFacts::new("a partition", "`partition_of`: what a table is a partition of"),
    keys: &[
        required(KeyEntry::new(
            "table",
            Form::Text,
            POSTGRES,
            "The partitioned table.",
            Codec {
                read: |section, key, draft| {
                    let text = section.text(key)?;
                    draft.of = section.reader.identity(Kind::Table, &text.value, &text.at).map(|id| id.name.clone());
                    Some(())
                },
                write: |_, model| Some(Value::text(dotted_names::show(&model.of))),
            },
        )),
        required(KeyEntry::new(
            "values",
            Form::Sql,
            POSTGRES,
            "Which rows it holds: `from (1) to (10)`, `in ('a', 'b')`, `with (modulus 4, remainder 0)`, `default`.",
            Codec {
                read: |section, key, draft| {
                    let text = section.sql(key)?;
                    let text = text.text().trim();
                    let head = text.get(..10).filter(|head| head.eq_ignore_ascii_case("for values"));
                    let rest = text.get(head.map_or(0, str::len)..).unwrap_or_default().trim();
                    let rest_of_all = rest.eq_ignore_ascii_case("default");
                    draft.bound =
                        Some(Expr(if rest_of_all { "DEFAULT".to_owned() } else { format!("FOR VALUES {rest}") }));
                    Some(())
                },
                write: |writer, model| {
                    let bound = model.bound.text();
                    let values = bound.strip_prefix("FOR VALUES ").unwrap_or(bound);
                    Some(Value::sql(small(writer, values, &["FROM", "TO", "IN", "WITH", "DEFAULT"])))
                },
            },
        )),
    ],
};

/// How a table can be divided.
const STRATEGIES: [&str; 3] = ["RANGE", "LIST", "HASH"];

/// SQL with these of its words in small letters.
fn small(writer: &SchemaWriter<'_>, sql: &str, words: &[&str]) -> String {
    let tokens = crate::sql::tokens(writer.dialect.syntax(), sql);
    tokens
        .map(|token| if words.contains(&token.text) { token.text.to_ascii_lowercase() } else { token.text.to_owned() })
        .collect()
}

/// A table. Options that say what its parts may name stand before them.
pub(crate) static TABLE: GrammarSection<TableObject> = GrammarSection {
    facts: SectionFacts::new("a table", "`[table.x]`: a table").headed().later(&[later("partitions", "partitions")]),
    keys: &[
        comment!(SERVERS, table.annotation.comment),
        renamed_from!(),
        owner!(table.annotation.owner),
        grants!(Kind::Table, table, table.annotation.grants),
        KeyEntry::new(
            "partition_of",
            Form::One(&PARTITION),
            POSTGRES,
            "The table that it is a partition of, and which rows it holds. Its columns, checks and indexes come from there; \
             what it has of its own stands here.",
            Codec {
                read: |section, key, draft| {
                    let mut read = PartitionDraft::default();
                    PARTITION.open(
                        section.reader,
                        section.item(key)?,
                        section.place_of(key),
                        section.of(key),
                        &mut read,
                    );
                    draft.table.options.partition_of =
                        read.of.zip(read.bound).map(|(of, bound)| Partition { of, bound });
                    Some(())
                },
                write: |writer, model| {
                    let partition = model.table.options.partition_of.as_ref()?;
                    Some(PARTITION.value(writer, &partition))
                },
            },
        ),
        KeyEntry::new(
            "inherits",
            Form::Texts,
            POSTGRES,
            "The tables that it inherits from. Their columns and checks come from there: a column that stands here with a \
             type is declared by the table too, one without says what is different from the parent's.",
            Codec {
                read: |section, key, draft| {
                    let names = section.texts(key).unwrap_or_default();
                    let named = |text: &Text<'_>| section.reader.identity(Kind::Table, &text.value, &text.at);
                    draft.table.options.inherits = names.iter().filter_map(named).map(|id| id.name.clone()).collect();
                    Some(())
                },
                write: |_, model| {
                    let parents = &model.table.options.inherits;
                    (!parents.is_empty()).then(|| Value::texts(parents.iter().map(dotted_names::show)))
                },
            },
        ),
        KeyEntry::new(
            "server",
            Form::Text,
            POSTGRES,
            "The server that has its rows: it is a foreign table.",
            Codec {
                read: |section, key, draft| {
                    draft.table.options.foreign = section
                        .text(key)
                        .map(|text| ForeignSource { server: text.value, options: Parameters::default() });
                    Some(())
                },
                write: |_, model| model.table.options.foreign.as_ref().map(|foreign| Value::text(&foreign.server)),
            },
        ),
        beside(
            KeyEntry::new(
                "options",
                Form::Parameters,
                POSTGRES,
                "What the server's wrapper is told of a foreign table (OPTIONS).",
                Codec {
                    read: |section, key, draft| {
                        let options = section.parameters(key);
                        if let Some(foreign) = &mut draft.table.options.foreign {
                            foreign.options = options;
                        }
                        Some(())
                    },
                    write: |_, model| Value::parameters(&model.table.options.foreign.as_ref()?.options),
                },
            ),
            Beside {
                key: "server",
                fault: "has options of a foreign table and no server",
                label: "needs a server",
                write: "server = \"…\"",
            },
        ),
        KeyEntry::new(
            "of_type",
            Form::Sql,
            POSTGRES,
            "The composite type that it is a table of (OF): its columns are those of the type.",
            Codec {
                read: |section, key, draft| {
                    draft.table.options.of_type = section.sql(key).map(|sql| sql.text().to_owned());
                    Some(())
                },
                write: |_, model| model.table.options.of_type.as_ref().map(Value::sql),
            },
        ),
        KeyEntry::new(
            "columns",
            Form::Names(&COLUMN),
            ALL,
            "The columns in their order.",
            Codec {
                read: |section, key, draft| {
                    read_columns(section, key, draft);
                    Some(())
                },
                write: |writer, model| write_columns(writer, model),
            },
        ),
        KeyEntry::new(
            "virtual",
            Form::Sql,
            SQLITE,
            "The whole CREATE VIRTUAL TABLE, if it is one; it then has no columns, constraints and indexes here.",
            Codec {
                read: |section, key, draft| {
                    let sql = section.sql(key)?;
                    draft.table.options.virtual_table = Some(sql.text().trim_end_matches(';').trim_end().into());
                    refuse_beside_virtual(section);
                    Some(())
                },
                write: |_, model| Some(Value::sql(model.table.options.virtual_table.as_ref()?.text())),
            },
        ),
        KeyEntry::new(
            "primary_key",
            Form::One(&PRIMARY_KEY),
            ALL,
            "The primary key.",
            Codec {
                read: |section, key, draft| {
                    read_primary_key(section, key, draft);
                    Some(())
                },
                write: |writer, model| {
                    let (_, constraint) = model.left().find(|(_, one)| one.kind() == PartKind::PrimaryKey)?;
                    let name = constraint.name.as_deref();
                    let name = name.filter(|_| !writer.conventional(model.table, constraint, None));
                    Some(write_rule(writer, model.table, constraint, name))
                },
            },
        ),
        KeyEntry::new(
            "uniques",
            Form::NamesOrList(&UNIQUE),
            ALL,
            "Columns whose values no two rows may share.",
            Codec {
                read: |section, key, draft| {
                    let what = "unique constraint";
                    read_constraints(section, key, draft, &UNIQUE, what, Key::default, ConstraintDefinition::Unique);
                    Some(())
                },
                write: |writer, model| write_constraints(writer, model, PartKind::Unique),
            },
        ),
        KeyEntry::new(
            "exclusions",
            Form::NamesOrList(&EXCLUSION),
            POSTGRES,
            "What must not hold for any two rows.",
            Codec {
                read: |section, key, draft| {
                    let what = "exclusion constraint";
                    read_constraints(
                        section,
                        key,
                        draft,
                        &EXCLUSION,
                        what,
                        exclusion::empty,
                        ConstraintDefinition::Exclusion,
                    );
                    Some(())
                },
                write: |writer, model| write_constraints(writer, model, PartKind::Exclusion),
            },
        ),
        KeyEntry::new(
            "checks",
            Form::NamesOrList(&CHECK),
            ALL,
            "What every row must fulfil.",
            Codec {
                read: |section, key, draft| {
                    let empty = || check::plain("".into());
                    read_constraints(section, key, draft, &CHECK, "check", empty, ConstraintDefinition::Check);
                    Some(())
                },
                write: |writer, model| write_constraints(writer, model, PartKind::Check),
            },
        ),
        KeyEntry::new(
            "foreign_keys",
            Form::NamesOrList(&FOREIGN_KEY),
            ALL,
            "Columns that refer to rows of a table.",
            Codec {
                read: |section, key, draft| {
                    read_foreign_keys(section, key, draft);
                    Some(())
                },
                write: |writer, model| write_constraints(writer, model, PartKind::ForeignKey),
            },
        ),
        index::indexes(ALL, "Indexes."),
        trigger::triggers(ALL, "Triggers by name."),
        rule::rules("Rules by name."),
        KeyEntry::new(
            "policies",
            Form::Names(&POLICY),
            POSTGRES,
            "Policies of row-level security by name.",
            Codec {
                read: |section, key, draft| {
                    draft.policies.extend(policy::read(section, key));
                    Some(())
                },
                write: |writer, model| policy::write(writer, &model.table.policies),
            },
        ),
        KeyEntry::new(
            "row_level_security",
            Form::Flag,
            POSTGRES,
            "Whether its rows are shown by its policies alone (ENABLE ROW LEVEL SECURITY).",
            flag!(table.row_security.enabled),
        ),
        KeyEntry::new(
            "force_row_level_security",
            Form::Flag,
            POSTGRES,
            "Whether that holds for the table's owner too (FORCE ROW LEVEL SECURITY).",
            flag!(table.row_security.forced),
        ),
        KeyEntry::new(
            "strict",
            Form::Flag,
            SQLITE,
            "Whether values must be of the types of their columns (STRICT).",
            flag!(table.options.strict),
        ),
        KeyEntry::new(
            "without_rowid",
            Form::Flag,
            SQLITE,
            "Whether the rows are kept by the primary key, without a row id (WITHOUT ROWID).",
            flag!(table.options.without_rowid),
        ),
        KeyEntry::new(
            "unlogged",
            Form::Flag,
            POSTGRES,
            "Whether its rows are kept out of the write-ahead log (UNLOGGED).",
            flag!(table.options.unlogged),
        ),
        KeyEntry::new(
            "engine",
            Form::Text,
            MYSQL,
            "The storage engine, if not the server's default one.",
            parameter!("engine", table.options.parameters),
        ),
        KeyEntry::new(
            "charset",
            Form::Text,
            MYSQL,
            "The character set of its texts, if not the database's.",
            parameter!("charset", table.options.parameters),
        ),
        KeyEntry::new(
            "collation",
            Form::Text,
            MYSQL,
            "The collation of its texts, if not the database's.",
            parameter!("collate", table.options.parameters),
        ),
        KeyEntry::new(
            "row_format",
            Form::Text,
            MYSQL,
            "How rows are laid out: `compressed`, `dynamic`, … (ROW_FORMAT).",
            Codec {
                read: |section, key, draft| {
                    let said = section.text(key).map(|text| ("row_format".to_owned(), text.value.to_ascii_uppercase()));
                    draft.table.options.parameters =
                        draft.table.options.parameters.iter().cloned().chain(said).collect();
                    Some(())
                },
                write: |_, model| {
                    let said = model.table.options.parameters.iter().find(|(name, _)| name == "row_format");
                    said.map(|(_, value)| Value::text(value.to_ascii_lowercase()))
                },
            },
        ),
        KeyEntry::new(
            "auto_increment",
            Form::Integer,
            MYSQL,
            "The number that its first row gets. It counts when the table is made, and is not compared.",
            Codec {
                read: |section, key, draft| {
                    draft.table.options.auto_increment = Counter(section.integer(key));
                    Some(())
                },
                write: |_, model| {
                    let next = model.table.options.auto_increment.0.filter(|next| *next > 1)?;
                    i64::try_from(next).ok().map(Value::Integer)
                },
            },
        ),
        KeyEntry::new(
            "with",
            Form::Parameters,
            SERVERS,
            "Storage parameters. MySQL, MariaDB: the other options of a table, each as SQL (`{ stats_persistent = 1, compression = \"'zlib'\" }`).",
            other_parameters!(OWN_OPTIONS, table.options.parameters),
        ),
        KeyEntry::new(
            "partition_by",
            Form::Sql,
            SERVERS,
            "What stands behind PARTITION BY; MySQL, MariaDB: the partitions included.",
            Codec {
                read: |section, key, draft| {
                    draft.table.options.partition_by = section.sql(key);
                    Some(())
                },
                write: |writer, model| {
                    let key = model.table.options.partition_by.as_ref()?;
                    let plain = writer.database() == Database::Postgres;
                    Some(Value::sql(if plain { small(writer, key.text(), &STRATEGIES) } else { key.text().to_owned() }))
                },
            },
        ),
        KeyEntry::new(
            "system_versioned",
            Form::Flag,
            MARIADB_ALONE,
            "Whether old versions of its rows are kept (WITH SYSTEM VERSIONING).",
            flag!(table.options.system_versioned),
        ),
        KeyEntry::new(
            "periods",
            Form::Texts,
            MARIADB_ALONE,
            "What stands behind each PERIOD: `FOR SYSTEM_TIME (a, b)`.",
            texts!(table.options.periods),
        ),
        KeyEntry::new(
            "tablespace",
            Form::Text,
            POSTGRES,
            "The tablespace, if not the default one.",
            text!(table.options.tablespace),
        ),
        KeyEntry::new(
            "access_method",
            Form::Text,
            POSTGRES,
            "The access method, if not `heap`.",
            Codec {
                read: |section, key, draft| {
                    let method = section.text(key).map(|text| text.value);
                    draft.table.options.access_method = method.filter(|method| method != "heap");
                    Some(())
                },
                write: |_, model| model.table.options.access_method.as_ref().map(Value::text),
            },
        ),
        KeyEntry::new(
            "replica_identity",
            Form::Text,
            POSTGRES,
            "`full`, `nothing`, or the name of an index.",
            Codec {
                read: |section, key, draft| {
                    let identity = section.text(key).filter(|identity| identity.value != "default");
                    draft.table.options.replica_identity = identity.as_ref().map(|text| text.value.clone());
                    let index = identity.filter(|identity| !["full", "nothing"].contains(&identity.value.as_str()));
                    draft.index_names.extend(index);
                    Some(())
                },
                write: |_, model| model.table.options.replica_identity.as_ref().map(Value::text),
            },
        ),
        KeyEntry::new(
            "cluster_on",
            Form::Text,
            POSTGRES,
            "The index that CLUSTER goes by.",
            Codec {
                read: |section, key, draft| {
                    let index = section.text(key);
                    draft.table.options.cluster_on = index.as_ref().map(|text| text.value.clone());
                    draft.index_names.extend(index);
                    Some(())
                },
                write: |_, model| model.table.options.cluster_on.as_ref().map(Value::text),
            },
        ),
    ],
};

impl ObjectSubject for TableObject {
    const KIND: Kind = Kind::Table;

    fn section() -> &'static GrammarSection<Self> {
        &TABLE
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> UnresolvedTable<'d> {
        UnresolvedTable::new(id.name.clone(), at.clone())
    }

    /// A table without columns is an oversight, but where the database has such it can be said: `columns = {}`.
    fn finish<'d>(section: &SectionReader<'_, 'd>, _draft: &mut UnresolvedTable<'d>) -> Option<()> {
        let rules = section.reader.table_rules();
        let none = match section.item("columns") {
            None => true,
            Some(item) => matches!(item.get(), DeValue::Table(table) if table.is_empty() && !rules.no_columns),
        };
        let from_parents = ["partition_of", "inherits", "of_type"].iter().any(|key| section.item(key).is_some());
        if none && !from_parents && section.item("virtual").is_none() {
            section.missing("columns");
        }
        Some(())
    }

    fn end<'d>(
        reader: &SchemaReader<'_>,
        id: &ObjectId,
        mut draft: UnresolvedTable<'d>,
        schema: &mut UnresolvedSchema<'d>,
    ) {
        schema.renamed(reader, id, draft.renamed_from.take());
        schema.renames.append(&mut draft.renames);
        schema.hints.extend(std::mem::take(&mut draft.hints));
        draft.unnamed = schema.unnamed_in.contains(&draft.at.document.path);
        schema.tables.push(draft);
    }

    fn model<'w>(writer: &SchemaWriter<'w>, object: &'w Object) -> Option<TableModel<'w>> {
        match object {
            Object::Table(table) if table.options.virtual_table.is_some() => {
                Some(TableModel { table, beside: Vec::new() })
            }
            Object::Table(table) => Some(TableModel { table, beside: beside::of_columns(writer, table) }),
            _ => None,
        }
    }
}

impl HasIndexes for TableObject {
    fn extend<'d>(draft: &mut UnresolvedTable<'d>, found: Vec<UnresolvedIndex<'d>>) {
        draft.indexes.extend(found);
    }

    fn columns(draft: &UnresolvedTable<'_>) -> Rc<KnownColumns> {
        draft.known_columns()
    }

    fn written<'a>(model: &'a TableModel<'_>) -> (Vec<&'a Index>, Option<&'a Table>) {
        let beside = |index: &Index| model.beside.iter().any(|beside| beside.index == Some(index.name.as_str()));
        let left = model.table.indexes.iter().filter(|index| !beside(index) && !model.is_virtual());
        (left.collect(), Some(model.table))
    }
}

impl HasRules for TableObject {
    fn extend<'d>(draft: &mut UnresolvedTable<'d>, found: Vec<UnresolvedPart<'d, Rule>>) {
        draft.rules.extend(found);
    }

    fn written<'a>(model: &'a TableModel<'_>) -> &'a [Rule] {
        &model.table.rules
    }
}

impl HasTriggers for TableObject {
    fn extend<'d>(draft: &mut UnresolvedTable<'d>, found: Vec<UnresolvedTrigger<'d>>) {
        draft.triggers.extend(found);
    }

    fn written<'a>(model: &'a TableModel<'_>) -> &'a [Trigger] {
        &model.table.triggers
    }

    fn owner(draft: &UnresolvedTable<'_>) -> String {
        ObjectId::table(draft.name()).to_string()
    }

    fn is_partition(draft: &UnresolvedTable<'_>) -> bool {
        draft.table.options.partition_of.is_some()
    }
}

impl<'w> TableModel<'w> {
    fn is_virtual(&self) -> bool {
        self.table.options.virtual_table.is_some()
    }

    /// The constraints that no column says, with their places.
    fn left<'a>(&'a self) -> impl Iterator<Item = (usize, &'w Constraint)> + 'a {
        let all = self.table.constraints.iter().enumerate();
        all.filter(|(nth, _)| !self.is_virtual() && !self.beside.iter().any(|beside| beside.holds(*nth)))
    }
}

fn read_columns<'d>(section: &SectionReader<'_, 'd>, key: &str, table: &mut UnresolvedTable<'d>) {
    let reader = section.reader;
    let entries = section.names(key);
    table.table.columns.reserve_exact(entries.len());
    table.columns.reserve_exact(entries.len());
    for entry in entries {
        if entry.name.is_empty() {
            let message = format!("a column of table `{}` has an empty name", table.name());
            reader.invalid(&entry.at, message, "empty", None);
            continue;
        }
        reader.fits(entry.name, &entry.at);
        let what = format!("column `{}.{}`", table.name(), entry.name);
        let mut draft = column::begin(table.name(), entry.name, entry.at.clone());
        // A column in which something is wrong is there all the same: what names it must not be reported as well.
        if let Some(mut section) = SectionReader::open(reader, &COLUMN, entry.item, entry.at, what) {
            // What a table has from its parents or its type has its type from there.
            let elsewhere = table.table.parents().next().is_some() || table.table.options.of_type.is_some();
            if elsewhere && section.item("type").is_none() {
                section.waived = Some("type");
                draft.column.annotation.origin = Origin::Inherited;
            }
            COLUMN.read(&section, &mut draft);
            column::finish(&section, &mut draft);
        }
        if draft.column.annotation.origin == Origin::Inherited {
            draft.column.nullable = !draft.not_null;
        }
        let node = Node::column(&draft.table, &draft.column.name);
        if let Some(old) = draft.renamed_from {
            let from = Node::column(&draft.table, old.value);
            table.renames.push(Renamed { old: from, new: node.clone(), at: old.at });
        }
        table.hints.using.extend(draft.using.map(|using| (node.clone(), using)));
        table.hints.backfill.extend(draft.backfill.map(|fill| (node, fill)));
        let nth = table.table.columns.len();
        if let Some(at) = draft.identity_at.filter(|_| reader.table_rules().numbered_by_key()) {
            // The key numbers the rows by itself: there is nothing to say in the DDL.
            draft.column.identity = None;
            table.numbered.push((nth, at));
        }
        table.not_null.extend(draft.not_null.then_some(nth));
        table.constraints.append(&mut draft.constraints);
        table.indexes.append(&mut draft.indexes);
        table.columns.push(draft.at);
        table.table.columns.push(draft.column);
    }
}

fn write_columns(writer: &SchemaWriter<'_>, model: &TableModel<'_>) -> Option<Value> {
    if model.is_virtual() {
        return None;
    }
    let table = model.table;
    let written = table.columns.iter().zip(&model.beside).map(|(column, beside)| {
        let row_id = writer.is_row_id(table, &column.name);
        (column.name.clone(), COLUMN.value(writer, &ColumnModel { table, column, beside, row_id }))
    });
    Some(Value::Table(written.collect()))
}

/// What a virtual table's statement says is not said beside it.
fn refuse_beside_virtual(section: &SectionReader<'_, '_>) {
    for key in ["columns", "primary_key", "uniques", "checks", "foreign_keys", "indexes"] {
        if let Some(at) = section.key_at(key) {
            let message = format!("{} is virtual and has `{key}`", section.what);
            let help = "its statement alone says what it holds".to_owned();
            section.reader.invalid(&at, message, "not of a virtual table", help);
        }
    }
}

fn read_primary_key<'d>(section: &SectionReader<'_, 'd>, key: &str, table: &mut UnresolvedTable<'d>) {
    let Some(item) = section.item(key) else { return };
    let what = format!("the primary key of {}", section.what);
    let columns = table.known_columns();
    let read = PRIMARY_KEY.part(section.reader, (None, item), what.clone(), &columns, Key::default());
    let Some(read) = read else { return };
    let at = section.place_of(key);
    if let Some(first) = table.constraints.iter().find(|part| part.constraint.kind() == PartKind::PrimaryKey) {
        section.reader.twice(format!("{what} is said twice"), &at, &first.at);
        return;
    }
    table.constraints.push(read.draft.constraint(at, ConstraintDefinition::PrimaryKey));
}

/// The constraints of one kind, each from `empty` on.
fn read_constraints<'d, C: PartContent<Draft<'d> = C>>(
    section: &SectionReader<'_, 'd>,
    key: &str,
    table: &mut UnresolvedTable<'d>,
    kind: &'static GrammarSection<NamedPart<C>>,
    word: &str,
    empty: fn() -> C,
    definition: fn(C) -> ConstraintDefinition,
) {
    let columns = table.known_columns();
    for (name, item) in section.parts(key) {
        let what = part::words(section, key, word, &name);
        let read = kind.part(section.reader, (name, item), what, &columns, empty());
        table.constraints.extend(read.map(|read| read.draft.constraint(read.at, definition)));
    }
}

fn read_foreign_keys<'d>(section: &SectionReader<'_, 'd>, key: &str, table: &mut UnresolvedTable<'d>) {
    let reader = section.reader;
    let columns = table.known_columns();
    for (name, item) in section.parts(key) {
        let what = part::words(section, key, "foreign key", &name);
        let read = FOREIGN_KEY.part(reader, (name, item), what.clone(), &columns, ForeignKeyDraft::default());
        let Some(mut read) = read else { continue };
        foreign_key::check_set_columns(reader, &read.at, &what, &read.draft.content);
        let target = read.draft.content.target.take();
        let definition =
            |content: ForeignKeyDraft<'d>| ConstraintDefinition::ForeignKey(content.actions.into_key(content.columns));
        table.constraints.push(UnresolvedConstraint { target, ..read.draft.constraint(read.at, definition) });
    }
}

/// The constraints of a kind that no column says: under their names, or in a list where some have none.
fn write_constraints(writer: &SchemaWriter<'_>, model: &TableModel<'_>, kind: PartKind) -> Option<Value> {
    let parts: Vec<&Constraint> =
        model.left().map(|(_, constraint)| constraint).filter(|one| one.kind() == kind).collect();
    if parts.iter().any(|part| part.name.is_none()) {
        let listed = |part: &&Constraint| write_rule(writer, model.table, part, part.name.as_deref());
        return Value::list(parts.iter().map(listed).collect());
    }
    let named = |part: &&Constraint| Some((part.name.clone()?, write_rule(writer, model.table, part, None)));
    let entries: Entries = parts.iter().filter_map(named).collect();
    (!entries.is_empty()).then_some(Value::Table(entries))
}

fn write_rule(writer: &SchemaWriter<'_>, table: &Table, constraint: &Constraint, name: Option<&str>) -> Value {
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => {
            PRIMARY_KEY.value(writer, &PartModel::of(table, constraint, name, key))
        }
        ConstraintDefinition::Unique(key) => UNIQUE.value(writer, &PartModel::of(table, constraint, name, key)),
        ConstraintDefinition::Check(check) => CHECK.value(writer, &PartModel::of(table, constraint, name, check)),
        ConstraintDefinition::ForeignKey(key) => {
            FOREIGN_KEY.value(writer, &PartModel::of(table, constraint, name, key))
        }
        ConstraintDefinition::Exclusion(exclusion) => {
            EXCLUSION.value(writer, &PartModel::of(table, constraint, name, exclusion))
        }
    }
}
