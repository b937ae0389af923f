"""An invented school as the two standards tell of it."""

from typing import Any

Objects = dict[str, list[dict[str, Any]]]
GRADE = "uri://ed-fi.org/GradeLevelDescriptor#Fourth grade"


def descriptor(kind: str, word: str) -> str:
    return f"uri://ed-fi.org/{kind}Descriptor#{word}"


def oneroster(n_students: int = 12) -> Objects:
    """One district, school, class and teacher, and some students."""

    def ref(key: str) -> dict[str, str]:
        return {"href": f"https://elsewhere.example/{key}", "sourcedId": key, "type": "any"}

    def role(word: str) -> dict[str, Any]:
        return {"roleType": "primary", "role": word, "org": ref("s1")}

    common = {"status": "active", "dateLastModified": "2025-08-01T00:00:00Z"}
    users: list[dict[str, Any]] = [
        {"sourcedId": f"u{n:04}", "enabledUser": "true", "username": f"user{n}", "givenName": f"Given{n}",
         "familyName": f"Family{n}", "identifier": f"10{n:04}", "grades": ["04"], "roles": [role("student")],
         "password": "dragon", "phone": "555-0100", "userIds": [{"type": "SIS", "identifier": str(n)}]} | common
        for n in range(n_students)
    ]  # fmt: skip
    roles = [role("teacher"), role("districtAdministrator")]
    teacher = {"sourcedId": "t1", "enabledUser": True, "username": "finch", "givenName": "Bo", "familyName": "Finch",
               "email": "bo.finch@example.org", "roles": roles} | common  # fmt: skip
    gone = {"sourcedId": "u9999", "enabledUser": "true", "username": "gone", "givenName": "No", "familyName": "Body",
            "roles": [role("student")], **common, "status": "tobedeleted"}  # fmt: skip
    return {
        "orgs": [{"sourcedId": "d1", "name": "Northfield", "type": "district", "identifier": "LD"} | common,
                 {"sourcedId": "s1", "name": "Meadow School", "type": "school", "identifier": "M1",
                  "parent": ref("d1")} | common],
        "academicSessions": [{"sourcedId": "y26", "title": "2025-26", "type": "schoolYear", "startDate": "2025-08-25",
                              "endDate": "2026-06-12", "schoolYear": 2026} | common],
        "courses": [{"sourcedId": "c1", "title": "Mathematics 4", "org": ref("s1"), "grades": ["04"],
                     "subjects": ["Mathematics"]} | common],
        "classes": [{"sourcedId": "k1", "title": "4A Mathematics", "classType": "homeroom", "course": ref("c1"),
                     "school": ref("s1"), "terms": [ref("y26")], "grades": ["04"]} | common],
        "users": [*users, teacher, gone],
        "enrollments": [{"sourcedId": f"e{n:04}", "class": ref("k1"), "school": ref("s1"), "user": ref(f"u{n:04}"),
                         "role": "student", "primary": False} | common for n in range(n_students)]
        + [{"sourcedId": "e-t", "class": ref("k1"), "school": ref("s1"), "user": ref("t1"), "role": "teacher",
            "primary": True} | common],
        "demographics": [{"sourcedId": f"u{n:04}", "birthDate": "2015-03-02", "sex": ("female", "male")[n % 2]} | common
                         for n in range(n_students)],
    }  # fmt: skip


def gradebook(n_students: int = 12) -> Objects:
    """A gradebook of that class: one test about a standard, all students graded but the last, who is exempt."""
    common = {"status": "active", "dateLastModified": "2025-10-12T00:00:00Z"}

    def ref(key: str) -> dict[str, str]:
        return {"href": f"https://elsewhere.example/{key}", "sourcedId": key, "type": "any"}

    return {
        "categories": [{"sourcedId": "cat1", "title": "Unit tests"} | common],
        "lineItems": [{"sourcedId": "l1", "title": "Fractions", "assignDate": "2025-10-01T08:00:00Z",
                       "dueDate": "2025-10-10T23:59:59Z", "class": ref("k1"), "category": ref("cat1"),
                       "academicSession": ref("y26"), "school": ref("s1"), "resultValueMin": 0, "resultValueMax": 20,
                       "learningObjectiveSet": [{"source": "case", "learningObjectiveIds": ["std-1"]}]} | common],
        "results": [{"sourcedId": f"r{n:04}", "lineItem": ref("l1"), "student": ref(f"u{n:04}"), "class": ref("k1"),
                     "scoreStatus": "exempt" if n == n_students - 1 else "fully graded", "score": float(n),
                     "scoreDate": "2025-10-10"} | common for n in range(n_students)],
    }  # fmt: skip


