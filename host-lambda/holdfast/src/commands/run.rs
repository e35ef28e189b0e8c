//! `holdfast run`: the agent, its two schedules, and the dashboard, on 127.0.0.1.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use holdfast_app::domain::keys;
use holdfast_app::domain::scrub::without_addresses;
use holdfast_app::domain::system::Lease;
use holdfast_app::usecases::App;
use holdfast_server::{Assets, Export, Server, Site};
use holdfast_store::EmbeddedStore;
use holdfast_upstream::Running;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::upstream::config;
use crate::backup::Backups;
use crate::data::DataFolder;
use crate::err::CliError;
use crate::{compose, out, transfer};
use holdfast_entrypoints::compose::configure_fresh;
use holdfast_entrypoints::connections::{Connections, demo_secrets};
use holdfast_entrypoints::demo::Workspace;
use holdfast_entrypoints::{assets, cycle, demo};

/// How often the schedule is looked at.
const TICK: Duration = Duration::from_secs(1);
/// The hold-queue-checker's own schedule.
const MINUTE: Duration = Duration::from_secs(60);

/// Runs until interrupted.
pub(crate) async fn run(
    data: Option<PathBuf>,
    port: u16,
    is_demo: bool,
    external: Option<String>,
) -> Result<ExitCode, CliError> {
    let listener = listen(port).await?;
    let port = listener.local_addr().map_or(port, |a| a.port());
    let temporary = (is_demo && data.is_none())
        .then(|| std::env::temp_dir().join(format!("holdfast-demo-{}", std::process::id())));
    let folder = DataFolder::open(data.or_else(|| temporary.clone()))?;
    let secrets = compose::secrets(folder.path())?;
    let mut stand_ins = None;
    let connections = match (is_demo, external) {
        (false, None) => Connections::read(folder.path())?,
        (false, Some(url)) => Connections::read(folder.path())?.with_stand_ins(&url),
        (true, Some(url)) => Connections::stand_ins(url.trim_end_matches('/')),
        (true, None) => {
            let running = Running::start(config(None), 0).await?;
            out::line(&format!("Stand-ins listen on {}", running.url()));
            let connections = Connections::stand_ins(&running.url());
            stand_ins = Some(running);
            connections
        }
    };
    if is_demo {
        demo_secrets(secrets.as_ref()).await?;
    }
    let composed = compose::compose(folder.path(), &connections, secrets).await?;
    let app = composed.app.clone();
    transfer::refuse_moved(&transfer::table_of(&composed.store).await?).await?;
    let dashboard = format!("http://127.0.0.1:{port}/");
    let backups = Backups::new(folder.path(), composed.store.clone(), dashboard);
    backups.before_migration(&app).await?;
    if is_demo {
        demo::configure(&composed.app, &composed.plugins, Workspace::Sample).await?;
    } else {
        configure_fresh(&app).await?;
    }
    backups.tell(&app).await;
    prepare(&app).await?;

    let poke = Arc::new(Notify::new());
    let server = server(&app, port, &poke)?.with_export(exporter(&composed.store, folder.path()));
    out::line(&format!("Holdfast listens on http://127.0.0.1:{port}"));
    match holdfast_server::auth::first_link(&app)
        .await
        .map_err(|e| CliError::failed(e.to_string()))?
    {
        Some(link) => out::line(&format!("Open http://127.0.0.1:{port}{link}")),
        None => out::line(&format!("Open http://127.0.0.1:{port}/")),
    }
    let agent = tokio::spawn(agent(app.clone(), poke, stand_ins.as_ref().map(|s| s.state.clone())));
    let backup = tokio::spawn(backups.run(app.clone()));
    let minute = tokio::spawn(minute_check(app));
    let served = holdfast_server::serve(listener, holdfast_server::router(server), async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    agent.abort();
    minute.abort();
    backup.abort();
    if let Some(stand_ins) = stand_ins {
        stand_ins.stop().await;
    }
    if let Some(temporary) = temporary {
        let _ = std::fs::remove_dir_all(temporary);
    }
    served.map_err(|e| CliError::failed(format!("the server ended: {e}")))?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(port: u16) -> Result<TcpListener, CliError> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|e| {
        CliError::failed(format!("port {port} of 127.0.0.1 cannot be used: {e}"))
            .hint("Stop what uses it, or choose another with --port (0 takes a free one).")
    })
}

fn server(app: &App, port: u16, poke: &Arc<Notify>) -> Result<Server, CliError> {
    let assets = assets::DASHBOARD
        .iter()
        .fold(Assets::new(assets::policy_wasm()?), |all, (path, bytes)| all.with(path, *bytes));
    let poke = poke.clone();
    Server::new(app.clone(), assets, Site::loopback(port), Arc::new(move || poke.notify_one()))
        .map_err(|e| CliError::failed(e.to_string()))
}

/// `GET /api/export`.
fn exporter(store: &EmbeddedStore, folder: &Path) -> Export {
    let (store, folder) = (store.clone(), folder.to_owned());
    Arc::new(move || {
        let (store, folder) = (store.clone(), folder.clone());
        Box::pin(async move {
            let packed = transfer::export(&store, &folder).await;
            packed.map(|p| p.bytes).map_err(|e| e.fact().to_owned())
        })
    })
}

/// What a start has to put right: a lease and claims of a process that died, and a new engine.
async fn prepare(app: &App) -> Result<(), CliError> {
    if app.take_over_lease().await? {
        tracing::warn!("the last check was interrupted: its lease was taken over");
    }
    app.take_over_claims().await?;
    app.rescore_open("The policy or the settings changed: judged again.").await?;
    Ok(())
}

/// The cycle's schedule: `polling_interval_min` after the last start, or at once when poked.
async fn agent(app: App, poke: Arc<Notify>, stand_ins: Option<holdfast_upstream::State>) {
    let mut release = stand_ins;
    loop {
        if due(&app).await {
            check(&app).await;
            // The demo's last three days arrive right after its first sync.
            if let Some(state) = release.take() {
                let released = state.release();
                tracing::info!(released, "the sample's last three days arrive");
                check(&app).await;
            }
        }
        tokio::select! {
            () = poke.notified() => check(&app).await,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn check(app: &App) {
    match cycle::run(app).await {
        Ok(summary) => {
            if let Some(error) = summary.error {
                tracing::warn!("a check failed: {}", without_addresses(&error));
            }
        }
        Err(error) => {
            tracing::error!("a check could not run: {}", without_addresses(error.fact()));
        }
    }
}

async fn due(app: &App) -> bool {
    let Ok(config) = app.config().await else { return false };
    let interval_ms = i64::from(config.settings.polling_interval_min) * 60_000;
    match app.load::<Lease>(&keys::lease()).await {
        Ok(Some(lease)) => {
            lease.value.expires_ms <= app.now() && app.now() - lease.value.started_ms >= interval_ms
        }
        Ok(None) => true,
        Err(_) => false,
    }
}

async fn minute_check(app: App) {
    let mut every = tokio::time::interval(MINUTE);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = app.check_due().await {
            tracing::warn!(
                error_type = error.error_type(),
                "the minute check failed and will be repeated: {}",
                without_addresses(&error.to_string())
            );
        }
    }
}
