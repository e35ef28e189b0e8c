//! List prices of models, for ids that the settings give no price for.

/// Micro-dollars per million tokens: (prefix of the model id, in, out). List prices of Anthropic, late 2025.
const PRICES: [(&str, u64, u64); 3] = [
    ("claude-haiku-4-5", 1_000_000, 5_000_000),
    ("claude-sonnet-4-5", 3_000_000, 15_000_000),
    ("claude-opus-4-5", 5_000_000, 25_000_000),
];

/// The list price of a model, micro-dollars per million tokens (in, out). An unknown model costs as much as the dearest.
#[must_use]
pub fn list_price(model: &str) -> (u64, u64) {
    let known = PRICES.iter().find(|(prefix, ..)| model.starts_with(prefix));
    let dearest = || PRICES.iter().max_by_key(|(_, _, out)| *out);
    known.or_else(dearest).map_or((0, 0), |(_, input, output)| (*input, *output))
}

#[cfg(test)]
mod tests {
    use super::list_price;

    #[test]
    fn prices_are_list_prices_and_the_unknown_is_dear() {
        let table = [
            ("claude-haiku-4-5", (1_000_000, 5_000_000)),
            ("claude-haiku-4-5-20251001", (1_000_000, 5_000_000)),
            ("claude-sonnet-4-5", (3_000_000, 15_000_000)),
            ("something-new", (5_000_000, 25_000_000)),
            ("", (5_000_000, 25_000_000)),
        ];
        for (model, expected) in table {
            assert_eq!(list_price(model), expected, "{model}");
        }
    }
}
