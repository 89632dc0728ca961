"""Packages that no Office program writes are refused before any parser sees them."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest

from questionbank.formats.package import MIB, Package, PackageLimits, parse_xml
from questionbank.formats.unreadable import Unreadable
from tests.questionbank.formats.office import changed, member, word, zipped


def refusal(data: bytes, limits: PackageLimits | None = None) -> tuple[str, dict[str, str]]:
    with pytest.raises(Unreadable) as refused:
        read_all(data, limits or PackageLimits())
    return refused.value.code, refused.value.params


def read_all(data: bytes, limits: PackageLimits) -> None:
    package = Package(data, limits)
    for name in package.names:
        package.read(name)


@pytest.mark.parametrize(
    "name",
    ["../etc/passwd", "a/../../b", "/etc/passwd", "..\\evil", "word\\document.xml", "C:/x", "c:evil", "a/.."],
)
def test_names_that_leave_the_package(name: str) -> None:
    assert refusal(zipped({"word/document.xml": "x", name: "y"})) == ("unsafe-package", {})


def test_links_and_duplicates() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(link, "/etc/passwd")
    assert refusal(out.getvalue()) == ("unsafe-package", {})
    assert refusal(zipped({"word/document.xml": "x", "WORD/Document.xml": "y"})) == ("unsafe-package", {})


def test_a_bomb_is_refused_by_its_directory() -> None:
    assert refusal(zipped({"bomb.xml": bytes(2 * MIB)})) == ("package-too-large", {"limit": "100:1"})
    assert refusal(zipped({"bomb.xml": bytes(51 * MIB)})) == ("package-too-large", {"limit": "50 MiB"})
    small = PackageLimits(total_bytes=100)
    assert refusal(zipped({"a": bytes(60), "b": bytes(60)}), small) == ("package-too-large", {"limit": "0 MiB"})
    assert refusal(zipped({str(n): "" for n in range(2001)})) == ("package-too-large", {"limit": "2000"})


def test_small_members_may_be_as_regular_as_they_like() -> None:
    package = Package(zipped({"styles.xml": bytes(MIB)}))

    assert len(package.read("styles.xml")) == MIB


def test_a_directory_that_lies_about_a_size() -> None:
    """The declared size is small, what comes out is not: nothing beyond the declared size is ever read."""
    data = bytearray(zipped({"bomb.xml": bytes(4 * MIB)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 1000)

    assert refusal(bytes(data)) == ("broken-package", {})


def test_reads_share_one_budget() -> None:
    package = Package(zipped({"a": bytes(60)}), PackageLimits(total_bytes=100))
    package.read("a")

    with pytest.raises(Unreadable) as refused:
        package.read("A")
    assert refused.value.code == "package-too-large"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_cut_off_packages(keep: float) -> None:
    data = word(docx.Document())

    assert refusal(data[: int(len(data) * keep)]) == ("broken-package", {})


def test_damaged_content_and_missing_members() -> None:
    data = bytearray(zipped({"word/document.xml": "文" * 1000}, stored=True))
    data[data.index("文".encode()) + 50] ^= 0xFF

    assert refusal(bytes(data)) == ("broken-package", {})
    with pytest.raises(Unreadable) as refused:
        Package(zipped({"a": "b"})).read("c")
    assert refused.value.code == "broken-package"


def test_a_password() -> None:
    data = bytearray(zipped({"a": "b"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(bytes(data)) == ("encrypted", {})


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
        "<!-- first --><!DOCTYPE x><x/>",
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_document_types_are_refused(xml: str, coding: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_xml(xml.encode(coding))
    assert refused.value.code == "unsafe-package"


def test_entities_without_a_document_type_and_depth() -> None:
    for xml in ("<x>&e;</x>", "<x>" * 10_000 + "</x>" * 10_000, "<x", "", "\x00"):
        with pytest.raises(Unreadable) as refused:
            parse_xml(xml.encode())
        assert refused.value.code == "broken-package"


def test_relationships_stay_inside() -> None:
    data = word(docx.Document())
    rels = member(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="out" Type="x/image" Target="http://example.org/a.png" TargetMode="External"/>'
        '<Relationship Id="up" Type="x/image" Target="../../../etc/passwd"/>'
        '<Relationship Id="root" Type="x/styles" Target="/word/styles.xml"/></Relationships>',
    )
    found = Package(changed(data, {"word/_rels/document.xml.rels": rels})).relationships("word/document.xml")

    assert [found[name].target for name in ("out", "up", "root")] == ["", "", "word/styles.xml"]
    assert found["out"].is_external
