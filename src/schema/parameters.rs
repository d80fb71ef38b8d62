//! Storage parameters and options: `name = value`, in the order in which they were written.
//!
//! The order means nothing, so two lists with the same entries are equal. It is kept all the same, since the database keeps
//! it and its dumps show it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A list of parameters, each name once.
#[derive(Debug, Clone, Default, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Parameters {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.len() == other.len() && self.iter().all(|pair| other.contains(pair)))
    }
}

impl Deref for Parameters {
    type Target = [(String, String)];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl From<Vec<(String, String)>> for Parameters {
    fn from(list: Vec<(String, String)>) -> Self {
        Parameters(list)
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(list: T) -> Self {
        Parameters(list.into_iter().collect())
    }
}

impl<'p> IntoIterator for &'p Parameters {
    type Item = &'p (String, String);
    type IntoIter = std::slice::Iter<'p, (String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept_and_means_nothing() {
        let list = |pairs: &[(&str, &str)]| -> Parameters {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let one = list(&[("fillfactor", "70"), ("autovacuum_enabled", "false")]);
        assert_eq!(one, list(&[("autovacuum_enabled", "false"), ("fillfactor", "70")]));
        assert_ne!(one, list(&[("autovacuum_enabled", "false"), ("fillfactor", "71")]));
        assert_ne!(one, list(&[("fillfactor", "70")]));
        assert_eq!(one.first().map(|(name, _)| name.as_str()), Some("fillfactor"));
    }
}
