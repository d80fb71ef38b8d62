//! JUnit's XML: a suite for each check, a case for each thing that was looked at.

use super::Problem;

/// A check, its cases by subject, the problems of each.
type Suite<'a> = (&'static str, Vec<(String, Vec<&'a Problem>)>);

/// The document.
pub(super) fn rendered(problems: &[Problem], passed: &[(&'static str, String)]) -> String {
    let mut suites: Vec<Suite<'_>> = Vec::new();
    for (check, subject) in passed {
        case(&mut suites, check, subject);
    }
    for problem in problems.iter().filter(|problem| problem.accepted.is_none()) {
        case(&mut suites, problem.check, &problem.subject).push(problem);
    }
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let count = |failed: bool| {
        let cases = suites.iter().flat_map(|(_, cases)| cases);
        cases.filter(|(_, problems)| !failed || !problems.is_empty()).count()
    };
    text.push_str(&format!("<testsuites name=\"migrate\" tests=\"{}\" failures=\"{}\">\n", count(false), count(true)));
    for (check, cases) in &suites {
        let failed = cases.iter().filter(|(_, problems)| !problems.is_empty()).count();
        let many = cases.len();
        text.push_str(&format!("  <testsuite name=\"{check}\" tests=\"{many}\" failures=\"{failed}\" errors=\"0\">\n"));
        for (subject, problems) in cases {
            let head = format!("    <testcase classname=\"migrate.{check}\" name=\"{}\"", escaped(subject));
            text.push_str(&head);
            if problems.is_empty() {
                text.push_str("/>\n");
                continue;
            }
            text.push_str(">\n");
            text.push_str(&failure(problems));
            text.push_str("    </testcase>\n");
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case<'s, 'a>(suites: &'s mut Vec<Suite<'a>>, check: &'static str, subject: &str) -> &'s mut Vec<&'a Problem> {
    let at = suites.iter().position(|(known, _)| *known == check).unwrap_or_else(|| {
        suites.push((check, Vec::new()));
        suites.len() - 1
    });
    let cases = &mut suites[at].1;
    let at = cases.iter().position(|(known, _)| known == subject).unwrap_or_else(|| {
        cases.push((subject.to_owned(), Vec::new()));
        cases.len() - 1
    });
    &mut cases[at].1
}

/// The one failure that a case may have: its problems one under another.
fn failure(problems: &[&Problem]) -> String {
    let first = problems.first();
    let (code, message) = first.map_or(("", ""), |problem| (problem.code.as_str(), problem.message.as_str()));
    let texts: Vec<String> = problems
        .iter()
        .map(|problem| {
            let place = problem
                .place
                .as_ref()
                .map(|(path, line, _)| format!("{}:{line}: ", path.display()))
                .unwrap_or_default();
            let details = if problem.details.is_empty() { String::new() } else { format!("\n{}", problem.details) };
            format!("{place}{}: {}{details}", problem.code, problem.message)
        })
        .collect();
    // In an attribute a line break is escaped, else a parser makes a space of it.
    let text = texts.join("\n\n").lines().map(escaped).collect::<Vec<_>>().join("\n");
    let (code, message) = (escaped(code), escaped(message));
    format!("      <failure type=\"{code}\" message=\"{message}\">{text}</failure>\n")
}

/// A text in XML. Characters that XML 1.0 cannot hold are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_the_document() {
        assert_eq!(escaped("a<b>&\"c\"\n\u{1b}\u{fffe}é"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;\u{fffd}\u{fffd}é");
    }
}
