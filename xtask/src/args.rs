//! The command line.

use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Help,
    Build,
    Package,
    Lambda,
    Corpus(Vec<String>),
    Demo(Demo),
    Test(Test),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Demo {
    pub(crate) smoke: bool,
    pub(crate) payloads: Option<PathBuf>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) port: Option<u16>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) full: bool,
    pub(crate) only: Option<String>,
}

/// Reads the arguments after `xtask`.
///
/// # Errors
/// One sentence on the first thing that is not understood.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Verb, String> {
    match args.next().as_deref() {
        None | Some("help" | "--help" | "-h") => Ok(Verb::Help),
        Some("build") => alone("build", args, Verb::Build),
        Some("package") => alone("package", args, Verb::Package),
        Some("lambda") => alone("lambda", args, Verb::Lambda),
        Some("corpus") => Ok(Verb::Corpus(args.collect())),
        Some("demo") => demo(args).map(Verb::Demo),
        Some("test") => test(args).map(Verb::Test),
        Some(other) => Err(format!("there is no command `{other}`")),
    }
}

fn alone(name: &str, mut args: impl Iterator<Item = String>, verb: Verb) -> Result<Verb, String> {
    match args.next() {
        None => Ok(verb),
        Some(other) => Err(format!("`{name}` does not know `{other}`")),
    }
}

fn demo(mut args: impl Iterator<Item = String>) -> Result<Demo, String> {
    let mut ask = Demo::default();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("`{arg}` needs a value"));
        match arg.as_str() {
            "--smoke" => ask.smoke = true,
            "--payloads" => ask.payloads = Some(value()?.into()),
            "--data" => ask.data = Some(value()?.into()),
            "--port" => {
                let text = value()?;
                let port = text.parse().map_err(|_| format!("`{text}` is not a port"))?;
                ask.port = Some(port);
            }
            other => return Err(format!("`demo` does not know `{other}`")),
        }
    }
    if ask.payloads.is_some() && !ask.smoke {
        return Err("`--payloads` goes with `--smoke`".to_owned());
    }
    if ask.smoke && (ask.port.is_some() || ask.data.is_some()) {
        return Err("`--smoke` takes neither `--port` nor `--data`".to_owned());
    }
    Ok(ask)
}

fn test(mut args: impl Iterator<Item = String>) -> Result<Test, String> {
    let mut ask = Test::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--full" => ask.full = true,
            "--only" => ask.only = Some(args.next().ok_or("`--only` needs the name of a step")?),
            other => return Err(format!("`test` does not know `{other}`")),
        }
    }
    Ok(ask)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Result<Verb, &str>) {
        let got = parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(got, expect.map_err(str::to_owned), "{line}");
    }

    #[test]
    fn lines() {
        check("", Ok(Verb::Help));
        check("build", Ok(Verb::Build));
        check("build x", Err("`build` does not know `x`"));
        check("package", Ok(Verb::Package));
        check("lambda", Ok(Verb::Lambda));
        check("package x", Err("`package` does not know `x`"));
        let smoke = Demo { smoke: true, payloads: Some("d".into()), ..Demo::default() };
        check("demo --payloads d --smoke", Ok(Verb::Demo(smoke)));
        let port = Demo { port: Some(80), ..Demo::default() };
        check("demo --port 80", Ok(Verb::Demo(port)));
        check("demo --port x", Err("`x` is not a port"));
        check("demo --port", Err("`--port` needs a value"));
        check("demo --payloads d", Err("`--payloads` goes with `--smoke`"));
        check("demo --smoke --port 1", Err("`--smoke` takes neither `--port` nor `--data`"));
        let only = Test { only: Some("fmt".into()), ..Test::default() };
        check("test --only fmt", Ok(Verb::Test(only)));
        check("test --only", Err("`--only` needs the name of a step"));
        check("dance", Err("there is no command `dance`"));
    }
}
