//! Objects that are a name and a statement: one form for all kinds of which the model need not know more
//! ([`crate::schema::Definition`]).
//!
//! A kind of this form is an entry of [`super::file::FILE`], `KeyEntry::new("publication", Form::Names(&PUBLICATION), POSTGRES, "…",
//! objects::<DefinitionOf<Publication>>())`, and a file with its section and what [`DefinitionKind`] asks:
//!
//! ```ignore
//! pub static PUBLICATION: GrammarSection<DefinitionOf<Publication>> = Section {
//!     facts: SectionFacts::new("a publication", "`[publication.x]`: a publication").short("sql").headed(),
//!     keys: &[statement::sql("The whole CREATE PUBLICATION."), definition::comment(), definition::renamed_from()],
//! };
//! ```
//!
//! What is said beside the statement (an owner, whether it is enabled) is a key of that section.

use std::marker::PhantomData;

use super::access;
use super::object::ObjectSubject;
use super::statement::StatementSubject;
use super::{ALL, Database, Form, GrammarSection, KeyEntry, MYSQL, POSTGRES, Subject, codec};
use crate::schema::{Definition, Expr, Kind, Object, ObjectId};
use crate::source::toml::document::{At, Text};
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;
use codec::Codec;

/// What tells one kind of this form from another.
pub(crate) trait DefinitionKind: Sized + 'static {
    /// The kind.
    const KIND: Kind;
    /// The words behind CREATE, in small letters.
    const WORDS: &'static str;

    /// The section that one of it is.
    fn section() -> &'static GrammarSection<DefinitionOf<Self>>;

    /// The identity that a key of the file stands for; a kind with overloads reads the arguments as well.
    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        reader.identity(Self::KIND, key, at)
    }

    /// The key that an identity is written as.
    fn key(id: &ObjectId) -> String {
        dotted_names::show(&id.name)
    }

    /// Whether its statement says a name that is its own.
    const NAMED: bool = true;

    /// Whether several can have one name.
    const OVERLOADS: bool = false;

    /// The identity, once the statement is known.
    fn settled(_reader: &SchemaReader<'_>, id: &ObjectId, _statement: &str) -> ObjectId {
        id.clone()
    }
}

/// An object of such a kind.
pub(crate) struct DefinitionOf<K>(PhantomData<K>);

/// One as read.
pub(crate) struct DefinitionDraft<'d> {
    pub definition: Definition,
    at: At<'d>,
    renamed_from: Option<Text<'d>>,
    body_unchecked: bool,
}

/// One to be written.
pub(crate) struct DefinitionModel<'w> {
    pub definition: &'w Definition,
}

impl<K: DefinitionKind> Subject for DefinitionOf<K> {
    type Draft<'d> = DefinitionDraft<'d>;
    type Model<'w> = DefinitionModel<'w>;
}

/// `comment`
pub(crate) const fn comment<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    codec::comment!(POSTGRES, definition.annotation.comment)
}

/// `depends_on_extensions`
pub(crate) const fn extensions<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    codec::extensions!(definition.annotation.extensions)
}

/// `renamed_from`
pub(crate) const fn renamed_from<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    codec::renamed_from!()
}

/// `owner`
pub(crate) const fn owner<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    access::owner!(definition.annotation.owner)
}

/// `grants`
pub(crate) const fn grants<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    access::grants!(K::KIND, definition, definition.id, definition.annotation.grants)
}

/// `renamed_from`, on these databases.
pub(crate) const fn renamed_from_on<K: DefinitionKind>(databases: &'static [Database]) -> KeyEntry<DefinitionOf<K>> {
    renamed_from().on(databases)
}

/// `settings`
pub(crate) const fn settings<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    KeyEntry::new(
        "settings",
        Form::Parameters,
        MYSQL,
        "Settings that its body is written for and keeps (`sql_mode`), where they are not the session's.",
        codec::parameters!(definition.settings),
    )
}

/// `check_body`
pub(crate) const fn check_body<K: DefinitionKind>() -> KeyEntry<DefinitionOf<K>> {
    KeyEntry::new(
        "check_body",
        Form::Flag,
        POSTGRES,
        "`false`: its body is not checked; it may name what is not there, as with `check_function_bodies = off`.",
        Codec {
            read: |section, key, draft| {
                draft.body_unchecked = !section.flag(key);
                Some(())
            },
            write: |writer, model| writer.unchecked_bodies.contains(&model.definition.id).then_some(Value::Flag(false)),
        },
    )
}

impl<K: DefinitionKind> StatementSubject for DefinitionOf<K> {
    const WORDS: &'static str = K::WORDS;
    const NAMED: bool = K::NAMED;

    fn name<'a>(draft: &'a DefinitionDraft<'_>) -> &'a str {
        &draft.definition.id.name.name
    }

    fn read<'a>(draft: &'a mut DefinitionDraft<'_>) -> &'a mut Expr {
        &mut draft.definition.sql
    }

    fn written<'a>(model: &'a DefinitionModel<'_>) -> &'a Expr {
        &model.definition.sql
    }
}

impl<K: DefinitionKind> ObjectSubject for DefinitionOf<K> {
    const KIND: Kind = K::KIND;
    const OVERLOADS: bool = K::OVERLOADS;

