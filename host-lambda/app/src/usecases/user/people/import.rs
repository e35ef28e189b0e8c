//! People from a CSV file with the columns name, address and relation. A row whose address is in the directory changes
//! that entry, any other row adds one; two rows are never made one person.

use std::collections::{BTreeMap, BTreeSet};

use api_types::{ImportPeople, ImportReport};
use scoring_core::{Address, Person as CorePerson, Relation};

use super::Register;
use super::change::{checked_name, confirmed_elsewhere, new_id, person_write};
use crate::domain::csv;
use crate::domain::lookalike::Known;
use crate::domain::mail::parse_address;
use crate::domain::person::Person;
use crate::ports::Write;
use crate::usecases::context::{PEOPLE_MAX, Versioned};
use crate::usecases::{App, CaseError};

/// Entries of one transaction; it holds the register and an event too.
const BATCH: usize = 80;

/// Where the columns are.
struct Columns {
    name: usize,
    address: usize,
    relation: usize,
    count: usize,
}

/// One row that is understood.
struct Line {
    name: String,
    address: String,
    relation: Option<Relation>,
}

/// What an import would do.
struct Plan {
    report: ImportReport,
    /// Entries to write with the revision that was read.
    entries: Vec<Versioned<Person>>,
}

impl App {
    /// Imports people, or says what an import would do. What was written stays when a later part fails; the same file
    /// can be sent again.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] when the file cannot be read as a whole; [`crate::ports::StoreError::Lost`] when the
    /// directory changed in between.
    pub async fn import_people(&self, input: &ImportPeople) -> Result<ImportReport, CaseError> {
        let at_line = |(line, why): (u64, String)| {
            CaseError::Invalid(if line == 0 { why } else { format!("line {line}: {why}") })
        };
        let rows = csv::rows(&input.csv).map_err(at_line)?;
        let Some(((_, header), rows)) = rows.split_first() else {
            return Err(CaseError::Invalid("the file is empty".to_owned()));
        };
        let columns = columns(header)?;
        let mut register = self.register().await?;
        let internal = self.config().await?.settings.internal_domains;
        let known = Known::new(&register.directory(), &internal);
        let plan = plan(&mut register, &columns, rows, input.confirm_addresses, &known)?;
        if input.write {
            self.carry_in(&mut register, &plan).await?;
        }
        Ok(plan.report)
    }

    async fn carry_in(&self, register: &mut Register, plan: &Plan) -> Result<(), CaseError> {
        for batch in plan.entries.chunks(BATCH) {
            let writes: Vec<Write> =
                batch.iter().map(|p| person_write(&p.value, p.rev)).collect::<Result<_, _>>()?;
            let text = format!("The directory: {} entries were imported by the user.", batch.len());
            self.write_register(register, writes, &text).await?;
        }
        if !plan.entries.is_empty() {
            self.rescore_open("The directory changed: judged again.").await?;
        }
        Ok(())
    }
}

fn columns(header: &[String]) -> Result<Columns, CaseError> {
    let place = |name: &str| {
        let found: Vec<usize> = header
            .iter()
            .enumerate()
            .filter(|(_, title)| title.eq_ignore_ascii_case(name))
            .map(|(at, _)| at)
            .collect();
        match found.as_slice() {
            [at] => Ok(*at),
            _ => Err(CaseError::Invalid(
                "the first line names the columns `name`, `address` and `relation`, each once"
                    .to_owned(),
            )),
        }
    };
    Ok(Columns {
        name: place("name")?,
        address: place("address")?,
        relation: place("relation")?,
        count: header.len(),
    })
}

