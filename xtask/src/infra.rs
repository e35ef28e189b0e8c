//! The steps `infra` and `ministack`, and `cargo xtask lambda`: the deployment linted, deployed on an emulator, packed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::Test;
use crate::build::create;
use crate::place::Place;
use crate::run::{Progress, cargo, command, must, read, say, works};
use crate::test::{Count, DEPLOYED, counted, runner};
use crate::tools::Tools;

/// Validator of the state machine, from npm.
const ASL_VALIDATOR: &str = "asl-validator@4.0.0";
/// What Lambda loads from, zipped; issue 5 asks for at most 5 MB.
const PROFILE: &str = "lambda";

/// Lints what CloudFormation would be given, and the state machine.
///
/// # Errors
/// The first tool that finds something, or cannot be installed.
pub(crate) fn lint(place: &Place, _: &Test, count: &mut Count) -> Result<(), String> {
    let python = Python::ready(place)?;
    let template = place.root.join("infra/template.yaml");
    let machine = place.root.join("statemachine/agent-cycle.asl.json");
    let out = place.root.join("target/holdfast/infra");
    create(&out)?;
    let translated = out.join("template.json");
    let script = place.root.join("infra/translate.py");
    must(command(place, python.program("python")).args([&script, &template, &translated]))?;
    must(command(place, python.program("cfn-lint")).arg("-t").arg(&translated))?;
    guard(place, &out, &translated)?;
    must(command(place, python.program("statelint")).arg(&machine))?;
    must(command(place, validator(place)?).arg("--json-path").arg(&machine))?;
    for _ in ["translated", "cfn-lint", "guard", "guard can fail", "statelint", "asl-validator"] {
        count.one();
    }
    Ok(())
}

/// Every rule passes, none is skipped, and a template with a fault is refused.
fn guard(place: &Place, out: &Path, translated: &Path) -> Result<(), String> {
    let guard = Tools::of(place)?.guard;
    let rules = place.root.join("infra/guard/holdfast.guard");
    let validate = |data: &Path| {
        let mut validate = command(place, &guard);
        validate.arg("validate").arg("-r").arg(&rules).arg("-d").arg(data).args(["-S", "all"]);
        validate
    };
    let told = read(&mut validate(translated))?;
    say(&told);
    if told.contains("SKIP") {
        return Err("a rule of cfn-guard applies to nothing: mend the rule".to_owned());
    }
    let text = fs::read_to_string(translated).map_err(|e| e.to_string())?;
    let planted = out.join("planted.json");
    fs::write(&planted, text.replacen("provided.al2023", "nodejs20.x", 1))
        .map_err(|e| e.to_string())?;
    if works(&mut validate(&planted)) {
        return Err("cfn-guard passes a template with another runtime".to_owned());
    }
    Ok(())
}

fn validator(place: &Place) -> Result<PathBuf, String> {
    let folder = place.tools().join(ASL_VALIDATOR.replace('@', "-"));
    let program = folder.join("node_modules/.bin/asl-validator");
    if !program.exists() {
        create(&folder)?;
        let mut install = command(place, "npm");
        install.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        must(install.arg(ASL_VALIDATOR))?;
    }
    Ok(program)
}

/// Deploys the template on MiniStack with the program of the development profile, and lets it work.
///
/// # Errors
/// When a tool cannot be installed, or the test fails.
pub(crate) fn ministack(place: &Place, _: &Test, count: &mut Count) -> Result<(), String> {
    let python = Python::ready(place)?;
    must(cargo(place).args(["build", "-p", "holdfast-bootstrap"]))?;
    let out = place.root.join("target/holdfast/lambda");
    create(&out)?;
    // Lines for a debugger would only make the emulator copy a hundred megabytes more.
    let stripped = out.join("bootstrap-dev");
    must(command(place, "strip").arg("-o").arg(&stripped).arg(place.program("bootstrap")))?;
    let zip = out.join("bootstrap-dev.zip");
    pack(place, &python, &stripped, &zip)?;
    let mut tests = runner(place);
    tests.args(["-p", DEPLOYED]).env("HOLDFAST_BIN", place.program("holdfast"));
    tests
        .env("HOLDFAST_MINISTACK", python.program("ministack"))
        .env("HOLDFAST_BOOTSTRAP_ZIP", &zip);
    counted(&mut tests, count)
}

/// `cargo xtask lambda`: the zip that is deployed, and its size.
///
/// # Errors
/// When it does not compile, or holds a compiler.
pub(crate) fn lambda(place: &Place) -> Result<(), String> {
    let mut progress = Progress::new(2);
    let python = Python::ready(place)?;
    progress.step("bootstrap", || {
        must(cargo(place).args(["build", "--profile", PROFILE, "-p", "holdfast-bootstrap"]))
            .map(|()| "done")
    })?;
    let out = place.root.join("target/holdfast/lambda");
    create(&out)?;
    let zip = out.join("bootstrap.zip");
    let program = place.target.join(PROFILE).join("bootstrap");
    progress.step("zip", || pack(place, &python, &program, &zip).map(|()| "done"))?;
    let bytes = fs::metadata(&zip).map_err(|e| e.to_string())?.len();
    progress.finish(&format!("`{}`, {bytes} bytes", zip.display()));
    Ok(())
}

fn pack(place: &Place, python: &Python, program: &Path, zip: &Path) -> Result<(), String> {
    let script = place.root.join("infra/pack.py");
    must(command(place, python.program("python")).arg(script).arg(program).arg(zip))
}

/// The Python tools of `infra/requirements.txt` in a folder of their own.
struct Python {
    folder: PathBuf,
}

impl Python {
    fn ready(place: &Place) -> Result<Self, String> {
        let folder = place.tools().join("python");
        let wanted = fs::read_to_string(place.root.join("infra/requirements.txt"))
            .map_err(|e| format!("infra/requirements.txt: {e}"))?;
        let installed = folder.join("installed.txt");
        let python = Self { folder };
        if fs::read_to_string(&installed).is_ok_and(|have| have == wanted) {
            return Ok(python);
        }
        must(command(place, "python3").args(["-m", "venv", "--clear"]).arg(&python.folder))?;
        let mut install = command(place, python.program("pip"));
        install.args(["install", "--quiet", "--disable-pip-version-check", "-r"]);
        must(install.arg(place.root.join("infra/requirements.txt")))?;
        // Last, so that an interrupted installation is begun again.
        fs::write(installed, wanted).map_err(|e| e.to_string())?;
        Ok(python)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }
}
