"""RSS 2.0 with the namespace of Google Merchant Center."""

from __future__ import annotations

from typing import IO
from xml.sax.saxutils import escape

from comptoir.feeds import rules
from comptoir.feeds.rules import Row

SPACE = "http://base.google.com/ns/1.0"


class Google:
    extension, content_type = "xml", "application/xml; charset=utf-8"

    def __init__(self, file: IO[str]) -> None:
        self.file = file

    def begin(self, title: str, link: str) -> None:
        self.file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{SPACE}">\n<channel>\n'
            f"<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n<description>{escape(title)}</description>\n"
        )

    def add(self, row: Row) -> None:
        parts = [f"<g:{name}>{escape(text)}</g:{name}>" for name, text in row.values.items()]
        parts += [f"<g:additional_image_link>{escape(each)}</g:additional_image_link>" for each in row.pictures]
        parts += [
            f"<g:shipping><g:country>{country}</g:country><g:service>{escape(service)}</g:service>"
            f"<g:price>{rules.price(amount)}</g:price></g:shipping>"
            for country, service, amount in row.shipping
        ]
        self.file.write("<item>" + "".join(parts) + "</item>\n")

    def end(self) -> None:
        self.file.write("</channel>\n</rss>\n")
