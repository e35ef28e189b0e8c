//! How it works: hours, checks, cost, models, what may leave, notices, keys.

use api_types::{NoticeMode, SettingsView};
use yew::prelude::*;

use crate::components::fields::{SelectField, choices};
use crate::pages::settings::form::{Form, section};
use crate::services::words;
use crate::state::settings::{DraftMsg, Field};

const DAYS: [(u8, &str); 7] =
    [(1, "Mon"), (2, "Tue"), (3, "Wed"), (4, "Thu"), (5, "Fri"), (6, "Sat"), (7, "Sun")];

/// Id of the list of zones that the browser knows.
pub(crate) const ZONES: &str = "zones";

pub(crate) fn hours(form: Form<'_>) -> Html {
    section(
        "hours",
        "Working hours",
        html! {
            <>
                <p class="muted">{ "Outside them the agent reads on, but holds stand still, and \
                    approvals wait." }</p>
                { hours_fields(form) }
                { form.text(Field::DaysOff, "Days off", "Dates as 2026-12-25, separated by \
                    commas.", "text") }
            </>
        },
    )
}

/// Zone, hours and days; the first run asks for the same.
pub(crate) fn hours_fields(form: Form<'_>) -> Html {
    html! {
        <>
            { form.listed(Field::Zone, "Time zone", "An IANA name, such as Australia/Sydney.",
                "text", Some(ZONES)) }
            <div class="pair">
                { form.text(Field::Start, "From", "Local time, such as 08:00.", "text") }
                { form.text(Field::End, "To", "Local time; 24:00 for the whole day.", "text") }
            </div>
            <fieldset class="days">
                <legend>{ "Days" }</legend>
                { for DAYS.iter().map(|(day, name)| {
                    let day = *day;
                    let onchange = form.send.reform(move |_: Event| DraftMsg::Day(day));
                    html! {
                        <label>
                            <input type="checkbox" data-testid={format!("{}-day-{day}",
                                form.prefix)}
                                checked={form.draft.settings.hours.days.contains(&day)}
                                    {onchange} />{ *name }
                        </label>
                    }
                }) }
            </fieldset>
        </>
    }
}

pub(crate) fn checks(form: Form<'_>) -> Html {
    section(
        "checks",
        "Checks",
        html! {
            <div class="pair">
                { form.text(Field::Interval, "Minutes between checks", "5 to 120.", "number") }
                { form.text(Field::FirstSync, "Days that a first sync reads",
                    "1 to 90; 0 for everything there is.", "number") }
            </div>
        },
    )
}

pub(crate) fn budget(form: Form<'_>, view: &SettingsView) -> Html {
    let spent = |spent: u64, of: u64, what: &str| {
        html! {
            <p>
                { format!("{} of {} {what}", words::money(spent), words::money(of)) }<br />
                <meter min="0" max={of.max(1).to_string()} value={spent.to_string()}
                    aria-label={format!("Spent {what}")} />
            </p>
        }
    };
    let budget = &view.settings.budget;
    section(
        "budget",
        "Budget and spend",
        html! {
            <>
                <div class="pair">
                    { form.text(Field::Day, "Budget of a day, $", "What models may cost.", "text") }
                    { form.text(Field::Month, "Budget of a month, $", "What models may cost.",
                        "text") }
                </div>
                { spent(view.spent_today_microusd, budget.day_microusd, "today") }
                { spent(view.spent_month_microusd, budget.month_microusd, "this month") }
                <p class="muted">{ "Near the limit only critical work uses a model; at the limit, \
                    rules alone." }</p>
            </>
        },
    )
}

pub(crate) fn models(form: Form<'_>, view: &SettingsView) -> Html {
    section(
        "models",
        "Models and prices",
        html! {
            <>
                <p>{ format!("Drafts are written by {}. ", view.model) }
                    <span class="muted">{ "Prices are for a million tokens; the budget counts \
                        with them." }</span></p>
                <div class="pair">
                    { form.text(Field::Triage, "Model for sorting", "Its id at the provider.",
                        "text") }
                    { form.text(Field::TriageIn, "Price in, $", "Tokens read.", "text") }
                    { form.text(Field::TriageOut, "Price out, $", "Tokens written.", "text") }
                </div>
                <div class="pair">
                    { form.text(Field::Reasoning, "Model for drafting",
                        "Its id at the provider.", "text") }
                    { form.text(Field::ReasoningIn, "Price in, $", "Tokens read.", "text") }
                    { form.text(Field::ReasoningOut, "Price out, $", "Tokens written.", "text") }
                </div>
            </>
        },
    )
}

pub(crate) fn leaving(form: Form<'_>) -> Html {
    section(
        "leaving",
        "What may leave",
        html! {
            <>
                { form.check("lapse", form.draft.settings.lapse_enabled,
                    "Held mail may go out when its hold ends",
                    "Only if all is well, every recipient is internal or allowed, and the notice \
                        arrived. \
                     Off: every hold ends in a question.",
                    |s, on| s.lapse_enabled = on) }
                { form.text(Field::Links, "Hosts that links may point at",
                    "Separated by commas. A link to any other host stops a draft.", "text") }
                { form.text(Field::Domains, "Mail domains of the own organisation",
                    "Separated by commas. They suggest who is a colleague; they confirm nobody.",
                        "text") }
            </>
        },
    )
}

/// How notices go out: mode, value, words.
const MODES: [(NoticeMode, &str, &str); 3] = [
    (NoticeMode::AtOnce, "at_once", "Each at once"),
    (NoticeMode::Digest, "digest", "Only the daily digest"),
    (NoticeMode::Off, "off", "None: in the dashboard only"),
];

pub(crate) fn notices(form: Form<'_>) -> Html {
    let notices = &form.draft.settings.notices;
    let now = MODES
        .iter()
        .find(|(mode, ..)| *mode == notices.mode)
        .map_or("at_once", |(_, slug, _)| slug);
    let chosen = form.send.reform(|slug: String| {
        let found = MODES.iter().find(|(_, value, _)| *value == slug);
        DraftMsg::Notices(found.map_or(NoticeMode::AtOnce, |(mode, ..)| *mode))
    });
    section(
        "notices",
        "Notices",
        html! {
            <>
                { form.text(Field::Notice, "Address for notices",
                    "Empty: notices appear in the dashboard only.", "email") }
                <SelectField id="set-notices" label="Notices by mail" value={now} {chosen}
                    options={choices(MODES.iter().map(|(_, slug, word)| (slug, word)))} />
                <div class="pair">
                    { form.text(Field::QuietStart, "Quiet from", "Local time.", "text") }
                    { form.text(Field::QuietEnd, "Quiet until",
                        "Local time; the same as from: never quiet.", "text") }
                </div>
                { form.check("set-digest", notices.digest,
                    "One mail a day that tells what happened",
                    "What changed, what waits, what was sent, health and spend. Links open; they \
                        never decide.",
                    |s, on| s.notices.digest = on) }
                <p class="muted">{ "What is urgent breaks through quiet hours and the digest: a \
                    silent agent, a send that \
                    could not be told, a refused credential. With notices off, nothing is \
                        mailed." }</p>
            </>
        },
    )
}

pub(crate) fn keys(form: Form<'_>) -> Html {
    section(
        "keys",
        "Keys",
        html! {
            { form.check("single-keys", form.draft.settings.single_keys, "Single keys",
                "Press ? for the map. Off: only Esc and the keys of the browser work.",
                |s, on| s.single_keys = on) }
        },
    )
}
