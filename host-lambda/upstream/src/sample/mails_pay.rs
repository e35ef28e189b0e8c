//! Mails about PAY, and the noise of an ordinary mailbox, before the last three days.

use super::rows::Auth::{Internal, Nothing, Pass};
use super::rows::{MailRow, mail};

pub(super) const MAILS: &[MailRow] = &[
    mail(
        (-28, 915),
        "grace",
        Internal,
        "kickoff",
        "Payments migration: team and goal",
        "Morgan,\n\nthe team is Priya, Tom, Hannah and Daniel. The PayLine contract ends on {+40}; \
         everything of Harbour Bank has to be on Meridian before that.\n\nGrace",
    ),
    mail(
        (-27, 1105),
        "eleanor",
        Pass,
        "kickoff",
        "Re: Payments migration: team and goal",
        "Dear Morgan,\n\nthank you for the plan. Rajiv is the contact for everything technical. \
        A short \
         note each week with dates is all that is needed here.\n\nEleanor Shaw\nHarbour Bank",
    ),
    mail(
        (-26, 1020),
        "daniel",
        Internal,
        "firewall",
        "Firewall change for the sandbox (PAY-5)",
        "FW-2231 is filed on our side. The bank has a change window on {-20}.",
    ),
    mail(
        (-25, 1330),
        "rajiv",
        Pass,
        "firewall",
        "Re: Firewall change for the sandbox (PAY-5)",
        "Confirmed for {-20}, 07:00. Please name somebody who can test at that time.\n\nRajiv",
    ),
    mail(
        (-25, 1400),
        "daniel",
        Internal,
        "firewall",
        "RE: Firewall change for the sandbox (PAY-5)",
        "I will be there and test straight away.\n\nDaniel",
    ),
    mail(
        (-24, 900),
        "weekly",
        Pass,
        "",
        "Delivery Weekly 211: the cost of waiting",
        "Queues, batch sizes, and one book. View in browser. Unsubscribe.",
    ),
    mail(
        (-22, 1530),
        "tom",
        Internal,
        "review",
        "PAY-2 in review",
        "Authorisation is in review. Eleven of twelve reference payments pass; the last one \
        needs a new \
         card range from Meridian.",
    ),
    mail(
        (-21, 940),
        "meridian",
        Pass,
        "cards",
        "Ticket 88123: test card range",
        "Hello Morgan,\n\nthe new range is active in the sandbox from {-20}.\n\nMeridian Support",
    ),
    mail(
        (-20, 820),
        "daniel",
        Internal,
        "firewall",
        "RE: Firewall change for the sandbox (PAY-5)",
        "Done at 07:12, tested from both sides. PAY-5 can be closed.",
    ),
    mail(
        (-19, 1700),
        "hannah",
        Internal,
        "review",
        "RE: PAY-2 in review",
        "All twelve pass. PAY-2 is done.",
    ),
    mail(
        (-18, 1010),
        "recruit",
        Pass,
        "",
        "Senior delivery managers available now",
        "Hi Morgan, three excellent candidates are available. Could we speak for ten \
        minutes?\n\nSam",
    ),
    mail(
        (-17, 1115),
        "eleanor",
        Pass,
        "weekly",
        "Weekly note",
        "Dear Morgan,\n\ncould you tell me by {-15} whether the statement line that merchants \
        see will \
         change? Our branches will be asked.\n\nEleanor Shaw",
    ),
    mail(
        (-16, 930),
        "aisha",
        Internal,
        "weekly",
        "RE: Weekly note",
        "It will change: the new line starts with MERIDIAN. I have opened PAY-15 for a notice \
        and will \
         agree the text with the bank.\n\nAisha",
    ),
    mail(
        (-15, 1430),
        "priya",
        Internal,
        "decision-vault",
        "Decision on the token vault (PAY-6)",
        "Daniel and I decided to use the managed vault and not to run our own. It costs a little \
        more \
         and takes the card data out of the audit. Grace signed off the cost.\n\nPriya",
    ),
    mail(
        (-14, 1000),
        "hr",
        Internal,
        "",
        "Reminder: holiday requests for the winter",
        "Please enter your requests by {+5}.",
    ),
    mail(
        (-13, 1320),
        "priya",
        Internal,
        "vault",
        "PAY-6 three days later than planned",
        "The vault needs a second key holder, so PAY-6 moves to {-3}. Nothing else depends on it \
        this \
         week.\n\nPriya",
    ),
    mail(
        (-12, 1045),
        "rajiv",
        Pass,
        "camt",
        "Layout of the reconciliation file (PAY-7)",
        "Morgan,\n\nattached is version 3 of the CAMT layout. The only change is the length of the \
         merchant reference.\n\nRajiv",
    ),
    mail(
        (-11, 915),
        "tom",
        Internal,
        "camt",
        "RE: Layout of the reconciliation file (PAY-7)",
        "Version 3 is fine, half a day of work. There is a risk: their sample has references \
        that are \
         longer than the layout allows. I asked Rajiv.",
    ),
    mail(
        (-11, 1600),
        "weekly",
        Pass,
        "",
        "Delivery Weekly 213: meetings that end",
        "Four patterns for shorter meetings. View in browser. Unsubscribe.",
    ),
    mail(
        (-10, 1130),
        "grace",
        Internal,
        "steering",
        "Steering call: what I need",
        "One page for {-8}: dates, top three risks, money. Thanks.\n\nGrace",
    ),
    mail(
        (-9, 1520),
        "tom",
        Internal,
        "retry",
        "PAY-14 is larger than we thought",
        "Eight points instead of five. The bank wants each retry acknowledged. It still fits if \
        nothing \
         else comes on top.\n\nTom",
    ),
    mail(
        (-8, 1535),
        "daniel",
        Internal,
        "pentest",
        "Penetration test: state of PAY-13",
        "Both high findings are fixed and retested by the tester. Four medium ones remain, all \
         headers and time-outs. In progress.",
    ),
    mail(
        (-7, 1015),
        "eleanor",
        Pass,
        "rehearsal",
        "Rehearsal on {+3}",
        "Dear Morgan,\n\noperations have the rehearsal (PAY-12) in the calendar for {+3} with six \
         people. Please send the agenda a few days before.\n\nEleanor Shaw",
    ),
    mail(
        (-7, 1610),
        "tom",
        Internal,
        "rehearsal",
        "RE: Rehearsal on {+3}",
        "The agenda is attached to PAY-12. One concern: the reconciliation has 41 unexplained \
        items; if \
         that stays so, the rehearsal proves little.",
    ),
    mail(
        (-6, 1100),
        "meridian",
        Pass,
        "window",
        "Maintenance of the sandbox on {-5}",
        "The sandbox is not available on {-5} from 02:00 to 04:00.\n\nMeridian Support",
    ),
    mail(
        (-5, 1405),
        "aisha",
        Internal,
        "training",
        "Training for the operations desk",
        "Two sessions are planned, dates follow. I opened PAY-23.",
    ),
    mail(
        (-4, 1020),
        "priya",
        Internal,
        "certificate",
        "PAY-9 client certificate",
        "I asked Harbour Bank for the client certificate again (HB-5512). It is promised for {-3}. \
         Everything else in PAY-9 is ready.\n\nPriya",
    ),
    mail(
        (-4, 1230),
        "travel",
        Nothing,
        "",
        "Your booking 7XK2P",
        "Thank you for booking with Northline Travel. Carriage 4, seat 22.",
    ),
    mail(
        (-4, 1645),
        "rajiv",
        Pass,
        "certificate",
        "Re: PAY-9 client certificate",
        "Priya, Morgan, the request is with our security office. I will ask again \
        tomorrow.\n\nRajiv",
    ),
];
