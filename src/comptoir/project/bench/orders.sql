-- What the order path says to PostgreSQL, each statement once, in the order in which an order first needs it:
-- placing (BEGIN before "advisory lock"), then claiming its payment and settling it, which many orders do at once.
-- Made by comptoir bench orders --write-sql. Values are bound where psycopg's %s and %(name)s stand.

-- == read checkout_basket
SELECT b.id, b.version, b.state, b.currency, b.market, b.owner_id, b.buyer_id, b.address_id, b.country, b.postcode,
       b.delivery_method, b.collect_at, b.merged_into_id, b.codes,
       coalesce(array_agg(l.variant_id ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}'),
       coalesce(array_agg(l.quantity ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}'),
       coalesce(array_agg(l.seen_minor ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}')
FROM checkout_basket b LEFT JOIN checkout_basketline l ON l.basket_id = b.id
WHERE b.id = %s GROUP BY b.id;

-- == read inventory_stocklevel
SELECT 1, variant_id, location_id, on_hand, reserved, safety, NULL::uuid, NULL::text, NULL::date
FROM inventory_stocklevel WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
UNION ALL
SELECT 2, variant_id, location_id, room, pieces::int, kept_until::int, sale_id, kind, ready_on
FROM inventory_ahead
WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[]))) AND market = %(market)s AND ready_on > %(today)s
UNION ALL
SELECT 3, variant_id, location_id, pieces, 0, 0, id, reference, expected_on
FROM inventory_coming WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
UNION ALL
SELECT 4, variant_id, NULL, 0, 0, 0, NULL, NULL, NULL
FROM inventory_endless WHERE variant_id = ANY(ARRAY(SELECT unnest(%(variants)s::uuid[])))
ORDER BY 1, 2, 9, 3;

-- == read customers_address
SELECT a.id, c.email, a.name, a.street, a.more, a.postcode, a.city, a.country, a.phone
FROM unnest((SELECT %s::uuid[])) AS wanted(id)
JOIN customers_address a ON a.id = wanted.id JOIN customers_customer c ON c.id = a.customer_id;

-- == read pricing_listprice
SELECT variant_id, amount_minor, version FROM pricing_listprice
WHERE variant_id = ANY(%s::uuid[]) AND market = %s AND currency = %s;

-- == advisory lock
SELECT pg_current_xact_id_if_assigned() IS NOT NULL, count(pg_advisory_xact_lock(k)) FROM unnest(%s::bigint[]) AS k;

-- == update checkout_basket
UPDATE checkout_basket SET state = 'placed', changed_at = %s WHERE id = %s AND version = %s AND state = 'open';

-- == read pricing_listprice
SELECT count(*) FROM unnest(%s::uuid[], %s::int[]) AS shown(variant_id, version)
JOIN pricing_listprice kept USING (variant_id, version)
WHERE kept.market = %s AND kept.currency = %s;

-- == insert kit_idempotencyrecord
INSERT INTO kit_idempotencyrecord (scope, key, request_hash, answer, recorded_at) VALUES (%s, %s, %s, %s::jsonb, %s);

-- == insert promises_promise
INSERT INTO promises_promise (id, kind, subject_kind, subject_id, due, terms, state, evidence, made_at)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, 'made', '{}'::jsonb, %s);

