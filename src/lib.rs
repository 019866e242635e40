//! **hulan** (护栏, guardrail): is this deployment safe, and is it still safe tonight?
//!
//! The rooms, in the order in which data meets them. A room uses the rooms above it, never one
//! below; a test reads the `use crate::` lines to keep it so.

pub mod model;

pub mod input;

pub mod live;

pub mod syntax;

pub mod compose;

pub mod meaning;

pub mod graph;

pub mod rules;

pub mod verdict;

pub mod report;

pub mod scan;

pub mod cli;
