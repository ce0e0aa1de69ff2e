"""Prints what the contract decides of the generated package: the functions of each operation, the fields of each model.

Left out is what the generator writes alike for every model (reading and writing JSON) and every contract (the client).
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path


def fields(model: ast.ClassDef) -> Iterator[str]:
    yield f"class {model.name}"
    for line in model.body:
        if isinstance(line, ast.AnnAssign):
            yield f"    {ast.unparse(line)}"


def main() -> None:
    package = Path(sys.argv[1])
    for path in sorted([*package.glob("api/*/*.py"), *package.glob("models/*.py")]):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                print(*fields(node), sep="\n")
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                node.name = ".".join([*path.relative_to(package).with_suffix("").parts, node.name])
                node.body = []
                print(ast.unparse(node).removesuffix(":"))


if __name__ == "__main__":
    main()