-- == insert orders_order + insert orders_orderline
WITH opened AS (
    INSERT INTO orders_order (
        id, number, basket_id, customer_id, address_id, market, legal_entity, storefront, channel, locale, currency,
        goods_minor, delivery_minor, total_minor, vat_minor, paid_minor, credited_minor, state, delivery_method,
        promise_id, promised_by, hold_until, placed_at, changed_at, logged_in, at_request, terms_id
    ) VALUES (
        %(id)s, %(number)s, %(basket_id)s, %(customer_id)s, %(address_id)s, %(market)s, %(legal_entity)s,
        %(storefront)s, %(channel)s, %(locale)s, %(currency)s, %(goods)s, %(delivery)s, %(total)s, %(vat)s, 0, 0,
        'pending', %(method)s, %(promise_id)s, %(promised_by)s, %(hold_until)s, %(now)s, %(now)s, %(logged_in)s,
        %(at_request)s, (SELECT id FROM orders_termsversion
         WHERE storefront = %(storefront)s::varchar AND locale = %(locale)s::varchar AND valid_from <= %(now)s
         ORDER BY valid_from DESC LIMIT 1)
    ) RETURNING id
)
INSERT INTO orders_orderline (
    order_id, position, kind, variant_id, sku, name, options, quantity, unit_minor, total_minor, vat_rate_bp,
    vat_minor, reasons, exclusion, nature
)
SELECT opened.id, l.place, l.kind, l.variant_id, l.sku, l.name::jsonb, l.options::jsonb, l.quantity, l.unit, l.total,
       l.rate, l.vat, l.reasons::jsonb, l.exclusion, l.nature
FROM opened, unnest(
    %(kinds)s::text[], %(variants)s::uuid[], %(skus)s::text[], %(names)s::text[], %(options)s::text[],
    %(quantities)s::int[], %(units)s::bigint[], %(totals)s::bigint[], %(rates)s::int[], %(vats)s::bigint[],
    %(reasons)s::text[], %(exclusions)s::text[], %(natures)s::text[]
) WITH ORDINALITY AS l(
    kind, variant_id, sku, name, options, quantity, unit, total, rate, vat, reasons, exclusion, nature,
    place
);

-- == insert payments_paymentrequest
INSERT INTO payments_paymentrequest (
    id, order_id, kind, charge_id, instead_of_id, tender, token, amount_minor, currency, final, state,
    reserved_minor, taken_minor, attempts, next_attempt_at, provider_reference, refusal_code, requested_at,
    legal_entity
)
SELECT a.id, %(order)s, a.kind, a.charge, a.instead, a.tender, a.token, a.amount, %(currency)s, a.final, 'requested',
       0, 0, 0, %(now)s, '', '', %(now)s, %(entity)s
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(charges)s::uuid[], %(tenders)s::text[], %(tokens)s::text[],
            %(amounts)s::bigint[], %(finals)s::boolean[], %(instead)s::uuid[])
            AS a(id, kind, charge, tender, token, amount, final, instead);

-- == insert journal_subject + insert journal_event
WITH words AS (
    SELECT * FROM json_to_recordset(%s::json) AS w(
        place int, origin int, event_id uuid, name text, version int, lane text, legal_basis text, kind text,
        id text, following bigint, payload jsonb)
), counted AS (
    INSERT INTO journal_subject AS kept (lane, kind, id, version)
    SELECT lane, kind, id, count(*) FROM words GROUP BY lane, kind, id ORDER BY lane, kind, id
    ON CONFLICT (lane, kind, id) DO UPDATE SET version = kept.version + excluded.version
    RETURNING lane, kind, id, version
)
INSERT INTO journal_event (
    generation, event_id, name, version, lane, legal_basis, source, channel, market, legal_entity, storefront,
    subject_kind, subject_id, subject_version, person_key, visitor, actor, occurred_at, correlation, causation, payload
)
SELECT (SELECT number FROM journal_generation), w.event_id, w.name, w.version, w.lane, w.legal_basis,
       o.source, o.channel, o.market, o.legal_entity, o.storefront, w.kind, w.id, c.version - w.following,
       o.person_key, o.visitor, o.actor, o.occurred_at, o.correlation, o.causation, w.payload
FROM words AS w
JOIN counted AS c ON (c.lane, c.kind, c.id) = (w.lane, w.kind, w.id)
JOIN json_to_recordset(%s::json) AS o(
        number int, source text, channel text, market text, legal_entity text, storefront text, person_key text,
        visitor text, actor text, occurred_at timestamptz, correlation uuid, causation uuid) ON o.number = w.origin
ORDER BY w.place;

