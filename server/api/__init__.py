"""The addresses of the server: one blueprint a noun, each only asking who, what and whether."""

from flask_smorest import Api

from server.api import records, session, sync


def register(api: Api) -> None:
    """Give the app every address it has."""
    for noun in (session, sync, records):
        api.register_blueprint(noun.pages)
