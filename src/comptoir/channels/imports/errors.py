"""Refusals of a whole file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class UnreadableFile(Refusal):
    code = "unreadable_file"
    status = 422
    sentence = _("The file cannot be read: it is not text in UTF-8 (%(found)s). Export it as UTF-8 text.")


class DamagedFile(Refusal):
    code = "damaged_file"
    status = 422
    sentence = _(
        "The compressed file is damaged after line %(line)s. Whole batches before it are imported; "
        "send the file again to import the rest."
    )


class UnpackedTooLarge(Refusal):
    code = "unpacked_too_large"
    status = 413
    sentence = _("Unpacked, the file is larger than 1 GB. Divide it into several files.")


class ImportBroken(Refusal):
    code = "import_broken"
    status = 500
    sentence = _(
        "The import stopped at a fault of the program, several times. Whole batches before it are imported; "
        "start it again, which writes nothing twice, or report it with the time at which it ended."
    )


class NoHeader(Refusal):
    code = "no_header"
    status = 422
    sentence = _(
        "The first line does not name the columns. It must hold at least: %(required)s. It holds: %(found)s."
    )


class MissingColumns(Refusal):
    code = "missing_columns"
    status = 422
    sentence = _("The file lacks these columns: %(missing)s. Add them and import again.")


class DuplicateColumns(Refusal):
    code = "duplicate_columns"
    status = 422
    sentence = _("These columns stand more than once in the first line: %(columns)s. Keep one of each.")


class UnnamedColumn(Refusal):
    code = "unnamed_column"
    status = 422
    sentence = _("Column %(position)s of the first line has no name. Name it or remove it.")


class NoPlace(Refusal):
    code = "no_place"
    status = 409
    sentence = _("There is no warehouse to put stock in. Open one, or name a place.")


class FileTooLarge(Refusal):
    code = "file_too_large"
    status = 413
    sentence = _("The file is larger than 50 MB. Pack it with gzip, or import it with “comptoir import products”.")


class ImportGone(Refusal):
    code = "import_gone"
    status = 404
    sentence = _("This file was imported already and is no longer kept. Give it again.")


class ImportBusy(Refusal):
    code = "import_busy"
    sentence = _("This file is being read already. Wait until that is done.")


class SheetTooLarge(Refusal):
    code = "sheet_too_large"
    status = 413
    sentence = _(
        "The spreadsheet is too large: %(rows)s rows and %(columns)s columns at most. Save it as CSV, or part it."
    )


class DamagedSheet(Refusal):
    code = "damaged_sheet"
    status = 422
    sentence = _("The spreadsheet cannot be read: it is damaged, locked with a password, or no XLSX. Save it again.")
