//! Exclusion constraints.

use std::rc::Rc;

use super::codec::{Codec, condition, parameters, text};
use super::index::{self, Includes};
use super::index_column::{self, HasPlace, PlaceDraft};
use super::key_constraint::{DEFERRABLE, deferrable};
use super::part::{self, NamedPart, PartContent};
use super::{Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, required};
use crate::schema::{Exclusion, IndexColumn, Parameters};
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::KnownColumns;
use crate::source::toml::writing::value::Value;

impl PartContent for Exclusion {
    type Draft<'d> = Exclusion;
    type Model = Exclusion;
}

impl Includes for Exclusion {
    fn read(draft: &mut Exclusion) -> &mut Vec<String> {
        &mut draft.include
    }

    fn written(model: &Exclusion) -> &[String] {
        &model.include
    }
}

/// The method where none is said.
const USUAL_METHOD: &str = "gist";

/// An exclusion constraint.
pub(crate) static EXCLUSION: GrammarSection<NamedPart<Exclusion>> = GrammarSection {
    facts: SectionFacts::new("an exclusion constraint", "An exclusion constraint"),
    keys: &[
        part::name(),
        required(KeyEntry::new(
            "elements",
            Form::List(&ELEMENT),
            POSTGRES,
            "What is compared, and how.",
            Codec {
                read: |section, key, draft| {
                    draft.content.elements = read_elements(section, key, &draft.columns)?;
                    Some(())
                },
                write: |writer, model| {
                    let written = |(place, operator): &(IndexColumn, String)| {
                        ELEMENT.value(writer, &ElementModel { place, operator })
                    };
                    Some(Value::List(model.content.elements.iter().map(written).collect()))
                },
            },
        )),
        KeyEntry::new(
            "using",
            Form::Text,
            POSTGRES,
            "The index method; `gist` if not given.",
            Codec {
                read: |section, key, draft| {
                    draft.content.method = section.text(key)?.value;
                    Some(())
                },
                write: |_, model| {
                    let method = &model.content.method;
                    (method != USUAL_METHOD).then(|| Value::text(method))
                },
            },
        ),
        index::include(),
        KeyEntry::new("where", Form::Sql, POSTGRES, "The rows it is for.", condition!(content.predicate)),
        KeyEntry::new("deferrable", DEFERRABLE, POSTGRES, "When it is checked.", deferrable!(content.deferrable)),
        KeyEntry::new(
            "with",
            Form::Parameters,
            POSTGRES,
            "Storage parameters of the index behind it.",
            parameters!(content.parameters),
        ),
        KeyEntry::new(
            "index_comment",
            Form::Text,
            POSTGRES,
            "A comment on the index behind it.",
            text!(content.index_comment),
        ),
        part::partition_of(),
        part::comment(POSTGRES),
        part::renamed_from(),
    ],
};

/// An exclusion of which nothing is read.
pub(crate) fn empty() -> Exclusion {
    Exclusion {
        method: USUAL_METHOD.to_owned(),
        elements: Vec::new(),
        include: Vec::new(),
        predicate: None,
        deferrable: crate::schema::Deferrable::No,
        parameters: Parameters::default(),
        index_comment: None,
    }
}

/// An element of an exclusion constraint.
pub(crate) struct ExclusionElement;

/// An element as read.
pub(crate) struct ElementDraft {
    place: PlaceDraft,
    operator: String,
}

/// An element to be written.
pub(crate) struct ElementModel<'w> {
    place: &'w IndexColumn,
    operator: &'w str,
}

impl Subject for ExclusionElement {
    type Draft<'d> = ElementDraft;
    type Model<'w> = ElementModel<'w>;
}

impl HasPlace for ExclusionElement {
    fn read(draft: &mut ElementDraft) -> &mut PlaceDraft {
        &mut draft.place
    }

    fn written<'a>(model: &'a ElementModel<'_>) -> &'a IndexColumn {
        model.place
    }
}

/// An element of an exclusion constraint.
pub(crate) static ELEMENT: GrammarSection<ExclusionElement> = GrammarSection {
    facts: SectionFacts::new("an exclusion element", "An element of an exclusion constraint"),
    keys: &[
        index_column::column(POSTGRES),
        index_column::expression(POSTGRES),
        required(KeyEntry::new(
            "operator",
            Form::Text,
            POSTGRES,
            "The operator that must not hold for two rows.",
            Codec {
                read: |section, key, draft| {
                    draft.operator = section.text(key)?.value;
                    Some(())
                },
                write: |_, model| Some(Value::text(model.operator)),
            },
        )),
        index_column::collation(POSTGRES),
        index_column::opclass(),
        index_column::descending(POSTGRES),
        index_column::nulls(),
    ],
};

fn read_elements(
    section: &SectionReader<'_, '_>,
    key: &str,
    columns: &Rc<KnownColumns>,
) -> Option<Vec<(IndexColumn, String)>> {
    let reader = section.reader;
    let mut found = Vec::new();
    for item in section.elements(key)? {
        let what = format!("an element of {}", section.what);
        let inner = SectionReader::open(reader, &ELEMENT, item, item.at(), what)?;
        let mut draft = ElementDraft { place: PlaceDraft::new(columns), operator: String::new() };
        ELEMENT.read(&inner, &mut draft)?;
        found.push((draft.place.finish(&inner)?, draft.operator));
    }
    if found.is_empty() {
        reader.invalid(&section.value_at(key), format!("{} has no elements", section.what), "empty", None);
        return None;
    }
    Some(found)
}