def ed_fi(n_students: int = 12, *, standard: int = 5) -> Objects:
    """One agency, school and state test with parts; the names differ between the standards as they really do."""
    scale, rank = (
        descriptor("AssessmentReportingMethod", "Scale score"),
        descriptor("AssessmentReportingMethod", "Percentile"),
    )
    levels = ("Below Basic", "Basic", "Proficient", "Advanced")

    def level(n: int) -> dict[str, Any]:
        said: dict[str, Any] = {"performanceLevelDescriptor": descriptor("PerformanceLevel", levels[n % 4]),
                                "assessmentReportingMethodDescriptor": scale}  # fmt: skip
        return said | ({"performanceLevelMet": n % 4 > 1} if standard == 4 else {"performanceLevelIndicatorName": "x"})

    def score(method: str, number: int) -> dict[str, str]:
        kind = descriptor("ResultDatatypeType", "Integer")
        return {
            "assessmentReportingMethodDescriptor": method,
            "result": str(number),
            "resultDatatypeTypeDescriptor": kind,
        }

    test = {"assessmentIdentifier": "ST-MATH-4", "namespace": "uri://state.example/test"}
    sittings: list[dict[str, Any]] = [
        {"id": f"{n:032x}", "studentAssessmentIdentifier": f"sa{n}", "assessmentReference": test,
         "studentReference": {"studentUniqueId": f"60{n:04}"}, "administrationDate": "2025-04-15T00:00:00Z",
         "whenAssessedGradeLevelDescriptor": GRADE, "scoreResults": [score(scale, 300 + 10 * n % 400), score(rank, 50)],
         "performanceLevels": [level(n)], "_change": 100 + n,
         "studentObjectiveAssessments": [
             {"objectiveAssessmentReference": {"identificationCode": "Fractions", **test},
              "scoreResults": [score(scale, 40 + n)], "performanceLevels": []}]}
        for n in range(n_students)
    ]  # fmt: skip
    if sittings:
        sittings[0] |= {"scoreResults": [], "performanceLevels": [], "studentObjectiveAssessments": [],
                        "reasonNotTestedDescriptor": descriptor("ReasonNotTested", "Absent")}  # fmt: skip
    return {
        "localEducationAgencies": [{"id": "a", "localEducationAgencyId": 255901, "nameOfInstitution": "Northfield"}],
        "schools": [{"id": "b", "schoolId": 255901001, "nameOfInstitution": "Meadow School",
                     "localEducationAgencyReference": {"localEducationAgencyId": 255901}}],
        "students": [{"id": str(n), "studentUniqueId": f"60{n:04}", "firstName": f"Given{n}",
                      "lastSurname": f"Family{n}", "birthDate": "2015-03-02"} for n in range(n_students)],
        "studentSchoolAssociations": [
            {"id": str(n), "entryDate": "2025-08-25", "entryGradeLevelDescriptor": GRADE,
             "schoolReference": {"schoolId": 255901001}, "studentReference": {"studentUniqueId": f"60{n:04}"}}
            for n in range(n_students)],
        "assessments": [test | {
            "id": "c", "assessmentTitle": "State Mathematics",
            "assessmentCategoryDescriptor": descriptor("AssessmentCategory", "State summative assessment 3-8 general"),
            "academicSubjects": [{"academicSubjectDescriptor": descriptor("AcademicSubject", "Mathematics")}],
            "scores": [{"assessmentReportingMethodDescriptor": scale, "minimumScore": "200", "maximumScore": "800",
                        "resultDatatypeTypeDescriptor": descriptor("ResultDatatypeType", "Integer")}],
            "performanceLevels": [
                {"performanceLevelDescriptor": descriptor("PerformanceLevel", word), "minimumScore": str(200 + 100 * n),
                 "assessmentReportingMethodDescriptor": scale} for n, word in reversed(list(enumerate(levels)))]}],
        "studentAssessments": sittings,
    }  # fmt: skip
