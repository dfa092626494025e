"""Documents that nobody can rewrite or take away: correcting one is issuing a credit note."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION invoicing_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'invoices and credit notes are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

GUARD = """
CREATE TRIGGER invoicing_documents_append_only BEFORE UPDATE OR DELETE ON invoicing_document
FOR EACH ROW EXECUTE FUNCTION invoicing_refuse_rewriting()
"""


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [REFUSE, GUARD],
            [
                "DROP TRIGGER invoicing_documents_append_only ON invoicing_document",
                "DROP FUNCTION invoicing_refuse_rewriting()",
            ],
        ),
    ]
