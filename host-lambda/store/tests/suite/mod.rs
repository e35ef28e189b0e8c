//! What every table must do, wherever it runs. Each run uses its own partitions.

use futures::future::join_all;
use holdfast_app::ports::{Condition, Item, Key, Query, StoreError, Table, Write, query_all};
use serde_json::{Value, json};

/// Far enough in the future of any clock.
const FAR_S: i64 = 4_000_000_000;

/// Runs the whole suite.
pub(crate) async fn suite(store: &dyn Table) {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).unwrap();
    let run = hex::encode(bytes);
    let part = |name: &str| format!("{name}#{run}");
    revisions_and_guards(store, &part("A")).await;
    conditions(store, &part("B")).await;
    transactions(store, &part("C")).await;
    races(store, &part("D")).await;
    pages(store, &part("E")).await;
    index(store, &part("F")).await;
    expiry(store, &part("G")).await;
    documents(store, &part("H")).await;
    refusals(store, &part("I")).await;
}

fn item(pk: &str, sk: &str, body: Value) -> Item {
    Item::new(Key::new(pk, sk), &body).unwrap()
}

async fn put(store: &dyn Table, item: Item, condition: Condition) -> Result<(), StoreError> {
    store.write(vec![Write::Put(item, condition)]).await
}

async fn read(store: &dyn Table, pk: &str, sk: &str) -> Option<Item> {
    store.get(&Key::new(pk, sk)).await.unwrap()
}

#[track_caller]
fn lost(result: Result<(), StoreError>, at: usize) {
    match result {
        Err(StoreError::Lost { index }) => assert_eq!(index, at),
        other => panic!("expected a lost race at {at}, got {other:?}"),
    }
}

#[track_caller]
fn invalid<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::Invalid(_))), "{result:?}");
}

async fn revisions_and_guards(store: &dyn Table, pk: &str) {
    assert_eq!(read(store, pk, "1").await, None);
    let first = item(pk, "1", json!({"n": 1})).guarded("g1").expiring(FAR_S);
    put(store, first.clone(), Condition::Any).await.unwrap();
    let stored = read(store, pk, "1").await.unwrap();
    assert_eq!(stored, Item { rev: 1, ..first });
    put(store, stored.clone(), Condition::Rev(1)).await.unwrap();
    assert_eq!(read(store, pk, "1").await.unwrap().rev, 2);
    let second = read(store, pk, "1").await.unwrap();
    put(store, second.clone(), Condition::Guard("g1".to_owned())).await.unwrap();
    assert_eq!(read(store, pk, "1").await.unwrap().rev, 3);
    let third = read(store, pk, "1").await.unwrap();
    put(store, third, Condition::Any).await.unwrap();
    let fourth = read(store, pk, "1").await.unwrap();
    assert_eq!((fourth.rev, fourth.guard.as_deref()), (4, Some("g1")));
}

/// Every condition, for every kind of write, both ways.
async fn conditions(store: &dyn Table, pk: &str) {
    let g = || Condition::Guard("g".to_owned());
    let wrong = || Condition::Guard("h".to_owned());
    let key = Key::new(pk, "1");
    let fresh = || item(pk, "1", json!(0)).guarded("g");
    for refused in [Condition::Rev(1), Condition::Rev(0), g()] {
        lost(put(store, fresh(), refused.clone()).await, 0);
        lost(store.write(vec![Write::Delete(key.clone(), refused.clone())]).await, 0);
        lost(store.write(vec![Write::Check(key.clone(), refused)]).await, 0);
    }
    for held in [Condition::Absent, Condition::Any] {
        store.write(vec![Write::Check(key.clone(), held.clone())]).await.unwrap();
        store.write(vec![Write::Delete(key.clone(), held)]).await.unwrap();
    }
    assert_eq!(read(store, pk, "1").await, None);
    put(store, fresh(), Condition::Absent).await.unwrap();
    for refused in [Condition::Absent, Condition::Rev(2), Condition::Rev(0), wrong()] {
        lost(put(store, fresh(), refused.clone()).await, 0);
        lost(store.write(vec![Write::Delete(key.clone(), refused.clone())]).await, 0);
        lost(store.write(vec![Write::Check(key.clone(), refused)]).await, 0);
    }
    assert_eq!(read(store, pk, "1").await.unwrap().rev, 1);
    for held in [Condition::Rev(1), g(), Condition::Any] {
        store.write(vec![Write::Check(key.clone(), held.clone())]).await.unwrap();
        store.write(vec![Write::Delete(key.clone(), held)]).await.unwrap();
        assert_eq!(read(store, pk, "1").await, None);
        put(store, fresh(), Condition::Absent).await.unwrap();
    }
    // An item without a guard word matches none.
    put(store, item(pk, "2", json!(0)), Condition::Absent).await.unwrap();
    lost(put(store, item(pk, "2", json!(1)), g()).await, 0);
}

