//! Cold starts measured against a fake Runtime API: from the start of the process to its first poll, and the peak
//! memory after one invocation. Programs take turns, so that a neighbour on the machine disturbs all alike.
//!
//! ```sh
//! cargo build --profile lambda -p holdfast-bootstrap --example minimal --bin bootstrap
//! cargo run --release -p holdfast-bootstrap --example cold_start -- 25 \
//!   target/lambda/examples/minimal target/lambda/bootstrap
//! ```
//!
//! The first program has ratio 1. The invocation of `bootstrap` has no table to talk to: it loads policy and
//! integrations, and then answers that the table is away.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a request of the program.
const WAIT_MAX: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().ok_or("usage: cold_start ROUNDS PROGRAM..")?.parse()?;
    let programs: Vec<String> = args.collect();
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); programs.len()];
    let mut peaks = vec![0_u64; programs.len()];
    for _ in 0..rounds {
        for (at, program) in programs.iter().enumerate() {
            let (ms, peak_kb) = start(program)?;
            if let (Some(times), Some(peak)) = (times.get_mut(at), peaks.get_mut(at)) {
                times.push(ms);
                *peak = (*peak).max(peak_kb);
            }
        }
    }
    let mut first = None;
    for ((program, times), peak_kb) in programs.iter().zip(&mut times).zip(&peaks) {
        times.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        let base = *first.get_or_insert(median);
        println!(
            "{program}: median {median:.1} ms over {rounds} starts, ratio {:.2}, peak {:.1} MB",
            median / base,
            *peak_kb as f64 / 1024.0
        );
    }
    Ok(())
}

/// Milliseconds from the start to the first poll, and the peak memory in KB after one invocation.
fn start(program: &str) -> Outcome<(f64, u64)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let began = Instant::now();
    let mut child = Command::new(program)
        .env("AWS_LAMBDA_RUNTIME_API", &address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "measured")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "log")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "log")
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .env("_HANDLER", "hold-queue-checker")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let measured = serve(&listener, &child, began);
    child.kill()?;
    child.wait()?;
    measured
}

fn serve(listener: &TcpListener, child: &Child, began: Instant) -> Outcome<(f64, u64)> {
    let (mut stream, _) = listener.accept()?;
    stream.set_read_timeout(Some(WAIT_MAX))?;
    let mut line = request(&mut stream)?;
    let polled = began.elapsed();
    if !line.contains("/invocation/next") {
        return Err(format!("the first request is `{line}`").into());
    }
    let body = "{}";
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: 1\r\nlambda-runtime-deadline-ms: 99999999999999\r\n\
         lambda-runtime-invoked-function-arn: arn\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    // Its answer comes on the same connection, or on another one.
    line = match request(&mut stream) {
        Ok(line) if !line.is_empty() => line,
        _ => request(&mut listener.accept()?.0)?,
    };
    if !line.starts_with("POST") {
        return Err(format!("the second request is `{line}`").into());
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|l| l.trim().split(' ').next()).unwrap_or("0").parse()?;
    Ok((polled.as_secs_f64() * 1_000.0, peak))
}

/// The first line of a request, read to its end.
fn request(stream: &mut TcpStream) -> Outcome<String> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0_usize;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    reader.take(u64::try_from(length)?).read_to_end(&mut Vec::new())?;
    Ok(first.trim().to_owned())
}
