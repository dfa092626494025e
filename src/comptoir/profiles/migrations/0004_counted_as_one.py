"""Records that staff hold for one person's are read as one, for the contract and as far as each of them allows it.

Nothing is written for it: traits and moments stay with their identifier, and what a reader sees follows from who is
counted as one at that moment. So taking a link back leaves no trace.

The openings name what they are read for: `own` is the record alone (what its owner may ask for), `service` all that is
one person's, `allowed` as much of it as allows every purpose that the record itself allows.
"""

import importlib

from django.db import migrations

before = importlib.import_module("comptoir.profiles.migrations.0003_openings")

# Orders as traits: identifiers with the same owner bought together. Money in the currency that most orders were in; `at`
# is the last order, so that the same orders give the same rows.
COMPUTED = """
CREATE FUNCTION profiles_computed(owners bigint[], identifiers bigint[])
RETURNS TABLE (owner bigint, name text, value jsonb, at timestamptz) LANGUAGE sql STABLE ROWS 20 AS $$
WITH asked AS (
    SELECT * FROM unnest(owners, identifiers) AS given(owner, identifier_id)
), bought AS (
    SELECT asked.owner, b.* FROM profiles_bought AS b JOIN asked USING (identifier_id)
), standing AS (
    SELECT *, placed_at - lag(placed_at) OVER (PARTITION BY bought.owner ORDER BY placed_at, order_id) AS since_last
    FROM bought WHERE stands
), main AS (
    SELECT DISTINCT ON (s.owner) s.owner, s.currency FROM standing AS s
    GROUP BY s.owner, s.currency ORDER BY s.owner, count(*) DESC, s.currency
), told AS (
    SELECT s.owner, count(*) AS orders, sum(total_minor) FILTER (WHERE s.currency = main.currency) AS spent,
           min(main.currency) AS currency, sum(pieces) AS pieces, min(placed_at) AS first, max(placed_at) AS last,
           round(avg(total_minor) FILTER (WHERE s.currency = main.currency)) AS basket,
           round(extract(epoch FROM avg(since_last)) / 86400) AS days_between,
           mode() WITHIN GROUP (ORDER BY delivery_method) AS method, mode() WITHIN GROUP (ORDER BY channel) AS channel
    FROM standing AS s JOIN main ON main.owner = s.owner GROUP BY s.owner
), collected AS (
    SELECT DISTINCT ON (asked.owner) asked.owner, max(ready.occurred_at) AS at,
           planned.payload->'location_id' AS location
    FROM asked JOIN profiles_moment AS ready USING (identifier_id)
    JOIN profiles_moment AS planned ON planned.identifier_id = ready.identifier_id
         AND planned.name = 'Shipment Planned' AND planned.payload->'shipment_id' = ready.payload->'shipment_id'
    WHERE ready.name = 'Shipment Ready'
    GROUP BY asked.owner, planned.payload->'location_id'
    ORDER BY asked.owner, count(*) DESC, planned.payload->'location_id'
)
SELECT told.owner, trait.name, trait.value, told.last
FROM told, LATERAL (VALUES
    ('orders_count', to_jsonb(orders)), ('spent_minor', to_jsonb(spent)), ('spent_currency', to_jsonb(currency)),
    ('average_basket_minor', to_jsonb(basket)), ('pieces_per_order', to_jsonb(round(pieces::numeric / orders, 1))),
    ('first_order_at', to_jsonb(first)), ('last_order_at', to_jsonb(last)),
    ('days_between_orders', to_jsonb(days_between)), ('preferred_delivery', to_jsonb(method)),
    ('preferred_channel', to_jsonb(channel))) AS trait(name, value)
WHERE trait.value IS NOT NULL
UNION ALL
SELECT bought.owner, 'orders_cancelled', to_jsonb(count(*)), max(placed_at) FROM bought WHERE NOT stands GROUP BY 1
UNION ALL
SELECT collected.owner, 'preferred_shop', location, collected.at FROM collected
$$
"""

