//! Measures the sanitiser on real attacks and real text.
//!
//! ```text
//! holdfast-corpus [--json] [--rules] [FOLDER]
//! ```
//!
//! `FOLDER` is `../shared/data` unless given. Ends with 0 when every aim is met, 3 when one is missed, 2 when a file
//! cannot be read or an option is not known.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use measure::{Row, measure, share};

mod measure;
mod sets;

/// Ends when an aim is missed.
const MISSED: u8 = 3;
/// Ends when the table cannot be made.
const UNUSABLE: u8 = 2;

struct Options {
    json: bool,
    rules: bool,
    folder: PathBuf,
}

fn options(args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut out = Options { json: false, rules: false, folder: PathBuf::from("../shared/data") };
    for arg in args {
        match arg.as_str() {
            "--json" => out.json = true,
            "--rules" => out.rules = true,
            other if other.starts_with('-') => return Err(format!("unknown option {other}")),
            folder => out.folder = PathBuf::from(folder),
        }
    }
    Ok(out)
}

fn percent(basis_points: usize) -> String {
    format!("{}.{:02} %", basis_points / 100, basis_points % 100)
}

fn table(rows: &[Row], rules: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:28} {:6} {:>6} {:>8} {:>9} {:>11} {:>9}  ",
        "set", "kind", "texts", "flagged", "rate", "aim", "buried"
    );
    for row in rows {
        let sign = if row.kind == sets::Kind::Attack { ">=" } else { "<=" };
        let aim = row.aim.map_or(String::new(), |aim| format!("{sign} {}", percent(aim)));
        let buried = row.buried.map_or(String::new(), |n| percent(share(n, row.texts)));
        let mark = if row.met() { "" } else { "MISSED" };
        let _ = writeln!(
            out,
            "{:28} {:6} {:>6} {:>8} {:>9} {:>11} {:>9}  {mark}",
            row.name,
            row.kind.name(),
            row.texts,
            row.flagged,
            percent(row.rate()),
            aim,
            buried
        );
        if rules {
            for (rule, count) in &row.rules {
                let _ = writeln!(out, "    {count:>5}  {rule}");
            }
            for (rule, count) in &row.near {
                let _ = writeln!(out, "    {count:>5}  {rule}, missed but noted");
            }
            for (group, (hits, all)) in &row.groups {
                let _ = writeln!(out, "    {hits:>5}  of {all} in {group}");
            }
        }
    }
    out
}

fn main() -> ExitCode {
    let report = |message: &str| {
        eprintln!("holdfast-corpus: {message}");
        ExitCode::from(UNUSABLE)
    };
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => return report(&message),
    };
    let read = sets::all(&options.folder)
        .and_then(|sets| sets::carriers(&options.folder).map(|carriers| (sets, carriers)));
    let (sets, carriers) = match read {
        Ok(read) => read,
        Err(why) => return report(&why.to_string()),
    };
    let rows: Vec<Row> = sets.iter().map(|set| measure(set, &carriers)).collect();
    let text = if options.json {
        let rows: Vec<_> = rows.iter().map(Row::json).collect();
        format!("{:#}\n", serde_json::Value::Array(rows))
    } else {
        table(&rows, options.rules)
    };
    if let Err(why) = std::io::stdout().write_all(text.as_bytes()) {
        return report(&why.to_string());
    }
    if rows.iter().all(Row::met) { ExitCode::SUCCESS } else { ExitCode::from(MISSED) }
}
