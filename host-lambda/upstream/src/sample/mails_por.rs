//! Mails about POR before the last three days.

use super::rows::Auth::{Internal, Pass};
use super::rows::{MailRow, mail};

pub(super) const MAILS: &[MailRow] = &[
    mail(
        (-28, 1130),
        "olivia",
        Pass,
        "portal",
        "Customer portal: our expectations",
        "Dear Morgan,\n\nfor the launch on {+28} we need sign-in, bills, meter readings and the \
        move. \
         Everything else can follow.\n\nOlivia Grant\nBrightwater Utilities",
    ),
    mail(
        (-27, 940),
        "aisha",
        Internal,
        "portal",
        "RE: Customer portal: our expectations",
        "That matches the backlog: POR-2, POR-3, POR-4 and POR-6.\n\nAisha",
    ),
    mail(
        (-25, 1015),
        "peter",
        Pass,
        "archive",
        "Access to the bill archive (POR-3)",
        "Morgan,\n\nthe read-only account for the archive is ready. Credentials go to Daniel by \
         phone.\n\nPeter Hask\nBrightwater IT",
    ),
    mail(
        (-23, 1430),
        "callum",
        Internal,
        "signin",
        "POR-2 in review",
        "Sign-in is in review. Codes by letter take four days; for the pilot text messages are \
        enough.",
    ),
    mail(
        (-21, 1600),
        "hannah",
        Internal,
        "signin",
        "RE: POR-2 in review",
        "Tested on nine devices. POR-2 is done.",
    ),
    mail(
        (-20, 1120),
        "olivia",
        Pass,
        "tariffs",
        "Tariff page",
        "Dear Morgan,\n\none page that shows the current tariff and what is included would help \
        our \
         service desk. Small is fine.\n\nOlivia Grant",
    ),
    mail(
        (-20, 1500),
        "aisha",
        Internal,
        "tariffs",
        "RE: Tariff page",
        "Agreed and entered as POR-8, five points, without any comparison. It fits in place of the \
         message centre that was dropped.\n\nAisha",
    ),
    mail(
        (-19, 1000),
        "daniel",
        Internal,
        "staging",
        "Staging for the portal (POR-7)",
        "The copied test data still had real names in two tables. I stopped the copy and am \
        cleaning it. \
         One day later than planned, no effect on the sprint.",
    ),
    mail(
        (-15, 1025),
        "daniel",
        Internal,
        "staging",
        "RE: Staging for the portal (POR-7)",
        "Clean, checked by Hannah, in use. POR-7 is finished.",
    ),
    mail(
        (-14, 1530),
        "peter",
        Pass,
        "sms",
        "Text messages: price per code",
        "The provider asks 4.2 pence per code. Do you see more than 3,000 codes a month?\n\nPeter",
    ),
    mail(
        (-13, 930),
        "callum",
        Internal,
        "sms",
        "RE: Text messages: price per code",
        "About 1,200 a month in the pilot, 9,000 after launch, from the sign-in numbers of POR-2.",
    ),
    mail(
        (-12, 1610),
        "hannah",
        Internal,
        "readings",
        "POR-4 is done",
        "Meter readings work with and without a photo. Done and closed.",
    ),
    mail(
        (-11, 1040),
        "aisha",
        Internal,
        "pilot",
        "Pilot: 40 households agreed",
        "Forty households said yes for POR-5. The first twelve have their codes.\n\nAisha",
    ),
    mail(
        (-10, 1500),
        "olivia",
        Pass,
        "pilot",
        "Re: Pilot: 40 households agreed",
        "Wonderful. May I name the number in our newsletter to staff?\n\nOlivia",
    ),
    mail(
        (-9, 1115),
        "aisha",
        Internal,
        "session",
        "Pilot feedback: session ends too early",
        "Four pilot customers lost a reading while typing. POR-11 has the details, I suggest a \
        high \
         priority.",
    ),
    mail(
        (-8, 1345),
        "peter",
        Pass,
        "dns",
        "Address of the portal",
        "portal.brightwater.example is reserved and will point to you on the day you \
        name.\n\nPeter",
    ),
    mail(
        (-7, 930),
        "callum",
        Internal,
        "session",
        "RE: Pilot feedback: session ends too early",
        "Found it: the session counts from sign-in and not from the last key. POR-11 is in \
        progress.",
    ),
    mail(
        (-6, 1010),
        "olivia",
        Pass,
        "privacy",
        "Data protection sign-off",
        "Dear Morgan,\n\nour data protection officer needs the deletion periods before she can \
        sign \
         off (POR-15). Can you send them by {+4}?\n\nOlivia Grant",
    ),
    mail(
        (-5, 1030),
        "hannah",
        Internal,
        "a11y",
        "Accessibility review (POR-10)",
        "The outside reviewer comes on {-1}. First findings the day after.\n\nHannah",
    ),
    mail(
        (-5, 1550),
        "grace",
        Internal,
        "steering-por",
        "Portal: full launch or soft launch?",
        "Brightwater asks whether to open to everybody on {+28} or to start with invited customers \
         before that. Please bring the pros and cons to the steering call on {-1}.\n\nGrace",
    ),
    mail(
        (-4, 1115),
        "callum",
        Internal,
        "move",
        "POR-6: two more days",
        "The address check needs two more days, new date {+4}. Still inside the sprint.\n\nCallum",
    ),
];
