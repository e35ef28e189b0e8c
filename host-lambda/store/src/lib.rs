//! The DynamoDB adapter and its embedded table.