fn read(columns: &Columns, row: &[String]) -> Result<Line, String> {
    if row.len() != columns.count {
        return Err(format!("it has {} columns instead of {}", row.len(), columns.count));
    }
    let field = |at: usize| row.get(at).map(String::as_str).unwrap_or_default();
    let relation = match field(columns.relation).to_lowercase().as_str() {
        "" => None,
        "internal" | "colleague" => Some(Relation::Internal),
        "stakeholder" => Some(Relation::Stakeholder),
        "external" => Some(Relation::External),
        _ => return Err("a relation is `external`, `stakeholder` or `internal`".to_owned()),
    };
    let name = checked_name(field(columns.name)).map_err(|e| e.to_string())?;
    Ok(Line { name, address: parse_address(field(columns.address))?, relation })
}

fn plan(
    register: &mut Register,
    columns: &Columns,
    rows: &[csv::Row],
    confirm: bool,
    known: &Known,
) -> Result<Plan, CaseError> {
    let mut report = ImportReport::default();
    let mut touched: BTreeSet<String> = BTreeSet::new();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (number, row) in rows {
        let line = match read(columns, row) {
            Ok(line) => line,
            Err(why) => {
                report.refused += 1;
                report.notes.push((*number, format!("Refused: {why}.")));
                continue;
            }
        };
        if let Some(first) = seen.insert(line.address.clone(), *number) {
            report.refused += 1;
            report.notes.push((*number, format!("Refused: its address stands in line {first}.")));
            continue;
        }
        let owners: Vec<usize> = register
            .people
            .iter()
            .enumerate()
            .filter(|(_, p)| p.value.core.addresses.iter().any(|a| a.address == line.address))
            .map(|(at, _)| at)
            .collect();
        let confirmed = confirmed_elsewhere(register, &line.address, "");
        let owner = match (owners.as_slice(), confirmed) {
            ([], _) => None,
            ([one], _) => register.people.get_mut(*one),
            (_, Some(id)) => register.people.iter_mut().find(|p| p.value.core.id == id),
            (_, None) => {
                report.refused += 1;
                let text = "Refused: several entries have this address, and none is confirmed.";
                report.notes.push((*number, text.to_owned()));
                continue;
            }
        };
        let own = match owner {
            Some(found) => {
                if change(&mut found.value, &line, confirm) {
                    report.changed += u64::from(touched.insert(found.value.core.id.clone()));
                }
                found.value.core.id.clone()
            }
            None => {
                let person = add(register, &line, confirm)?;
                report.added += 1;
                touched.insert(person.clone());
                person
            }
        };
        let odd =
            [known.address_warning(&line.address, &own), known.name_warning(&line.name, &own)];
        report.notes.extend(odd.into_iter().filter(|w| !w.is_empty()).map(|w| (*number, w)));
    }
    let entries =
        register.people.iter().filter(|p| touched.contains(&p.value.core.id)).cloned().collect();
    Ok(Plan { report, entries })
}

/// Changes the entry that has the address already; answers whether anything is different now.
fn change(person: &mut Person, line: &Line, confirm: bool) -> bool {
    let before = person.clone();
    person.name.clone_from(&line.name);
    if let Some(relation) = line.relation {
        person.core.relation = relation;
        // Mail to somebody external is never held, so it cannot lapse.
        person.core.lapse_allowed &= relation != Relation::External;
    }
    for address in person.core.addresses.iter_mut().filter(|a| a.address == line.address) {
        address.confirmed |= confirm;
    }
    *person != before
}

fn add(register: &mut Register, line: &Line, confirm: bool) -> Result<String, CaseError> {
    if register.people.len() >= PEOPLE_MAX {
        let why = format!("the directory has at most {PEOPLE_MAX} entries");
        return Err(CaseError::Invalid(why));
    }
    let address = Address { address: line.address.clone(), confirmed: confirm };
    let core = CorePerson {
        id: String::new(),
        relation: line.relation.unwrap_or(Relation::External),
        addresses: vec![address],
        lapse_allowed: false,
    };
    let mut person = Person { core, name: line.name.clone(), jira_account_id: String::new() };
    person.core.id = new_id(register, &person)?;
    let id = person.core.id.clone();
    register.people.push(Versioned { value: person, rev: 0 });
    Ok(id)
}
