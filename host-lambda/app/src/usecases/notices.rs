//! Notices to the user's own address: templates without model text, one choke point.

use std::fmt::Write as _;

use api_types::{ActionState, EventKind, NoticeMode, NoticeSettings};

use super::{App, CaseError};
use crate::domain::action::StoredAction;
use crate::domain::calendar::MINUTE_MS;
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::domain::system::Lease;
use crate::ports::{Notice, NoticeError};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::judge::Situation;

/// How much a notice presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    /// Waits for the digest when the user wants quiet.
    Plain,
    /// Breaks through quiet hours and digest mode.
    Urgent,
    /// The digest itself.
    Digest,
}

/// Whether a notice goes out now; `minute` counts from local midnight.
fn goes_now(settings: &NoticeSettings, minute: u32, urgency: Urgency) -> bool {
    let quiet = if settings.quiet_start_min <= settings.quiet_end_min {
        (settings.quiet_start_min..settings.quiet_end_min).contains(&minute)
    } else {
        minute >= settings.quiet_start_min || minute < settings.quiet_end_min
    };
    match (settings.mode, urgency) {
        (NoticeMode::Off, _) => false,
        (_, Urgency::Digest) => settings.digest,
        (_, Urgency::Urgent) => true,
        (NoticeMode::AtOnce, Urgency::Plain) => !quiet,
        (NoticeMode::Digest, Urgency::Plain) => false,
    }
}

impl App {
    /// A notice that waits for the digest in quiet hours, or where the user wants the digest only. Answers whether the
    /// channel accepted it.
    pub(crate) async fn notify(
        &self,
        subject: &str,
        body: String,
        about: &str,
    ) -> Result<bool, CaseError> {
        self.hand_over(Urgency::Plain, subject, body, about).await
    }

    /// A notice that breaks through quiet hours and the digest: a silent agent, an effect that could not be told, a
    /// refused credential.
    pub(crate) async fn notify_urgently(
        &self,
        subject: &str,
        body: String,
        about: &str,
    ) -> Result<bool, CaseError> {
        self.hand_over(Urgency::Urgent, subject, body, about).await
    }

    /// The one way out for notices: nothing else calls the port.
    pub(super) async fn hand_over(
        &self,
        urgency: Urgency,
        subject: &str,
        body: String,
        about: &str,
    ) -> Result<bool, CaseError> {
        let config = self.config().await?;
        let minute = self.calendar(&config)?.minute_of_day(self.now());
        if !goes_now(&config.settings.notices, minute, urgency) {
            return Ok(false);
        }
        let to = config.settings.notice_address;
        if to.is_empty() {
            return Ok(false);
        }
        let notice = Notice { to, subject: format!("Holdfast: {subject}"), body };
        match self.notices.send(&notice).await {
            Ok(()) => Ok(true),
            Err(NoticeError::NotConfigured) => Ok(false),
            Err(error) => {
                let text = format!("A notice did not go out: {error}.");
                let mut event = NewEvent::account(EventKind::Notice, text);
                about.clone_into(&mut event.about);
                self.emit(event).await?;
                Ok(false)
            }
        }
    }

