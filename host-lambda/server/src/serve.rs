//! Connections: how many, how slow they may be, and a stop that lets running requests end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Most open connections; more wait in the backlog of the system.
const CONNECTIONS_MAX: usize = 256;
/// Longest time for the head of a request, milliseconds; also ends idle connections.
const HEAD_TIMEOUT_MS: u64 = 75_000;
/// Largest head of a request, bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// Most time that running requests get at the end, milliseconds.
const DRAIN_TIMEOUT_MS: u64 = 10_000;

/// Serves until `shutdown` is ready, then lets running requests end.
///
/// # Errors
/// None of a single connection: those are logged and dropped.
pub async fn serve<F: Future<Output = ()>>(
    listener: TcpListener,
    router: Router,
    shutdown: F,
) -> std::io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, place)) = accepted else { continue };
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_millis(HEAD_TIMEOUT_MS))
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    let drained =
        tokio::time::timeout(Duration::from_millis(DRAIN_TIMEOUT_MS), graceful.shutdown());
    if drained.await.is_err() {
        tracing::warn!("some requests were still running at the end");
    }
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            // Small answers must not wait for the next packet; failing to say so only costs time.
            let _ = stream.set_nodelay(true);
            Some((stream, place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection was not accepted");
            // Out of file descriptors: trying at once would only burn the processor.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}
