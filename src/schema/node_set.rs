//! What a node needs: a few nodes, sorted.

use serde::{Deserialize, Serialize};

use super::Node;

/// A small set of nodes. A schema holds one for nearly every node, with two or three entries each: a `BTreeSet` would
/// allocate the place of eleven.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct NodeSet(Vec<Node>);

impl NodeSet {
    /// Puts a node in.
    pub fn insert(&mut self, node: Node) {
        if let Err(at) = self.0.binary_search(&node) {
            self.0.insert(at, node);
        }
    }

    /// Puts the nodes of another in.
    pub fn merge(&mut self, other: NodeSet) {
        if self.0.is_empty() {
            self.0 = other.0;
        } else {
            self.extend(other);
        }
    }

    /// Whether there is none in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a node is in it.
    pub fn contains(&self, node: &Node) -> bool {
        self.0.binary_search(node).is_ok()
    }

    /// The nodes in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Node> {
        self.0.iter()
    }

    /// Keeps the nodes that pass.
    pub fn retain(&mut self, passes: impl FnMut(&Node) -> bool) {
        self.0.retain(passes);
    }
}

impl Extend<Node> for NodeSet {
    fn extend<I: IntoIterator<Item = Node>>(&mut self, nodes: I) {
        nodes.into_iter().for_each(|node| self.insert(node));
    }
}

impl FromIterator<Node> for NodeSet {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> Self {
        let mut set = NodeSet::default();
        set.extend(nodes);
        set
    }
}

/// Sorted again, whatever order a file has them in.
impl<'de> Deserialize<'de> for NodeSet {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Vec::<Node>::deserialize(from)?.into_iter().collect())
    }
}

impl IntoIterator for NodeSet {
    type Item = Node;
    type IntoIter = std::vec::IntoIter<Node>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a NodeSet {
    type Item = &'a Node;
    type IntoIter = std::slice::Iter<'a, Node>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
