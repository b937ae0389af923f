"""Numbers that are no values: they name something ("Grade 8", "2:15") or tell who is meant ("scoring 3 or 4")."""

import re

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numerals import Numerals
from aimline.domain.smart.passage import CHANGES
from aimline.domain.smart.quantity import Number, Sort

_LABEL_JOINERS = listed("numbers", "label_joiners")
_PLURAL_LABELS = listed("numbers", "plural_labels")
_LABEL_BEFORE = listed("numbers", "label_before")
_OR_HIGHER = listed("numbers", "or_higher")
_FLOORS = listed("numbers", "floors")
_REACHED = listed("numbers", "reached")
_NO_PEOPLE = listed("numbers", "no_people")
_SPANS = listed("numbers", "span_after")
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_ORDINAL_WORDS = listed("groups", "ordinal_words")
_CUES = frozenset({"baseline_cue", "target_cue", "never_date", "modal"})
_DOING = frozenset({"verb_outcome", "verb_up"})
_SIGNS = frozenset({"+", "x", "×", "*"})
_THIS_YEAR = frozenset({"this", "last", "next", "school", "per", "each", "a"})
_PERCENT = frozenset({"%", "percent", "percentage", "per"})
_GAINS = frozenset({"pts", "points", "point", "pp"})
_COUNTED_TO = frozenset({"facts", "fact", "bonds", "numbers", "tables", "numerals"})
_ALTERNATIVES = frozenset({"or", "and", "+", "/"})
_AVERAGES = frozenset({"mean", "average", "avg", "median"})
_HIGHEST_GRADE = 4
_WHO = frozenset({"who", "that", "whose", "with"})
_PARTING = frozenset({",", "from", "to", ".", ";", ":"})
_BEFORE_CUT = frozenset({"the", "a", "at", "level", "least", "scaled", "scale", "score", "standard", "rit"})
_OR_FEWER = frozenset({"less", "fewer", "lower", "below"})
_MONEY = frozenset("$€£")
_YEARS = range(15, 45)
_ROLES = frozenset({"from", "to", "by", "at", "of", "is", "was", "least", "average", "mean"})
_EDGES = frozenset({"bottom", "top", "lowest", "highest", "middle", "upper", "lower", "first", "last"})
_SHORTENED = frozenset({"gr", "no", "vol", "ch", "p", "pp", "sec", "art", "fig", "pt", "ver"})
_COMPARES = frozenset("<>≤≥")
_PROGRAMMES = frozenset(
    {"program", "programme", "intervention", "curriculum", "class", "classes", "course", "group", "lab"}
)
_BEFORE_GRADE = frozenset({"a", "at", "grade", "level", "least", "the"})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_LABEL = Sort.LABEL
_GETS = frozenset({"get", "gets", "earn", "earns", "receive", "receives"})
_AIMS = frozenset({"goal", "objective"})


# "Better attendance from 7-12" names grades.
_OF_GRADES, _LAST_GRADE, _ENDS = frozenset({"from", "in", "for"}), 12, frozenset({"", ".", ",", ";", ")"})
_SCORED = frozenset({"rubric", "score", "scores", "scale", "points", "average", "mean", "median"})
_COURSES = frozenset({"course", "broad"})
_COURSE_PARTS = frozenset({"1", "2", "3"})
_ONWARD = frozenset({"to", "through", "thru"})
_LINE = re.compile(r"[0-9]{1,2}([.][0-9]{1,2})?")


