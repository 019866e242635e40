//! How much a document would be with its aliases expanded: the bound of go-yaml.

use super::MAX_DEPTH;

/// The expanded size of a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Weight {
    /// Nodes a decoder visits.
    total: u64,
    /// Those of them that it visits inside of an alias.
    aliased: u64,
    /// Collections inside of each other.
    depth: usize,
}

/// Up to so many nodes, 99 of 100 may come from aliases.
const LOW: u64 = 400_000;
/// From so many on, 10 of 100 may; in between the share falls evenly.
const HIGH: u64 = 4_000_000;

impl Weight {
    /// A scalar.
    pub(super) fn leaf() -> Self {
        Self {
            total: 1,
            ..Self::default()
        }
    }

    /// An empty collection.
    pub(super) fn collection() -> Self {
        Self {
            depth: 1,
            ..Self::leaf()
        }
    }

    /// An alias of a node of this weight.
    pub(super) fn alias(self) -> Self {
        Self {
            total: self.total.saturating_add(1),
            aliased: self.total,
            depth: self.depth,
        }
    }

    /// Adds a child.
    pub(super) fn add(&mut self, child: Self) {
        self.total = self.total.saturating_add(child.total);
        self.aliased = self.aliased.saturating_add(child.aliased);
        self.depth = self.depth.max(child.depth.saturating_add(1));
    }

    /// Whether a walk that follows aliases would recurse too deep.
    pub(super) fn too_deep(self) -> bool {
        self.depth > MAX_DEPTH
    }

    /// Whether go-yaml would say "document contains excessive aliasing".
    pub(super) fn excessive(self) -> bool {
        if self.aliased <= 100 || self.total <= 1000 {
            return false;
        }
        // In hundredths of a per cent, without floating point: the exact edge is nobody's need.
        let allowed = match self.total {
            ..=LOW => 9900,
            HIGH.. => 1000,
            total => 9900 - 8900 * (total - LOW) / (HIGH - LOW),
        };
        u128::from(self.aliased) * 10_000 > u128::from(self.total) * u128::from(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(total: u64, aliased: u64) -> Weight {
        Weight {
            total,
            aliased,
            depth: 1,
        }
    }

    #[test]
    fn the_allowed_share_falls_with_the_size() {
        assert!(!weight(1000, 1000).excessive());
        assert!(weight(1001, 1000).excessive());
        assert!(!weight(400_000, 396_000).excessive());
        assert!(!weight(2_200_000, 1_190_000).excessive());
        assert!(weight(2_200_000, 1_210_000).excessive());
        assert!(weight(4_000_000, 400_001).excessive());
        assert!(weight(u64::MAX, u64::MAX).excessive());
    }
}
