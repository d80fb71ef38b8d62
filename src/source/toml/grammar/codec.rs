//! Codecs: how a value of the file gets into the model, and how the writer says it.
//!
//! The macros are codecs for what goes into a field as it is; the field has the same path in the draft and in the model.

use super::{Database, MYSQL, Subject};
use crate::source::toml::section_reader::SectionReader;
use crate::source::toml::writing::SchemaWriter;
use crate::source::toml::writing::value::Value;

/// How a key is read and written.
pub(crate) struct Codec<S: Subject> {
    /// Reads the key, which is there, into the draft. Faults are reported to the reader; `None` where the whole thing is
    /// no use without the value.
    pub read: for<'r, 'd> fn(&SectionReader<'r, 'd>, &'static str, &mut S::Draft<'d>) -> Option<()>,
    /// The value, where something is to be said.
    pub write: for<'w> fn(&SchemaWriter<'w>, &S::Model<'w>) -> Option<Value>,
}

/// Nothing is read: whoever opens the section takes the value himself.
pub(crate) const UNUSED: Codec<super::MarkedSql> = Codec { read: |_, _, ()| Some(()), write: |_, ()| None };

/// `true` where a field is.
macro_rules! flag {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.flag(key);
                Some(())
            },
            write: |_, model| model.$($field).+.then_some(Value::Flag(true)),
        }
    };
}

/// A string, where a field has one.
macro_rules! text {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.text(key).map(|text| text.value);
                Some(())
            },
            write: |_, model| model.$($field).+.as_ref().map(Value::text),
        }
    };
}

/// A word, where a field has one; in lower case in the file and in the model.
macro_rules! word {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.text(key).map(|text| text.value.to_ascii_lowercase());
                Some(())
            },
            write: |_, model| model.$($field).+.as_ref().map(|word| Value::text(word.to_lowercase())),
        }
    };
}

/// One of the form's words, where a field has one; in capitals in the model.
macro_rules! capitals {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.choice(key).map(str::to_ascii_uppercase);
                Some(())
            },
            write: |_, model| model.$($field).+.as_ref().map(|word| Value::text(word.to_ascii_lowercase())),
        }
    };
}

/// A whole number, where a field has one.
macro_rules! integer {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.integer(key);
                Some(())
            },
            write: |_, model| model.$($field).+.map(|number| Value::Integer(number.into())),
        }
    };
}

/// Strings, where a field has any.
macro_rules! texts {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                let texts = section.texts(key).unwrap_or_default();
                draft.$($field).+ = texts.into_iter().map(|text| text.value).collect();
                Some(())
            },
            write: |_, model| (!model.$($field).+.is_empty()).then(|| Value::texts(&model.$($field).+)),
        }
    };
}

/// Storage parameters, where a field has any.
macro_rules! parameters {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.parameters(key);
                Some(())
            },
            write: |_, model| Value::parameters(&model.$($field).+),
        }
    };
}

/// One of the named parameters, where it is among those of a field; as it is written.
macro_rules! parameter {
    ($name:literal, $($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                let said = section.text(key).map(|text| ($name.to_owned(), text.value));
                draft.$($field).+ = draft.$($field).+.iter().cloned().chain(said).collect();
                Some(())
            },
            write: |_, model| {
                let said = model.$($field).+.iter().find(|(name, _)| name == $name);
                said.map(|(_, value)| Value::text(value))
            },
        }
    };
}

/// The parameters of a field that no key of their own says (`$own`: its key, and the parameter).
macro_rules! other_parameters {
    ($own:expr, $($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                let said = section.other_parameters(key, $own);
                draft.$($field).+ = draft.$($field).+.iter().cloned().chain(said).collect();
                Some(())
            },
            write: |writer, model| {
                let known = crate::source::toml::grammar::codec::own_parameters(writer.database(), $own);
                let others = model.$($field).+.iter().filter(|(name, _)| !known.iter().any(|(_, own)| own == name));
                Value::parameters(&others.cloned().collect::<Vec<_>>())
            },
        }
    };
}

/// Parameters with keys of their own (the key, and the parameter), on MySQL and MariaDB.
pub(crate) type OwnParameters = &'static [(&'static str, &'static str)];

/// Those of them that a database has such keys for.
pub(crate) fn own_parameters(database: Database, own: OwnParameters) -> OwnParameters {
    if MYSQL.contains(&database) { own } else { &[] }
}

/// A condition without parentheses around all of it, where a field has one.
macro_rules! condition {
    ($($field:ident).+) => {
        Codec {
            read: |section, key, draft| {
                draft.$($field).+ = section.expression(key);
                Some(())
            },
            write: |_, model| model.$($field).+.as_ref().map(|sql| Value::sql(sql.text())),
        }
    };
}

/// `comment` of what keeps it in a field, on the databases that keep one there.
macro_rules! comment {
    ($databases:expr, $($field:ident).+) => {
        crate::source::toml::grammar::instead(crate::source::toml::grammar::KeyEntry::new(
            "comment",
            Form::Text,
            $databases,
            "The comment that the database keeps.",
            Codec {
                read: |section, key, draft| {
                    draft.$($field).+ = section.comment(key);
                    Some(())
                },
                write: |_, model| {
                    model.$($field).+.as_ref().filter(|text| !text.is_empty()).map(Value::text)
                },
            },
        ), "say it in a comment of the file: # …")
    };
}

/// `depends_on_extensions`, in a field.
macro_rules! extensions {
    ($($field:ident).+) => {
        crate::source::toml::grammar::KeyEntry::new(
            "depends_on_extensions",
            crate::source::toml::grammar::Form::Texts,
            crate::source::toml::grammar::POSTGRES,
            "The extensions that it goes with (DEPENDS ON EXTENSION).",
            crate::source::toml::grammar::codec::Codec {
                read: |section, key, draft| {
                    let texts = section.texts(key).unwrap_or_default();
                    draft.$($field).+ = texts.into_iter().map(|text| text.value).collect();
                    draft.$($field).+.sort();
                    Some(())
                },
                write: |_, model| {
                    let names = &model.$($field).+;
                    (!names.is_empty()).then(|| crate::source::toml::writing::value::Value::texts(names))
                },
            },
        )
    };
}

/// `renamed_from` of whatever has a draft with a field of that name.
macro_rules! renamed_from {
    () => {
        crate::source::toml::grammar::KeyEntry::new(
            "renamed_from",
            Form::Text,
            ALL,
            "Its old name: it is renamed, and its data is kept.",
            Codec {
                read: |section, key, draft| {
                    draft.renamed_from = section.text(key);
                    Some(())
                },
                write: |_, _| None,
            },
        )
    };
}

pub(super) use {
    capitals, comment, condition, extensions, flag, integer, other_parameters, parameter, parameters, renamed_from,
    text, texts, word,
};
