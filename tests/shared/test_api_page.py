"""The page that describes an API says what the OpenAPI document says."""

from shared.web.api_page import Field, operations_of

DOCUMENT = {
    "info": {"title": "intake"},
    "paths": {
        "/api/v1/contacts": {
            "post": {
                "summary": "Submit",
                "description": "A professional's contact.",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Contact"}}}},
            },
            "get": {"summary": "List"},
        }
    },
    "components": {
        "schemas": {
            "Contact": {
                "required": ["source_ref"],
                "properties": {
                    "source_ref": {"type": "string"},
                    "reported_at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
                    "rag": {"enum": ["RED", "AMBER"]},
                },
            }
        }
    },
}


def test_each_operation_is_listed_with_its_fields() -> None:
    listed, submitted = operations_of(DOCUMENT)
    assert (listed.method, listed.title, listed.fields) == ("GET", "List", ())
    assert submitted.text == "A professional's contact."
    assert submitted.fields == (
        Field("source_ref", "string", True),
        Field("reported_at", "date-time or null", False),
        Field("rag", "RED, AMBER", False),
    )
