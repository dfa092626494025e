"""The drawings beside words: lines of one width on a square of 24, without a word of their own."""

from django.utils.safestring import SafeString, mark_safe

_SHAPES = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "basket": (
        '<path d="M3.5 9.5h17l-1.7 9.2a1.6 1.6 0 0 1-1.6 1.3H6.8a1.6 1.6 0 0 1-1.6-1.3Z"/><path d="m7.5 '
        '9.5 3-6m6 6-3-6M9.5 13.5v3m5-3v3"/>'
    ),
    "parcel": (
        '<path d="m3.5 8 8.5-4.5L20.5 8v8.5L12 20.5l-8.5-4Z"/><path d="m3.5 8 8.5 4.3L20.5 8M12 '
        '12.3v8.2M7.7 5.8l8.6 4.4"/>'
    ),
    "letter": '<path d="M3.5 6h17v12.5h-17Z"/><path d="m3.5 7 8.5 6.5L20.5 7"/>',
    "shop": (
        '<path d="M4.5 10.5v9h15v-9M3 8.5l1.8-4.5h14.4L21 8.5c0 1.5-1.3 2.5-3 2.5s-3-1-3-2.5c0 1.5-1.3 '
        '2.5-3 2.5s-3-1-3-2.5c0 1.5-1.3 2.5-3 2.5s-3-1-3-2.5Z"/><path d="M10 19.5v-5h4v5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.7-4 3.6-6 7.5-6s6.8 2 7.5 6"/>',
    "heart": (
        '<path d="M12 20 4.6 12.6a4.7 4.7 0 0 1 0-6.7 4.6 4.6 0 0 1 6.6 0l.8.8.8-.8a4.6 4.6 0 0 1 6.6 0 4.7 4.7 '
        '0 0 1 0 6.7Z"/>'
    ),
    "wrong": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5m0 3v.1"/>',
    "back": '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
    "on": '<path d="M9.5 5.5 16 12l-6.5 6.5"/>',
    "return": '<path d="M4 9.5h11a5 5 0 0 1 0 10H9"/><path d="M8 5.5 4 9.5l4 4"/>',
}
_FRAME = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
ICONS: dict[str, SafeString] = {
    name: mark_safe(_FRAME.format(shape))  # noqa: S308 - ours, and nobody's input
    for name, shape in _SHAPES.items()
}
