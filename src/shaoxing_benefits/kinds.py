"""The kinds a fact can have, as int enums; imports nothing of ours.

The names are what a household file says (in lower case); the numbers are for fast comparison and for columns, and are never shown.
"""

from enum import IntEnum


class District(IntEnum):
    """The six districts, counties and county-level cities of Shaoxing; the value is the national division code."""

    YUECHENG = 330602
    KEQIAO = 330603
    SHANGYU = 330604
    XINCHANG = 330624
    ZHUJI = 330681
    SHENGZHOU = 330683


DISTRICT_NAMES: dict[District, str] = {
    District.YUECHENG: "越城区",
    District.KEQIAO: "柯桥区",
    District.SHANGYU: "上虞区",
    District.XINCHANG: "新昌县",
    District.ZHUJI: "诸暨市",
    District.SHENGZHOU: "嵊州市",
}


class Registration(IntEnum):
    """The household's registration (户籍)."""

    URBAN = 0
    RURAL = 1


class Emergency(IntEnum):
    """A sudden emergency of the household (临时救助)."""

    NONE = 0
    ACCIDENT = 1
    ILLNESS = 2
    EXPENSE = 3
    DISASTER = 4


class Absence(IntEnum):
    """Why a member is not counted as living in the household: in prison, or clergy away for three years or more."""

    NONE = 0
    PRISON = 1
    CLERGY = 2


class DisabilityKind(IntEnum):
    """The kinds of the national disability certificate (残疾类别)."""

    NONE = 0
    VISUAL = 1
    HEARING = 2
    SPEECH = 3
    PHYSICAL = 4
    INTELLECTUAL = 5
    MENTAL = 6
    MULTIPLE = 7


class Supporter(IntEnum):
    """Whether there is someone bound by law to support the member, and able to (法定义务人)."""

    NONE = 0
    INCAPABLE = 1
    CAPABLE = 2


class SelfCare(IntEnum):
    """How far a member can care for himself or herself (生活自理能力)."""

    FULL = 0
    PARTIAL = 1
    NONE = 2


class Guardianship(IntEnum):
    """Who brings up a child: parents, nobody (孤儿), or parents who in fact do not (事实无人抚养)."""

    PARENTS = 0
    ORPHAN = 1
    UNSUPPORTED = 2


class Placement(IntEnum):
    """Where a member lives: in the community (散居) or in a welfare institution (集中供养)."""

    COMMUNITY = 0
    INSTITUTION = 1


class Group(IntEnum):
    """Further groups a member belongs to: 优抚对象, 农村“三老”人员, 精减退职职工, 因病致贫."""

    ENTITLED_GROUP = 0
    THREE_ELDERS = 1
    RETRENCHED_WORKER = 2
    SICKNESS_POOR = 3


class Rounding(IntEnum):
    """How a fraction of a fen becomes a whole fen."""

    HALF_UP = 0
    DOWN = 1
    UP = 2
