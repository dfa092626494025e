"""The door of reviews."""

from comptoir.reviews.commands.ask import (
    answer_question,
    ask,
    publish_answer,
    publish_question,
    refuse_answer,
    refuse_question,
)
from comptoir.reviews.commands.change import change, let_go, withdraw
from comptoir.reviews.commands.forget import forget
from comptoir.reviews.commands.grant import grant
from comptoir.reviews.commands.invite import invitations_due, settle_invitation
from comptoir.reviews.commands.moderate import answer, publish, refuse, report, settle_reports
from comptoir.reviews.commands.submit import submit
from comptoir.reviews.commands.vote import find_helpful, voted
from comptoir.reviews.photos import MOST as MOST_PHOTOS
from comptoir.reviews.queries.own import written_by
from comptoir.reviews.queries.product import of_product
from comptoir.reviews.queries.purchases import of_order, purchase
from comptoir.reviews.queries.questions import find_questions, get_question, question_of_answer, questions
from comptoir.reviews.queries.reviews import find, get, latest, photo, published, ratings, reports
from comptoir.reviews.rules import FITS, PUBLISHED_WITHIN, REFUSALS, REPORTS, SORTS, shown_name
from comptoir.reviews.tallies import rebuild

__all__ = [
    "FITS",
    "MOST_PHOTOS",
    "PUBLISHED_WITHIN",
    "REFUSALS",
    "REPORTS",
    "SORTS",
    "answer",
    "answer_question",
    "ask",
    "change",
    "find",
    "find_helpful",
    "find_questions",
    "forget",
    "get",
    "get_question",
    "grant",
    "invitations_due",
    "latest",
    "let_go",
    "of_order",
    "of_product",
    "photo",
    "publish",
    "publish_answer",
    "publish_question",
    "published",
    "purchase",
    "question_of_answer",
    "questions",
    "ratings",
    "rebuild",
    "refuse",
    "refuse_answer",
    "refuse_question",
    "report",
    "reports",
    "settle_invitation",
    "settle_reports",
    "shown_name",
    "submit",
    "voted",
    "withdraw",
    "written_by",
]