# Whoever is linked is a known customer, whom one person has one of, so these are always two people of the map.
LINKED = """
CREATE VIEW profiles_linked AS
SELECT mine.person_id, theirs.person_id AS other_id
FROM customers_counted AS a JOIN customers_counted AS b ON b.one_id = a.one_id AND b.customer_id <> a.customer_id
JOIN profiles_identifier AS mine ON mine.kind = 'customer' AND mine.value = a.customer_id::text
JOIN profiles_identifier AS theirs ON theirs.kind = 'customer' AND theirs.value = b.customer_id::text
"""
# The latest answer holds, of two at one instant the refusal, and what was never asked is no, as in `consent.allowed`.
SHARED = """
CREATE VIEW profiles_shared AS
SELECT 'service' AS scope, person_id, other_id FROM profiles_linked
UNION ALL
SELECT 'allowed', linked.person_id, linked.other_id FROM profiles_linked AS linked
WHERE NOT EXISTS (
    SELECT FROM (
        SELECT DISTINCT ON (c.purpose) c.purpose, c.granted
        FROM profiles_identifier AS i JOIN consent_choice AS c ON c.subject_kind = i.kind AND c.subject_id = i.value
        WHERE i.person_id = linked.person_id ORDER BY c.purpose, c.chosen_at DESC, c.granted) AS mine
    WHERE mine.granted AND NOT coalesce((
        SELECT c.granted
        FROM profiles_identifier AS i JOIN consent_choice AS c ON c.subject_kind = i.kind AND c.subject_id = i.value
        WHERE i.person_id = linked.other_id AND c.purpose = mine.purpose
        ORDER BY c.chosen_at DESC, c.granted LIMIT 1), false))
"""
WHOLE = """
CREATE VIEW profiles_whole AS
SELECT 'own' AS scope, person_id, id AS identifier_id FROM profiles_identifier
UNION ALL SELECT 'service', person_id, id FROM profiles_identifier
UNION ALL SELECT 'allowed', person_id, id FROM profiles_identifier
UNION ALL
SELECT shared.scope, shared.person_id, theirs.id
FROM profiles_shared AS shared JOIN profiles_identifier AS theirs ON theirs.person_id = shared.other_id
"""
# Who stands for a person where people are counted; whom it does not name is counted as themselves.
PERSON_COUNTED = """
CREATE VIEW profiles_counted AS
SELECT i.person_id, first_value(i.person_id) OVER (PARTITION BY c.one_id ORDER BY i.person_id) AS one_id
FROM customers_counted AS c JOIN profiles_identifier AS i ON i.kind = 'customer' AND i.value = c.customer_id::text
"""

# Of what several identifiers say the latest holds; what was computed holds against what a source states, and what was
# computed of several records against what was of each.
TRAIT = """
CREATE VIEW profiles_person_trait AS
SELECT DISTINCT ON (scope, person_id, name) scope, person_id, name, value, at, source
FROM (
    SELECT whole.scope, whole.person_id, trait.name, trait.value, trait.at, trait.source, 1 AS place
    FROM profiles_trait trait JOIN profiles_whole whole ON whole.identifier_id = trait.identifier_id
    UNION ALL
    SELECT several.scope, several.person_id, each.name, each.value, each.at, 'computed', 0
    FROM (
        SELECT whole.scope, whole.person_id, array_agg(whole.identifier_id) AS identifiers
        FROM (SELECT DISTINCT scope, person_id FROM profiles_shared) shared
        JOIN profiles_whole whole ON whole.scope = shared.scope AND whole.person_id = shared.person_id
        GROUP BY whole.scope, whole.person_id
    ) several, LATERAL profiles_computed(
        array_fill(0::bigint, ARRAY[cardinality(several.identifiers)]), several.identifiers) each
    UNION ALL
    SELECT scope, person_id, CASE of WHEN 'category' THEN 'favourite_categories' WHEN 'size' THEN 'sizes'
                                     ELSE 'favourite_brands' END,
           jsonb_agg(value ORDER BY place), max(last_at), 'computed', 1
    FROM (
        SELECT whole.scope, whole.person_id, taste.of, taste.value, max(taste.last_at) AS last_at,
               row_number() OVER (PARTITION BY whole.scope, whole.person_id, taste.of
                                  ORDER BY sum(taste.times) DESC, taste.value) AS place
        FROM profiles_taste taste JOIN profiles_whole whole ON whole.identifier_id = taste.identifier_id
        WHERE taste.of IN ('category', 'size', 'brand')
        GROUP BY whole.scope, whole.person_id, taste.of, taste.value
    ) ranked
    WHERE place <= 3 GROUP BY scope, person_id, of
    UNION ALL
    SELECT whole.scope, whole.person_id, 'price_sensitivity',
           to_jsonb(round(coalesce(sum(times) FILTER (WHERE taste.value = 'reduced'), 0)::numeric / sum(times), 2)),
           max(last_at), 'computed', 1
    FROM profiles_taste taste JOIN profiles_whole whole ON whole.identifier_id = taste.identifier_id
    WHERE taste.of = 'price' GROUP BY whole.scope, whole.person_id
) said
ORDER BY scope, person_id, name, place, source = 'computed' DESC, at DESC, source, value
"""
MOMENT = """
CREATE VIEW profiles_person_moment AS
SELECT whole.scope, whole.person_id, moment.occurred_at, moment.name, moment.event, moment.subject_kind,
       moment.subject_id, moment.payload
FROM profiles_moment moment JOIN profiles_whole whole ON whole.identifier_id = moment.identifier_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0003_openings"), ("customers", "0004_counted_as_one"), ("consent", "0004_no_hearsay"),
    ]  # fmt: skip

    operations = [
        migrations.RunSQL("DROP VIEW profiles_person_trait", before.TRAIT),
        migrations.RunSQL("DROP VIEW profiles_person_moment", before.MOMENT),
        migrations.RunSQL(COMPUTED, "DROP FUNCTION profiles_computed(bigint[], bigint[])"),
        migrations.RunSQL(LINKED, "DROP VIEW profiles_linked"),
        migrations.RunSQL(SHARED, "DROP VIEW profiles_shared"),
        migrations.RunSQL(WHOLE, "DROP VIEW profiles_whole"),
        migrations.RunSQL(PERSON_COUNTED, "DROP VIEW profiles_counted"),
        migrations.RunSQL(TRAIT, "DROP VIEW profiles_person_trait"),
        migrations.RunSQL(MOMENT, "DROP VIEW profiles_person_moment"),
    ]
