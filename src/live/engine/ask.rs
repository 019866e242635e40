//! Questions to an engine that answers: what finds no answer is a gap, and the rest goes on.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::EngineLimits;
use super::client::{Client, Trouble};
use crate::model::{EngineGap, EngineWhy};

/// What a question is about.
#[derive(Clone, Copy)]
pub(super) enum About<'a> {
    /// A list, or the engine itself.
    All,
    /// Something that was in a list, as people call it.
    One(&'a str),
}

/// The shape of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    List,
}

/// Asks, and writes down what finds no answer.
pub(super) struct Asker<'a> {
    client: &'a Client,
    limits: &'a EngineLimits,
    /// The version of the interface, as it stands before each path.
    version: String,
    until: Instant,
    bytes: AtomicU64,
    silent: AtomicUsize,
    gaps: Mutex<Vec<EngineGap>>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(client: &'a Client, limits: &'a EngineLimits, version: &str) -> Self {
        Self {
            client,
            limits,
            version: version.to_owned(),
            // One call may take as long as it may.
            until: Instant::now() + limits.whole.max(limits.call),
            bytes: AtomicU64::new(0),
            silent: AtomicUsize::new(0),
            gaps: Mutex::default(),
        }
    }

    /// The answer to a path, if there is one of this shape.
    pub(super) fn ask(&self, path: &str, about: About<'_>, shape: Shape) -> Option<Value> {
        let answer = self.get(path, shape);
        answer
            .map_err(|trouble| self.miss(path, about, trouble))
            .ok()
    }

    /// The answer to a path that not every engine knows.
    pub(super) fn ask_if_known(&self, path: &str, shape: Shape) -> Option<Value> {
        match self.get(path, shape) {
            Err(trouble) if trouble.status == Some(404) => None,
            answer => {
                let miss = |trouble| self.miss(path, About::All, trouble);
                answer.map_err(miss).ok()
            }
        }
    }

    fn get(&self, path: &str, shape: Shape) -> Result<Value, Trouble> {
        let is_hanging = self.silent.load(Ordering::Relaxed) >= self.limits.patience;
        if is_hanging || Instant::now() >= self.until {
            return Err(EngineWhy::Silent.into());
        }
        if self.bytes.load(Ordering::Relaxed) >= self.limits.document {
            return Err(EngineWhy::TooLarge.into());
        }
        let answer = self.client.get(&format!("{}{path}", self.version));
        let answer = answer.inspect_err(|trouble| {
            if trouble.why == EngineWhy::Silent {
                self.silent.fetch_add(1, Ordering::Relaxed);
            }
        })?;
        self.bytes
            .fetch_add(answer.length as u64, Ordering::Relaxed);
        let has_shape = match shape {
            Shape::Object => answer.value.is_object(),
            Shape::List => answer.value.is_array(),
        };
        if has_shape {
            Ok(answer.value)
        } else {
            Err(EngineWhy::Broken.into())
        }
    }

    /// Writes down what is missing.
    pub(super) fn miss(&self, path: &str, about: About<'_>, trouble: Trouble) {
        let why = match (trouble.why, trouble.status, about) {
            (EngineWhy::Status, Some(404), About::One(_)) => EngineWhy::Vanished,
            // It was an engine a moment ago.
            (EngineWhy::NotAnEngine, ..) => EngineWhy::Broken,
            (why, ..) => why,
        };
        let gap = EngineGap {
            call: path.split('?').next().unwrap_or_default().to_owned(),
            object: match about {
                About::All => None,
                About::One(name) => Some(name.to_owned()),
            },
            why,
            status: trouble.status.filter(|_| why == EngineWhy::Status),
        };
        let mut gaps = self.gaps.lock().unwrap_or_else(PoisonError::into_inner);
        gaps.push(gap);
    }

    /// What is missing, in an order that does not depend on time.
    pub(super) fn into_gaps(self) -> Vec<EngineGap> {
        let mut gaps = self
            .gaps
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        gaps.sort();
        gaps
    }

    /// Does something with each of some things, a few at once. The results stand in the order of
    /// the things.
    pub(super) fn for_each<T: Sync, R: Send>(
        &self,
        things: &[T],
        work: impl Fn(&T) -> R + Sync,
    ) -> Vec<R> {
        let next = AtomicUsize::new(0);
        let results = Mutex::new(Vec::with_capacity(things.len()));
        thread::scope(|scope| {
            for _ in 0..self.limits.at_once.clamp(1, things.len().max(1)) {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(thing) = things.get(index) else {
                            break;
                        };
                        let result = work(thing);
                        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                        results.push((index, result));
                    }
                });
            }
        });
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_unstable_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
