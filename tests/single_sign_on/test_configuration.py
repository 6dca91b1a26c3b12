"""The setting that names identity providers: what is wrong with it is said before anything starts."""

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from districts.identity_providers import IdentityProvider
from mitwirkung.single_sign_on.configuration import read_providers

PANKOW = {
    "id": "pankow",
    "name": "Bezirksamt Pankow",
    "server_url": "https://login.pankow.example/realms/ba/",
    "client_id": "mitwirkung",
    "client_secret": "not-to-be-shown",
    "domains": ["BA-Pankow.example", "weiß.example"],
    "passwords": False,
}
MITTE = PANKOW | {"id": "mitte", "domains": ["mitte.example"]}


def read_list(*entries: Any, allow_http: bool = False) -> tuple[IdentityProvider, ...]:
    return read_providers(json.dumps(entries), allow_http=allow_http)


def test_a_provider_is_read_as_it_is_written() -> None:
    (found,) = read_list(PANKOW)
    assert found == IdentityProvider(
        key="pankow",
        name="Bezirksamt Pankow",
        server_url="https://login.pankow.example/realms/ba",
        client_id="mitwirkung",
        client_secret="not-to-be-shown",
        domains=frozenset({"ba-pankow.example", "xn--wei-7ka.example"}),
        passwords=False,
    )
    assert "not-to-be-shown" not in repr(found)


def test_without_the_setting_there_are_none_and_passwords_are_allowed_unless_said_otherwise() -> None:
    assert read_providers(" ", allow_http=False) == ()
    assert [one.passwords for one in read_list(MITTE | {"passwords": True}, PANKOW)] == [True, False]
    (found,) = read_list({key: value for key, value in PANKOW.items() if key != "passwords"})
    assert found.passwords


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Pankow!"}, "must be of a-z, 0-9 and hyphens"),
        ({"id": 7}, "an entry without id needs a text as 'id'"),
        ({"name": ""}, "pankow needs a text as 'name'"),
        ({"client_secret": None}, "pankow needs a text as 'client_secret'"),
        ({"client_id": "x" * 192}, "at most 191 characters"),
        ({"server_url": "http://login.pankow.example"}, "server_url of pankow must be an https address"),
        ({"server_url": "https://login.pankow.example?x=1"}, "must be an https address without query"),
        ({"server_url": "https://user@login.pankow.example"}, "must be an https address"),
        ({"server_url": "https://[::1"}, "must be an https address"),
        ({"domains": []}, "pankow needs 'domains'"),
        ({"domains": "ba-pankow.example"}, "pankow needs 'domains'"),
        ({"domains": ["greta@ba-pankow.example"]}, "pankow needs 'domains'"),
        ({"domains": ["*.example"]}, "pankow needs 'domains'"),
        ({"domains": ["ex ample.org"]}, "pankow needs 'domains'"),
        ({"passwords": "no"}, "'passwords' of pankow must be true or false"),
        ({"secret": "x"}, "pankow has the unknown key 'secret'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_without_the_secret(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_list(MITTE, PANKOW | change)
    assert said in str(refused.value)
    assert str(refused.value).startswith("MITWIRKUNG_IDENTITY_PROVIDERS: ")
    assert "not-to-be-shown" not in str(refused.value)


def test_every_fault_is_said_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read_list(PANKOW | {"name": "", "domains": []}, MITTE | {"passwords": 1})
    for said in ("'name'", "'domains'", "'passwords' of mitte"):
        assert said in str(refused.value)


def test_each_speaks_for_its_own_people_only() -> None:
    for other, said in (
        (PANKOW | {"domains": ["other.example"]}, "the id 'pankow' occurs 2 times"),
        (MITTE | {"domains": ["ba-pankow.EXAMPLE"]}, "the domain 'ba-pankow.example' belongs to 2 providers"),
    ):
        with pytest.raises(ImproperlyConfigured, match=said):
            read_list(PANKOW, other)


@pytest.mark.parametrize("text", ["{", '{"id": "pankow"}', '["pankow"]', "7"])
def test_what_is_no_list_of_objects_is_said(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MITWIRKUNG_IDENTITY_PROVIDERS"):
        read_providers(text, allow_http=False)


def test_http_is_for_trying_out() -> None:
    (found,) = read_list(PANKOW | {"server_url": "http://127.0.0.1:9400"}, allow_http=True)
    assert found.server_url == "http://127.0.0.1:9400"