    /// Tells that a draft waits, and keeps the receipt that a lapse needs (DESIGN 2.4).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify_waiting(&self, action: &StoredAction) -> Result<(), CaseError> {
        let line = super::read::words::action_line(action);
        let (subject, mut body) = match action.state {
            ActionState::Held => ("a draft is held", format!("{line} is held.\n")),
            _ => ("a decision is needed", format!("{line} needs a decision.\n")),
        };
        if let Some(until) = action.held_until_ms {
            let minutes = (until - self.now()).max(0) / MINUTE_MS;
            let _ = writeln!(body, "The hold ends in {minutes} minutes.");
        }
        body.push_str("Open the dashboard to read, edit, approve or cancel it. Nothing can be done from this mail.\n");
        if self.notify(subject, body, &action.id).await? {
            self.mark_delivered(&action.id).await?;
        }
        Ok(())
    }

    /// The hold notice reached the user: the channel accepted it, or the card was visible.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_delivered(&self, id: &str) -> Result<(), CaseError> {
        for _ in 0..3 {
            let Versioned { mut value, rev } = self.action(id).await?;
            // A receipt counts for the end of a hold; once the action moves on, it has nothing to say.
            let waits = matches!(
                value.state,
                ActionState::Held | ActionState::Snoozed | ActionState::Escalated
            );
            if value.notice_delivered_ms.is_some() || !waits {
                return Ok(());
            }
            value.notice_delivered_ms = Some(self.now());
            match self.keep(Versioned { value, rev }).await {
                Err(error) if error.is_lost_race() => {}
                other => return other.map(|_| ()),
            }
        }
        Ok(())
    }

    /// Asks what became of an effect.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify_unknown(&self, action: &StoredAction) -> Result<(), CaseError> {
        let line = super::read::words::action_line(action);
        let body = format!(
            "{line}: no answer came. Look whether it is there, then answer in the dashboard.\n"
        );
        self.notify_urgently("could not tell whether something was sent", body, &action.id)
            .await
            .map(|_| ())
    }

    /// Reminds of a question a day before it expires.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify_reminder(&self, escalation: &StoredEscalation) -> Result<(), CaseError> {
        let body =
            "A question expires undecided within a day. Open Decisions to answer it.\n".to_owned();
        self.notify("a decision expires tomorrow", body, &escalation.id).await.map(|_| ())
    }

    /// Says that the agent is silent: no good check for more than three intervals; once for each silence.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_silence(&self, situation: &Situation) -> Result<(), CaseError> {
        let Some(lease) = self.load::<Lease>(&keys::lease()).await? else { return Ok(()) };
        let lease = lease.value;
        let interval = i64::from(situation.config.settings.polling_interval_min) * MINUTE_MS;
        if lease.succeeded_ms == 0 || self.now() - lease.succeeded_ms < 3 * interval {
            return Ok(());
        }
        let key = keys::system("NOTICE#silent");
        let told = self.load::<i64>(&key).await?;
        if told.as_ref().is_some_and(|t| t.value >= lease.succeeded_ms) {
            return Ok(());
        }
        match self.save(key, &self.now(), told.map_or(0, |t| t.rev)).await {
            Err(error) if error.is_lost_race() => return Ok(()),
            other => other?,
        }
        let minutes = (self.now() - lease.succeeded_ms) / MINUTE_MS;
        let reason =
            if lease.error.is_empty() { "no check has ended".to_owned() } else { lease.error };
        let body = format!("No check has succeeded for {minutes} minutes: {reason}\n");
        self.emit(NewEvent::account(EventKind::Failure, body.trim().to_owned())).await?;
        self.notify_urgently("no check has succeeded lately", body, "").await.map(|_| ())
    }

    /// Says at once that an integration cannot be read any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notify_failing(
        &self,
        product: &str,
        error: &str,
        hint: &str,
    ) -> Result<(), CaseError> {
        let body = format!("{error}\n{hint}\nUntil then nothing of it is read or sent.\n");
        self.notify_urgently(&format!("{product} cannot be read"), body, "").await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_hold_back_what_does_not_press() {
        use Urgency::{Digest, Plain, Urgent};
        let settings = |mode, quiet_start_min, quiet_end_min, digest| NoticeSettings {
            mode,
            quiet_start_min,
            quiet_end_min,
            digest,
        };
        let night = settings(NoticeMode::AtOnce, 1200, 420, true);
        let noon = settings(NoticeMode::AtOnce, 720, 780, true);
        let never = settings(NoticeMode::AtOnce, 0, 0, false);
        let daily = settings(NoticeMode::Digest, 0, 0, true);
        let off = settings(NoticeMode::Off, 0, 0, true);
        // (settings, minute, plain, urgent, digest)
        for (which, minute, plain, urgent, digest) in [
            (&night, 1199, true, true, true),
            (&night, 1200, false, true, true),
            (&night, 0, false, true, true),
            (&night, 419, false, true, true),
            (&night, 420, true, true, true),
            (&noon, 719, true, true, true),
            (&noon, 720, false, true, true),
            (&noon, 780, true, true, true),
            (&never, 0, true, true, false),
            (&daily, 600, false, true, true),
            (&off, 600, false, false, false),
        ] {
            let goes = |urgency| goes_now(which, minute, urgency);
            assert_eq!(
                (goes(Plain), goes(Urgent), goes(Digest)),
                (plain, urgent, digest),
                "{minute}"
            );
        }
    }
}
