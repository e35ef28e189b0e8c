//! The stable names of DESIGN section 9.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// A project manager's agent that can be trusted with the send button.
#[derive(Debug, Parser)]
#[command(name = "holdfast", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// Data folder (default: `~/.local/share/holdfast`).
    #[arg(long, global = true)]
    pub(crate) data: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs agent and dashboard on this machine.
    Run {
        /// Port of the dashboard on 127.0.0.1; 0 takes a free one.
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// Uses the sample workspace and its stand-ins instead of real accounts.
        #[arg(long)]
        demo: bool,
        /// Stand-ins that run already (`holdfast upstream`), as `http://127.0.0.1:PORT`: with --demo their sample
        /// workspace; without it every account is connected to them, for trying the set-up without accounts.
        #[arg(long)]
        upstream: Option<String>,
    },
    /// Runs one agent cycle, then exits.
    Cycle {
        /// Prints the summary as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Three cycles against the stand-ins: first sync, changes, no changes.
    #[command(name = "demo-smoke", hide = true)]
    DemoSmoke {
        /// Real payloads instead of the sample.
        #[arg(long)]
        payloads: Option<PathBuf>,
        /// Prints the summaries as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Request JSON to verdict JSON, through policy.wasm.
    Verdict {
        /// Adds the sentences: what decided, what would change it.
        #[arg(long)]
        explain: bool,
        /// File, or `-` for standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Sanitises a text, or one JSON object a line.
    Sanitise {
        /// Reads `{"id","text"[,"content_type"]}` lines.
        #[arg(long)]
        jsonl: bool,
        /// File, or `-` for standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Native = wasmtime = browser, byte for byte.
    Parity {
        /// Number of requests.
        #[arg(long, default_value_t = 1000)]
        requests: u64,
        /// Writes requests and native answers for the browser to this file instead of comparing.
        #[arg(long, hide = true)]
        corpus: Option<PathBuf>,
        /// Leaves the browsers out.
        #[arg(long)]
        no_browser: bool,
        /// Fails when a browser is missing, instead of comparing the others and saying so.
        #[arg(long, conflicts_with = "no_browser")]
        all_browsers: bool,
    },
    /// Protocol-faithful Jira, Graph and Claude stand-ins.
    Upstream {
        /// Real payloads instead of the sample.
        #[arg(long)]
        payloads: Option<PathBuf>,
        /// Port on 127.0.0.1; 0 takes a free one.
        #[arg(long, default_value_t = 8788)]
        port: u16,
    },
    /// Looks at integrations before they are admitted.
    Plugin {
        /// What to do.
        #[command(subcommand)]
        command: PluginCommand,
    },
    /// Connects an account: tries it, then stores it.
    Connect {
        /// Which.
        #[command(subcommand)]
        command: ConnectCommand,
        /// Stand-ins in place of the real services.
        #[arg(long, hide = true, global = true)]
        upstream: Option<String>,
    },
    /// Forgets an account and its secret; what was read stays.
    Disconnect {
        /// Which.
        #[arg(value_parser = ["jira", "outlook"])]
        name: String,
    },
    /// Sets the passphrase of the dashboard: reads it from standard input.
    Passwd,
    /// Reads and writes secrets.
    Secrets {
        /// What to do.
        #[command(subcommand)]
        command: SecretsCommand,
    },
    /// Looks for faults, and says how to mend them.
    Doctor {
        /// Prints the findings as JSON.
        #[arg(long)]
        json: bool,
        /// Asks the accounts what only they can answer; reads only.
        #[arg(long)]
        live: bool,
        /// With --live: adds one comment to this issue, and sends one mail to the own mailbox.
        #[arg(long, requires = "live", value_name = "ISSUE")]
        write: Option<String>,
        /// Port that the dashboard is to take.
        #[arg(long, default_value_t = 8787)]
        port: u16,
    },
    /// Writes everything but secrets into one file.
    Export {
        /// Where to (default: holdfast-export.jsonl.zst in this folder).
        file: Option<PathBuf>,
        /// The table of an installation on AWS in place of the data folder.
        #[arg(long, value_name = "NAME", conflicts_with = "data")]
        table: Option<String>,
        /// Moves: this place stands still afterwards.
        #[arg(long = "move")]
        moving: bool,
        /// Takes a move back; writes no file.
        #[arg(long, conflicts_with_all = ["moving", "file"])]
        take_back: bool,
    },
    /// Fills a new data folder from an export or a backup.
    Import {
        /// What `holdfast export` wrote, or a file from the folder `backups`.
        file: PathBuf,
        /// The empty table of a deployment on AWS in place of a data folder.
        #[arg(long, value_name = "NAME", conflicts_with = "data")]
        table: Option<String>,
    },
    /// The hash-chained record of every transition of every action.
    Audit {
        /// What to do.
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Removes what is stored about a person or a project; ids and digests stay.
    Forget {
        /// Project id, directory id, or address.
        name: String,
        /// Where both exist: the person.
        #[arg(long)]
        person: bool,
    },
}

/// `holdfast audit`.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Checks every chain, row by row, without a network; exit 3 at the first row that does not hold.
    Verify {
        /// A file of `holdfast audit export` in place of the data folder.
        file: Option<PathBuf>,
        /// Prints the counts as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes all chains as JSON lines to standard output.
    Export,
    /// One action from its proposal to its receipt: what was approved is what was sent, by digest.
    Show {
        /// Action id.
        action: String,
        /// Prints the rows as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// `holdfast secrets`.
#[derive(Debug, Subcommand)]
pub(crate) enum SecretsCommand {
    /// Stores a secret: reads its value from standard input.
    Set {
        /// `claude`, `jira`, `graph` or `smtp`.
        name: String,
    },
}

/// `holdfast connect`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConnectCommand {
    /// Jira Cloud with an API token, which comes from standard input.
    Jira {
        /// Site, such as `northwind.atlassian.net`; asked for when it is missing.
        #[arg(long)]
        site: Option<String>,
        /// Mail address of the account; asked for when it is missing.
        #[arg(long)]
        mail: Option<String>,
    },
    /// Outlook: sign in with a code, or with --application the permissions of an application.
    Outlook {
        /// Tenant id or domain.
        #[arg(long, default_value = "organizations")]
        tenant: String,
        /// Client id of the registered application; asked for when it is missing.
        #[arg(long)]
        client_id: Option<String>,
        /// Application permissions, limited to one mailbox; the client secret comes from standard input.
        #[arg(long, requires = "mailbox")]
        application: bool,
        /// With --application: the one mailbox.
        #[arg(long, requires = "application")]
        mailbox: Option<String>,
    },
}

/// `holdfast plugin`.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Whether a component would be admitted, and if not, why.
    Check {
        /// The component, a `.wasm` file.
        file: PathBuf,
        /// Prints what it imports and exports as JSON.
        #[arg(long)]
        json: bool,
    },
}
