"""What we use of pywebpush, which comes without all of its types."""

from collections.abc import Mapping

class WebPusher:
    def __init__(self, subscription_info: Mapping[str, object]) -> None: ...
    def encode(self, data: bytes) -> Mapping[str, bytes]: ...
