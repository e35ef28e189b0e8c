//! The thread that advances the epoch of every engine, so that no guest runs for ever.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use wasmtime::{Engine, EngineWeak, Error, Result};

/// Milliseconds between two ticks.
pub const TICK_MS: u64 = 10;

/// An operating system thread, not a task: a blocked executor must not stop it.
#[derive(Debug)]
pub struct Ticker {
    engines: Arc<Mutex<Vec<Entry>>>,
}

struct Entry(EngineWeak);

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry")
    }
}

impl Ticker {
    /// Starts a ticker; its thread ends once the ticker is dropped.
    ///
    /// # Errors
    /// When the thread cannot start.
    pub fn start() -> Result<Self> {
        let engines = Arc::new(Mutex::new(Vec::new()));
        let weak = Arc::downgrade(&engines);
        thread::Builder::new()
            .name("epoch-ticker".to_owned())
            .spawn(move || run(&weak))
            .map_err(|error| Error::msg(format!("the epoch ticker did not start: {error}")))?;
        Ok(Self { engines })
    }

    /// The ticker of this process, started on first use.
    ///
    /// # Errors
    /// When the thread cannot start.
    pub fn global() -> Result<&'static Self> {
        static GLOBAL: OnceLock<Ticker> = OnceLock::new();
        if let Some(ticker) = GLOBAL.get() {
            return Ok(ticker);
        }
        // Two threads may both start one here; the loser's is dropped and its thread ends.
        let started = Self::start()?;
        Ok(GLOBAL.get_or_init(|| started))
    }

    /// Ticks `engine` every [`TICK_MS`] until it is dropped.
    pub fn register(&self, engine: &Engine) {
        lock(&self.engines).push(Entry(engine.weak()));
    }
}

fn lock(engines: &Mutex<Vec<Entry>>) -> std::sync::MutexGuard<'_, Vec<Entry>> {
    engines.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(engines: &Weak<Mutex<Vec<Entry>>>) {
    loop {
        thread::sleep(Duration::from_millis(TICK_MS));
        let Some(engines) = engines.upgrade() else { return };
        lock(&engines).retain(|entry| match entry.0.upgrade() {
            Some(engine) => {
                engine.increment_epoch();
                true
            }
            None => false,
        });
    }
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use super::*;
    use wasmtime::{Instance, Module, Store, Trap};

    /// `(module (func (export "spin") (loop (br 0))))`
    const SPIN: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, b's', b'p',
        b'i', b'n', 0, 0, 10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b,
    ];

    #[test]
    fn every_registered_engine_is_ticked() {
        for _ in 0..2 {
            let engine = crate::engine().unwrap();
            let module = Module::new(&engine, SPIN).unwrap();
            let mut store = Store::new(&engine, ());
            store.set_epoch_deadline(3);
            let instance = Instance::new(&mut store, &module, &[]).unwrap();
            let spin = instance.get_typed_func::<(), ()>(&mut store, "spin").unwrap();
            let error = spin.call(&mut store, ()).unwrap_err();
            assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::Interrupt));
        }
    }

    #[test]
    fn the_thread_ends_with_its_ticker() {
        let ticker = Ticker::start().unwrap();
        let weak = Arc::downgrade(&ticker.engines);
        drop(ticker);
        thread::sleep(Duration::from_millis(TICK_MS * 5));
        assert!(weak.upgrade().is_none());
    }
}
