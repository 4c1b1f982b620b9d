"""The addresses of the server: one blueprint a noun, each only asking who, what and whether."""

from flask_smorest import Api


def register(api: Api) -> None:
    """Give the app every address it has."""
