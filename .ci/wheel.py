"""What goes into a wheel besides the package: the built app and the protocol library."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AppAndProtocols(BuildHookInterface[Any]):
    """Adds them to a real wheel; an editable install finds them beside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "pwa" / "dist" / "index.html").is_file():
            raise SystemExit("The app is not built. Run: make build")
        build_data["force_include"] = {
            str(root / "pwa" / "dist"): "server/_pwa",
            str(root / "protocols" / "library"): "server/_protocols/library",
            str(root / "protocols" / "schema"): "server/_protocols/schema",
            str(root / "protocols" / "released.json"): "server/_protocols/released.json",
        }
