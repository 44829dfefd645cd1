"""Frozen dataclasses to JSON and back, by their type hints: the one form of plans on disk and of events on the wire."""

import types
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

TAG = "type"
"""The key that says which class of a union stands there."""


def to_json(value: object) -> dict[str, Any]:
    """Write a dataclass as what `json.dumps` takes.

    A Decimal becomes a string, a datetime its ISO form, bytes base64, a tuple a list. Where a hint is a union of
    several dataclasses, the object carries its class's name under `type`; what is hinted as `object` carries none,
    and is read back as plain JSON. Raises TypeError for a class that has no such form.
    """
    encoded: dict[str, Any] = _encode(type(value), value)
    return encoded


def from_json(cls: type[T], data: object) -> T:
    """Read what `to_json` wrote. Raises ValueError where `data` does not fit the hints of `cls`."""
    decoded: T = _decode(cls, data)
    return decoded


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _union(hint: Any) -> tuple[Any, ...]:
    """The members of a union besides None; empty when it is none."""
    if get_origin(hint) not in (Union, types.UnionType):
        return ()
    return tuple(member for member in get_args(hint) if member is not types.NoneType)


def _encode(hint: Any, value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        inner = (get_args(hint) or (str, object))[1]
        return {str(key): _encode(inner, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        inner = get_args(hint) or (object,)
        hints = inner if len(inner) == len(value) and ... not in inner else inner[:1] * len(value)
        return [_encode(item_hint, item) for item_hint, item in zip(hints, value, strict=True)]
    if is_dataclass(value):
        cls: Any = type(value)
        tag = {TAG: cls.__name__} if len(_union(hint)) > 1 else {}
        return tag | {name: _encode(inner, getattr(value, name)) for name, inner in _hints(cls).items()}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _decode(hint: Any, data: Any) -> Any:
    if hint is object or hint is Any:
        return data
    if members := _union(hint):
        if data is None and types.NoneType in get_args(hint):
            return None
        return _decode(members[0], data) if len(members) == 1 else _decode_tagged(members, data)
    origin = get_origin(hint) or hint
    if origin is Literal:
        return _checked(data in get_args(hint), hint, data)
    if origin is tuple:
        _checked(isinstance(data, list), hint, data)
        inner = get_args(hint)
        hints = inner[:1] * len(data) if ... in inner else inner
        _checked(len(hints) == len(data), hint, data)
        return tuple(_decode(item_hint, item) for item_hint, item in zip(hints, data, strict=True))
    if origin in (Mapping, dict):
        _checked(isinstance(data, dict), hint, data)
        decoded = {key: _decode(get_args(hint)[1], item) for key, item in data.items()}
        return decoded if origin is dict else types.MappingProxyType(decoded)
    if is_dataclass(hint):
        return _decode_dataclass(hint, data)
    return _decode_value(hint, data)


def _decode_tagged(members: tuple[Any, ...], data: Any) -> Any:
    _checked(isinstance(data, dict), members, data)
    rest = dict(data)
    tag = rest.pop(TAG, None)
    for member in members:
        if member.__name__ == tag:
            return _decode(member, rest)
    raise ValueError(f"unknown type {tag!r}")


def _decode_dataclass(cls: Any, data: Any) -> Any:
    _checked(isinstance(data, dict), cls, data)
    hints = _hints(cls)
    unknown = data.keys() - hints.keys()
    _checked(not unknown, cls, sorted(unknown))
    values = {key: _decode(hints[key], item) for key, item in data.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(f"{cls.__name__}: {error}") from error


def _decode_value(hint: Any, data: Any) -> Any:
    if hint is float:
        return float(_checked(type(data) in (int, float), hint, data))
    if hint in (str, int, bool):
        return _checked(type(data) is hint, hint, data)
    _checked(isinstance(data, str), hint, data)
    try:
        if hint is Decimal:
            return Decimal(data)
        if hint is datetime:
            return datetime.fromisoformat(data)
        if hint is bytes:
            return b64decode(data, validate=True)
    except InvalidOperation as error:
        raise ValueError(f"{data!r} is no decimal") from error
    raise TypeError(f"{hint} has no JSON form")


def _checked(holds: bool, hint: Any, data: Any) -> Any:
    if not holds:
        raise ValueError(f"{data!r} does not fit {getattr(hint, '__name__', hint)}")
    return data
