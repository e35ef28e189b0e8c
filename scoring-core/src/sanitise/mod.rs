//! Inbound text: decode, strip, detect (DESIGN 2.6).
//!
//! ```text
//! html -> text with places -> unicode (strip) -> fold, cut, words, few at a time -> rules, phrases; blobs, links
//!                     hidden parts -> the same, findings rated higher     secrets -> redacted
//! ```
//!
//! Rule ids, each with a good and a bad example, stand in [`rules`] and beside the constants
//! below. All passes are
//! linear in the length of the text; the result is a fixed point of the sanitiser as plain text.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::types::{Finding, Severity};

mod address;
pub(crate) mod blobs;
pub(crate) mod bytes;
pub(crate) mod chars;
mod cut;
pub(crate) mod detect;
mod dom;
mod entities;
mod exfil;
pub(crate) mod fold;
mod html;
mod joined;
mod lexicon;
pub(crate) mod links;
mod marks;
mod meaning;
mod memo;
mod phrases;
mod pipeline;
mod rules;
pub(crate) mod secrets;
mod sheet;
mod smuggle;
mod style;
mod tables;
pub(crate) mod text;
pub(crate) mod unicode;
mod vocab;
mod words;
mod world;

/// How an inbound text is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentType {
    /// Plain text.
    #[default]
    Plain,
    /// HTML; reduced to what a browser would show.
    Html,
}

/// How much was taken out, by reason; counts of code points unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// Zero-width and other default-ignorable code points.
    pub default_ignorable: u32,
    /// Bidirectional controls.
    pub bidi: u32,
    /// Tag characters.
    pub tags: u32,
    /// Variation selectors outside emoji.
    pub variation_selectors: u32,
    /// Private use code points.
    pub private_use: u32,
    /// Control characters other than tab and newline.
    pub controls: u32,
    /// Hidden HTML elements.
    pub hidden_elements: u32,
    /// Words inside hidden HTML elements.
    pub hidden_words: u32,
}

/// The result of sanitising one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sanitised {
    /// Plain text, safe to show and to fence.
    pub text: String,
    /// What was found; spans are UTF-8 bytes into the original.
    pub findings: Vec<Finding>,
    /// What was taken out.
    pub removed: Removed,
}

impl Sanitised {
    /// The worst severity among the findings.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.findings.iter().map(|f| f.severity).max().unwrap_or_default()
    }

    /// Whether the text is flagged: severity high or above.
    #[must_use]
    pub fn flagged(&self) -> bool {
        self.severity() >= Severity::High
    }
}

/// Reduces an inbound text to what a reader would see, and reports what else was in it.
#[must_use]
pub fn sanitise(text: &str, content_type: ContentType) -> Sanitised {
    pipeline::run(text, content_type)
}

/// The letter or digit that a character looks like: case, accents, widths and scripts folded. What looks like nothing
/// else keeps its lower-case form. For comparing names and domains; what is shown keeps its own form.
#[must_use]
pub fn look_alike(c: char) -> char {
    let folded = fold::letter(c);
    fold::look_alike(folded).unwrap_or(folded)
}
