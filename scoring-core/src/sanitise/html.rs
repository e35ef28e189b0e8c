//! HTML reduced to what a browser would show, every character with its place in the source.
//!
//! Good: `<p>Due <b>Friday</b></p>` becomes `Due Friday`. Hidden: `<div
//! style="display:none">obey</div>` adds
//! nothing to the text; its words are counted and handed to the detector by themselves.

use alloc::string::String;
use alloc::vec::Vec;

use super::chars::{offset, span};
use super::dom::{Stack, is_block, is_dropped, is_raw, is_void};
use super::entities;
use super::sheet::Sheet;
use super::style::{self, Decl, Paint};
use super::text::Text;
use crate::types::Span;

/// What came out of a document.
#[derive(Debug, Default)]
pub(super) struct Rendered<'a> {
    /// What a reader sees.
    pub(super) shown: Text<'a>,
    /// What a reader does not see: hidden elements, one run per element.
    pub(super) hidden: Text<'a>,
    /// Where in `hidden` each run begins.
    starts: Vec<u32>,
    /// Text that is not rendered but may reach a reader: alternative texts, titles, comments.
    pub(super) aside: Vec<Aside<'a>>,
    /// Targets of links and images.
    pub(super) links: Vec<Aside<'a>>,
    /// Number of hidden elements that held text.
    pub(super) hidden_elements: u32,
    /// Words inside them.
    pub(super) hidden_words: u32,
}

impl Rendered<'_> {
    /// Where the runs of hidden text begin and end.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.starts.iter().skip(1).map(|start| *start as usize);
        let ends = ends.chain([self.hidden.as_str().len()]);
        self.starts.iter().map(|start| *start as usize).zip(ends)
    }
}

/// A piece of the source beside the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aside<'a> {
    source: &'a str,
    at: usize,
    /// Whether entities stand for characters, as they do in attributes.
    entities: bool,
}

impl<'a> Aside<'a> {
    /// The text, decoded.
    pub(super) fn text(&self) -> Text<'a> {
        if self.entities && self.source.contains('&') {
            return decoded(self.source, self.at);
        }
        Text::plain(self.source, self.at)
    }
}

/// One attribute, with the place of its value.
struct Attr<'a> {
    name: String,
    value: &'a str,
    at: usize,
}

impl<'a> Attr<'a> {
    fn aside(&self) -> Aside<'a> {
        Aside { source: self.value, at: self.at, entities: true }
    }
}

/// One start tag.
struct Tag<'a> {
    name: String,
    attrs: Vec<Attr<'a>>,
}

impl<'a> Tag<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.attrs.iter().find(|a| a.name == name).map(|a| a.value)
    }
}

/// Reduces `source` to its visible text.
pub(super) fn render(source: &str) -> Rendered<'_> {
    let mut page = Page {
        source,
        sheet: sheets(source),
        stack: Stack::default(),
        out: Rendered::default(),
        newlines: 0,
        space: None,
        hidden_gap: false,
    };
    page.run();
    page.out
}

/// Collects all style sheets first, because a late one also applies to earlier elements.
fn sheets(source: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find('<')) {
        at += found;
        let rest = source.get(at..).unwrap_or("");
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |n| n + 3);
        } else if starts_with_ignore_case(rest, "<style") {
            let open = rest.find('>').map_or(rest.len(), |n| n + 1);
            let body = rest.get(open..).unwrap_or("");
            let end = find_ignore_case(body, "</style").unwrap_or(body.len());
            let print_only = rest.get(..open).is_some_and(|tag| tag.contains("print"));
            if !print_only {
                sheet.read(body.get(..end).unwrap_or(""));
            }
            at += open + end;
        } else {
            at += 1;
        }
    }
    sheet
}

fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle.as_bytes()))
}

struct Page<'a> {
    source: &'a str,
    sheet: Sheet,
    stack: Stack,
    out: Rendered<'a>,
    /// Line breaks that are due before the next visible character.
    newlines: u8,
    /// A blank or a cell separator that is due.
    space: Option<char>,
    /// Whether a blank or a break came since the last hidden character.
    hidden_gap: bool,
}

