//! The cheapest set that has a member of every one of some sets.

use std::collections::BTreeSet;

/// How many branches are looked at before the best set so far is taken.
const MOST_BRANCHES: usize = 50_000;

/// A set that hits all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hitting {
    /// Its members, sorted.
    pub(super) members: Vec<usize>,
    /// What they cost together.
    pub(super) cost: u32,
    /// Whether it is known that nothing is cheaper.
    pub(super) is_proven: bool,
}

/// The cheapest set that hits each of `sets` and is none of `refused`; of equally cheap ones one of
/// the fewest members. `prices` has the price of each member. `None` where a set is empty or all
/// that hits is refused.
pub(super) fn cheapest(
    sets: &[BTreeSet<usize>],
    prices: &[u32],
    refused: &[Vec<usize>],
) -> Option<Hitting> {
    // What hits a part of a set hits the set.
    let mut minimal: Vec<&BTreeSet<usize>> = Vec::new();
    let mut by_size: Vec<&BTreeSet<usize>> = sets.iter().collect();
    by_size.sort_by_key(|set| set.len());
    for set in by_size {
        if !minimal.iter().any(|known| known.is_subset(set)) {
            minimal.push(set);
        }
    }
    let mut search = Search {
        sets: minimal,
        prices,
        refused,
        best: None,
        branches: 0,
    };
    search.greedy();
    search.run();
    let is_proven = search.branches <= MOST_BRANCHES;
    let (cost, _, members) = search.best?;
    Some(Hitting {
        members,
        cost,
        is_proven,
    })
}

/// A branch: what is taken, and what is left to its siblings.
struct Branch {
    taken: BTreeSet<usize>,
    barred: BTreeSet<usize>,
    cost: u32,
}

struct Search<'s> {
    sets: Vec<&'s BTreeSet<usize>>,
    prices: &'s [u32],
    refused: &'s [Vec<usize>],
    /// Price, number of members and members of the best set so far.
    best: Option<(u32, usize, Vec<usize>)>,
    branches: usize,
}

impl<'s> Search<'s> {
    fn price(&self, member: usize) -> u32 {
        self.prices.get(member).copied().unwrap_or(u32::MAX)
    }

    /// A good set to begin with: again and again the member that hits most for its price.
    fn greedy(&mut self) {
        let mut open = self.sets.clone();
        let mut taken = BTreeSet::new();
        let mut cost: u32 = 0;
        while !open.is_empty() {
            let members: BTreeSet<usize> =
                open.iter().flat_map(|set| set.iter().copied()).collect();
            let hits = |member: usize| open.iter().filter(|set| set.contains(&member)).count();
            let rate = |member: usize| {
                let hits = u64::try_from(hits(member)).unwrap_or(u64::MAX).max(1);
                (u64::from(self.price(member)) << 16) / hits
            };
            let Some(next) = members.into_iter().min_by_key(|member| rate(*member)) else {
                return;
            };
            cost = cost.saturating_add(self.price(next));
            open.retain(|set| !set.contains(&next));
            taken.insert(next);
        }
        self.note(taken, cost);
    }

    fn note(&mut self, taken: BTreeSet<usize>, cost: u32) {
        let members: Vec<usize> = taken.into_iter().collect();
        let found = (cost, members.len(), members);
        let is_better = self.best.as_ref().is_none_or(|best| found < *best);
        if is_better && !self.refused.contains(&found.2) {
            self.best = Some(found);
        }
    }

