"""Prints the generated models without their descriptions, one line a field."""

import ast
import sys
from pathlib import Path

module = ast.parse(Path(sys.argv[1]).read_text())
for node in ast.walk(module):
    if isinstance(node, ast.Module | ast.ClassDef):
        node.body = [
            line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        ]
print(ast.unparse(module))
