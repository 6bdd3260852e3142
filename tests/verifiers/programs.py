"""The stand-alone programs, loaded the way their users have them: as files beside each other."""
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import jiazong.ground.transparency as app

HERE = Path(app.__file__).parent
STANDALONE = HERE / "standalone"
SCRIPTS = [HERE / "static" / "transparency" / name for name in ("verify.js", "verify_files.js")]


def load(name: str) -> ModuleType:
    """A program as a module; `witness` finds `verify` beside it."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, STANDALONE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


verify = load("verify")
witness = load("witness")
