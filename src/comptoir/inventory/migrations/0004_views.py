"""What is to come, and what may be sold of it: for the room itself and for higher rooms to join."""

from django.db import migrations

COMING = """
CREATE VIEW inventory_coming AS
SELECT id, variant_id, location_id, expected_on, expected - received AS pieces, reference
FROM inventory_incoming WHERE state = 'announced'
UNION ALL
SELECT line.id, line.variant_id, transfer.target_id, transfer.expected_on, line.sent, transfer.reference
FROM inventory_transfer transfer JOIN inventory_transferline line ON line.transfer_id = transfer.id
WHERE transfer.state = 'sent' AND line.sent > 0
"""

# Who waits already has the first of what comes; what comes on a day can be sent from the next day on.
AHEAD = """
CREATE VIEW inventory_ahead AS
SELECT sale.id AS sale_id, sale.variant_id, sale.market, sale.location_id, sale.kind,
       sale.most - sale.promised AS room, sale.sent_from AS ready_on, sale.most - sale.promised AS pieces,
       sale.kind = 'preorder' AS kept_until
FROM inventory_saleahead sale WHERE sale.sent_from IS NOT NULL
UNION ALL
SELECT sale.id, sale.variant_id, sale.market, sale.location_id, sale.kind,
       sale.most - sale.promised, coming.expected_on + 1,
       greatest(0, least(coming.pieces, coming.so_far - waiting.pieces)), false
FROM inventory_saleahead sale
JOIN LATERAL (SELECT sum(other.promised) AS pieces FROM inventory_saleahead other
              WHERE other.variant_id = sale.variant_id AND other.location_id = sale.location_id) waiting ON true
JOIN LATERAL (SELECT line.expected_on, line.pieces, sum(line.pieces) OVER (ORDER BY line.expected_on, line.id) AS so_far
              FROM inventory_coming line
              WHERE line.variant_id = sale.variant_id AND line.location_id = sale.location_id) coming ON true
WHERE sale.sent_from IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_ahead_supply_counts")]

    operations = [
        migrations.RunSQL(COMING, "DROP VIEW inventory_coming"),
        migrations.RunSQL(AHEAD, "DROP VIEW inventory_ahead"),
    ]
