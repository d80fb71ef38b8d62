//! Columns that the database numbers.

use toml::de::DeValue;

use super::codec::Codec;
use super::column::ColumnSubject;
use super::sequence::{HasSequence, cache, cycle, increment, max, min, start};
use super::{ALL, Form, GrammarSection, KeyEntry, POSTGRES, SectionFacts, Subject, instead, words};
use crate::schema::{Identity, IdentityKind, SequenceOptions};
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::unresolved::UnresolvedColumn;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

const KINDS: [(&str, IdentityKind); 4] = [
    ("always", IdentityKind::Always),
    ("by default", IdentityKind::ByDefault),
    ("serial", IdentityKind::Serial),
    ("auto increment", IdentityKind::AutoIncrement),
];

/// How the database numbers rows.
pub(crate) struct IdentitySubject;

/// An identity to be written.
pub(crate) struct IdentityModel<'w> {
    identity: &'w Identity,
    /// Whether its kind goes without saying.
    usual: bool,
}

impl Subject for IdentitySubject {
    type Draft<'d> = Identity;
    type Model<'w> = IdentityModel<'w>;
}

impl HasSequence for IdentitySubject {
    fn read(draft: &mut Identity) -> &mut SequenceOptions {
        &mut draft.options
    }

    fn written<'a>(model: &'a IdentityModel<'_>) -> &'a SequenceOptions {
        &model.identity.options
    }
}

/// How the database numbers rows.
pub(crate) static IDENTITY: GrammarSection<IdentitySubject> = GrammarSection {
    facts: SectionFacts::new("an identity", "How the database numbers rows"),
    keys: &[
        KeyEntry::new(
            "kind",
            Form::Choice(&words::all(&KINDS)),
            POSTGRES,
            "Whether a row may bring its own number; `by default` if not given. (`serial` is said by the types `serial` and `bigserial`.)",
            Codec {
                read: |section, key, identity| {
                    if let Some(kind) = section.choice(key).and_then(|word| words::meaning(&KINDS, word)) {
                        identity.kind = kind;
                    }
                    Some(())
                },
                write: |_, model| words::word(&KINDS, model.identity.kind).filter(|_| !model.usual),
            },
        ),
        KeyEntry::new(
            "sequence",
            Form::Text,
            POSTGRES,
            "The sequence's name, if not the server's own choice.",
            Codec {
                read: |section, key, identity| {
                    identity.sequence = section.text(key).map(|text| text.value);
                    Some(())
                },
                write: |_, model| model.identity.sequence.as_ref().map(Value::text),
            },
        ),
        instead(start(POSTGRES), "the table says it: auto_increment = …"),
        instead(increment(POSTGRES), "the server's setting auto_increment_increment says it for all tables"),
        min(POSTGRES),
        max(POSTGRES),
        cache(POSTGRES),
        cycle(POSTGRES),
        KeyEntry::new(
            "unlogged",
            Form::Flag,
            POSTGRES,
            "Whether the sequence is kept out of the write-ahead log, if not as its table.",
            Codec {
                read: |section, key, identity| {
                    identity.unlogged = section.maybe(key);
                    Some(())
                },
                write: |_, model| model.identity.unlogged.map(Value::Flag),
            },
        ),
        KeyEntry::new(
            "comment",
            Form::Text,
            POSTGRES,
            "The comment on the sequence.",
            Codec {
                read: |section, key, identity| {
                    identity.comment = section.comment(key);
                    Some(())
                },
                write: |_, model| model.identity.comment.as_ref().map(Value::text),
            },
        ),
    ],
};

/// An identity of which nothing is said but its kind.
pub(crate) fn plain(kind: IdentityKind) -> Identity {
    Identity::new(kind)
}

const FORMS: Form = Form::Or(&[Form::Flag, Form::Choice(&["always", "by default"]), Form::One(&IDENTITY)]);

/// `identity` of a column.
pub(crate) const fn key() -> KeyEntry<ColumnSubject> {
    KeyEntry::new(
        "identity",
        FORMS,
        ALL,
        "Whether the database numbers the rows. SQLite: `true`, on the primary key; MySQL, MariaDB: `true` (AUTO_INCREMENT).",
        Codec {
            read: |section, key, draft| {
                read(section, key, draft);
                Some(())
            },
            write: |writer, model| write(writer, model.column.identity.as_ref()?, model.serial_word().is_some()),
        },
    )
}

fn read<'d>(section: &SectionReader<'_, 'd>, key: &str, draft: &mut UnresolvedColumn<'d>) -> Option<()> {
    let reader = section.reader;
    let item = section.item(key)?;
    let allowed = reader.table_rules().identities;
    let serial = draft.ty.serial.then_some(IdentityKind::Serial);
    let mut identity = plain(serial.or(allowed.first().copied()).unwrap_or(IdentityKind::ByDefault));
    match item.get() {
        DeValue::Boolean(false) => return Some(()),
        DeValue::Boolean(true) => {}
        DeValue::String(_) => identity.kind = section.choice(key).and_then(|word| words::meaning(&KINDS, word))?,
        DeValue::Table(_) => IDENTITY.open(reader, item, item.at(), section.of(key), &mut identity)?,
        _ => {
            section.wrong(key, &item);
            return None;
        }
    }
    // Where a key numbers the rows there is nothing to be said of how.
    let known = if reader.table_rules().numbered_by_key() {
        matches!(item.get(), DeValue::Boolean(_))
    } else {
        allowed.contains(&identity.kind)
    };
    if !known {
        let help = "write identity = true, which every database knows".to_owned();
        let message = format!("{} has no such identity ({})", reader.database().name(), section.what);
        reader.invalid(&item.at(), message, "not on this database", help);
        return None;
    }
    draft.identity_at = Some(item.at());
    draft.column.identity = Some(Box::new(identity));
    Some(())
}

fn write(writer: &SchemaWriter<'_>, identity: &Identity, serial_type: bool) -> Option<Value> {
    let usual = writer.dialect.table_rules().identities.first() == Some(&identity.kind);
    let said_by_type = identity.kind == IdentityKind::Serial && serial_type;
    let bare = Identity { grants: Vec::new(), ..identity.clone() } == plain(identity.kind);
    match identity.kind {
        _ if bare && said_by_type => None,
        _ if bare && usual => Some(Value::Flag(true)),
        IdentityKind::Always if bare => Some(Value::text("always")),
        _ => Some(IDENTITY.value(writer, &IdentityModel { identity, usual: usual || said_by_type })),
    }
}