class Naming(Numerals):
    """Tells labels, cuts and criteria from values."""

    def is_label(self, at: int, after: int, found: list[Number]) -> bool:
        low, before = self.lows[at], self.lows[at - 1]
        if self.lows[after] in _PERCENT:
            return False
        if low.isdigit() and len(low) == 4 and 1990 <= int(low) <= 2060:
            return True
        if before == "+" and self.lows[after] in _GAINS:
            return False
        if self.is_marked(at, after) or self.names(at, after) or self.is_given(at, after):
            return True
        if self.lows[after] in _ORDINAL_ENDS:
            return self.percentile_end(after) is None
        if self.follows_a_whole(at, after) or (before in _AIMS and any(one.sort is not _LABEL for one in found)):
            # Behind a value "goal 900" is what is aimed at, and no number of a goal.
            return False
        if before in _LABEL_BEFORE or (before == "." and self.lows[at - 2] in _SHORTENED):
            return not (before in ("level", "levels") and self.between_levels(at))
        if (
            self.lows[at] in _COURSE_PARTS
            and self.passage.is_of(at - 1, _COURSES)
            and after < self.n
            and self.passage.kinds[after] == "word"
        ):
            return self.lows[after] not in _ONWARD
        known = bool(found) and found[-1].unit == "%"
        if self.passage.has(at - 1, "assessment_name") and (known or self.lows[after] not in ("to", "→", "->", "–")):
            return True
        if found and found[-1].sort is _LABEL and self.joins_label(at, found[-1]):
            return True
        stepped = self.lows[after + 1] in ("level", "levels")
        return (self.lows[after] in ("grade", "graders") and not stepped) or (
            self.lows[after] == "."
            and self.passage.ends[after - 1] == self.passage.starts[after]
            and self.letter_follows(after)
        )

    def is_marked(self, at: int, after: int) -> bool:
        """Tell a time of day, a sign of times or money, and the top of a scale by the marks around."""
        before, behind = self.lows[at - 1], self.lows[after]
        around = {before, behind}
        return not around.isdisjoint(_SIGNS) or not around.isdisjoint(_MONEY) or self.clock(at, after) or self.tops(at)

    def names(self, at: int, after: int) -> bool:
        """Tell what ends in a number, or is one: names, codes, lines of a plan, programmes, spans of content."""
        return (
            self.named(at)
            or self.coded(at, after)
            or self.numbers_line(at, after)
            or self.names_programme(at, after)
            or self.spans_content(at, after)
        )

    def is_given(self, at: int, after: int) -> bool:
        """Tell what is only told with a goal: "given 20 words", "for every 100", "within 1000", "Progress 8 > 0"."""
        before = self.lows[at - 1]
        if before == "within":
            return self.lows[after] not in _SPANS and self.lows[after + 1] not in _SPANS
        if before == "to" and (self.lows[at - 2].startswith("count") or self.lows[at - 2] in _COUNTED_TO):
            return True
        return before == "given" or (before == "every" and self.lows[at - 2] == "for") or self.lows[after] in _COMPARES

    def coded(self, at: int, after: int) -> bool:
        """Tell codes and school years: the "30-1" of a course, "24-25" of a year, "Fry 1-50" of a list."""
        if self.lettered(after):
            return True
        second = self.plain(after) if self.glued(after) else None
        value = self.plain(at)
        if second is None or value is None or self.lows[after + 1] in _PERCENT:
            return False
        yearly = second == value + 1 and value in _YEARS
        if self.lows[at - 1] in _OF_GRADES and second <= _LAST_GRADE and self.lows[after + 1] in _ENDS:
            return self.passage.said.isdisjoint(_SCORED) and CHANGES.isdisjoint(self.passage.names)
        titled = at > 0 and self.passage.texts[at - 1].istitle() and self.lows[at - 1] not in _ROLES
        return second < value or yearly or (titled and not self.passage.is_of(at - 1, _CUES))

    def lettered(self, after: int) -> bool:
        """Tell the code of a course or a class: "Mathematics 20S", "English 30A"; but not "720L" and "4K"."""
        if len(self.lows[after]) != 1:
            return False
        letter = self.passage.texts[after]
        return letter.isupper() and letter not in "LKX" and self.passage.ends[after - 1] == self.passage.starts[after]

    def numbers_line(self, at: int, after: int) -> bool:
        """Tell the number of a line of a plan: "Goal 1, metric 4: ...", "Goal 1.1: ..."; but not "baseline 4: ..."."""
        if self.lows[after] != ":" or not at:
            return False
        if self.lows[at - 1] in _AIMS:
            return _LINE.fullmatch(self.lows[at]) is not None
        named = self.lows[at].isdigit() and len(self.lows[at]) <= 2 and self.passage.kinds[at - 1] == "word"
        return named and not self.passage.is_of(at - 1, _CUES)

    def names_programme(self, at: int, after: int) -> bool:
        """Tell the number in a name: "READ 180 classes", "the System 44 intervention", "80% of Math 20 will ..."."""
        if self.passage.has(after, "modal") and self.passage.has(at - 1, "broad"):
            return True
        named = self.lows[after] in _PROGRAMMES and self.lows[at].isdigit() and at > 0
        return named and self.passage.texts[at - 1][0].isupper()

    def spans_content(self, at: int, after: int) -> bool:
        """Tell how far content reaches: "facts 0-10", "numbers 1-100", but not a "0-3 rubric" and "0-1 times"."""
        named = self.lows[at - 1] in _COUNTED_TO or self.passage.has(at - 1, "subject_unit")
        return named and self.lows[at] in ("0", "1") and self.glued(after) and self.plain(after) is not None

    def tops(self, at: int) -> bool:
        """Tell the top of a scale behind a cut: the 6 of "4+ of 6" and of "4 or better of 6"."""
        return self.lows[at - 1] == "of" and (self.lows[at - 2] == "+" or self.lows[at - 2] in _OR_HIGHER)

    def follows_a_whole(self, at: int, after: int) -> bool:
        """Tell "1st grade 23 wcpm", "mean grade 4.2" and "goal 22/26", where the word before numbers nothing."""
        before, earlier = self.lows[at - 1], self.lows[at - 2]
        graded = before == "grade" and (
            earlier in _ORDINAL_ENDS or earlier in _ORDINAL_WORDS or (earlier in _AVERAGES and "." in self.lows[at])
        )
        return graded or (before == "year" and earlier in _THIS_YEAR) or (before == "goal" and self.lows[after] == "/")

    def between_levels(self, at: int) -> bool:
        """Tell "from level 2 to level 3" from "50% move to level 3"."""
        back = {self.lows[place] for place in range(at - 7, at)}
        return self.lows[at - 2] == "from" or (self.lows[at - 2] == "to" and "from" in back)

    def percentile_end(self, after: int) -> int | None:
        """Find where "46th percentile" ends, also in "from the 46th to the 55th percentile"."""
        if self.lows[after] not in _ORDINAL_ENDS:
            return None
        if self.lows[after + 1].startswith("percentile"):
            return after + 1
        ranged = self.lows[after + 1] == "to" and "percentile" in [self.lows[after + step] for step in range(2, 7)]
        return after if ranged else None

    def clock(self, at: int, after: int) -> bool:
        """Read "2:15": a time of day is no value."""
        starts, ends, kinds = self.passage.starts, self.passage.ends, self.passage.kinds
        behind = self.lows[after] == ":" and after + 1 < self.n and starts[after + 1] == ends[at] + 1
        ahead = self.lows[at - 1] == ":" and at > 1 and ends[at - 2] + 1 == starts[at]
        return (behind and kinds[after + 1] == "number") or (ahead and kinds[at - 2] == "number")

    def named(self, at: int) -> bool:
        """Names end in numbers: "KeyMath-3", "Claim 2"; a name stands inside a sentence with a capital."""
        low, before = self.lows[at], self.passage.texts[at - 1]
        if (
            at == 0
            or self.passage.has(at - 1, "dated")
            or self.passage.kinds[at - 1] != "word"
            or not low.isdigit()
            or len(low) > 2
        ):
            return False
        if self.passage.is_of(at - 1, _CUES):
            return False
        starts = at < 2 or self.passage.ends_sentence(at - 2) or self.lows[at - 2] in (":", ",", "(")
        return before[0].isupper() and (self.passage.glued[at] or (before.istitle() and not starts))

    def letter_follows(self, at: int) -> bool:
        """Codes such as 3.NF.1 glue a letter to the point."""
        nxt = at + 1
        return nxt < self.n and self.passage.kinds[nxt] == "word" and self.passage.starts[nxt] == self.passage.ends[at]

    def joins_label(self, at: int, label: Number) -> bool:
        between = [self.lows[place] for place in range(label.last + 1, at)]
        if (self.passage.glued[at] and at == label.last + 1) or between == ["/"]:
            return True
        return (
            bool(between)
            and len(between) <= 2
            and all(word in _LABEL_JOINERS for word in between)
            and (self.lows[label.first - 1] in _PLURAL_LABELS or self.lows[label.last + 1] in (",", "and"))
        )

    def of_people(self, at: int) -> bool:
        """Tell whether a share is of people: "% of our Grade 7 students", "% of them"."""
        if self.lows[at] in ("or", "and") and self.lows[at + 1] in ("more", "above", "higher", "greater"):
            at += 2
        if self.lows[at] != "of":
            if self.lows[at].endswith("ing") and self.passage.is_of(at, _DOING):
                return True
            behind = self.passage.has(at + 1, "student") and not self.passage.has(at, "stop")
            return self.passage.has(at, "student") or (behind and self.passage.kinds[at] == "word")
        return self.lows[at + 1] not in _NO_PEOPLE and self.lows[at + 2] not in _NO_PEOPLE

    def is_floor(self, at: int, after: int) -> bool:
        """Tell whether a number is a cut ("80% or higher", "at 80%+", "at or above 70%", "scoring below 30%")."""
        if self.lows[after] == "+" and self.lows[after - 1] == "%":
            return True
        if self.lows[after] in ("or", "and") and self.lows[after + 1] in _OR_HIGHER:
            return self.lows[after + 1] not in _OR_FEWER or self.lows[at - 1] in _REACHED
        if self.lows[at - 1] == "or" and self.plain(at - 2) is not None and at > 1:
            return self.is_floor(at - 2, at - 1)
        if self.lows[at - 1] in _COMPARES and self.passage.kinds[at - 2] == "number":
            return True
        while self.lows[at - 1] in _BEFORE_CUT:
            at -= 1
        if self.lows[at - 1] in _REACHED:
            return True
        whom = self.passage.has(at - 2, "student") or self.lows[at - 2].endswith("ing")
        if self.lows[at - 1] in ("above", "below") and whom:
            return True
        bounded = self.lows[at - 1] == "than" and self.lows[at - 3] in ("no", "not")
        return self.lows[at - 1] in ("above", "below", "than", "over") and self.lows[at - 2] in _FLOORS and not bounded

    def is_grade(self, at: int, after: int) -> bool:
        """Tell the cut of "scoring 3 or 4" and "earning a grade 5 or above" from what is aimed at."""
        back = at - 1
        while self.lows[back] in _BEFORE_GRADE:
            back -= 1
        if self.lows[at - 1] == "or" and at > 1 and self.plain(at - 2) is not None:
            return self.is_grade(at - 2, at - 1)
        of_whole = self.lows[after] == "/" and (self.plain(after + 1) or 0) > _HIGHEST_GRADE
        if self.lows[at - 1] == "a" and self.lows[at - 2] in _GETS and any(one.unit == "%" for one in self.found):
            # "70% get a 3": how many is told already.
            return True
        listed = self.lows[after] == "," and (self.plain(after + 1) or 0) == (self.plain(at) or 0) + 1
        if listed and self.lows[back] in _REACHED:
            return True
        cut = self.lows[after] in _ALTERNATIVES and self.lows[after + 1] != "more" and not of_whole
        return self.lows[back] in _REACHED and cut

    def tells_whom(self, at: int) -> bool:
        """Tell whether a number says who is meant: "students who miss more than 10% of days", "the bottom 30%"."""
        if self.lows[at - 1] in _EDGES and self.lows[at - 2] != "from":
            return True
        if self.lows[at - 1] == "and" and self.lows[at - 3] == "between":
            return self.tells_whom(at - 2)
        lows, classes, kinds = self.lows, self.passage.classes, self.passage.kinds
        for place in range(at - 1, max(-1, at - 6), -1):
            low = lows[place]
            if low in _WHO and "student" in classes[place - 1]:
                return True
            if low in _PARTING or "modal" in classes[place] or kinds[place] == "number":
                return False
        return False
        return False
