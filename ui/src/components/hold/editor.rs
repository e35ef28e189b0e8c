//! The draft exactly as it will be sent, editable in place, findings underlined where they are.

use scoring_core::{Finding, Part, Severity};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use crate::components::{Badge, Icon};
use crate::services::{dom, spans, words};
use crate::state::CardMsg;

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// Action id, for unique element ids.
    pub id: AttrValue,
    /// Whether there is a subject, and a body.
    pub parts: (bool, bool),
    /// Subject in the field.
    pub subject: AttrValue,
    /// Body in the field.
    pub body: AttrValue,
    /// Whether it cannot be changed.
    pub read_only: bool,
    /// Findings of the verdict on screen.
    pub findings: Vec<Finding>,
    /// Typing and mending.
    pub send: Callback<CardMsg>,
}

/// Subject, body and the findings about them.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let area = use_node_ref();
    let subject_ref = use_node_ref();
    let on_subject = props.send.reform(|event: InputEvent| {
        CardMsg::Subject(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let on_body = props.send.reform(|event: InputEvent| {
        CardMsg::Body(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let (subject_id, body_id) = (format!("subject-{}", props.id), format!("body-{}", props.id));
    let in_body: Vec<&Finding> = props.findings.iter().filter(|f| f.part == Part::Body).collect();
    let in_subject: Vec<&Finding> =
        props.findings.iter().filter(|f| f.part == Part::Subject).collect();
    html! {
        <div class="editor">
            if props.parts.0 {
                <div class="field subject">
                    <label for={subject_id.clone()}>{ "Subject" }</label>
                    <div class="layers one-line">
                        <div class="under" aria-hidden="true">{ marks(&props.subject, &in_subject) }</div>
                        <input id={subject_id} ref={subject_ref.clone()} data-testid="draft-subject"
                            value={props.subject.clone()} readonly={props.read_only}
                            oninput={on_subject} autocomplete="off" spellcheck="true" />
                    </div>
                </div>
            }
            if props.parts.1 {
                <div class="field body">
                    <label for={body_id.clone()} class="sr">{ "Text" }</label>
                    <div class="layers">
                        <div class="under" aria-hidden="true">
                            { marks(&props.body, &in_body) }{ "\n" }
                        </div>
                        <textarea id={body_id} ref={area.clone()} data-testid="draft-body"
                            data-key="e" value={props.body.clone()} readonly={props.read_only}
                            oninput={on_body} autocomplete="off" spellcheck="true" />
                    </div>
                </div>
            }
            { findings(props, &area, &subject_ref) }
        </div>
    }
}

fn marks(text: &str, findings: &[&Finding]) -> Html {
    let stretches = spans::stretches(text, findings);
    html! {
        <>{ for stretches.iter().map(|stretch| match stretch.severity {
            Severity::None => html! { <>{ stretch.text }</> },
            severity => {
                let (_, tone) = words::severity(severity);
                html! { <mark class={tone.class()}>{ stretch.text }</mark> }
            }
        }) }</>
    }
}

fn findings(props: &EditorProps, area: &NodeRef, subject: &NodeRef) -> Html {
    if props.findings.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="findings" aria-label="Findings">
            { for props.findings.iter().map(|f| one(f, props, area, subject)) }
        </ul>
    }
}

fn one(finding: &Finding, props: &EditorProps, area: &NodeRef, subject: &NodeRef) -> Html {
    let text = match finding.part {
        Part::Subject => Some(&props.subject),
        Part::Body => Some(&props.body),
        _ => None,
    };
    let quote = text.zip(finding.span).and_then(|(text, span)| spans::quoted(text, span));
    let (weight, tone) = words::severity(finding.severity);
    let place = match finding.part {
        Part::Subject => "Subject: ",
        Part::Target => "Target: ",
        Part::Recipients => "Recipients: ",
        Part::Evidence => "Source: ",
        Part::Body | Part::Request => "",
    };
    let fixable = finding.fix.is_some() && !props.read_only && text.is_some();
    let fix = {
        let (send, finding) = (props.send.clone(), finding.clone());
        Callback::from(move |_: MouseEvent| send.emit(CardMsg::Fix(finding.clone())))
    };
    html! {
        <li data-rule={finding.rule.clone()}>
            <Badge {tone} text={weight} />
            <span class="finding-text">
                { place }{ &finding.message }
                if let Some(quote) = quote {
                    <button type="button" class="quote" title="Show in the text"
                        onclick={show(finding, text, area, subject)}>{ clipped(quote) }</button>
                }
            </span>
            if fixable {
                <button type="button" class="button small" onclick={fix}>
                    <Icon name="edit" />{ fix_label(finding) }
                </button>
            }
        </li>
    }
}

fn fix_label(finding: &Finding) -> String {
    match &finding.fix {
        Some(fix) if fix.replacement.is_empty() => "Fix: remove it".to_owned(),
        Some(fix) => format!("Fix: “{}”", clipped(&fix.replacement)),
        None => "Fix".to_owned(),
    }
}

fn clipped(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

fn show(
    finding: &Finding,
    text: Option<&AttrValue>,
    area: &NodeRef,
    subject: &NodeRef,
) -> Callback<MouseEvent> {
    let range = text.zip(finding.span).and_then(|(text, span)| spans::utf16_range(text, span));
    let in_subject = finding.part == Part::Subject;
    let (area, subject) = (area.clone(), subject.clone());
    Callback::from(move |_| {
        let Some((start, end)) = range else { return };
        if in_subject {
            if let Some(input) = subject.cast::<HtmlInputElement>() {
                let _ = input.focus();
                let _ = input.set_selection_range(start, end);
            }
        } else if let Some(area) = area.get().and_then(|n| n.dyn_into::<HtmlTextAreaElement>().ok())
        {
            dom::select(&area, start, end);
        }
    })
}
