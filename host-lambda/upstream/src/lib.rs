//! Protocol-faithful stand-ins for Jira Cloud, Microsoft Graph and Claude.
