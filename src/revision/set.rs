//! A set of nodes of one graph, a bit each: 5,000 revisions are 79 words.

/// A set of nodes, by their index in the graph.
#[derive(Debug, Clone, Default)]
pub struct NodeSet {
    words: Vec<u64>,
}

impl NodeSet {
    /// The empty set.
    pub fn new() -> Self {
        NodeSet::default()
    }

    /// Adds `node`; true where it was not in the set.
    pub fn insert(&mut self, node: usize) -> bool {
        let (word, bit) = (node / 64, 1u64 << (node % 64));
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let Some(slot) = self.words.get_mut(word) else { return false };
        let new = *slot & bit == 0;
        *slot |= bit;
        new
    }

    /// Takes `node` out.
    pub fn remove(&mut self, node: usize) {
        if let Some(slot) = self.words.get_mut(node / 64) {
            *slot &= !(1u64 << (node % 64));
        }
    }

    /// Whether `node` is in the set.
    pub fn contains(&self, node: usize) -> bool {
        self.words.get(node / 64).is_some_and(|word| word & (1u64 << (node % 64)) != 0)
    }

    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many are in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &NodeSet) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &NodeSet) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// Takes out all of `other`.
    pub fn subtract(&mut self, other: &NodeSet) {
        for (word, less) in self.words.iter_mut().zip(&other.words) {
            *word &= !less;
        }
    }

    /// The nodes, by their index in the graph.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

impl PartialEq for NodeSet {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for NodeSet {}

impl FromIterator<usize> for NodeSet {
    fn from_iter<I: IntoIterator<Item = usize>>(nodes: I) -> Self {
        let mut set = NodeSet::new();
        for node in nodes {
            set.insert(node);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        let mut set: NodeSet = [3, 64, 200].into_iter().collect();
        assert!(!set.insert(64) && set.insert(65));
        set.remove(3);
        assert_eq!(set.iter().collect::<Vec<_>>(), [64, 65, 200]);
        assert_eq!(set.len(), 3);
        let mut low: NodeSet = [1, 64].into_iter().collect();
        set.intersect(&low);
        assert_eq!(set.iter().collect::<Vec<_>>(), [64]);
        low.subtract(&set);
        low.extend(&[500].into_iter().collect());
        assert_eq!(low.iter().collect::<Vec<_>>(), [1, 500]);
        assert!(!NodeSet::new().contains(9) && NodeSet::new().is_empty());
    }
}
