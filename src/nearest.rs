//! "Did you mean": the known word that is closest to a mistyped one.
//!
//! One place, so that every message of the program guesses alike.

/// The known word nearest to `word`, where it is near enough to be what was meant.
///
/// Near enough is one edit for three letters, counting a swap of two neighbours as one; case does not count. The
/// first of several equally near words is taken, so that the answer follows the order of `known`.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = word.to_lowercase().chars().collect();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        let limit = (typed.len().max(letters.len()) / 3).max(1);
        if typed.len().abs_diff(letters.len()) > limit {
            continue;
        }
        let edits = distance(&typed, &letters);
        // A word of one or two letters is one edit from every other: there only case may differ.
        let limit = if typed.len() < 3 { 0 } else { limit };
        if edits <= limit && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `help` text: `did you mean `x`?`, or nothing where no word is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// Edits (insert, delete, replace, swap of neighbours) between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    // Three rows are enough: a swap looks two rows back.
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        before = above;
        above = row;
    }
    above.last().copied().unwrap_or(0)
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
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("tabel"), &letters("table")), 1);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
        assert_eq!(distance(&letters("naïve"), &letters("naive")), 1);
    }
}
