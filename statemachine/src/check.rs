//! What only the whole machine shows: targets, reachability, unique names, Map items.

use std::collections::BTreeSet;

use crate::error::{LoadError, LoadFault};
use crate::model::{Kind, Scope, State, Then};
use crate::template::Template;

/// Checks a machine, from its outermost scope inwards.
pub(crate) fn machine(scope: &Scope) -> Result<(), LoadError> {
    check_scope("(machine)", scope, false, &mut BTreeSet::new())
}

fn check_scope<'s>(
    owner: &str,
    scope: &'s Scope,
    inside_map: bool,
    names: &mut BTreeSet<&'s str>,
) -> Result<(), LoadError> {
    if !scope.states.contains_key(&scope.start_at) {
        return Err(LoadError::new(owner, LoadFault::UndefinedTarget(scope.start_at.clone())));
    }
    for (name, state) in &scope.states {
        let blame = |fault| LoadError::new(name, fault);
        if !names.insert(name) {
            return Err(blame(LoadFault::DuplicateName));
        }
        for target in targets(state) {
            if !scope.states.contains_key(target) {
                return Err(blame(LoadFault::UndefinedTarget(target.to_owned())));
            }
        }
        if !inside_map && templates(state).any(Template::needs_map_item) {
            return Err(blame(LoadFault::InvalidPath {
                field: "template".into(),
                path: "$$.Map.Item".into(),
                reason: "there is no Map item outside a Map",
            }));
        }
        if let Kind::Map(map) = &state.kind {
            check_scope(name, &map.scope, true, names)?;
        }
    }
    check_reachable(scope)?;
    if scope.states.values().any(ends) {
        Ok(())
    } else {
        Err(LoadError::new(owner, LoadFault::Endless))
    }
}

fn check_reachable(scope: &Scope) -> Result<(), LoadError> {
    let mut reached = BTreeSet::new();
    let mut open = vec![scope.start_at.as_str()];
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(scope.states.get(name).into_iter().flat_map(targets));
        }
    }
    match scope.states.keys().find(|name| !reached.contains(name.as_str())) {
        Some(name) => Err(LoadError::new(name, LoadFault::Unreachable)),
        None => Ok(()),
    }
}

fn targets(state: &State) -> Vec<&str> {
    let mut found: Vec<&str> = state.catches.iter().map(|catcher| catcher.next.as_str()).collect();
    if let Some(Then::Next(next)) = &state.then {
        found.push(next);
    }
    if let Kind::Choice { rules, default } = &state.kind {
        found.extend(rules.iter().map(|(_, next)| next.as_str()));
        found.extend(default.as_deref());
    }
    found
}

fn ends(state: &State) -> bool {
    state.then == Some(Then::End) || matches!(state.kind, Kind::Succeed | Kind::Fail { .. })
}

/// The templates that are rendered outside the Map that the state itself may be.
fn templates(state: &State) -> impl Iterator<Item = &Template> {
    let own = match &state.kind {
        Kind::Task(task) => Some(&task.payload),
        Kind::Pass { parameters, .. } => parameters.as_ref(),
        _ => None,
    };
    own.into_iter().chain(&state.result_selector)
}
