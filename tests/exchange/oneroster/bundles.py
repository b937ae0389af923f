"""Small OneRoster bundles of an invented school, sound until a test changes a file."""

import zipfile
from datetime import date
from pathlib import Path

MANIFEST_1_1 = """propertyName,value
manifest.version,1.0
oneroster.version,1.1
file.academicSessions,bulk
file.categories,bulk
file.classes,bulk
file.classResources,absent
file.courses,bulk
file.courseResources,absent
file.demographics,bulk
file.enrollments,bulk
file.lineItems,bulk
file.orgs,bulk
file.resources,absent
file.results,bulk
file.users,bulk
source.systemName,Lark SIS
source.systemCode,lark
"""
FILES_1_1 = {
    "manifest.csv": MANIFEST_1_1,
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "d1,,,Northfield,district,LD,\n"
    "s1,,,Meadow School,school,M1,d1\n",
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear\n"
    "y26,,,2025-26,schoolYear,2025-08-25,2026-06-12,,2026\n"
    "t1,,,Term 1,term,2025-08-25,2026-01-16,y26,2026\n",
    "courses.csv": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,"
    "subjects,subjectCodes\n"
    "c1,,,y26,Mathematics 5,M5,05,s1,Mathematics,\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
    'k1,,,5A Mathematics,05,c1,5A,homeroom,Room 5,s1,"y26,t1",Mathematics,,\n',
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "u1,,,true,s1,student,ana.lark,,Ana,Lark,,1001,,,,u3,05,\n"
    "u2,,,true,s1,teacher,b.finch,,Bo,Finch,,T1,bo.finch@example.org,,,,,\n"
    "u3,,,true,s1,parent,c.lark,,Cy,Lark,,,cy.lark@example.org,,,,,\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate\n"
    "e1,,,k1,s1,u1,student,false,2025-08-25,2026-06-12\n"
    "e2,,,k1,s1,u2,teacher,true,2025-08-25,2026-06-12\n",
    "demographics.csv": "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
    "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
    "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\n"
    "u1,,,2015-03-02,female,false,false,false,false,true,false,false,,,,\n",
    "categories.csv": "sourcedId,status,dateLastModified,title\ncat1,,,Unit tests\n",
    "lineItems.csv": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
    "categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax\n"
    "l1,,,Fractions,,2025-10-01,2025-10-10,k1,cat1,t1,0,20\n",
    "results.csv": "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
    "comment\n"
    "r1,,,l1,u1,fully graded,17,2025-10-10,\n",
}
MANIFEST_1_2 = """propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.academicSessions,bulk
file.categories,absent
file.classes,bulk
file.classResources,absent
file.courses,bulk
file.courseResources,absent
file.demographics,absent
file.enrollments,bulk
file.lineItemLearningObjectiveIds,absent
file.lineItems,absent
file.lineItemScoreScales,absent
file.orgs,bulk
file.resources,absent
file.resultLearningObjectiveIds,absent
file.results,absent
file.resultScoreScales,absent
file.roles,bulk
file.scoreScales,absent
file.userProfiles,absent
file.userResources,absent
file.users,bulk
"""
FILES_1_2 = {name: FILES_1_1[name] for name in ("orgs.csv", "academicSessions.csv", "courses.csv", "classes.csv")} | {
    "manifest.csv": MANIFEST_1_2,
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
    "u1,,,true,ana.lark,{SIS:1001},Ana,Lark,,1001,,,,,05,,,,,,s1,\n"
    "u2,,,true,b.finch,,Bo,Finch,,T1,bo.finch@example.org,,,,,,,,,,s1,\n",
    "roles.csv": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId\n"
    "o1,,,u1,primary,student,2025-08-25,2026-06-12,s1,\n"
    "o2,,,u2,primary,ext:tutor,2025-08-25,,s1,\n",
    "enrollments.csv": FILES_1_1["enrollments.csv"],
}


def pack(path: Path, files: dict[str, str | bytes], *, on: date = date(1980, 1, 1)) -> Path:
    """Write a zip of these files, as if it were that day; without one, as if nobody knew the day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 8, 0, 0))
            packed.writestr(entry, text, compress_type=zipfile.ZIP_DEFLATED)
    return path


def changed(name: str, old: str, new: str, files: dict[str, str] | None = None) -> dict[str, str]:
    """Give the sound bundle with one text of one file exchanged."""
    whole = dict(files or FILES_1_1)
    assert old in whole[name], f"{name} does not hold {old!r}"
    return whole | {name: whole[name].replace(old, new, 1)}
