"""Words of reviews. What somebody wrote stays in the room of reviews; the journal knows ids, ratings and codes."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

# To say what one thinks of a purchase is no part of the contract.
BASIS = LegalBasis.LEGITIMATE_INTEREST


@word("Review Submitted", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewSubmitted(Word):
    """A buyer wrote (`changed`: rewrote) what they think of a product; it waits to be read."""

    review_id: UUID
    product_id: UUID
    variant_id: UUID | None
    rating: int
    changed: bool


@word("Review Published", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewPublished(Word):
    review_id: UUID
    product_id: UUID
    rating: int


@word("Review Refused", subject=("review", "review_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class ReviewRefused(Word):
    """`reason` is a code of the list of reasons; its author is told. `published`: it was shown until now."""

    review_id: UUID
    product_id: UUID
    reason: str
    published: bool


@word("Review Withdrawn", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewWithdrawn(Word):
    """Its words are gone. `cause` is author, age or erasure."""

    review_id: UUID
    product_id: UUID
    cause: str


@word("Review Reported", subject=("review", "review_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class ReviewReported(Word):
    """Somebody doubts that it is right to show it; `reason` is a code."""

    review_id: UUID
    product_id: UUID
    reason: str


@word("Review Reports Settled", subject=("review", "review_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class ReviewReportsSettled(Word):
    """Somebody of the house looked at what was reported, and it stays."""

    review_id: UUID
    product_id: UUID


@word("Review Answered", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewAnswered(Word):
    """The house answered below it."""

    review_id: UUID
    product_id: UUID


# Who found it helpful is not said: neither device nor person.


@word("Review Found Helpful", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewFoundHelpful(Word):
    review_id: UUID
    product_id: UUID


@word("Review Vote Taken Back", subject=("review", "review_id"), legal_basis=BASIS)
class ReviewVoteTakenBack(Word):
    review_id: UUID
    product_id: UUID


@word("Review Invited", subject=("order", "order_id"), legal_basis=BASIS)
class ReviewInvited(Word):
    """The buyer is asked for a review, once; the message follows."""

    order_id: UUID


@word("Review Invitation Left", subject=("order", "order_id"), legal_basis=BASIS)
class ReviewInvitationLeft(Word):
    """The buyer is not asked, for good: `reason` is never_asked, not_confirmed or withdrawn (their consent to
    letters), reviewed, refunded, or late."""

    order_id: UUID
    reason: str


@word("Question Asked", subject=("question", "question_id"), legal_basis=BASIS)
class QuestionAsked(Word):
    question_id: UUID
    product_id: UUID


@word("Question Published", subject=("question", "question_id"), legal_basis=BASIS)
class QuestionPublished(Word):
    question_id: UUID
    product_id: UUID


@word("Question Refused", subject=("question", "question_id"), legal_basis=BASIS)
class QuestionRefused(Word):
    """`reason` is a code of the list of reasons."""

    question_id: UUID
    product_id: UUID
    reason: str


@word("Question Answered", subject=("question", "question_id"), legal_basis=BASIS)
class QuestionAnswered(Word):
    """`by` is brand or buyer; an answer of a buyer waits to be read."""

    question_id: UUID
    answer_id: UUID
    product_id: UUID
    by: str


@word("Answer Published", subject=("question", "question_id"), legal_basis=BASIS)
class AnswerPublished(Word):
    """An answer of a buyer was read and is shown."""

    question_id: UUID
    answer_id: UUID
    product_id: UUID


@word("Answer Refused", subject=("question", "question_id"), legal_basis=BASIS)
class AnswerRefused(Word):
    question_id: UUID
    answer_id: UUID
    product_id: UUID
    reason: str


@word("Question Withdrawn", subject=("question", "question_id"), legal_basis=BASIS)
class QuestionWithdrawn(Word):
    """Its words are gone, with their answers: whoever asked wanted to be forgotten."""

    question_id: UUID
    product_id: UUID
