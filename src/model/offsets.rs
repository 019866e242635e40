//! How the bytes of a decoded value lie in the text they were written in.

use std::ops::Range;

use super::span::offset;

/// A map from the bytes of a value to the bytes of its source: the pieces between which
/// indentation, escapes, folded line ends or quotes were taken out or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

/// Inner bytes `inner..inner + inner_len` were written as outer bytes `outer..outer + outer_len`.
/// Equal lengths mean "byte for byte"; otherwise the piece is an escape that is never divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    inner: u32,
    inner_len: u32,
    outer: u32,
    outer_len: u32,
}

impl OffsetMap {
    /// The map of a value that stands in its source as it is, `start` bytes in.
    pub fn verbatim(start: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(0, len, start, len);
        map
    }

    /// Adds a piece. Pieces come in the order of the value and do not overlap.
    pub fn push(&mut self, inner: usize, inner_len: usize, outer: usize, outer_len: usize) {
        let piece = Piece {
            inner: offset(inner),
            inner_len: offset(inner_len),
            outer: offset(outer),
            outer_len: offset(outer_len),
        };
        if let Some(last) = self.pieces.last_mut() {
            let joins = last.inner + last.inner_len == piece.inner
                && last.outer + last.outer_len == piece.outer
                && last.inner_len == last.outer_len
                && piece.inner_len == piece.outer_len;
            if joins {
                last.inner_len += piece.inner_len;
                last.outer_len += piece.outer_len;
                return;
            }
        }
        self.pieces.push(piece);
    }

    /// The source bytes that `inner` bytes of the value were written with. An empty range gives
    /// an empty place; a value without pieces gives `None`.
    pub fn outer(&self, inner: Range<usize>) -> Option<Range<usize>> {
        let start = self.start(inner.start)?;
        if inner.is_empty() {
            return Some(start..start);
        }
        let end = self.end(inner.end)?;
        Some(start..end.max(start))
    }

    fn start(&self, at: usize) -> Option<usize> {
        let at = offset(at);
        let after = self.pieces.partition_point(|piece| piece.inner <= at);
        let piece = self.pieces.get(after.saturating_sub(1))?;
        let into = at.saturating_sub(piece.inner);
        Some(if piece.inner_len == piece.outer_len {
            (piece.outer + into.min(piece.outer_len)) as usize
        } else if into >= piece.inner_len {
            (piece.outer + piece.outer_len) as usize
        } else {
            piece.outer as usize
        })
    }

    fn end(&self, at: usize) -> Option<usize> {
        let at = offset(at);
        let after = self.pieces.partition_point(|piece| piece.inner < at);
        let piece = self.pieces.get(after.saturating_sub(1))?;
        let into = at.saturating_sub(piece.inner);
        Some(if piece.inner_len == piece.outer_len {
            (piece.outer + into.min(piece.outer_len)) as usize
        } else {
            (piece.outer + piece.outer_len) as usize
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ab\nc` written as `"a\x62\` + line end + `  \nc"`.
    fn escaped() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(0, 1, 1, 1);
        map.push(1, 1, 2, 4);
        map.push(2, 1, 10, 2);
        map.push(3, 1, 12, 1);
        map
    }

    #[test]
    fn escapes_are_covered_whole() {
        let map = escaped();
        assert_eq!(map.outer(0..1), Some(1..2));
        assert_eq!(map.outer(1..2), Some(2..6));
        assert_eq!(map.outer(1..3), Some(2..12));
        assert_eq!(map.outer(0..4), Some(1..13));
        assert_eq!(map.outer(3..4), Some(12..13));
        assert_eq!(map.outer(2..2), Some(10..10));
    }

    #[test]
    fn verbatim_pieces_join() {
        let mut map = OffsetMap::verbatim(5, 3);
        map.push(3, 2, 8, 2);
        assert_eq!(map, OffsetMap::verbatim(5, 5));
        assert_eq!(map.outer(1..4), Some(6..9));
        assert_eq!(OffsetMap::default().outer(0..1), None);
    }
}