async fn transactions(store: &dyn Table, pk: &str) {
    put(store, item(pk, "state", json!("held")).guarded("7"), Condition::Absent).await.unwrap();
    let writes = |rev: u64, guard: &str| {
        vec![
            Write::Put(item(pk, "audit", json!(1)), Condition::Absent),
            Write::Check(Key::new(pk, "ghost"), Condition::Any),
            Write::Check(Key::new(pk, "state"), Condition::Guard(guard.to_owned())),
            Write::Put(item(pk, "other", json!(1)), Condition::Any),
            Write::Delete(Key::new(pk, "gone"), Condition::Any),
            Write::Put(item(pk, "last", json!(1)), Condition::Rev(rev)),
        ]
    };
    // The check without a condition is not sent, yet positions are the caller's.
    lost(store.write(writes(1, "7")).await, 5);
    lost(store.write(writes(1, "8")).await, 2);
    for sk in ["audit", "other", "last"] {
        assert_eq!(read(store, pk, sk).await, None, "{sk} was written");
    }
    put(store, item(pk, "last", json!(0)), Condition::Absent).await.unwrap();
    put(store, item(pk, "gone", json!(0)), Condition::Absent).await.unwrap();
    store.write(writes(1, "7")).await.unwrap();
    for (sk, rev) in [("audit", Some(1)), ("other", Some(1)), ("last", Some(2)), ("gone", None)] {
        assert_eq!(read(store, pk, sk).await.map(|i| i.rev), rev, "{sk}");
    }
    lost(store.write(writes(2, "7")).await, 0);
    store.write(Vec::new()).await.unwrap();
    let ninety = (0..90)
        .map(|n| Write::Put(item(pk, &format!("n{n}"), json!(n)), Condition::Absent))
        .collect();
    store.write(ninety).await.unwrap();
    let all = query_all(store, Query::prefix(pk, "n").limit(40), 90).await.unwrap();
    assert_eq!(all.len(), 90);
}

/// Fifty writers, one revision: one wins each round, nothing is overwritten unseen.
async fn races(store: &dyn Table, pk: &str) {
    const WRITERS: u64 = 50;
    put(store, item(pk, "1", json!(null)), Condition::Absent).await.unwrap();
    for round in 1..=3_u64 {
        let seen = read(store, pk, "1").await.unwrap();
        assert_eq!(seen.rev, round);
        let attempts = join_all((0..WRITERS).map(|writer| {
            let mut mine = seen.clone();
            mine.body = json!(writer);
            let mut writes = vec![Write::Put(mine, Condition::Rev(round))];
            // Half of them race with a transaction.
            if writer.is_multiple_of(2) {
                let receipt = item(pk, &format!("receipt{round}"), json!(writer));
                writes.push(Write::Put(receipt, Condition::Absent));
            }
            store.write(writes)
        }))
        .await;
        let winners: Vec<usize> = (0..attempts.len()).filter(|n| attempts[*n].is_ok()).collect();
        assert_eq!(winners.len(), 1, "round {round}");
        for (n, attempt) in attempts.into_iter().enumerate() {
            if n != winners[0] {
                lost(attempt, 0);
            }
        }
        assert_eq!(read(store, pk, "1").await.unwrap().body, json!(winners[0]));
        let receipt = read(store, pk, &format!("receipt{round}")).await;
        assert_eq!(
            receipt.map(|r| r.body),
            winners[0].is_multiple_of(2).then(|| json!(winners[0]))
        );
    }
}

