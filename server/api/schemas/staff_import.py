"""What is said to import staff, and what a preview and an import tell."""

from marshmallow import Schema, fields, validate

from server.api.schemas.values import Id, check_text
from server.domain.people import ROLES
from server.domain.staff_files import MAX_STAFF
from server.domain.staff_tables import MAX_FILES


class StaffFile(Schema):
    name = fields.String(required=True, validate=(validate.Length(1, 200), check_text))
    base64 = fields.String(required=True)


class StaffImport(Schema):
    """Files of one export; `deactivate` and `activate` name those of `left` and `returned` who are meant."""

    files = fields.List(fields.Nested(StaffFile), required=True, validate=validate.Length(1, MAX_FILES))
    dry_run = fields.Boolean(required=True)
    invites = fields.Boolean(load_default=False)
    deactivate = fields.List(Id(), load_default=list, validate=validate.Length(0, MAX_STAFF))
    activate = fields.List(Id(), load_default=list, validate=validate.Length(0, MAX_STAFF))


def _roles() -> "fields.List[str]":
    return fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class StaffAdded(Schema):
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = _roles()
    school = fields.String(required=True)


class StaffUpdated(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
    changes = fields.List(fields.String(), required=True)


class StaffNamed(Schema):
    id = Id(required=True)
    name = fields.String(required=True)


class StaffRefused(Schema):
    """A row that is not taken: its file, its line from 1, the rule, and what stands there."""

    file = fields.String(required=True)
    line = fields.Integer(required=True)
    rule = fields.String(required=True)
    value = fields.String(required=True)


class StaffImported(Schema):
    """`passed_over` counts rows by roles that have no part in coaching, such as students."""

    dry_run = fields.Boolean(required=True)
    adds = fields.List(fields.Nested(StaffAdded), required=True)
    updates = fields.List(fields.Nested(StaffUpdated), required=True)
    same = fields.Integer(required=True)
    returned = fields.List(fields.Nested(StaffNamed), required=True)
    left = fields.List(fields.Nested(StaffNamed), required=True)
    schools = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(StaffRefused), required=True)
    passed_over = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
