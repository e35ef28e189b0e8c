//! `lint.british_spelling`: British forms, `-ise` included; low, with a fix.
//! Good: "The colour behaviour was cancelled; the team organises a centre." Bad: "The color
//! behavior was canceled."
//! Names of code, paths and addresses stay as they are.

use alloc::string::String;
use alloc::vec::Vec;

use super::text::{View, with_fix};
use crate::types::{Finding, Severity};

/// Stems in `or` that become `our` before the endings below.
const OUR: &str = " color discolor favor disfavor honor dishonor labor neighbor behavior \
    misbehavior harbor humor rumor vigor vapor flavor endeavor armor parlor savior odor \
    tumor valor rigor candor clamor demeanor fervor splendor ardor watercolor multicolor \
    rancor succor ";
const OUR_ENDINGS: &str =
    "  s ed ing able ably ite ites al ally hood hoods ful fully less er ers y ly ingly ist ists ";
/// Words in `ize` that are no verbs of that kind.
const IZE_EXCEPT: &str = " size resize downsize upsize oversize supersize midsize undersize \
    outsize prize seize maize assize capsize baize bizer ";
/// Single consonant before an ending, doubled in British forms.
const DOUBLED: &str = " cancel travel label model signal total fuel level counsel marvel quarrel \
    panel channel tunnel dial equal initial jewel libel pencil rival shovel snorkel spiral \
    swivel trial unravel relabel remodel backpedal bevel chisel cudgel duel enamel funnel \
    gambol gravel grovel hovel kennel parcel pummel ravel refuel revel shrivel squirrel \
    stencil symbol tassel towel yodel worship kidnap program ";
/// Whole words.
const PAIRS: &str = "center=centre centers=centres centered=centred centering=centring \
    theater=theatre theaters=theatres fiber=fibre fibers=fibres liter=litre liters=litres \
    kilometer=kilometre kilometers=kilometres centimeter=centimetre centimeters=centimetres \
    millimeter=millimetre millimeters=millimetres caliber=calibre luster=lustre \
    somber=sombre specter=spectre meager=meagre scepter=sceptre saber=sabre defense=defence \
    defenses=defences offense=offence offenses=offences pretense=pretence catalog=catalogue \
    catalogs=catalogues cataloged=catalogued cataloging=cataloguing analog=analogue \
    monolog=monologue travelog=travelogue gray=grey grays=greys grayed=greyed \
    grayish=greyish aluminum=aluminium airplane=aeroplane airplanes=aeroplanes plow=plough \
    plows=ploughs plowed=ploughed mold=mould molds=moulds molded=moulded mustache=moustache \
    pajamas=pyjamas skeptic=sceptic skeptics=sceptics skeptical=sceptical \
    skeptically=sceptically skepticism=scepticism acknowledgment=acknowledgement \
    acknowledgments=acknowledgements judgment=judgement judgments=judgements aging=ageing \
    artifact=artefact artifacts=artefacts cozy=cosy maneuver=manoeuvre maneuvers=manoeuvres \
    maneuvered=manoeuvred maneuvering=manoeuvring math=maths mom=mum toward=towards \
    afterward=afterwards gotten=got specialty=speciality specialties=specialities \
    omelet=omelette donut=doughnut donuts=doughnuts sulfur=sulphur fulfill=fulfil \
    fulfills=fulfils fulfillment=fulfilment enroll=enrol enrolls=enrols \
    enrollment=enrolment enrollments=enrolments installment=instalment \
    installments=instalments skillful=skilful skillfully=skilfully willful=wilful \
    willfully=wilfully jewelry=jewellery woolen=woollen counselor=counsellor \
    counselors=counsellors traveler=traveller travelers=travellers modeler=modeller \
    modelers=modellers marvelous=marvellous chili=chilli check-in=check-in \
    pediatric=paediatric pediatrician=paediatrician orthopedic=orthopaedic \
    anesthesia=anaesthesia anesthetic=anaesthetic hemoglobin=haemoglobin leukemia=leukaemia \
    diarrhea=diarrhoea estrogen=oestrogen fetus=foetus gynecology=gynaecology \
    archeology=archaeology medieval=mediaeval sidewalk=pavement tidbit=titbit \
    smolder=smoulder smoldering=smouldering molt=moult mollusk=mollusc pricey=pricy \
    draftsman=draughtsman drafty=draughty curb=kerb";

const SIBILANT: &[(&str, &str)] = &[
    ("izations", "isations"),
    ("ization", "isation"),
    ("izational", "isational"),
    ("izable", "isable"),
    ("izers", "isers"),
    ("izer", "iser"),
    ("izing", "ising"),
    ("izes", "ises"),
    ("ized", "ised"),
    ("ize", "ise"),
    ("yzers", "ysers"),
    ("yzer", "yser"),
    ("yzing", "ysing"),
    ("yzes", "yses"),
    ("yzed", "ysed"),
    ("yze", "yse"),
];

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    for word in &view.words {
        let Some(british) = british(word.text) else { continue };
        let linked = view.links.iter().any(|l| l.start < word.end() && word.start < l.end);
        if linked || view.is_code(word) {
            continue;
        }
        let place = (word.start, word.end());
        let message = "American spelling: the British form fits the rest.";
        let finding = view.finding("lint.british_spelling", Severity::Low, place, message);
        out.push(with_fix(finding, &british));
    }
}

/// The British form of an American word, with the same capitals.
pub(super) fn british(word: &str) -> Option<String> {
    if word.len() < 3 || word.len() > 24 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let form = pair(&lower)
        .or_else(|| our(&lower))
        .or_else(|| sibilant(&lower))
        .or_else(|| doubled(&lower))?;
    Some(like(word, &form))
}

fn listed(list: &str, word: &str) -> bool {
    list.contains(&[" ", word, " "].concat())
}

fn pair(word: &str) -> Option<String> {
    PAIRS
        .split(' ')
        .filter_map(|entry| entry.split_once('='))
        .find(|(american, _)| *american == word)
        .map(|(_, british)| String::from(british))
}

fn our(word: &str) -> Option<String> {
    word.match_indices("or").find_map(|(at, _)| {
        let (stem, ending) = word.split_at_checked(at + 2)?;
        let known = listed(OUR, stem) && listed(OUR_ENDINGS, ending);
        let head = stem.strip_suffix("or")?;
        known.then(|| [head, "our", ending].concat())
    })
}

fn sibilant(word: &str) -> Option<String> {
    let (american, british) = SIBILANT.iter().find(|(american, _)| word.ends_with(american))?;
    let stem = word.strip_suffix(american)?;
    let verb = [stem, if american.starts_with('y') { "yze" } else { "ize" }].concat();
    let verb_like = stem.len() >= 3 && !listed(IZE_EXCEPT, &verb) && !verb.ends_with("size");
    let analysed = !american.starts_with('y') || stem.ends_with('l');
    (verb_like && analysed || verb == "emphasize" || verb == "synthesize" || verb == "hypothesize")
        .then(|| [stem, british].concat())
}

fn doubled(word: &str) -> Option<String> {
    ["ed", "ing"].iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let last = stem.get(stem.len().checked_sub(1)?..)?;
        listed(DOUBLED, stem).then(|| [stem, last, ending].concat())
    })
}

fn like(model: &str, form: &str) -> String {
    if model.len() > 1 && model.bytes().all(|b| b.is_ascii_uppercase()) {
        return form.to_ascii_uppercase();
    }
    if model.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        let (first, rest) = form.split_at_checked(1).unwrap_or((form, ""));
        return [first.to_ascii_uppercase().as_str(), rest].concat();
    }
    String::from(form)
}
