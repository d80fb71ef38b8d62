//! Commands of GitHub's runner (`::warning file=a.sql,line=3::…`): it draws them at the lines of a pull request.

use super::{Problem, from_the_top};

/// A line for each problem.
pub(super) fn rendered(problems: &[Problem]) -> String {
    problems.iter().filter(|problem| problem.accepted.is_none()).map(line).collect()
}

fn line(problem: &Problem) -> String {
    let word = if problem.error { "error" } else { "warning" };
    let mut properties = Vec::new();
    if let Some((path, first, last)) = &problem.place {
        properties.push(format!("file={}", property(&from_the_top(path))));
        properties.push(format!("line={first}"));
        properties.push(format!("endLine={last}"));
    }
    properties.push(format!("title={}", property(&format!("migrate {}: {}", problem.check, problem.code))));
    let details = if problem.details.is_empty() { String::new() } else { format!("\n{}", problem.details) };
    format!("::{word} {}::{}\n", properties.join(","), data(&format!("{}{details}", problem.message)))
}

/// The text of a command: what would end it is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: what would end that, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        let problem = Problem {
            check: "lint",
            code: "a".to_owned(),
            error: false,
            message: "100%: one,\r\ntwo::three".to_owned(),
            details: String::new(),
            place: Some(("b,c:d.sql".into(), 3, 4)),
            subject: String::new(),
            accepted: None,
        };
        assert_eq!(
            rendered(std::slice::from_ref(&problem)),
            "::warning file=b%2Cc%3Ad.sql,line=3,endLine=4,title=migrate lint%3A a::100%25: one,%0D%0Atwo::three\n"
        );
        assert_eq!(rendered(&[Problem { accepted: Some("so".to_owned()), ..problem }]), "");
    }
}
