"""Which file is asked for."""

from marshmallow import Schema, fields, validate

from server.domain.people import LANGUAGES


class FileQuery(Schema):
    form = fields.String(load_default="xlsx", validate=validate.OneOf(("xlsx", "csv")))
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))
    sheet = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 20),
        metadata={"description": "of CSV, which of the sheets that the workbook has, from 0"},
    )


class YearQuery(FileQuery):
    start = fields.Date(required=True, data_key="from")
    end = fields.Date(required=True, data_key="to")
