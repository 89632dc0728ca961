"""Zip packages from strangers (.docx, .xlsx, .ods): checked before any parser sees them. Pure: no Django.

The directory is judged first (number and size of members, ratio, names), then members are read one at a time against
a budget of bytes. Nothing is ever extracted to disk, no address is ever followed, and a document type declaration is
refused wherever it stands. Every refusal is an `Unreadable`.
"""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO

from lxml import etree

from questionbank.formats.unreadable import Unreadable

MIB = 1024 * 1024
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CHUNK = 64 * 1024
_SYMLINK_SHIFT = 16
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError, RuntimeError,
    OverflowError, IndexError, KeyError,
)  # fmt: skip
# Strict Open XML says the same as the usual one under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Measured on real documents: the highest ratio seen is 35, the largest member 5.5 MB."""

    members: int = 2000
    member_bytes: int = 50 * MIB
    total_bytes: int = 150 * MIB
    ratio: int = 100
    ratio_from: int = MIB


@dataclass(frozen=True, slots=True)
class Relationship:
    """`target` is the name of a member of the same package, or empty when the target is outside."""

    kind: str
    target: str

    @property
    def is_external(self) -> bool:
        return not self.target


def unpacked_xml(data: bytes) -> int:
    """Bytes of XML that the directory of a package announces; 0 when it has no directory, and is refused at once."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return sum(info.file_size for info in package.infolist() if info.filename.endswith((".xml", ".rels")))
    except _BROKEN:
        return 0


class Package:
    """The members of a zip file by name, behind the checks. Names compare without regard to case."""

    def __init__(self, data: bytes, limits: PackageLimits = PackageLimits()) -> None:
        self._limits = limits
        self._left = limits.total_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = _checked(self._zip.infolist(), limits)
        except _BROKEN as error:
            raise Unreadable("broken-package") from error

    @property
    def names(self) -> list[str]:
        return [info.filename for info in self._members.values()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member. All reads together may not pass the limit for the whole package."""
        info = self._members.get(name.lower())
        if info is None:
            raise Unreadable("broken-package")
        most = min(self._limits.member_bytes, self._left)
        try:
            with self._zip.open(info) as member:
                data = _read(member, most)
        except _BROKEN as error:
            raise Unreadable("broken-package") from error
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """A member as XML."""
        return parse_xml(self.read(name))

    def relationships(self, name: str) -> dict[str, Relationship]:
        """What a part points at, by id; `name` is empty for the package itself."""
        folder, _, base = name.rpartition("/")
        member = posixpath.join(folder, "_rels", f"{base}.rels")
        if member not in self:
            return {}
        found = {}
        for node in self.xml(member).iter(f"{RELATIONSHIPS}Relationship"):
            external = node.get("TargetMode", "").lower() == "external"
            target = "" if external else self._target(folder, node.get("Target", ""))
            found[node.get("Id", "")] = Relationship(node.get("Type", "").rpartition("/")[2], target)
        return found

    def _target(self, folder: str, target: str) -> str:
        base = "" if target.startswith("/") else folder
        path = posixpath.normpath(posixpath.join("/", base, target.lstrip("/")))[1:]
        return path if path in self else ""

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Types by the name of a part (`/word/document.xml`) or an ending (`png`), in lower case."""
        if "[Content_Types].xml" not in self:
            return {}
        found = {}
        for node in self.xml("[Content_Types].xml"):
            key = node.get("PartName") or node.get("Extension") or ""
            found[key.lower()] = node.get("ContentType", "").lower()
        return found

    def type_of(self, name: str) -> str:
        name = name.lower()
        types = self.content_types
        return types.get(f"/{name}") or types.get(name.rpartition(".")[2], "")

    def repacked(self, names: list[str]) -> bytes:
        """A package of these members alone, uncompressed, for a parser that inflates without a limit of its own."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
            for name in names:
                target.writestr(zipfile.ZipInfo(name), modern(refuse_doctype(self.read(name))))
        return made.getvalue()


def _checked(infos: list[zipfile.ZipInfo], limits: PackageLimits) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.members:
        raise Unreadable("package-too-large", limit=str(limits.members))
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise Unreadable("package-too-large", limit=f"{limits.total_bytes // MIB} MiB")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_size(info, limits)
        if not _safe_name(info):
            raise Unreadable("unsafe-package")
        if info.is_dir():
            continue
        if found.setdefault(info.filename.lower(), info) is not info:
            raise Unreadable("unsafe-package")
    return found


def _check_size(info: zipfile.ZipInfo, limits: PackageLimits) -> None:
    if info.flag_bits & 1:
        raise Unreadable("encrypted")
    if info.file_size > limits.member_bytes:
        raise Unreadable("package-too-large", limit=f"{limits.member_bytes // MIB} MiB")
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise Unreadable("package-too-large", limit=f"{limits.ratio}:1")


def _safe_name(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename
    steps = name.split("/")
    mode = info.external_attr >> _SYMLINK_SHIFT
    return not (
        stat.S_ISLNK(mode) or name != info.filename or "\\" in name or ":" in name or ".." in steps or not steps[0]
    )


def _read(member: IO[bytes], most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := member.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise Unreadable("package-too-large", limit=f"{most // MIB} MiB")
        chunks.append(chunk)
    return b"".join(chunks)


def refuse_doctype(data: bytes) -> bytes:
    """The data itself. Office files have no document type; whoever sends one means harm."""
    if any("<!DOCTYPE".encode(coding) in data for coding in ("ascii", "utf-16-le", "utf-16-be")):
        raise Unreadable("unsafe-package")
    return data


def modern(data: bytes) -> bytes:
    """Strict Open XML with the names of the usual one."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def parse_xml(data: bytes) -> etree._Element:
    """XML without entities, network or a document type, and with libxml2's limits on depth and size of texts."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(modern(refuse_doctype(data)), parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise Unreadable("broken-package") from error
    except ValueError as error:
        raise Unreadable("broken-package") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("unsafe-package")
    return root


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """The child elements, without comments and the like."""
    return (child for child in root if isinstance(child.tag, str))