    fn run(&mut self) {
        let mut stack = vec![Branch {
            taken: BTreeSet::new(),
            barred: BTreeSet::new(),
            cost: 0,
        }];
        while let Some(branch) = stack.pop() {
            self.branches += 1;
            if self.branches > MOST_BRANCHES {
                return;
            }
            let Some((least, next)) = self.still_to_pay(&branch) else {
                continue;
            };
            let bound = branch.cost.saturating_add(least);
            if self.best.as_ref().is_some_and(|best| bound > best.0) {
                continue;
            }
            let Some(next) = next else {
                self.note(branch.taken, branch.cost);
                continue;
            };
            let mut barred = branch.barred;
            let mut members: Vec<usize> = next.difference(&barred).copied().collect();
            members.sort_by_key(|member| (self.price(*member), *member));
            let mut children = Vec::new();
            for member in members {
                let mut taken = branch.taken.clone();
                taken.insert(member);
                children.push(Branch {
                    taken,
                    barred: barred.clone(),
                    cost: branch.cost.saturating_add(self.price(member)),
                });
                // The siblings do without it: no set is looked at twice.
                barred.insert(member);
            }
            stack.extend(children.into_iter().rev());
        }
    }

    /// What the sets that are not hit yet cost at least, and the smallest of them; `None` where one
    /// of them can no longer be hit.
    fn still_to_pay(&self, branch: &Branch) -> Option<(u32, Option<&'s BTreeSet<usize>>)> {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut least: u32 = 0;
        let mut smallest: Option<(usize, &BTreeSet<usize>)> = None;
        for set in &self.sets {
            if !set.is_disjoint(&branch.taken) {
                continue;
            }
            let open = set.difference(&branch.barred);
            let open: Vec<usize> = open.copied().collect();
            let cheapest = open.iter().map(|member| self.price(*member)).min()?;
            if smallest.is_none_or(|(size, _)| open.len() < size) {
                smallest = Some((open.len(), set));
            }
            // Sets without a common member are paid for one by one.
            if open.iter().all(|member| !seen.contains(member)) {
                least = least.saturating_add(cheapest);
                seen.extend(open);
            }
        }
        Some((least, smallest.map(|(_, set)| set)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cheapest price by trying every set of members.
    fn by_trying(sets: &[BTreeSet<usize>], prices: &[u32], refused: &[Vec<usize>]) -> Option<u32> {
        let all = 0_usize..(1 << prices.len());
        let sets_of = all.map(|bits| {
            let members = (0..prices.len()).filter(|member| bits >> member & 1 == 1);
            members.collect::<BTreeSet<usize>>()
        });
        let hits = |taken: &BTreeSet<usize>| sets.iter().all(|set| !set.is_disjoint(taken));
        // A refused set with something needless in it is no other set.
        let is_minimal = |taken: &BTreeSet<usize>| {
            taken.iter().all(|member| {
                let mut less = taken.clone();
                less.remove(member);
                !hits(&less)
            })
        };
        let sets_of = sets_of.filter(|taken| hits(taken) && is_minimal(taken));
        let sets_of = sets_of.filter(|taken| {
            let taken: Vec<usize> = taken.iter().copied().collect();
            !refused.contains(&taken)
        });
        sets_of
            .map(|taken| taken.iter().map(|member| prices[*member]).sum())
            .min()
    }

    proptest! {
        #[test]
        fn nothing_is_cheaper(
            prices in prop::collection::vec(1_u32..9, 1..9),
            sets in prop::collection::vec(prop::collection::btree_set(0_usize..9, 1..4), 0..9),
        ) {
            let within = |set: &BTreeSet<usize>| set.iter().copied().filter(|own| *own < prices.len()).collect();
            let sets: Vec<BTreeSet<usize>> = sets.iter().map(within).collect();
            let found = cheapest(&sets, &prices, &[]);
            prop_assert_eq!(found.as_ref().map(|own| own.cost), by_trying(&sets, &prices, &[]));
            if let Some(found) = found {
                prop_assert!(found.is_proven);
                let taken: BTreeSet<usize> = found.members.iter().copied().collect();
                prop_assert!(sets.iter().all(|set| !set.is_disjoint(&taken)));
                // The next one is as cheap or dearer.
                let refused = [found.members];
                if let Some(next) = cheapest(&sets, &prices, &refused) {
                    prop_assert!(next.cost >= found.cost && !refused.contains(&next.members));
                    prop_assert!(by_trying(&sets, &prices, &refused).is_none_or(|best| next.cost <= best));
                }
            }
        }
    }
}
