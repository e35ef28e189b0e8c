//! The past judged again under other settings: what would have been treated differently. Nothing is changed by it.

use api_types::{Preview, PreviewChange, TrySettings};
use scoring_core::{OnLapse, Outcome, OutcomeClass, Request, Target};

use super::words::action_line;
use crate::domain::action::StoredAction;
use crate::domain::calendar::DAY_MS;
use crate::domain::keys;
use crate::domain::settings::Config;
use crate::ports::{JudgementError, Query};
use crate::usecases::{App, CaseError};

/// Most days to look back.
const DAYS_MAX: u32 = 90;
/// Most actions that are judged again.
const ACTIONS_MAX: u64 = 2_000;
/// Actions of one page.
const PAGE_ACTIONS: u32 = 50;
/// Most changes that are listed, the newest first.
const CHANGES_MAX: usize = 200;

impl App {
    /// Judges the actions of the last days again, each by its own frozen request, with nothing but the settings
    /// exchanged: dial, dry run, allowed links, and the policy. What is compared is the answer when the draft was new,
    /// before any hold ended. The projects take turns, the newest actions first, up to 2,000.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for settings that could not be saved, or days outside 1 to 90.
    pub async fn preview(&self, input: &TrySettings) -> Result<Preview, CaseError> {
        if !(1..=DAYS_MAX).contains(&input.days) {
            return Err(CaseError::Invalid(format!("1 to {DAYS_MAX} days can be looked back")));
        }
        let old = self.config().await?;
        let mut other = old.clone();
        other.settings = self.checked_settings(&input.settings, &old).await?;
        let since = keys::at(self.now() - i64::from(input.days) * DAY_MS);
        let mut queries: Vec<Query> = Vec::new();
        for project in self.all_projects().await? {
            let pk = keys::project_pk(&project.value.id);
            let mut query = Query::prefix(pk, "ACTION#").newest_first().limit(PAGE_ACTIONS);
            query.from = format!("ACTION#{since}");
            queries.push(query);
        }
        let mut preview = Preview::default();
        while !queries.is_empty() && preview.judged < ACTIONS_MAX {
            let mut going_on = Vec::new();
            for mut query in queries {
                let page = self.table.query(&query).await?;
                for item in &page.items {
                    if preview.judged < ACTIONS_MAX {
                        self.judge_under(&item.read()?, &other, &mut preview)?;
                    }
                }
                if page.cursor.is_some() {
                    query.cursor = page.cursor;
                    going_on.push(query);
                }
            }
            queries = going_on;
        }
        // Ids start with their time.
        preview.changes.sort_by(|a, b| b.id.cmp(&a.id));
        preview.changes.truncate(CHANGES_MAX);
        Ok(preview)
    }

    fn judge_under(
        &self,
        action: &StoredAction,
        other: &Config,
        preview: &mut Preview,
    ) -> Result<(), CaseError> {
        let mut then = action.request.clone();
        then.lapse = None;
        let mut now = then.clone();
        now.autonomy = other.autonomy_at(self.now());
        now.dry_run = other.settings.dry_run;
        now.links_allowed.clone_from(&other.settings.links_allowed);
        now.policy = other.policy(action.project());
        let (Some(before), Some(after)) = (self.outcome(&then)?, self.outcome(&now)?) else {
            return Ok(());
        };
        preview.judged += 1;
        let (was, would) = (words(&then, before), words(&now, after));
        if was != would {
            // Where neither is stricter in every respect, it counts as less strict.
            let stricter = after < before || (after == before && now.dry_run && !then.dry_run);
            preview.changes.push(PreviewChange {
                id: action.id.clone(),
                line: action_line(action),
                before: was,
                after: would,
                laxer: !stricter,
            });
        }
        Ok(())
    }

    /// The outcome; nothing for a request that the engine of today does not accept.
    fn outcome(&self, request: &Request) -> Result<Option<Outcome>, CaseError> {
        match self.judgement.verdict(request) {
            Ok(verdict) => Ok(Some(verdict.outcome)),
            Err(JudgementError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// An outcome in words.
fn words(request: &Request, outcome: Outcome) -> String {
    let inside = matches!(request.action.target, Target::Artefact { .. } | Target::Note {});
    let dry = request.dry_run && !inside;
    match outcome.class {
        OutcomeClass::Reject => "refused".to_owned(),
        OutcomeClass::Record => "written down, not done".to_owned(),
        OutcomeClass::Escalate => "asked first".to_owned(),
        OutcomeClass::Hold => {
            let end = match outcome.on_lapse {
                Some(OnLapse::Send) if dry => "then a dry run",
                Some(OnLapse::Send) => "then sent",
                _ => "then asked",
            };
            format!("held for {} minutes, {end}", outcome.hold_min)
        }
        OutcomeClass::Execute if dry => "a dry run at once".to_owned(),
        OutcomeClass::Execute => "done at once".to_owned(),
    }
}