-- == update inventory_stocklevel + insert inventory_reservation
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(variant_ids)s::uuid[], %(location_ids)s::uuid[],
                         %(quantities)s::int[]) AS w(id, variant_id, location_id, quantity)
), locked AS MATERIALIZED (
    SELECT l.id, l.variant_id, l.location_id, w.quantity, l.on_hand - l.reserved - l.safety AS available
    FROM inventory_stocklevel l JOIN wanted w USING (variant_id, location_id)
    ORDER BY l.id
    FOR UPDATE OF l
), short AS (
    SELECT wanted.variant_id FROM wanted LEFT JOIN locked USING (variant_id, location_id)
    WHERE locked.id IS NULL OR locked.available < wanted.quantity
), held AS (
    UPDATE inventory_stocklevel l SET reserved = l.reserved + locked.quantity
    FROM locked WHERE l.id = locked.id AND NOT EXISTS (SELECT FROM short)
), kept AS (
    INSERT INTO inventory_reservation AS r
           (id, order_id, variant_id, location_id, quantity, state, expires_at)
    SELECT id, %(order_id)s, variant_id, location_id, quantity, 'held', %(expires_at)s
    FROM wanted WHERE NOT EXISTS (SELECT FROM short)
    ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
    SET quantity = excluded.quantity, state = 'held', expires_at = excluded.expires_at
    WHERE r.state = 'released'
    RETURNING 1
)
SELECT ARRAY(SELECT variant_id FROM short), (SELECT count(*) FROM kept);

-- == update payments_paymentrequest
WITH taken AS (
    SELECT id, charge_id, claimed_until IS NOT NULL AS again FROM payments_paymentrequest
    WHERE state = 'requested' AND next_attempt_at <= %(now)s
      AND (claimed_until IS NULL OR claimed_until <= %(now)s)
    ORDER BY next_attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE payments_paymentrequest r
SET claimed_until = %(until)s, attempts = r.attempts + 1
FROM taken LEFT JOIN payments_paymentrequest charge ON charge.id = taken.charge_id
WHERE r.id = taken.id
RETURNING taken.again, r.attempts, r.order_id, r.id, r.kind, r.tender, r.token, r.amount_minor, r.currency,
          coalesce(charge.provider_reference, ''), r.final, r.legal_entity;

-- == read payments_paymentrequest
SELECT r.id, r.order_id FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN payments_paymentrequest r USING (id);

-- == read orders_order
SELECT o.id, o.promise_id, o.split_promises
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_order o USING (id);

-- == read orders_order
SELECT o.id, o.state, o.currency, o.total_minor, o.paid_minor, o.market, o.legal_entity, o.storefront, o.channel,
       o.customer_id, o.delivery_method, o.promise_id, o.promised_by, o.version, o.address_id, o.due_until,
       o.split_promises, o.credited_minor, o.unpromised_since
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_order o ON o.id = wanted.id
ORDER BY o.id FOR UPDATE OF o;

-- == read payments_paymentrequest
SELECT r.id, r.order_id, r.kind, r.state, r.tender, r.token, r.amount_minor, r.currency, others.reserved, others.awaited
FROM unnest((SELECT %s::uuid[])) AS wanted(id)
JOIN payments_paymentrequest r ON r.id = wanted.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(o.reserved_minor - o.taken_minor) FILTER (WHERE o.state = 'authorised'), 0)::bigint AS reserved,
           coalesce(sum(o.amount_minor) FILTER (WHERE o.state = 'awaited'), 0)::bigint AS awaited
    FROM payments_paymentrequest o
    WHERE o.order_id = r.order_id AND o.kind = 'charge' AND o.id <> r.id
) AS others
ORDER BY r.id FOR UPDATE OF r;

