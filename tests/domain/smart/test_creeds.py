"""Lines that are no goal, told by their shape: mottos, creeds, notices, items, sums, titles, talk of goals."""

import pytest

from tests.domain.smart.test_language import read


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("The vision of our division is that every learner belongs.", "no_goal"),
        ("Motto: Learn. Lead. Love.", "no_goal"),
        ("Our core values guide the staff.", "no_goal"),
        ("At Northfield, our goal is kindness in everything we do.", "no_goal"),
        ("A mission for the moon club: build a rocket.", "activity"),
        ("We exist to serve every child in our valley.", "purpose"),
        ("A school in which every child is known by name.", "purpose"),
        ("Why we do this: so no child is left out.", "purpose"),
        ("Young people ready for a changing world.", "purpose"),
        ("Survey results confirm that parents value music.", "no_goal"),
        ("Permission slips are due by Friday.", "no_goal"),
        ("Bell times to be decided in May.", "no_goal"),
        ("Next steps: book the hall, call the caterer.", "no_goal"),
        ("Thanks to everyone who helped at the fair.", "no_goal"),
        ("Thank you all for coming.", "no_goal"),
        ("Thank one colleague by name every morning.", "practice"),
        ("Please bring the blue folders.", "no_goal"),
        ("Please make sure every Grade 9 student passes English by June.", "progress"),
        ("Board minutes, 14 October: motion carried.", "no_goal"),
        ("2. Update on the winter carnival (10 min, Ortiz)", "no_goal"),
        ("Grade 3 students will read 50 words (10 min a day) by June.", "progress"),
        ("Transfer to athletics: $2,000", "no_goal"),
        ("Section D - Community Profile and Partners", "no_goal"),
        ("Part 2 - what families told us last spring", "no_goal"),
        ("Objectives must be entered on the template before Friday.", "no_goal"),
        ("Staff should submit their growth plans to the office.", "no_goal"),
        ("Reading goals should be reached by 80% of Grade 3 students by June.", "progress"),
        ("95% daily attendance and no tardies at all!", "progress"),
        ("Who: Grade 2 | Now: 38% at benchmark | Target: 55% | DIBELS | Due: 22 May 2026", "progress"),
        ("Room 5 | Writing rubric mean now 2.2 | goal 2.9 | end of Q3", "progress"),
        ("Goal | Owner | Baseline | Target", "no_goal"),
        ("Tier 3 | 9 | 31% | goal 45% | Y", "no_goal"),
        ("Grade 4 | 61% | 72% | 80%", "no_goal"),
        ("Goal 3: from __ % to __ % of Grade 5 students at level 3 by June 2026", "progress"),
        ("Punctuality has to improve in grade 7.", "progress"),
        ("It is our expectation that 85% of the first graders know their letters and sounds.", "progress"),
    ],
)
def test_a_line_is_what_its_shape_says(text: str, layer: str) -> None:
    assert read(text)["layer"] == layer


@pytest.mark.parametrize(
    "text",
    [
        "Reduce ISS placements to under 100 this year.",
        "Zero expulsions this year.",
        "90% of kindergartners will know the whole alphabet by June.",
        "By EOY at least 85% of kindergartners will read at Level D (F&P).",
    ],
)
def test_what_is_counted_names_its_own_measure(text: str) -> None:
    assert read(text)["M"] == "partly"
