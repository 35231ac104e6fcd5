"""TEI and CMIF of annals, judged with PyPI lxml by the rules of the two: read_letters.py TEI.xml CMIF.xml

The schemas are on neither PyPI nor npm, so their rules that concern us are written out here.
"""

import re
import sys

import lxml
from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
W3C = re.compile(
    r"-?(\d{4,})(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?$"
)
DAY = re.compile(r"-?\d{4,}(-\d\d(-\d\d)?)?$")
DATES = ("when", "notBefore", "notAfter", "from", "to")


def datable(element, form):
    given = {name: element.get(name) for name in DATES if element.get(name) is not None}
    for name, value in given.items():
        assert form.match(value), (name, value)
        assert not re.match("-?0000", value), "there is no year zero"
    assert "when" not in given or len(given) == 1, given
    assert not {"from", "notBefore"} <= set(given), given
    assert not {"to", "notAfter"} <= set(given), given
    return given


def parse(path):
    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    assert root.tag == TEI + "TEI"
    header = [child.tag.removeprefix(TEI) for child in root.find(TEI + "teiHeader")]
    assert header in (["fileDesc"], ["fileDesc", "profileDesc"]), header
    file = [child.tag.removeprefix(TEI) for child in root.find(f"{TEI}teiHeader/{TEI}fileDesc")]
    assert file == ["titleStmt", "publicationStmt", "sourceDesc"], file
    assert root.find(f"{TEI}text/{TEI}body/{TEI}p") is not None
    return root


tei = parse(sys.argv[1])
dates = 0
for element in tei.iter(TEI + "date", TEI + "event"):
    dates += bool(datable(element, W3C))
for action in tei.iter(TEI + "correspAction"):
    assert action.getparent().tag == TEI + "correspDesc"
    assert action.get("type") and not re.search(r"\s", action.get("type"))

cmif = parse(sys.argv[2])
editions = {bibl.get("{http://www.w3.org/XML/1998/namespace}id") for bibl in cmif.iter(TEI + "bibl")}
assert all(re.match(r"uuid-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", e) for e in editions)
letters = 0
for letter in cmif.iter(TEI + "correspDesc"):
    assert set(letter.attrib) <= {"key", "ref", "source"}, letter.attrib
    assert letter.get("source").removeprefix("#") in editions
    assert [a.get("type") for a in letter] == ["sent", "received"]
    for action in letter:
        names = [child.tag.removeprefix(TEI) for child in action]
        order = ["persName", "orgName", "placeName", "date"]
        assert names == sorted(names, key=order.index) and names[0] in order[:2], names
        for date in action.iter(TEI + "date"):
            assert datable(date, DAY), "a date has an attribute"
            assert set(date.attrib) <= {*DATES, "cert", "evidence"}
    letters += 1
assert dates and letters
print(f"lxml {lxml.__version__}: {dates} dates of TEI, {letters} letters of CMIF")
