//! "Did you mean": the known word that is closest to a mistyped one.
//!
//! One place, so that every message of the program guesses alike.

/// The known word nearest to `word`, where it is near enough to be what was meant.
///
/// Near enough is one edit for three letters, counting a swap of two neighbours as one; case does not count. The
/// first of several equally near words is taken, so that the answer follows the order of `known`.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = word.to_lowercase();
    let length = typed.chars().count();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let lower = candidate.to_lowercase();
        let edits = strsim::osa_distance(&typed, &lower);
        // A word of one or two letters is one edit from every other: there only case may differ.
        let limit = if length < 3 { 0 } else { (length.max(lower.chars().count()) / 3).max(1) };
        if edits <= limit && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `help` text: `did you mean `x`?`, or nothing where no word is near.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["include", "exclude", "source", "privileges"];
        assert_eq!(nearest("exlcude", known), Some("exclude"));
        assert_eq!(nearest("Source", known), Some("source"));
        assert_eq!(nearest("privilege", known), Some("privileges"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn guesses_nothing_from_two_letters() {
        assert_eq!(nearest("xy", ["ix", "uq", "fk"]), None);
        assert_eq!(nearest("IX", ["ix", "uq", "fk"]), Some("ix"));
        assert_eq!(nearest("id", ["order_id", "ide"]), None);
    }

    #[test]
    fn counts_a_swap_as_one() {
        assert_eq!(nearest("tabel", ["table"]), Some("table"));
        assert_eq!(nearest("kitten", ["sitting"]), None);
        assert_eq!(nearest("naïve", ["naive"]), Some("naive"));
    }
}