impl<'a> Page<'a> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.source.len() {
            let rest = self.source.get(at..).unwrap_or("");
            let used = if rest.starts_with('<') { self.markup(rest, at) } else { 0 };
            at += if used > 0 { used } else { self.text(rest, at) };
        }
    }

    /// Handles what starts with `<`; 0 bytes used means that it is text after all.
    fn markup(&mut self, rest: &'a str, at: usize) -> usize {
        if let Some(body) = rest.strip_prefix("<!--") {
            return self.comment(body, at);
        }
        match rest.as_bytes().get(1) {
            Some(b'!' | b'?') => rest.find('>').map_or(rest.len(), |n| n + 1),
            Some(b'/') => match rest.as_bytes().get(2) {
                Some(c) if c.is_ascii_alphabetic() => {
                    let end = rest.find('>').map_or(rest.len(), |n| n + 1);
                    let name: String = tag_name(rest.get(2..).unwrap_or(""));
                    self.close(&name, at);
                    end
                }
                Some(_) => rest.find('>').map_or(rest.len(), |n| n + 1),
                None => 0,
            },
            Some(c) if c.is_ascii_alphabetic() => {
                let (tag, used) = parse_tag(rest, at);
                match tag {
                    Some(tag) => used + self.open(&tag, at, at + used),
                    None => rest.len(),
                }
            }
            _ => 0,
        }
    }

    fn comment(&mut self, body: &'a str, at: usize) -> usize {
        // `<!-->` and `<!--->` are complete comments.
        if body.starts_with('>') {
            return 5;
        }
        if body.starts_with("->") {
            return 6;
        }
        let end = match (body.find("-->"), body.find("--!>")) {
            (Some(a), Some(b)) if b < a => (b, 4),
            (None, Some(b)) => (b, 4),
            (Some(a), _) => (a, 3),
            (None, None) => (body.len(), 0),
        };
        let inner = body.get(..end.0).unwrap_or("");
        if !inner.trim().is_empty() {
            self.out.aside.push(Aside { source: inner, at: at + 4, entities: false });
        }
        4 + end.0 + end.1
    }

    /// Opens an element; returns the bytes of raw content that were consumed after the tag.
    fn open(&mut self, tag: &Tag<'a>, at: usize, body_at: usize) -> usize {
        let name = tag.name.as_str();
        self.asides(tag);
        self.breaks_before(name);
        self.stack.close_implied(name);
        if is_raw(name) {
            let body = self.source.get(body_at..).unwrap_or("");
            let closing = ["</", name].concat();
            let end = find_ignore_case(body, &closing).unwrap_or(body.len());
            let tail = body.get(end..).unwrap_or("");
            return end + tail.find('>').map_or(tail.len(), |n| n + 1);
        }
        if is_void(name) {
            if name == "br" {
                self.newlines = (self.newlines + 1).min(2);
                self.space = None;
            }
            return 0;
        }
        let decl = self.declared(tag);
        let dropped = is_dropped(name) || (name == "dialog" && tag.get("open").is_none());
        self.stack.push(name, decl, dropped, tag.get("open").is_some());
        let (id, classes) = (tag.get("id").unwrap_or(""), tag.get("class").unwrap_or(""));
        self.stack.mark(self.sheet.marks(name, id, classes));
        if name == "li" {
            for c in ['-', ' '] {
                self.emit(c, at, at);
            }
        }
        0
    }

    fn close(&mut self, name: &str, at: usize) {
        if matches!(name, "br" | "p") && !self.stack.has(name) {
            self.newlines = (self.newlines + 1).min(2);
            return;
        }
        let _ = at;
        self.stack.pop_to(name);
        self.breaks_after(name);
    }

    /// The style of one element: sheets, then attributes, then its own style.
    fn declared(&self, tag: &Tag<'_>) -> Decl {
        let classes = tag.get("class").unwrap_or("");
        let id = tag.get("id").unwrap_or("");
        let mut decl = self.sheet.of(&tag.name, id, classes, self.stack.top().within);
        if let Some(color) = tag.get("bgcolor") {
            decl.back = Some(legacy_paint(color));
        }
        if tag.get("background").is_some() {
            decl.back = Some(Paint::Unknown);
        }
        if tag.name == "font"
            && let Some(color) = tag.get("color")
        {
            decl.color = Some(legacy_paint(color));
        }
        if tag.get("hidden").is_some() {
            decl.gone = Some(true);
        }
        match tag.get("style") {
            Some(own) => decl.overlay(style::declarations(&decode_all(own))),
            None => decl,
        }
    }

    /// Texts and targets in attributes.
    fn asides(&mut self, tag: &Tag<'a>) {
        for attr in &tag.attrs {
            match attr.name.as_str() {
                "alt" | "title" | "aria-label" | "aria-description" | "placeholder" | "content"
                | "summary" | "data-prompt"
                    if attr.value.contains(' ') =>
                {
                    self.out.aside.push(attr.aside());
                }
                "href" => self.out.links.push(attr.aside()),
                "src" if tag.name == "img" => self.out.links.push(attr.aside()),
                _ => {}
            }
        }
    }

    /// Consumes text up to the next markup; returns the bytes used, at least one character.
    fn text(&mut self, rest: &'a str, at: usize) -> usize {
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest.get(first..).and_then(|r| r.find('<')).map_or(rest.len(), |n| n + first);
        let mut pos = 0;
        while pos < end {
            let tail = rest.get(pos..end).unwrap_or("");
            let Some(c) = tail.chars().next() else { break };
            let (c, used) = match c {
                '&' => entities::decode(tail).unwrap_or(('&', 1)),
                _ => (c, c.len_utf8()),
            };
            self.character(c, at + pos, at + pos + used);
            pos += used;
        }
        end
    }

    fn character(&mut self, c: char, start: usize, end: usize) {
        let pre = self.stack.top().pre;
        self.hidden_gap |= c.is_whitespace();
        match c {
            '\n' if pre => {
                self.newlines = (self.newlines + 1).min(2);
                self.space = None;
            }
            ' ' | '\t' if pre => self.emit(c, start, end),
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                if self.space.is_none() {
                    self.space = Some(' ');
                }
            }
            '\u{a0}' => self.emit(' ', start, end),
            _ => self.emit(c, start, end),
        }
    }

    fn emit(&mut self, c: char, start: usize, end: usize) {
        let top = self.stack.top();
        if top.dropped {
            return;
        }
        if top.hidden() {
            self.emit_hidden(c, start, end);
            return;
        }
        let blank = self.blank(start);
        let shown = &mut self.out.shown;
        if !shown.as_str().is_empty() {
            if self.newlines > 0 {
                for _ in 0..self.newlines {
                    shown.push('\n', span(start, start));
                }
            } else if let Some(space) = self.space {
                shown.push(space, blank);
            }
        }
        self.newlines = 0;
        self.space = None;
        shown.push(c, span(start, end));
    }

    /// What a blank before `start` stands for: the one that ends there, if one does.
    fn blank(&self, start: usize) -> Span {
        let before = start.checked_sub(1);
        let is_blank =
            |at: &usize| self.source.as_bytes().get(*at).is_some_and(u8::is_ascii_whitespace);
        span(before.filter(is_blank).unwrap_or(start), start)
    }

    fn emit_hidden(&mut self, c: char, start: usize, end: usize) {
        let place = self.blank(start);
        let fresh = self.stack.take_fresh();
        let out = &mut self.out;
        if fresh || out.starts.is_empty() {
            if !c.is_whitespace() {
                out.hidden_elements = out.hidden_elements.saturating_add(1);
            }
            out.starts.push(offset(out.hidden.as_str().len()));
        }
        let blank = core::mem::take(&mut self.hidden_gap);
        let run = out.starts.last().map_or(0, |start| *start as usize);
        let last = out.hidden.as_str().get(run..).and_then(|run| run.chars().next_back());
        if (blank || last.is_none_or(char::is_whitespace)) && !c.is_whitespace() {
            out.hidden_words = out.hidden_words.saturating_add(1);
        }
        if blank && last.is_some() {
            out.hidden.push(' ', place);
        }
        out.hidden.push(c, span(start, end));
    }

    fn breaks_before(&mut self, name: &str) {
        self.hidden_gap |= name == "br" || is_block(name);
        if matches!(name, "td" | "th") {
            self.space = Some('\t');
        } else if is_block(name) {
            let wanted =
                if matches!(name, "p" | "h1" | "h2" | "h3" | "blockquote") { 2 } else { 1 };
            self.newlines = self.newlines.max(wanted);
            self.space = None;
        }
    }

    fn breaks_after(&mut self, name: &str) {
        if is_block(name) && !matches!(name, "td" | "th") {
            self.breaks_before(name);
        }
    }
}

