"""What we use of py-vapid, which comes without types."""

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

class Vapid02:
    private_key: EllipticCurvePrivateKey
    public_key: EllipticCurvePublicKey
    @classmethod
    def from_file(cls, private_key_file: str) -> Vapid02: ...
    def generate_keys(self) -> None: ...
    def private_pem(self) -> bytes: ...