-- == update payments_paymentrequest + update payments_paymentrequest + insert payments_receipt
WITH answer AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(states)s::text[], %(references)s::text[], %(refusals)s::text[], %(receipts)s::uuid[],
        %(came)s::bigint[], %(signed)s::bigint[], %(currencies)s::text[], %(until)s::timestamptz[]
    ) AS a(id, state, reference, refusal, receipt, came, signed, currency, until)
), moved AS (
    UPDATE payments_paymentrequest r
    SET state = a.state, provider_reference = coalesce(nullif(a.reference, ''), r.provider_reference),
        refusal_code = a.refusal, answered_at = %(now)s, claimed_until = NULL, next_attempt_at = %(now)s,
        reserved_minor = CASE WHEN a.state = 'authorised' THEN a.came ELSE r.reserved_minor END,
        reserved_until = coalesce(a.until, r.reserved_until)
    FROM answer a WHERE r.id = a.id
    RETURNING r.id, r.order_id, r.kind, r.charge_id, r.final, a.state, a.reference, a.receipt, a.came, a.signed,
              a.currency
), charged AS (
    UPDATE payments_paymentrequest c
    SET taken_minor = c.taken_minor + CASE WHEN moved.kind = 'capture' THEN moved.came ELSE 0 END,
        state = CASE WHEN c.state <> 'authorised' THEN c.state
                     WHEN moved.kind = 'void' THEN CASE WHEN c.taken_minor > 0 THEN 'captured' ELSE 'cancelled' END
                     WHEN moved.final OR c.taken_minor + moved.came >= c.reserved_minor THEN 'captured'
                     ELSE c.state END
    FROM moved
    WHERE c.id = moved.charge_id AND moved.state = CASE moved.kind WHEN 'capture' THEN 'paid' ELSE 'voided' END
      AND moved.kind IN ('capture', 'void')
)
INSERT INTO payments_receipt (id, request_id, order_id, amount_minor, currency, provider_reference, received_at)
SELECT moved.receipt, moved.id, moved.order_id, moved.signed, moved.currency, moved.reference, %(now)s
FROM moved WHERE moved.state = 'paid';

-- == update orders_order
UPDATE orders_order o SET paid_minor = o.paid_minor + came.minor, changed_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(minors)s::bigint[]) AS came(id, minor) WHERE o.id = came.id;

-- == insert ledger_transfer
INSERT INTO ledger_transfer (
    legal_entity, day, debit, credit, amount_minor, currency, kind, subject_kind, subject_id, cause_id, recorded_at
)

SELECT t.entity, t.day, t.debit, t.credit, t.amount, t.currency, t.kind, t.subject_kind, t.subject_id, t.cause, t.now
FROM unnest(%(entities)s::text[], %(days)s::date[], %(subject_kinds)s::text[], %(subject_ids)s::uuid[],
            %(nows)s::timestamptz[], %(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[],
            %(currencies)s::text[], %(kinds)s::text[], %(causes)s::uuid[])
     AS t(entity, day, subject_kind, subject_id, now, debit, credit, amount, currency, kind, cause);

-- == update orders_order
UPDATE orders_order o
SET state = %(to)s::text, changed_at = %(now)s, hold_until = CASE WHEN %(to)s::text = 'pending' THEN o.hold_until END,
    version = o.version + 1
FROM unnest(%(ids)s::uuid[], %(states)s::text[]) AS w(id, state) WHERE o.id = w.id AND o.state = w.state;

-- == read orders_orderline
SELECT l.order_id, l.vat_rate_bp, sum(l.total_minor - off.minor)::bigint,
       sum(CASE WHEN off.minor = 0 THEN l.vat_minor
                ELSE l.total_minor - off.minor - (20000 * (l.total_minor - off.minor) + 10000 + l.vat_rate_bp)
                                                 / (2 * (10000 + l.vat_rate_bp)) END)::bigint,
       sum(off.minor)::bigint
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_orderline l ON l.order_id = wanted.id
CROSS JOIN LATERAL (SELECT l.unit_minor * l.refunded + l.reduced_minor AS minor) AS off
GROUP BY l.order_id, l.vat_rate_bp ORDER BY l.order_id, l.vat_rate_bp;

-- == insert ledger_transfer
INSERT INTO ledger_transfer (
    legal_entity, day, debit, credit, amount_minor, currency, kind, subject_kind, subject_id, cause_id, recorded_at
)

SELECT wanted.entity, wanted.day,
       CASE WHEN wanted.minor > had.minor THEN %(from)s::text ELSE wanted.account END,
       CASE WHEN wanted.minor > had.minor THEN wanted.account ELSE %(from)s::text END,
       abs(wanted.minor - had.minor), wanted.currency, %(kind)s::text, wanted.subject_kind, wanted.subject_id, NULL,
       wanted.now
FROM unnest(%(entities)s::text[], %(days)s::date[], %(subject_kinds)s::text[], %(subject_ids)s::uuid[],
            %(nows)s::timestamptz[], %(accounts)s::text[], %(minors)s::bigint[], %(currencies)s::text[])
     AS wanted(entity, day, subject_kind, subject_id, now, account, minor, currency)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN t.credit = wanted.account THEN t.amount_minor ELSE -t.amount_minor END), 0)::bigint
           AS minor
    FROM ledger_transfer t
    WHERE t.subject_id = wanted.subject_id AND t.kind = %(kind)s::text AND t.currency = wanted.currency
      AND wanted.account IN (t.debit, t.credit)
) AS had
WHERE wanted.minor <> had.minor;

