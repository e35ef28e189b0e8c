//! Conditions, one write or a transaction, and the retries of both.
//!
//! An expired item counts as absent in every condition, exactly as on read: DynamoDB removes it
//! only hours later, and a key must not be blocked until then.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{Builder as ConfigBuilder, Config};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem};
use holdfast_app::ports::{Condition, Key, StoreError, TRANSACTION_ITEMS_MAX, Write};

use crate::fault::{self, Fault};
use crate::layout::{self, Attributes, number, text};

/// Most bytes of one call, all items together.
const CALL_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Attempts after the first.
const RETRIES_MAX: u32 = 5;
/// First pause, milliseconds; it doubles with each attempt.
const PAUSE_MS: u64 = 25;

/// A condition as DynamoDB reads it.
#[derive(Clone, Debug)]
struct Expression {
    text: &'static str,
    names: HashMap<String, String>,
    values: Attributes,
}

impl Expression {
    /// `None` for [`Condition::Any`].
    fn new(condition: &Condition, now_s: i64) -> Option<Self> {
        const ABSENT: &str = "attribute_not_exists(#pk) OR #ttl <= :now";
        const REV: &str = "#rev = :rev AND (attribute_not_exists(#ttl) OR #ttl > :now)";
        const GUARD: &str = "#guard = :guard AND (attribute_not_exists(#ttl) OR #ttl > :now)";
        let mut names = HashMap::from([("#ttl".to_owned(), "ttl".to_owned())]);
        let mut values = HashMap::from([(":now".to_owned(), number(now_s))]);
        let text = match condition {
            Condition::Any => return None,
            Condition::Absent => {
                names.insert("#pk".to_owned(), "pk".to_owned());
                ABSENT
            }
            Condition::Rev(rev) => {
                names.insert("#rev".to_owned(), "rev".to_owned());
                values.insert(":rev".to_owned(), number(rev));
                REV
            }
            Condition::Guard(guard) => {
                names.insert("#guard".to_owned(), "guard".to_owned());
                values.insert(":guard".to_owned(), text(guard.as_str()));
                GUARD
            }
        };
        Some(Self { text, names, values })
    }
}

/// Splits an optional expression into the three arguments of the SDK's setters.
type Split = (Option<String>, Option<HashMap<String, String>>, Option<Attributes>);

fn split(expression: Option<Expression>) -> Split {
    match expression {
        Some(e) => (Some(e.text.to_owned()), Some(e.names), Some(e.values)),
        None => (None, None, None),
    }
}

#[derive(Clone, Debug)]
enum Act {
    Put(Attributes, Option<Expression>),
    Delete(Attributes, Option<Expression>),
    Check(Attributes, Expression),
}

/// One act and its position in the caller's list.
#[derive(Clone, Debug)]
struct Planned {
    index: usize,
    act: Act,
}

/// Does all of `writes` or nothing.
///
/// # Errors
/// As `Table::write`.
pub(crate) async fn run(
    client: &Client,
    table: &str,
    writes: Vec<Write>,
    now_s: i64,
    turns: &AtomicU64,
) -> Result<(), StoreError> {
    let mut plan = plan(writes, now_s)?;
    let single =
        plan.len() == 1 && !matches!(plan.first(), Some(Planned { act: Act::Check(..), .. }));
    if plan.is_empty() {
        return Ok(());
    }
    let token = if single { String::new() } else { token()? };
    let mut attempt = 0;
    loop {
        let result = match (single, plan.first()) {
            (true, Some(only)) => one(client, table, only.clone()).await,
            _ => many(client, table, &plan, &token).await,
        };
        match result {
            Ok(()) => return Ok(()),
            Err(Fault::Condition) => {
                return Err(StoreError::Lost { index: plan.swap_remove(0).index });
            }
            Err(Fault::Final(error)) => return Err(error),
            Err(Fault::Busy(why)) if attempt == RETRIES_MAX => {
                return Err(StoreError::Throttled(why));
            }
            Err(Fault::Busy(why)) => {
                tracing::debug!(attempt, %why, "the write is repeated");
                tokio::time::sleep(pause(attempt, turns.fetch_add(1, Ordering::Relaxed))).await;
                attempt += 1;
            }
        }
    }
}

