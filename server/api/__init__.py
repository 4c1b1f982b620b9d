"""The addresses of the server: one blueprint a noun, each only asking who, what and whether."""

from flask_smorest import Api

from server.api import (
    activity,
    blobs,
    calendars,
    district,
    factors,
    files,
    links,
    notices,
    own_account,
    people,
    protocols,
    quarantine,
    records,
    session,
    staff_import,
    sync,
    viewers,
)
from server.api.schemas.kinds import KIND_SCHEMAS, make_schema_name

_NOUNS = (
    session,
    links,
    own_account,
    factors,
    district,
    sync,
    quarantine,
    records,
    blobs,
    files,
    calendars,
    notices,
    viewers,
    activity,
    protocols,
    staff_import,
    people,
)


def register(api: Api) -> None:
    """Give the app every address it has, and the document the fields of every kind."""
    for noun in _NOUNS:
        api.register_blueprint(noun.pages)
    for kind, schema in KIND_SCHEMAS.items():
        api.spec.components.schema(make_schema_name(kind), schema=schema)
