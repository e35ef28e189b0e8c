use std::collections::BTreeMap;

use holdfast_app::ports::Secret;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::*;

struct Fixed(BTreeMap<&'static str, &'static str>);

#[async_trait]
impl Secrets for Fixed {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let value = self.0.get(name).ok_or_else(|| SecretError::Missing(name.to_owned()))?;
        Ok(Secret::new(*value))
    }
    async fn set(&self, _: &str, _: Secret) -> Result<(), SecretError> {
        Err(SecretError::Store("read only".into()))
    }
    async fn known_values(&self) -> Vec<Secret> {
        Vec::new()
    }
}

/// Serves one SMTP dialogue without TLS and returns the lines of the client; `rcpt` answers RCPT TO.
async fn server(rcpt: &'static str) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 test\r\n").await.unwrap();
        let (mut said, mut data) = (Vec::new(), false);
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.as_str() {
                "." if data => {
                    data = false;
                    "250 kept"
                }
                _ if data => "",
                "DATA" => {
                    data = true;
                    "354 go on"
                }
                _ if line.starts_with("EHLO") => "250-test\r\n250 AUTH PLAIN",
                _ if line.starts_with("AUTH") => "235 welcome",
                _ if line.starts_with("RCPT") => rcpt,
                _ => "250 fine",
            };
            said.push(line);
            if !answer.is_empty() {
                let _ = writer.write_all(format!("{answer}\r\n").as_bytes()).await;
            }
        }
        said
    });
    (port, task)
}

fn config(port: u16, tls: SmtpTls) -> SmtpConfig {
    let (host, from) = ("127.0.0.1".to_owned(), "holdfast@northwind.example".to_owned());
    SmtpConfig { host, port, from, user: None, tls }
}

fn secrets(values: &[(&'static str, &'static str)]) -> Arc<dyn Secrets> {
    Arc::new(Fixed(values.iter().copied().collect()))
}

fn notice() -> Notice {
    Notice {
        to: "user@northwind.example".into(),
        subject: "1 draft is held".into(),
        body: "One draft waits until 14:30.\n".into(),
    }
}

#[tokio::test]
async fn a_notice_arrives_with_its_text_and_an_authenticated_sender() {
    let (port, task) = server("250 fine").await;
    let smtp = Smtp::new(config(port, SmtpTls::None), secrets(&[("smtp", "pass-word")])).unwrap();
    smtp.send(&notice()).await.unwrap();
    let said = task.await.unwrap();
    for wanted in [
        "MAIL FROM:<holdfast@northwind.example>",
        "RCPT TO:<user@northwind.example>",
        "Subject: 1 draft is held",
        "One draft waits until 14:30.",
    ] {
        assert!(said.iter().any(|line| line.starts_with(wanted)), "{wanted}: {said:?}");
    }
    assert!(said.iter().any(|line| line.starts_with("AUTH PLAIN")), "{said:?}");
}

#[tokio::test]
async fn a_refusal_is_reported_without_the_servers_text() {
    let (port, task) = server("550 no user@northwind.example here").await;
    let smtp = Smtp::new(config(port, SmtpTls::None), secrets(&[])).unwrap();
    let error = smtp.send(&notice()).await.unwrap_err();
    assert_eq!(error, refused("the mail server refused it with 550"));
    task.abort();
}

#[tokio::test]
async fn a_server_without_tls_gets_neither_password_nor_notice() {
    let (port, task) = server("250 fine").await;
    let smtp =
        Smtp::new(config(port, SmtpTls::Starttls), secrets(&[("smtp", "pass-word")])).unwrap();
    assert!(matches!(smtp.send(&notice()).await, Err(NoticeError::Refused(_))));
    let said = task.await.unwrap();
    assert!(!said.iter().any(|l| l.starts_with("AUTH") || l.starts_with("MAIL")), "{said:?}");
}

#[test]
fn tls_may_be_off_only_on_this_machine() {
    for (host, allowed) in [
        ("127.0.0.1", true),
        ("localhost", true),
        ("::1", true),
        ("mail.example", false),
        ("10.0.0.1", false),
    ] {
        let config = SmtpConfig { host: host.into(), ..config(25, SmtpTls::None) };
        assert_eq!(Smtp::new(config, secrets(&[])).is_ok(), allowed, "{host}");
    }
}

#[tokio::test]
async fn nothing_configured_says_so() {
    assert_eq!(NoNotices.send(&notice()).await, Err(NoticeError::NotConfigured));
}