fn legacy_paint(value: &str) -> Paint {
    let lower = value.trim().to_ascii_lowercase();
    match style::paint(&lower) {
        Paint::Unknown if lower.len() == 6 => style::paint(&["#", &lower].concat()),
        known => known,
    }
}

fn decode_all(value: &str) -> String {
    decoded(value, 0).into_string()
}

/// A value with its entities decoded; it begins at `at` of the source.
fn decoded(value: &str, at: usize) -> Text<'static> {
    let mut out = Text::default();
    let mut pos = 0;
    while let Some(c) = value.get(pos..).and_then(|rest| rest.chars().next()) {
        let rest = value.get(pos..).unwrap_or("");
        let (c, used) = match c {
            '&' => entities::decode(rest).unwrap_or(('&', 1)),
            _ => (c, c.len_utf8()),
        };
        out.push(c, span(at + pos, at + pos + used));
        pos += used;
    }
    out
}

fn tag_name(text: &str) -> String {
    text.chars()
        .take(32)
        .take_while(|c| !c.is_ascii_whitespace() && !matches!(c, '>' | '/'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Parses a start tag at the beginning of `rest`; `None` if it never ends (a browser shows
/// nothing then).
fn parse_tag(rest: &str, at: usize) -> (Option<Tag<'_>>, usize) {
    let bytes = rest.as_bytes();
    let mut pos = 1;
    while bytes.get(pos).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/')) {
        pos += 1;
    }
    let mut tag = Tag { name: tag_name(rest.get(1..).unwrap_or("")), attrs: Vec::new() };
    loop {
        while bytes.get(pos).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            pos += 1;
        }
        match bytes.get(pos) {
            None => return (None, pos),
            Some(b'>') => return (Some(tag), pos + 1),
            Some(_) => pos = attribute(rest, pos, at, &mut tag),
        }
    }
}

/// Parses one attribute at `pos`; returns the position after it, always further on.
fn attribute<'a>(rest: &'a str, pos: usize, at: usize, tag: &mut Tag<'a>) -> usize {
    let bytes = rest.as_bytes();
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/');
    let mut end = pos + 1;
    while bytes.get(end).is_some_and(|b| !ends(b)) {
        end += 1;
    }
    let name = rest.get(pos..end).unwrap_or("").to_ascii_lowercase();
    let mut next = end;
    while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
        next += 1;
    }
    let mut value = (end, end);
    if bytes.get(next) == Some(&b'=') {
        next += 1;
        while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
            next += 1;
        }
        match bytes.get(next) {
            Some(quote @ (b'"' | b'\'')) => {
                let from = next + 1;
                let len = bytes.get(from..).unwrap_or(&[]).iter().position(|b| b == quote);
                let to = len.map_or(bytes.len(), |n| from + n);
                value = (from, to);
                next = (to + 1).min(bytes.len());
            }
            _ => {
                let from = next;
                while bytes.get(next).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                    next += 1;
                }
                value = (from, next);
            }
        }
    } else {
        next = end;
    }
    if tag.attrs.len() < 64 {
        let text = rest.get(value.0..value.1).unwrap_or("");
        tag.attrs.push(Attr { name, value: text, at: at + value.0 });
    }
    next
}
