"""What each room holds of a person: the one list that export, erasure and the centre's page read.

The list is complete when `tests/test_erasure.py` finds nothing of a person who was forgotten in any column.
"""

from __future__ import annotations

from comptoir.kit.text import Localised
from comptoir.privacy import kept
from comptoir.privacy.contracts import Holding

HOLDINGS: tuple[Holding, ...] = (
    # Before the map of devices goes, which finds them.
    Holding(
        code="choices",
        name=Localised(fr="Vos choix", en="Your choices"),
        why=Localised(
            fr="La preuve de ce que vous avez permis ou refusé (RGPD, article 7).",
            en="The proof of what you allowed or refused (GDPR, article 7).",
        ),
        tell=kept.choices,
        forget=kept.forget_choices,
        kept=Localised(
            fr="Gardés cinq ans comme preuve, sous un numéro qui ne nomme personne.",
            en="Kept for five years as proof, under a number that names nobody.",
        ),
    ),
    Holding(
        code="foreseen",
        name=Localised(fr="Nos estimations", en="Our estimates"),
        why=Localised(
            fr="Calculé d’après vos commandes, pour connaître la valeur de notre clientèle.",
            en="Reckoned from your orders, to know what our customers are worth together.",
        ),
        tell=kept.foreseen,
        forget=kept.forget_foreseen,
    ),
    Holding(
        code="groups",
        name=Localised(fr="Pourquoi vous voyez ce que vous voyez", en="Why you see what you see"),
        why=Localised(
            fr="Les groupes dont vous faites partie, parce que vous avez permis les suggestions personnelles.",
            en="The groups that you belong to, because you allowed personal suggestions.",
        ),
        tell=kept.groups,
        forget=kept.forget_groups,
    ),
    Holding(
        code="forwarded",
        name=Localised(fr="Ce que d’autres ont reçu", en="What others received"),
        why=Localised(
            fr="Vos visites, transmises à nos prestataires pour les usages que vous avez permis.",
            en="Your visits, passed on to companies that work for us, for what you allowed.",
        ),
        tell=kept.forwarded,
        forget=kept.forget_forwarded,
    ),
    Holding(
        code="behaviour",
        name=Localised(fr="Vos visites", en="Your visits"),
        why=Localised(
            fr="Ce que vous avez regardé et cherché, parce que vous l’avez permis.",
            en="What you looked at and searched for, because you allowed it.",
        ),
        tell=kept.behaviour,
        forget=kept.forget_behaviour,
    ),
    Holding(
        code="baskets",
        name=Localised(fr="Vos paniers", en="Your baskets"),
        why=Localised(fr="Pour les retrouver sur un autre appareil.", en="To find them again on another device."),
        tell=kept.baskets,
        forget=kept.forget_baskets,
    ),
    Holding(
        code="wishes",
        name=Localised(fr="Vos envies et vos alertes", en="Your wishes and alerts"),
        why=Localised(fr="Pour vous prévenir quand un article revient.", en="To tell you when an article is back."),
        tell=kept.wished,
        forget=kept.forget_wishes,
    ),
    Holding(
        code="reviews",
        name=Localised(fr="Vos avis et vos questions", en="Your reviews and questions"),
        why=Localised(fr="Pour éclairer les autres clients.", en="To help other customers."),
        tell=kept.written,
        forget=kept.forget_written,
    ),
    Holding(
        code="letters",
        name=Localised(fr="Lettres, messages et appels", en="Letters, messages and calls"),
        why=Localised(
            fr="Ce que vous en avez dit, et les mots que vous avez lus.",
            en="What you said about them, and the words that you read.",
        ),
        tell=kept.letters,
        forget=kept.forget_letters,
        kept=Localised(
            fr="Un refus reste noté sans votre adresse, pour que rien ne vous soit plus envoyé.",
            en="A refusal stays noted without your address, so that nothing is sent to you again.",
        ),
    ),
    Holding(
        code="look_alikes",
        name=Localised(fr="Fiches qui ressemblent à la vôtre", en="Records that look like yours"),
        why=Localised(
            fr="Pour que nos fichiers soient exacts (RGPD, article 5, 1, d) : une personne peut décider que deux "
            "fiches sont de la même. Vos choix et vos droits restent ceux de chaque fiche.",
            en="So that our records are accurate (GDPR, article 5(1)(d)): staff may decide that two records are one "
            "person’s. Your choices and rights remain those of each record.",
        ),
        tell=kept.look_alikes,
        forget=kept.forget_look_alikes,
    ),
    Holding(
        code="notes",
        name=Localised(fr="Vos commandes", en="Your orders"),
        why=Localised(
            fr="Pour vous livrer, vous rembourser et tenir nos comptes.",
            en="To deliver to you, to refund you and to keep our accounts.",
        ),
        tell=kept.bought,
        forget=kept.forget_notes,
        kept=Localised(
            fr="Articles, prix et dates restent dix ans dans nos comptes (Code de commerce, L123-22), sans votre nom "
            "ni votre adresse. Ce que nous avons noté à leur sujet est effacé.",
            en="Articles, prices and dates stay in our accounts for ten years (Code de commerce, L123-22), without "
            "your name or address. What we noted about them is erased.",
        ),
        last=True,
    ),
    Holding(
        code="account",
        name=Localised(fr="Votre compte", en="Your account"),
        why=Localised(fr="Pour vous reconnaître.", en="To recognise you."),
        tell=kept.account,
        forget=kept.forget_account,
        last=True,
    ),
    Holding(
        code="contact",
        name=Localised(fr="Vos coordonnées", en="Your contact details"),
        why=Localised(fr="Pour vous livrer et vous répondre.", en="To deliver and to answer you."),
        tell=kept.contact,
        forget=kept.forget_contact,
        last=True,
    ),
    Holding(
        code="invoices",
        name=Localised(fr="Vos factures", en="Your invoices"),
        why=Localised(fr="La loi nous y oblige.", en="The law obliges us to."),
        tell=kept.invoices,
        kept=Localised(
            fr="Gardées dix ans telles qu’elles ont été émises, avec votre nom (Code de commerce, L123-22 ; RGPD, "
            "article 17, 3, b). Elles ne servent à rien d’autre.",
            en="Kept for ten years as they were issued, with your name (Code de commerce, L123-22; GDPR, article "
            "17(3)(b)). They serve nothing else.",
        ),
    ),
    Holding(
        code="withdrawals",
        name=Localised(fr="Vos rétractations", en="Your withdrawals"),
        why=Localised(fr="La preuve de ce que vous avez déclaré.", en="The proof of what you declared."),
        tell=kept.withdrawals,
        kept=Localised(
            fr="Gardées cinq ans pour faire valoir vos droits et les nôtres (Code civil, 2224 ; RGPD, article 17, "
            "3, e).",
            en="Kept for five years for your rights and ours (Code civil, 2224; GDPR, article 17(3)(e)).",
        ),
    ),
)
