from aimline.exchange.mapping import Group, Mapping, Results
from aimline.exchange.renaming import renamed


def test_a_mapping_is_written_with_the_present_names_of_its_columns() -> None:
    def mapping(score: str) -> Mapping:
        group = Results(measure=f"[Test] [{score}]", score=score, level="Level", flags={"Met": score})
        columns = {"student": "ID", "date": score}
        return Mapping("a", columns, groups=(Group("b", score),), instead={"date": (score, "Day")}, results=(group,))

    assert renamed(mapping("Fall Fall Score"), {"Fall Fall Score": "Fall Score"}) == mapping("Fall Score")
