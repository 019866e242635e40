//! Where in the tree a stage is: the keys from the root on, kept on the stack.

/// A place in the tree.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    above: Option<&'p Path<'p>>,
    key: &'p str,
    depth: usize,
}

/// As deep as any rule of Compose looks.
const DEEPEST: usize = 8;

impl<'p> Path<'p> {
    /// The root.
    pub(super) const ROOT: Path<'static> = Path {
        above: None,
        key: "",
        depth: 0,
    };

    /// The place below a key.
    pub(super) fn below(&'p self, key: &'p str) -> Path<'p> {
        Path {
            above: Some(self),
            key,
            depth: self.depth + 1,
        }
    }

    /// Calls `ask` with the keys from the root on; `None` deeper down than anybody asks.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&[&str]) -> Option<T>) -> Option<T> {
        let mut keys = [""; DEEPEST];
        let mut place = self;
        while let Some(above) = place.above {
            *keys.get_mut(place.depth.checked_sub(1)?)? = place.key;
            place = above;
        }
        ask(keys.get(..self.depth)?)
    }

    /// The keys with dots between them, as sentences show them.
    pub(super) fn shown(&self) -> String {
        let mut keys = Vec::new();
        let mut place = self;
        while let Some(above) = place.above {
            keys.push(place.key);
            place = above;
        }
        keys.reverse();
        keys.join(".")
    }
}
