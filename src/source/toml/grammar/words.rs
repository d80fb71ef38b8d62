//! Words that stand for values: a list of both serves the form, the reader and the writer.

use crate::source::toml::writing::value::Value;

/// The words alone, for a form.
pub(crate) const fn all<T: Copy, const N: usize>(words: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut found = [""; N];
    let mut nth = 0;
    while nth < N {
        found[nth] = words[nth].0;
        nth += 1;
    }
    found
}

/// What a word stands for.
pub(crate) fn meaning<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// The word for a value.
pub(crate) fn word<T: Copy + PartialEq>(words: &[(&str, T)], value: T) -> Option<Value> {
    words.iter().find(|(_, meaning)| *meaning == value).map(|(word, _)| Value::text(*word))
}

/// The word for a value that is not the usual one, which goes without saying.
pub(crate) fn unusual<T: Copy + Default + PartialEq>(words: &[(&str, T)], value: T) -> Option<Value> {
    word(words, value).filter(|_| value != T::default())
}
