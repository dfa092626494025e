"""An address with a slip is doubted, an unusual one is not."""

from __future__ import annotations

import pytest

from comptoir.customers import facade as customers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lea@gmial.com", "lea@gmail.com"), ("Lea.M@GMAIL.CON", "lea.m@gmail.com"), ("a@hotmial.fr", "a@hotmail.fr"),
        ("a@oranje.fr", "a@orange.fr"), ("a@wanado.fr", "a@wanadoo.fr"), ("a@laposte.ent", "a@laposte.net"),
        ("a@gmail.com", ""), ("a@mail.com", ""), ("a@maison-coste.example", ""), ("a@gmx.net", ""), ("a@sncf.fr", ""),
        ("a@company.com", ""), ("nonsense", ""), ("@gmial.com", ""),
    ],
)  # fmt: skip
def test_a_slip_of_a_usual_domain_is_doubted(written: str, meant: str) -> None:
    assert customers.email_doubt(written) == meant
