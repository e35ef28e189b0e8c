//! A small strict reader of comma-separated values (RFC 4180), for the import of people.

/// Longest text, in bytes.
pub const BYTES_MAX: usize = 1_000_000;
/// Most rows, the header not counted.
pub const ROWS_MAX: usize = 2_000;
/// Most columns.
const COLUMNS_MAX: usize = 50;

/// One row: the number of its first line in the file, counted from 1, and its fields.
pub type Row = (u64, Vec<String>);

/// Reads a text: fields separated by `,` or `;` (whichever the first line holds more of), optionally in double quotes,
/// a byte order mark at the start ignored, empty lines skipped.
///
/// # Errors
/// The line and a sentence: the text is too long, a quote is not closed or stands inside a field.
pub fn rows(text: &str) -> Result<Vec<Row>, (u64, String)> {
    if text.len() > BYTES_MAX {
        return Err((0, "the file is larger than 1 MB".to_owned()));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() { ';' } else { ',' };
    let mut reader = Reader { rows: Vec::new(), row: Vec::new(), field: String::new(), from: 1 };
    let mut line = 1_u64;
    let mut quoted = Quoted::No;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (Quoted::Inside, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                reader.field.push('"');
            }
            (Quoted::Inside, '"') => quoted = Quoted::Closed,
            (Quoted::Inside, c) => {
                line += u64::from(c == '\n');
                reader.field.push(c);
            }
            (_, '\r') if chars.peek() == Some(&'\n') => {}
            (_, '\n') => {
                line += 1;
                quoted = Quoted::No;
                reader.end_row(line)?;
            }
            (_, c) if c == separator => {
                quoted = Quoted::No;
                reader.end_field()?;
            }
            (Quoted::No, '"') if reader.field.is_empty() => quoted = Quoted::Inside,
            (_, '"') | (Quoted::Closed, _) => {
                return Err((line, "a quote stands in the middle of a field".to_owned()));
            }
            (Quoted::No, c) => reader.field.push(c),
        }
    }
    if quoted == Quoted::Inside {
        return Err((reader.from, "a quote is not closed".to_owned()));
    }
    reader.end_row(line)?;
    Ok(reader.rows)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    No,
    Inside,
    Closed,
}

struct Reader {
    rows: Vec<Row>,
    row: Vec<String>,
    field: String,
    /// Line on which the current row began.
    from: u64,
}

impl Reader {
    fn end_field(&mut self) -> Result<(), (u64, String)> {
        self.row.push(std::mem::take(&mut self.field).trim().to_owned());
        if self.row.len() > COLUMNS_MAX {
            return Err((self.from, format!("the line has more than {COLUMNS_MAX} columns")));
        }
        Ok(())
    }

    fn end_row(&mut self, next_line: u64) -> Result<(), (u64, String)> {
        self.end_field()?;
        let row = std::mem::take(&mut self.row);
        if row.iter().any(|field| !field.is_empty()) {
            self.rows.push((self.from, row));
        }
        if self.rows.len() > ROWS_MAX + 1 {
            return Err((self.from, format!("the file has more than {ROWS_MAX} rows")));
        }
        self.from = next_line;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS_MAX, rows};

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let found = rows(text).unwrap();
        let found: Vec<(u64, Vec<&str>)> =
            found.iter().map(|(l, r)| (*l, r.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(u64, Vec<&str>)> =
            expected.iter().map(|(l, r)| (*l, r.to_vec())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn quotes_separators_and_line_ends_are_understood() {
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("\u{FEFF}a;b\r\n1;2", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\n\n,\n3,4", &[(1, &["a", "b"]), (4, &["3", "4"])]);
        check("a\n\"x, \"\"y\"\"\nz\"\nb", &[(1, &["a"]), (2, &["x, \"y\"\nz"]), (4, &["b"])]);
        check("a,b\n\"\", 2 ", &[(1, &["a", "b"]), (2, &["", "2"])]);
        check("", &[]);
    }

    #[test]
    fn what_is_broken_names_its_line() {
        assert_eq!(rows("a\nb\n\"c\nd").unwrap_err().0, 3);
        assert_eq!(rows("a\nb\"c\"").unwrap_err().0, 2);
        assert_eq!(rows("a\n\"b\"c").unwrap_err().0, 2);
        assert!(rows(&"x".repeat(super::BYTES_MAX + 1)).unwrap_err().1.contains("1 MB"));
        let many = "x\n".repeat(ROWS_MAX + 1);
        assert_eq!(rows(&many).unwrap().len(), ROWS_MAX + 1, "the header does not count");
        assert!(rows(&format!("{many}x")).unwrap_err().1.contains("2000"));
        assert!(rows(&",".repeat(100)).unwrap_err().1.contains("columns"));
    }
}
