//! Owners and grants: given back to what is created again.

use crate::dialect::Step;
use crate::schema::{Annotation, Grant, QName};

use super::{add, name, quote};

/// The owner and the grants of something, and the grants on its columns. `word` is its kind as ALTER names it.
pub(super) fn kept(word: &str, of: &QName, own: &Annotation, columns: &[(String, Annotation)], out: &mut Vec<Step>) {
    if let Some(owner) = &own.owner {
        add(out, format!("ALTER {word} {} OWNER TO {}", name(of), quote::identifier(owner)));
    }
    for one in &own.grants {
        add(out, grant(one, None, of));
    }
    for (column, annotation) in columns {
        for one in &annotation.grants {
            add(out, grant(one, Some(column), of));
        }
    }
}

/// `GRANT SELECT (a) ON v TO app`
fn grant(grant: &Grant, column: Option<&str>, on: &QName) -> String {
    let column = column.map_or_else(String::new, |column| format!(" ({})", quote::identifier(column)));
    let privileges: Vec<String> = grant.privileges.iter().map(|privilege| format!("{privilege}{column}")).collect();
    let option = if grant.grantable { " WITH GRANT OPTION" } else { "" };
    format!("GRANT {} ON {} TO {}{option}", privileges.join(", "), name(on), grant.grantee)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_name_the_object_as_it_is_called_now() {
        let one = |privileges: &[&str], grantable| Grant {
            privileges: privileges.iter().map(|&privilege| privilege.to_owned()).collect(),
            grantee: "app".to_owned(),
            grantable,
        };
        let own = Annotation {
            owner: Some("Boss".to_owned()),
            grants: vec![one(&["INSERT", "SELECT"], false), one(&["UPDATE"], true)],
            ..Annotation::default()
        };
        let columns =
            [("a b".to_owned(), Annotation { grants: vec![one(&["SELECT"], false)], ..Annotation::default() })];
        let mut out = Vec::new();
        kept("VIEW", &QName::within("s", "v"), &own, &columns, &mut out);
        let said: Vec<String> = out.iter().map(Step::sql).collect();
        assert_eq!(
            said,
            [
                "ALTER VIEW s.v OWNER TO \"Boss\"",
                "GRANT INSERT, SELECT ON s.v TO app",
                "GRANT UPDATE ON s.v TO app WITH GRANT OPTION",
                "GRANT SELECT (\"a b\") ON s.v TO app",
            ]
        );
    }
}