fn plan(writes: Vec<Write>, now_s: i64) -> Result<Vec<Planned>, StoreError> {
    if writes.len() > TRANSACTION_ITEMS_MAX {
        return Err(StoreError::Invalid(format!(
            "{} items, more than {TRANSACTION_ITEMS_MAX}",
            writes.len()
        )));
    }
    let mut keys: BTreeSet<Key> = BTreeSet::new();
    let mut bytes = 0;
    let mut plan = Vec::with_capacity(writes.len());
    for (index, write) in writes.into_iter().enumerate() {
        let key = match &write {
            Write::Put(item, _) => item.key.clone(),
            Write::Delete(key, _) | Write::Check(key, _) => key.clone(),
        };
        let sentence = format!("`{}/{}` is named twice", key.pk, key.sk);
        if !keys.insert(key) {
            return Err(StoreError::Invalid(sentence));
        }
        let act = match write {
            Write::Put(item, condition) => {
                let attributes = layout::encode(&item, next_rev(item.rev, &condition))?;
                bytes += layout::bytes(&attributes);
                Act::Put(attributes, Expression::new(&condition, now_s))
            }
            Write::Delete(key, condition) => {
                Act::Delete(layout::key_attributes(&key)?, Expression::new(&condition, now_s))
            }
            Write::Check(key, condition) => {
                let key = layout::key_attributes(&key)?;
                // A check of nothing always holds, and DynamoDB refuses one without a condition.
                let Some(expression) = Expression::new(&condition, now_s) else { continue };
                Act::Check(key, expression)
            }
        };
        plan.push(Planned { index, act });
    }
    if bytes > CALL_BYTES_MAX {
        return Err(StoreError::Invalid(format!("{bytes} bytes, more than {CALL_BYTES_MAX}")));
    }
    Ok(plan)
}

/// The revision that the item gets: the old one, as far as the writer knows it, plus 1.
fn next_rev(item_rev: u64, condition: &Condition) -> u64 {
    match condition {
        Condition::Absent => 1,
        Condition::Rev(rev) => rev.saturating_add(1),
        Condition::Guard(_) | Condition::Any => item_rev.saturating_add(1),
    }
}

/// A single write is not repeated by the SDK: after an answer that got lost on the way, the second
/// attempt would meet its own first one and report a lost race.
fn once() -> ConfigBuilder {
    Config::builder().retry_config(RetryConfig::disabled())
}

async fn one(client: &Client, table: &str, planned: Planned) -> Result<(), Fault> {
    match planned.act {
        Act::Put(attributes, expression) => {
            let (condition, names, values) = split(expression);
            client
                .put_item()
                .table_name(table)
                .set_item(Some(attributes))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .customize()
                .config_override(once())
                .send()
                .await
                .map(|_| ())
                .map_err(|e| fault::sort(&e))
        }
        Act::Delete(key, expression) => {
            let (condition, names, values) = split(expression);
            client
                .delete_item()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .customize()
                .config_override(once())
                .send()
                .await
                .map(|_| ())
                .map_err(|e| fault::sort(&e))
        }
        Act::Check(..) => many(client, table, &[planned], &token().map_err(Fault::Final)?).await,
    }
}

async fn many(client: &Client, table: &str, plan: &[Planned], token: &str) -> Result<(), Fault> {
    let mut items = Vec::with_capacity(plan.len());
    for planned in plan {
        items.push(
            transact_item(table, planned.act.clone())
                .map_err(|e| Fault::Final(StoreError::Invalid(e.to_string())))?,
        );
    }
    let sent = client
        .transact_write_items()
        .set_transact_items(Some(items))
        .client_request_token(token)
        .send()
        .await;
    let Err(error) = sent else { return Ok(()) };
    if let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    {
        return Err(cancellation(plan, cancelled.cancellation_reasons()));
    }
    Err(fault::sort(&error))
}