async fn pages(store: &dyn Table, pk: &str) {
    let sks: Vec<String> = (0..25).map(|n| format!("EVENT#{n:02}")).collect();
    let writes = |sk: &String| Write::Put(item(pk, sk, json!(sk)), Condition::Absent);
    store.write(sks.iter().map(writes).collect()).await.unwrap();
    put(store, item(pk, "FACT#1", json!(0)), Condition::Absent).await.unwrap();
    put(store, item(pk, "EVENT", json!(0)), Condition::Absent).await.unwrap();
    for newest_first in [false, true] {
        let mut query = Query::prefix(pk, "EVENT#").limit(7);
        query.newest_first = newest_first;
        let mut seen = Vec::new();
        loop {
            let page = store.query(&query).await.unwrap();
            assert!(page.items.len() <= 7);
            seen.extend(page.items.into_iter().map(|i| i.key.sk));
            let Some(cursor) = page.cursor else { break };
            query = query.after(Some(cursor));
        }
        let mut expected = sks.clone();
        if newest_first {
            expected.reverse();
        }
        assert_eq!(seen, expected);
    }
    let upper = Query::prefix(pk, "EVENT#").up_to("EVENT#03");
    assert_eq!(store.query(&upper).await.unwrap().items.len(), 4);
    let all = store.query(&Query::prefix(pk, "")).await.unwrap();
    assert_eq!(all.items.len(), 27);
    let none = Query::prefix(pk, "EVENT#").up_to("A");
    assert_eq!(store.query(&none).await.unwrap().items.len(), 0);
    let cursor = store.query(&Query::prefix(pk, "EVENT#").limit(1)).await.unwrap().cursor;
    assert!(cursor.is_some());
    let elsewhere = Query::prefix("ELSEWHERE", "EVENT#").after(cursor.clone());
    invalid(store.query(&elsewhere).await);
    invalid(store.query_index(&Query::prefix(pk, "EVENT#").after(cursor)).await);
    invalid(store.query(&Query::prefix(pk, "EVENT#").after(Some("junk".to_owned()))).await);
}

async fn index(store: &dyn Table, pk: &str) {
    let list = format!("LIST#{pk}");
    for n in 0..5 {
        let listed = item(pk, &format!("{n}"), json!({"long": "text"})).guarded("g").listed(
            list.as_str(),
            format!("{}", 9 - n),
            json!({"title": n}),
        );
        put(store, listed, Condition::Absent).await.unwrap();
    }
    put(store, item(pk, "unlisted", json!(0)), Condition::Absent).await.unwrap();
    let page = store.query_index(&Query::prefix(list.as_str(), "").limit(2)).await.unwrap();
    let shown = |item: &Item| {
        let index = item.index.clone().unwrap();
        assert_eq!(index.pk, list);
        assert_eq!((item.rev, item.guard.as_deref(), &item.body), (1, Some("g"), &Value::Null));
        (item.key.sk.clone(), index.sk, index.summary)
    };
    let expected = [("4", "5", 4), ("3", "6", 3)]
        .map(|(sk, at, n)| (sk.to_owned(), at.to_owned(), json!({"title": n})));
    assert_eq!(page.items.iter().map(shown).collect::<Vec<_>>(), expected);
    let rest = Query::prefix(list.as_str(), "").after(page.cursor);
    let rest = store.query_index(&rest).await.unwrap();
    let rest: Vec<String> = rest.items.into_iter().map(|i| i.key.sk).collect();
    assert_eq!(rest, ["2", "1", "0"]);
    // Read whole, the entry is there too; written without it, the item leaves the list.
    let mut whole = read(store, pk, "4").await.unwrap();
    assert_eq!(whole.body, json!({"long": "text"}));
    assert_eq!(whole.index.take().unwrap().summary, json!({"title": 4}));
    put(store, whole, Condition::Rev(1)).await.unwrap();
    let newest = Query::prefix(list.as_str(), "").newest_first();
    let left = store.query_index(&newest).await.unwrap();
    let left: Vec<String> = left.items.into_iter().map(|i| i.key.sk).collect();
    assert_eq!(left, ["0", "1", "2", "3"]);
}

