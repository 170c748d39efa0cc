"""The project's own source, parsed, for the tests that hold its structure."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geodata", "etl", "dashboard")
NOT_OURS = {".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv"} | {
    "__pycache__",
    "node_modules",
    "var",
}


@dataclass(frozen=True)
class Module:
    """One Python file: its path below the checkout, its text and its tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def package(self) -> str:
        return self.path.split("/", 1)[0]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Yield line and dotted name of everything imported, also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield line and name of all that is given a name here."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.lineno, node.name
            elif isinstance(node, ast.arg):
                yield node.lineno, node.arg
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.lineno, node.id

    def calls(self) -> Iterator[tuple[int, str, bool]]:
        """Yield line, dotted name and whether arguments are given, of every call by name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func), bool(node.args or node.keywords)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield line and value of every string but docstrings."""
        documentation = {
            id(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and id(node) not in documentation:
                yield from [(node.lineno, node.value)] if isinstance(node.value, str) else []


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function from its ``def`` to its end, its docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def files() -> Iterator[Path]:
    """Yield every file of the checkout that is ours to answer for."""
    for folder in sorted(path for path in ROOT.iterdir() if path.name not in NOT_OURS):
        inside = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        for path in inside:
            if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
                yield path


def modules(*packages: str) -> list[Module]:
    """Parse the Python files below the named folders."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [
        Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
    ]