fn transact_item(
    table: &str,
    act: Act,
) -> Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError> {
    let item = TransactWriteItem::builder();
    Ok(match act {
        Act::Put(attributes, expression) => {
            let (condition, names, values) = split(expression);
            let put = Put::builder()
                .table_name(table)
                .set_item(Some(attributes))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values);
            item.put(put.build()?).build()
        }
        Act::Delete(key, expression) => {
            let (condition, names, values) = split(expression);
            let delete = Delete::builder()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values);
            item.delete(delete.build()?).build()
        }
        Act::Check(key, expression) => {
            let (condition, names, values) = split(Some(expression));
            let check = ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values);
            item.condition_check(check.build()?).build()
        }
    })
}

/// A condition that failed decides; only when none did, a conflict is worth another attempt.
fn cancellation(plan: &[Planned], reasons: &[CancellationReason]) -> Fault {
    let code = |reason: &CancellationReason| reason.code().unwrap_or("None").to_owned();
    if let Some(at) = reasons.iter().position(|r| code(r) == "ConditionalCheckFailed") {
        let index = plan.get(at).map_or(at, |planned| planned.index);
        return Fault::Final(StoreError::Lost { index });
    }
    let busy = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    let sentence = |r: &CancellationReason| match r.message() {
        Some(message) => format!("{}: {message}", code(r)),
        None => code(r),
    };
    match reasons.iter().find(|r| code(r) != "None") {
        Some(reason) if busy.contains(&code(reason).as_str()) => Fault::Busy(sentence(reason)),
        Some(reason) => Fault::Final(StoreError::Invalid(sentence(reason))),
        None => Fault::Final(StoreError::Unavailable("cancelled without a reason".to_owned())),
    }
}

/// Names one call, so that an attempt whose answer got lost is not applied twice.
fn token() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| StoreError::Unavailable(format!("no random bytes: {e}")))?;
    Ok(hex::encode(bytes))
}

/// Half of the doubled pause is fixed, half is spread by the counter: repeatable, yet writers that
/// collided once part ways.
fn pause(attempt: u32, turn: u64) -> Duration {
    let whole = PAUSE_MS << attempt.min(RETRIES_MAX);
    Duration::from_millis(whole / 2 + mix(turn) % (whole / 2 + 1))
}

/// Spreads a counter over all bits (SplitMix64, Steele et al. 2014).
pub(crate) const fn mix(turn: u64) -> u64 {
    let mut z = turn.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_in_bounds() {
        for attempt in 0..RETRIES_MAX {
            let whole = u128::from(PAUSE_MS) << attempt;
            let seen: BTreeSet<u128> =
                (0..200).map(|turn| pause(attempt, turn).as_millis()).collect();
            assert!(seen.len() > 5, "no jitter");
            assert!(seen.iter().all(|ms| (whole / 2..=whole).contains(ms)));
        }
        assert_eq!(pause(3, 9), pause(3, 9));
    }

    #[test]
    fn a_failed_condition_wins_over_a_conflict() {
        let reason = |code: &str| CancellationReason::builder().code(code).build();
        let plan: Vec<Planned> = [4, 6, 9]
            .map(|index| Planned { index, act: Act::Delete(Attributes::new(), None) })
            .to_vec();
        let fault = cancellation(
            &plan,
            &[reason("None"), reason("TransactionConflict"), reason("ConditionalCheckFailed")],
        );
        assert!(matches!(fault, Fault::Final(StoreError::Lost { index: 9 })));
        let fault = cancellation(&plan, &[reason("None"), reason("ThrottlingError")]);
        assert!(matches!(fault, Fault::Busy(_)));
        let fault = cancellation(&plan, &[reason("ValidationError")]);
        assert!(matches!(fault, Fault::Final(StoreError::Invalid(_))));
    }
}
