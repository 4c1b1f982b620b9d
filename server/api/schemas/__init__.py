"""What is said over the API: marshmallow schemas, from which the OpenAPI document is made."""
