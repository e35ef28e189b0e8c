//! Places in a text: the policy counts UTF-8 bytes, the browser counts UTF-16 units.

use scoring_core::{Finding, Fix, Severity, Span};

/// A stretch of text with the worst finding that covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The text.
    pub text: &'a str,
    /// Weight of the worst finding here; [`Severity::None`] for clean text.
    pub severity: Severity,
}

/// The UTF-16 range of a UTF-8 span; `None` when the span does not fit the text.
#[must_use]
pub fn utf16_range(text: &str, span: Span) -> Option<(u32, u32)> {
    let before = text.get(..span.start as usize)?;
    let inside = text.get(span.start as usize..span.end as usize)?;
    let start = u32::try_from(before.encode_utf16().count()).ok()?;
    let length = u32::try_from(inside.encode_utf16().count()).ok()?;
    Some((start, start + length))
}

/// The text of a span; `None` when the span does not fit the text.
#[must_use]
pub fn quoted(text: &str, span: Span) -> Option<&str> {
    text.get(span.start as usize..span.end as usize)
}

/// The text with a fix applied; `None` when the span does not fit the text.
#[must_use]
pub fn apply(text: &str, fix: &Fix) -> Option<String> {
    let before = text.get(..fix.span.start as usize)?;
    let after = text.get(fix.span.end as usize..)?;
    (fix.span.start <= fix.span.end).then(|| format!("{before}{}{after}", fix.replacement))
}

/// Cuts a text where findings begin and end. Spans that do not fit are left out.
#[must_use]
pub fn stretches<'a>(text: &'a str, findings: &[&Finding]) -> Vec<Stretch<'a>> {
    let fits = |span: &Span| span.start < span.end && quoted(text, *span).is_some();
    let marks: Vec<(Span, Severity)> = findings
        .iter()
        .filter_map(|finding| Some((finding.span.filter(|s| fits(s))?, finding.severity)))
        .collect();
    let mut cuts: Vec<usize> = marks
        .iter()
        .flat_map(|(span, _)| [span.start as usize, span.end as usize])
        .chain([0, text.len()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let (start, end) = (pair[0], pair[1]);
            let severity = marks
                .iter()
                .filter(|(span, _)| span.start as usize <= start && end <= span.end as usize)
                .map(|(_, severity)| *severity)
                .max()
                .unwrap_or_default();
            Some(Stretch { text: text.get(start..end)?, severity })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring_core::Part;

    fn finding(start: u32, end: u32, severity: Severity) -> Finding {
        let span = Some(Span { start, end });
        let message = "A reason.".to_owned();
        Finding { rule: "lint.x".to_owned(), severity, part: Part::Body, span, message, fix: None }
    }

    #[test]
    fn utf16_counts_surrogates() {
        let text = "Grüße 🙂 Tom";
        let start = u32::try_from(text.find('🙂').unwrap()).unwrap();
        assert_eq!(utf16_range(text, Span { start, end: start + 4 }), Some((6, 8)));
        assert_eq!(utf16_range(text, Span { start: 3, end: 4 }), None);
        assert_eq!(utf16_range(text, Span { start: 0, end: 99 }), None);
    }

    #[test]
    fn overlapping_findings_show_the_worst() {
        let (a, b) = (finding(0, 6, Severity::Low), finding(4, 8, Severity::High));
        let cut = stretches("abcdefghij", &[&a, &b]);
        let got: Vec<_> = cut.iter().map(|s| (s.text, s.severity)).collect();
        assert_eq!(
            got,
            [
                ("abcd", Severity::Low),
                ("ef", Severity::High),
                ("gh", Severity::High),
                ("ij", Severity::None),
            ]
        );
    }

    #[test]
    fn a_span_outside_the_text_is_left_out() {
        let cut = stretches("ü", &[&finding(1, 2, Severity::High)]);
        assert_eq!(cut, [Stretch { text: "ü", severity: Severity::None }]);
        assert!(stretches("", &[]).is_empty());
    }

    #[test]
    fn a_fix_replaces_its_span() {
        let fix = Fix { span: Span { start: 0, end: 2 }, replacement: "It is".to_owned() };
        assert_eq!(apply("I'm late", &fix).as_deref(), Some("It ism late"));
        let outside = Fix { span: Span { start: 5, end: 20 }, replacement: String::new() };
        assert_eq!(apply("short", &outside), None);
    }
}