async fn expiry(store: &dyn Table, pk: &str) {
    let list = format!("LIST#{pk}");
    let listed = |sk: &str, expires_s| {
        item(pk, sk, json!(sk)).listed(list.as_str(), sk, Value::Null).expiring(expires_s)
    };
    for sk in ["a", "b", "c"] {
        put(store, listed(sk, 1).guarded("g"), Condition::Absent).await.unwrap();
    }
    put(store, listed("d", FAR_S), Condition::Absent).await.unwrap();
    assert_eq!(read(store, pk, "a").await, None);
    assert!(read(store, pk, "d").await.is_some());
    for indexed in [false, true] {
        let partition = if indexed { list.as_str() } else { pk };
        let mut query = Query::prefix(partition, "").limit(2);
        let mut pages = Vec::new();
        loop {
            let page = match indexed {
                true => store.query_index(&query).await.unwrap(),
                false => store.query(&query).await.unwrap(),
            };
            pages.push(page.items.len());
            let Some(cursor) = page.cursor else { break };
            query = query.after(Some(cursor));
        }
        // The first page holds only expired items, and leads on nevertheless.
        assert_eq!(pages[..2], [0, 1]);
        assert_eq!(pages.iter().sum::<usize>(), 1);
    }
    // What cannot be read cannot hold a condition, nor block its key.
    lost(put(store, listed("a", FAR_S), Condition::Rev(1)).await, 0);
    lost(put(store, listed("a", FAR_S), Condition::Guard("g".to_owned())).await, 0);
    put(store, listed("a", FAR_S), Condition::Absent).await.unwrap();
    assert_eq!(read(store, pk, "a").await.unwrap().rev, 1);
}

async fn documents(store: &dyn Table, pk: &str) {
    let long: String = (0..20_000).map(|n| format!("{n} \u{1f512} \"é\"\n")).collect();
    for (sk, body) in [
        ("text", json!({"a": [1, -2, u64::MAX, i64::MIN, true, null, "\u{0}\u{10FFFF}"]})),
        ("long", json!({"text": long, "b": {"c": [{"d": long}]}})),
        ("null", Value::Null),
        ("empty", json!("")),
    ] {
        put(store, item(pk, sk, body.clone()), Condition::Absent).await.unwrap();
        let stored = read(store, pk, sk).await.unwrap();
        let bytes = serde_json::to_vec(&body).unwrap();
        assert!(serde_json::to_vec(&stored.body).unwrap() == bytes, "{sk} differs");
    }
    let mut listed = store.query(&Query::prefix(pk, "long")).await.unwrap().items;
    assert_eq!(listed.remove(0).body["text"], json!(long));
}

async fn refusals(store: &dyn Table, pk: &str) {
    let one = |sk: &str| Write::Put(item(pk, sk, json!(0)), Condition::Any);
    invalid(store.write((0..91).map(|n| one(&format!("{n}"))).collect()).await);
    invalid(store.write(vec![one("1"), Write::Delete(Key::new(pk, "1"), Condition::Any)]).await);
    invalid(store.write(vec![one("")]).await);
    invalid(store.get(&Key::new("", "1")).await);
    invalid(store.query(&Query::prefix("", "1")).await);
    let wide = item(pk, "1", json!(0)).listed("L", "1", json!("s".repeat(1100)));
    invalid(put(store, wide, Condition::Any).await);
    assert_eq!(query_all(store, Query::prefix(pk, ""), 1).await.unwrap(), []);
}
