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

    /// Adds the pieces of `other`, whose value begins `at` bytes into this one.
    pub fn append(&mut self, at: usize, other: &Self) {
        for piece in &other.pieces {
            let (inner, inner_len) = (piece.inner as usize, piece.inner_len as usize);
            let (outer, outer_len) = (piece.outer as usize, piece.outer_len as usize);
            self.push(at + inner, inner_len, outer, outer_len);
        }
    }

    /// The map of a value that was written in a value, which `around` leads out of. Bytes that
    /// `around` knows no place for have none.
    #[must_use]
    pub fn through(&self, around: &Self) -> Self {
        let mut map = Self::default();
        for piece in &self.pieces {
            if piece.inner_len != piece.outer_len {
                let start = piece.outer as usize;
                let written = around.outer(start..start + piece.outer_len as usize);
                if let Some(written) = written {
                    let (inner, length) = (piece.inner as usize, piece.inner_len as usize);
                    map.push(inner, length, written.start, written.len());
                }
                continue;
            }
            let end = piece.outer + piece.outer_len;
            let pieces = &around.pieces;
            let first = pieces.partition_point(|own| own.inner + own.inner_len <= piece.outer);
            for own in pieces.iter().skip(first) {
                let from = own.inner.max(piece.outer);
                let to = (own.inner + own.inner_len).min(end);
                if from >= to {
                    break;
                }
                let inner = (piece.inner + (from - piece.outer)) as usize;
                let (outer, outer_len) = if own.inner_len == own.outer_len {
                    (own.outer + (from - own.inner), to - from)
                } else {
                    (own.outer, own.outer_len)
                };
                map.push(
                    inner,
                    (to - from) as usize,
                    outer as usize,
                    outer_len as usize,
                );
            }
        }
        map
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
    fn a_value_in_a_value_leads_out_of_both() {
        // `\nc` of `ab\nc`.
        let part = OffsetMap::verbatim(2, 2).through(&escaped());
        assert_eq!(part.outer(0..1), Some(10..12));
        assert_eq!(part.outer(1..2), Some(12..13));
        // An escape that is written with two characters of the value around it.
        let mut inner = OffsetMap::default();
        inner.push(0, 1, 1, 2);
        inner.push(1, 1, 3, 1);
        let both = inner.through(&escaped());
        assert_eq!(both.outer(0..1), Some(2..12));
        assert_eq!(both.outer(1..2), Some(12..13));
        let mut joined = OffsetMap::verbatim(5, 3);
        joined.append(4, &OffsetMap::verbatim(20, 2));
        assert_eq!(joined.outer(4..6), Some(20..22));
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
