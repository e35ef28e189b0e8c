//! The keyboard map, without a browser.

/// What a key press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The first half of `g m` and its like.
    Chord,
    /// Opens a page; a hash path.
    Go(&'static str),
    /// Moves the focus over rows, by one.
    Move(i32),
    /// Presses the control of the current card or row that carries this key.
    Press(&'static str),
    /// Shows the map of keys.
    Map,
    /// Puts the focus into the filter.
    Filter,
    /// Leaves a field, or goes back.
    Back,
}

/// Every key with its meaning, for the map; the chord `g` comes with its second key.
pub const MAP: [(&str, &str); 18] = [
    ("g m", "Mission Control"),
    ("g h", "Hold queue"),
    ("g d", "Decisions"),
    ("g p", "Projects"),
    ("g e", "People"),
    ("g a", "Activity"),
    ("g s", "Settings"),
    ("j", "Next row"),
    ("k", "Previous row"),
    ("x", "Select the row"),
    ("o", "Open the row (Enter too)"),
    ("e", "Edit the draft"),
    ("a", "Approve, or decide"),
    ("c", "Cancel, send nothing"),
    ("z", "Undo"),
    (".", "Snooze"),
    ("/", "Filter"),
    ("Esc", "Leave a field, go back"),
];

/// What the page knows when a key goes down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pressed {
    /// Control, Alt or Meta is down.
    pub modified: bool,
    /// The focus is in a text field or a list of choices.
    pub typing: bool,
    /// A dialog is open; it has its own keys.
    pub dialog: bool,
    /// Single keys are switched on.
    pub single_keys: bool,
    /// `g` came just before.
    pub chord: bool,
}

/// Reads a key; `None` leaves it to the browser.
#[must_use]
pub fn read(key: &str, at: Pressed) -> Option<Command> {
    if at.modified || at.dialog {
        return None;
    }
    if key == "Escape" {
        return Some(Command::Back);
    }
    // WCAG 2.1.4: single characters do nothing while typing, and can be switched off.
    if at.typing || !at.single_keys {
        return None;
    }
    if at.chord {
        return match key {
            "m" => Some(Command::Go("/")),
            "h" => Some(Command::Go("/holds")),
            "d" => Some(Command::Go("/decisions")),
            "p" => Some(Command::Go("/projects")),
            "e" => Some(Command::Go("/people")),
            "a" => Some(Command::Go("/activity")),
            "s" => Some(Command::Go("/settings")),
            _ => None,
        };
    }
    match key {
        "g" => Some(Command::Chord),
        "j" => Some(Command::Move(1)),
        "k" => Some(Command::Move(-1)),
        "x" => Some(Command::Press("x")),
        "o" => Some(Command::Press("o")),
        "e" => Some(Command::Press("e")),
        "a" => Some(Command::Press("a")),
        "c" => Some(Command::Press("c")),
        "z" => Some(Command::Press("z")),
        "." => Some(Command::Press(".")),
        "?" => Some(Command::Map),
        "/" => Some(Command::Filter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Pressed =
        Pressed { modified: false, typing: false, dialog: false, single_keys: true, chord: false };

    #[test]
    fn keys_do_what_the_map_says() {
        assert_eq!(read("a", ON), Some(Command::Press("a")));
        assert_eq!(read("j", ON), Some(Command::Move(1)));
        assert_eq!(read("g", ON), Some(Command::Chord));
        assert_eq!(read("h", Pressed { chord: true, ..ON }), Some(Command::Go("/holds")));
        assert_eq!(read("a", Pressed { chord: true, ..ON }), Some(Command::Go("/activity")));
        assert_eq!(read("e", Pressed { chord: true, ..ON }), Some(Command::Go("/people")));
        assert_eq!(read("q", ON), None);
    }

    #[test]
    fn typing_dialogs_modifiers_and_the_setting_silence_single_keys() {
        for at in [
            Pressed { typing: true, ..ON },
            Pressed { dialog: true, ..ON },
            Pressed { modified: true, ..ON },
            Pressed { single_keys: false, ..ON },
        ] {
            for key in ["a", "c", "z", "?", "/", "g", "."] {
                assert_eq!(read(key, at), None, "{key} {at:?}");
            }
        }
        assert_eq!(read("Escape", Pressed { typing: true, ..ON }), Some(Command::Back));
        assert_eq!(read("Escape", Pressed { single_keys: false, ..ON }), Some(Command::Back));
    }

    #[test]
    fn every_single_key_of_the_map_is_read() {
        for (key, _) in MAP.iter().filter(|(key, _)| key.len() == 1) {
            assert!(read(key, ON).is_some(), "{key}");
        }
    }
}
