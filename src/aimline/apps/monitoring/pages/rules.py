"""The agreed rules in words, and what to say where a rule and the status word look at different things."""

from aimline.domain.decision import Status
from aimline.domain.rule import DecisionRule, RuleKind, Sign
from aimline.domain.words import Message, say

SIGNS = {
    (Sign.AT_LINE, 1): say("The latest reading is on the line or above it."),
    (Sign.BELOW_TOLERANCE, 1): say("One reading is below the line by more than chance."),
    (Sign.BELOW_TOLERANCE, 2): say("Two readings in a row are below the line by more than chance."),
    (Sign.STOP_MISSED, 1): say("A stop on the way was missed."),
    (Sign.NOT_ALL_BELOW, 4): say("The last four readings lie around the line or above it."),
    (Sign.NOT_ALL_BELOW, 1): say("The latest reading is on the line or above it."),
    (Sign.BELOW_LINE, 4): say("Four readings in a row are below the line."),
    (Sign.BELOW_LINE, 2): say("Two readings in a row are below the line."),
    (Sign.BELOW_AND_SLOW, 4): say("Four readings are below the line, and growth is less than half of what is needed."),
    (Sign.PROJECTION_REACHES, 1): say("Going on like this leads to the target."),
    (Sign.PROJECTION_SHORT, 1): say("Going on like this ends below the target."),
    (Sign.PROJECTION_BELOW_MIDPOINT, 1): say("Going on like this ends in the lower half of the way."),
    (Sign.WORSENING, 2): say("It got worse twice in a row."),
    (Sign.CHANCE_GOOD, 1): say("All readings together make the target likely (two chances in three)."),
    (Sign.CHANCE_LOW, 1): say("All readings together leave about one chance in three, or less."),
    (Sign.CHANCE_ALARM, 1): say("All readings together make the target unlikely."),
    (Sign.GAP_HELD, 1): say("The gap between the two groups did not grow by more than chance."),
    (Sign.GAP_GREW, 1): say("The gap between the two groups grew by more than chance."),
    (Sign.GAP_GREW_AND_BELOW, 1): say(
        "The gap between the two groups grew, and the latest reading is below the line, both by more than chance."
    ),
}
WORDS = {
    Status.AHEAD: say("ahead"),
    Status.ON_TRACK: say("on track"),
    Status.WATCH: say("watch"),
    Status.OFF_TRACK: say("off track"),
    Status.NO_DATA: say("no data yet"),
    Status.MET: say("met"),
    Status.NOT_MET: say("not met"),
}
GOOD = frozenset({Status.AHEAD, Status.ON_TRACK, Status.MET})


def sign_words(rule: DecisionRule) -> Message:
    """Say what a rule looks at."""
    return SIGNS[rule.condition.sign, rule.condition.count]


def beside_status(rule: DecisionRule, status: str) -> Message | None:
    """Say in one sentence why a rule and the status word point different ways; nothing where they agree."""
    word = Status(status)
    if word is not Status.NO_DATA and (word in GOOD) == (rule.kind is RuleKind.ON_TRACK):
        return None
    return say(
        "The status word says “{word}”, because it weighs how new the readings are and whether two lie below the "
        "line. Your rule looks at something else: {sign} Both are true; talk about which one weighs more.",
        word=WORDS[word],
        sign=sign_words(rule),
    )