    fn section() -> &'static GrammarSection<Self> {
        K::section()
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        K::identity(reader, key, at)
    }

    fn key(id: &ObjectId) -> String {
        K::key(id)
    }

    fn begin<'d>(id: &ObjectId, at: &At<'d>) -> DefinitionDraft<'d> {
        let definition = Definition::new(id.clone(), "");
        DefinitionDraft { definition, at: at.clone(), renamed_from: None, body_unchecked: false }
    }

    fn end<'d>(
        reader: &SchemaReader<'_>,
        id: &ObjectId,
        draft: DefinitionDraft<'d>,
        schema: &mut UnresolvedSchema<'d>,
    ) {
        let mut definition = draft.definition;
        definition.id = K::settled(reader, id, definition.sql.text());
        schema.renamed(reader, &definition.id, draft.renamed_from);
        if draft.body_unchecked {
            schema.hints.unchecked_bodies.insert(definition.id.clone());
        }
        schema.objects.push((Object::Definition(definition), draft.at));
    }

    fn model<'w>(_writer: &SchemaWriter<'w>, object: &'w Object) -> Option<DefinitionModel<'w>> {
        match object {
            Object::Definition(definition) if definition.id.kind == K::KIND => Some(DefinitionModel { definition }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use toml::de::DeTable;

    use super::*;
    use crate::config::Naming;
    use crate::dialect::offline_dialect;
    use crate::engine::Engine;
    use crate::schema::Schema;
    use crate::source::toml::document::Document;
    use crate::source::toml::grammar::file::File;
    use crate::source::toml::grammar::object::objects;
    use crate::source::toml::grammar::{SectionFacts, statement};
    use crate::source::toml::section_reader::SectionReader;

    /// A kind that stands for those to come.
    struct Trial;

    static TRIAL: GrammarSection<DefinitionOf<Trial>> = GrammarSection {
        facts: SectionFacts::new("a trial", "`[trial.x]`: a trial").short("sql").headed(),
        keys: &[statement::sql("The whole CREATE EVENT TRIGGER."), comment(), renamed_from()],
    };

    static FILE: GrammarSection<File> = GrammarSection {
        facts: SectionFacts::new("the trial file", "The file"),
        keys: &[KeyEntry::new("trial", Form::Names(&TRIAL), ALL, "Trials.", objects::<DefinitionOf<Trial>>())],
    };

    impl DefinitionKind for Trial {
        const KIND: Kind = Kind::Sequence;
        const WORDS: &'static str = "event trigger";

        fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
            &TRIAL
        }
    }

    /// The objects, the renames, and the faults of a file.
    fn read(text: &str) -> (Vec<Object>, usize, Vec<String>) {
        let document = Document { path: PathBuf::from("schema.toml"), text: Arc::from(text) };
        let (table, _) = DeTable::parse_recoverable(&document.text);
        let (dialect, naming) = (offline_dialect(Engine::Postgres).unwrap(), Naming::default());
        let reader = SchemaReader::new(dialect.as_ref(), &naming);
        let mut schema = UnresolvedSchema::default();
        FILE.read(&SectionReader::root(&reader, &FILE, &document, table.get_ref()), &mut schema);
        let objects = schema.objects.into_iter().map(|(object, _)| object).collect();
        let renames = schema.renames.len();
        (objects, renames, reader.into_problems().into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn a_kind_that_is_a_name_and_a_statement_needs_an_entry_and_a_section() {
        let text = "trial.b = \"CREATE EVENT TRIGGER b ON ddl_command_end EXECUTE FUNCTION f()\"\n\
                    [trial.a]\nsql = \"CREATE EVENT TRIGGER a ON sql_drop EXECUTE FUNCTION f();\"\ncomment = \"x\"\n\
                    renamed_from = \"c\"\n";
        let (objects, renames, faults) = read(text);
        assert_eq!((renames, faults), (1, Vec::new()));
        let mut schema = Schema::default();
        for object in objects {
            schema.insert(object);
        }
        let (dialect, naming) = (offline_dialect(Engine::Postgres).unwrap(), Naming::default());
        let unchecked_bodies = std::collections::BTreeSet::new();
        let writer = SchemaWriter::new(&schema, &unchecked_bodies, dialect.as_ref(), &naming);
        assert_eq!(
            writer.print(&FILE),
            "\n[trial.b]\nsql = \"CREATE EVENT TRIGGER b ON ddl_command_end EXECUTE FUNCTION f()\"\n\
             \n[trial.a]\nsql     = \"CREATE EVENT TRIGGER a ON sql_drop EXECUTE FUNCTION f()\"\ncomment = \"x\"\n"
        );
    }

    #[test]
    fn the_statement_makes_what_it_stands_under() {
        let (_, _, faults) = read("trial.a = \"CREATE TRIGGER a AFTER INSERT ON t EXECUTE FUNCTION f()\"");
        assert_eq!(faults, ["the SQL of sequence `a` does not create an event trigger of that name"]);
        let (_, _, faults) = read("[trial.a]\ncomment = \"x\"");
        assert_eq!(faults, ["sequence `a` has no `sql`"]);
    }
}
