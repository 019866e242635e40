//! A file with secrets that a Dockerfile copies into an image.

use crate::model::{Confidence, KeptFile};
use crate::rules::{Fail, Out, Site};

/// Fails at each instruction that takes the file, unless it is kept from the builder.
pub(super) fn check(file: &KeptFile, out: &mut Out<'_>) {
    for copy in &file.copies {
        let (key, confidence) = if copy.is_other_stage {
            ("stage", Confidence::Low)
        } else if copy.is_context_known {
            ("default", Confidence::High)
        } else {
            ("default", Confidence::Medium)
        };
        let fail = Fail::new(key, Site::at(copy.place))
            .role(copy.dockerfile.as_str())
            .arg("instruction", copy.instruction.as_str())
            .confidence(confidence);
        out.fail(fail);
    }
}
