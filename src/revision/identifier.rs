//! How a revision is named on the command line: the text taken apart, before any graph is looked at.
//!
//! `[BRANCH@] [SYMBOL] [±N]`, at least one of the last two. An id holds no `-`; a label may, but never ends in `-N`, so a
//! step can always be told from a name.

use super::error::TargetError;

/// What stands between the branch and the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// The one head.
    Head,
    /// All heads.
    Heads,
    /// Before the first revision.
    Base,
    /// Where the database is.
    Current,
    /// An id, the start of one, or a label.
    Name(String),
}

/// A revision as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionIdentifier {
    /// The text as it was given.
    pub text: String,
    /// What stands before `@`: a label, an id or the start of one.
    pub branch: Option<String>,
    /// The named revision; none in `+1`, `-1`, `L@+1`.
    pub symbol: Option<Symbol>,
    /// Steps from there, up or down; none where no step was written.
    pub step: Option<i64>,
}

impl RevisionIdentifier {
    /// Takes the text of one identifier apart.
    ///
    /// # Errors
    /// A text that can be no identifier.
    pub fn parse(text: &str) -> Result<RevisionIdentifier, TargetError> {
        let text = text.trim();
        let bad = |why| TargetError::Malformed { text: text.to_owned(), why };
        if text.is_empty() {
            return Err(bad("it is empty"));
        }
        if text.contains(':') {
            return Err(TargetError::BadRange { text: text.to_owned(), why: "one revision is expected here" });
        }
        let (branch, rest) = match text.split_once('@') {
            Some(("", _)) => return Err(bad("a branch is expected before `@`")),
            Some((_, "")) => return Err(bad("a revision is expected after `@`")),
            Some((branch, rest)) => (Some(branch.to_owned()), rest),
            None => (None, text),
        };
        if rest.contains('@') {
            return Err(bad("`@` can stand once"));
        }
        if branch.as_deref().is_some_and(|branch| split_step(branch).1.is_some()) {
            return Err(bad("a step stands after `@`, not before it"));
        }
        if let Some(Symbol::Head | Symbol::Heads | Symbol::Base | Symbol::Current) = branch.as_deref().map(symbol) {
            return Err(bad("a branch label or a revision is expected before `@`"));
        }
        let (name, step) = split_step(rest);
        let step = match step {
            Some(step) => Some(
                step.parse::<i64>()
                    .ok()
                    .filter(|step| step.abs() <= MOST)
                    .ok_or_else(|| bad("the step is too large"))?,
            ),
            None => None,
        };
        let symbol = (!name.is_empty()).then(|| symbol(name));
        if name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(bad("it holds a character that no revision has"));
        }
        Ok(RevisionIdentifier { text: text.to_owned(), branch, symbol, step })
    }

    /// Takes `FROM:TO` apart: the text of both ends, none where one is left out.
    ///
    /// # Errors
    /// A text with several `:`, or with nothing on either side of it.
    pub fn split_range(text: &str) -> Result<Option<Ends<'_>>, TargetError> {
        let Some((from, to)) = text.split_once(':') else { return Ok(None) };
        let bad = |why| TargetError::BadRange { text: text.to_owned(), why };
        if to.contains(':') {
            return Err(bad("`:` can stand once"));
        }
        let end = |end: &'_ str| !end.trim().is_empty();
        Ok(Some((Some(from.trim()).filter(|from| end(from)), Some(to.trim()).filter(|to| end(to)))))
    }

    /// Whether it says a number of steps from where the database is: `+1`, `-1`, `L@+1`, `current-1`.
    pub fn is_from_current(&self) -> bool {
        self.step.is_some() && matches!(self.symbol, None | Some(Symbol::Current))
    }
}

/// The ends of a range, none where one is left out.
pub(super) type Ends<'a> = (Option<&'a str>, Option<&'a str>);

/// No chain is longer; keeps arithmetic on steps far from its limits.
const MOST: i64 = 1_000_000_000;

fn symbol(name: &str) -> Symbol {
    match name {
        "head" => Symbol::Head,
        "heads" => Symbol::Heads,
        "base" => Symbol::Base,
        "current" => Symbol::Current,
        name => Symbol::Name(name.to_owned()),
    }
}

/// Cuts `±N` off the end.
fn split_step(text: &str) -> (&str, Option<&str>) {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits == text.len() || digits == 0 || !matches!(text.as_bytes().get(digits - 1), Some(b'+' | b'-')) {
        return (text, None);
    }
    let (name, step) = text.split_at(digits - 1);
    (name, Some(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Option<String>, Option<Symbol>, Option<i64>) {
        let ident = RevisionIdentifier::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        (ident.branch, ident.symbol, ident.step)
    }

    #[test]
    fn every_form_is_taken_apart() {
        let name = |name: &str| Some(Symbol::Name(name.to_owned()));
        let branch = |name: &str| Some(name.to_owned());
        assert_eq!(parsed("3f2a"), (None, name("3f2a"), None));
        assert_eq!(parsed(" head "), (None, Some(Symbol::Head), None));
        assert_eq!(parsed("+2"), (None, None, Some(2)));
        assert_eq!(parsed("-2"), (None, None, Some(-2)));
        assert_eq!(parsed("-0"), (None, None, Some(0)));
        assert_eq!(parsed("b+2"), (None, name("b"), Some(2)));
        assert_eq!(parsed("head-3"), (None, Some(Symbol::Head), Some(-3)));
        assert_eq!(parsed("base+1"), (None, Some(Symbol::Base), Some(1)));
        assert_eq!(parsed("L@head"), (branch("L"), Some(Symbol::Head), None));
        assert_eq!(parsed("L@heads"), (branch("L"), Some(Symbol::Heads), None));
        assert_eq!(parsed("L@base"), (branch("L"), Some(Symbol::Base), None));
        assert_eq!(parsed("L@c2"), (branch("L"), name("c2"), None));
        assert_eq!(parsed("L@+1"), (branch("L"), None, Some(1)));
        assert_eq!(parsed("L@c2-1"), (branch("L"), name("c2"), Some(-1)));
        assert_eq!(parsed("my-branch"), (None, name("my-branch"), None));
        assert_eq!(parsed("my-branch@my-branch+2"), (branch("my-branch"), name("my-branch"), Some(2)));
        assert_eq!(parsed("123"), (None, name("123"), None));
        assert_eq!(parsed("current-1"), (None, Some(Symbol::Current), Some(-1)));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            " ",
            "@",
            "@head",
            "L@",
            "a@b@c",
            "a b",
            "a+b",
            "+",
            "a+",
            "L-1@head",
            "head@base",
            "+99999999999999999999",
        ] {
            assert!(matches!(RevisionIdentifier::parse(text), Err(TargetError::Malformed { .. })), "{text}");
        }
        assert!(matches!(RevisionIdentifier::parse("a:b"), Err(TargetError::BadRange { .. })));
        assert!(matches!(RevisionIdentifier::split_range("a:b:c"), Err(TargetError::BadRange { .. })));
        assert_eq!(RevisionIdentifier::split_range("a: b"), Ok(Some((Some("a"), Some("b")))));
        assert_eq!(RevisionIdentifier::split_range(":b"), Ok(Some((None, Some("b")))));
        assert_eq!(RevisionIdentifier::split_range("ab"), Ok(None));
    }
}
