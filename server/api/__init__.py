"""The addresses of the server: one blueprint a noun, each only asking who, what and whether."""

from flask_smorest import Api

from server.api import (
    blobs,
    calendars,
    factors,
    files,
    links,
    notices,
    own_account,
    people,
    quarantine,
    records,
    session,
    sync,
)
from server.api.schemas.kinds import KIND_SCHEMAS, make_schema_name


def register(api: Api) -> None:
    """Give the app every address it has, and the document the fields of every kind."""
    for noun in (
        session,
        links,
        own_account,
        factors,
        sync,
        quarantine,
        records,
        blobs,
        files,
        calendars,
        notices,
        people,
    ):
        api.register_blueprint(noun.pages)
    for kind, schema in KIND_SCHEMAS.items():
        api.spec.components.schema(make_schema_name(kind), schema=schema)
