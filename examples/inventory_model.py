"""The Python side of 01_inventory.cpp: ordinary classes, which know nothing of C++."""
import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import List, Optional


class FileKind(enum.Enum):
    REGULAR = 1
    DIRECTORY = 2
    SYMLINK = 3
    OTHER = 4


class Priority(enum.Enum):
    REQUIRED = 1
    IMPORTANT = 2
    STANDARD = 3
    OPTIONAL = 4
    EXTRA = 5
    UNKNOWN = 6


@dataclass
class Owner:
    name: str
    uid: int


@dataclass
class File:
    path: PurePosixPath
    kind: FileKind
    size: int
    modified: datetime
    owner: Owner
    target: Optional[PurePosixPath]


@dataclass
class Maintainer:
    name: str


@dataclass
class Package:
    name: str
    version: str
    priority: Priority
    size: int
    installed: Optional[datetime]
    maintainer: Optional[Maintainer]


@dataclass
class Inventory:
    host: str
    taken: datetime
    uptime: timedelta
    packages: List[Package]
    files: List[File]