-- == read inventory_reservation
SELECT order_id, variant_id, location_id, coalesce(r.quantity, 0) + coalesce(w.quantity - w.served, 0),
       coalesce(r.state, w.state), coalesce(r.expires_at, w.expires_at), w.sale_id, coalesce(w.quantity - w.served, 0)
FROM (SELECT * FROM inventory_reservation WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[])))) r
FULL JOIN (SELECT * FROM inventory_waiting WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[])))) w
     USING (order_id, variant_id, location_id)
ORDER BY variant_id, location_id;

-- == read orders_orderline
SELECT order_id, variant_id, nature, sum(quantity)::int FROM orders_orderline
WHERE order_id = ANY(%s::uuid[]) AND nature <> 'goods' GROUP BY order_id, variant_id, nature;

-- == insert fulfilment_shipment + insert fulfilment_shipmentline
WITH planned AS (
    INSERT INTO fulfilment_shipment (id, order_id, promise_id, method_id, location_id, state, carrier,
                                     tracking_number, promised_by, planned_at)
    SELECT s.id, s.order_id, s.promise_id, m.id, s.location_id, 'planned', m.carrier, '', s.promised_by, %(now)s
    FROM unnest(%(shipments)s::uuid[], %(orders)s::uuid[], %(promises)s::uuid[], %(methods)s::text[],
                %(places)s::uuid[], %(promised)s::timestamptz[])
         AS s(id, order_id, promise_id, method, location_id, promised_by)
    JOIN fulfilment_deliverymethod m ON m.code = s.method
    RETURNING id
)
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity, counted)
SELECT l.shipment_id, l.variant_id, l.quantity, l.counted
FROM unnest(%(line_shipments)s::uuid[], %(variants)s::uuid[], %(quantities)s::int[], %(counted)s::bool[])
     AS l(shipment_id, variant_id, quantity, counted)
JOIN planned ON planned.id = l.shipment_id;

-- == update inventory_waiting + update inventory_reservation
WITH queue AS (
    SELECT id FROM inventory_waiting
    WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))) AND state IN ('held', 'firm')
    ORDER BY queued_at, id FOR UPDATE
), waiting AS (
    UPDATE inventory_waiting w SET state = 'firm', expires_at = NULL FROM queue WHERE w.id = queue.id RETURNING 1
), reserved AS (
    UPDATE inventory_reservation SET state = 'firm', expires_at = NULL
    WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))) AND state IN ('held', 'firm')
      AND (SELECT count(*) FROM waiting) >= 0
    RETURNING 1
)
SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM reserved),
       EXISTS (SELECT FROM inventory_waiting WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))));
