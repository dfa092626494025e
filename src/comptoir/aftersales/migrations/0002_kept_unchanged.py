"""What a consumer declared is kept as it was: only what came of it may be written."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION aftersales_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (
        (OLD.id, OLD.reference, OLD.order_id, OLD.order_number, OLD.storefront, OLD.channel, OLD.locale, OLD.name,
         OLD.email, OLD.is_whole, OLD.currency, OLD.delivery_minor, OLD.declared_at, OLD.refund_due, OLD.statement,
         OLD.statement_hash)
        IS DISTINCT FROM
        (NEW.id, NEW.reference, NEW.order_id, NEW.order_number, NEW.storefront, NEW.channel, NEW.locale, NEW.name,
         NEW.email, NEW.is_whole, NEW.currency, NEW.delivery_minor, NEW.declared_at, NEW.refund_due, NEW.statement,
         NEW.statement_hash)
    ) THEN
        RAISE EXCEPTION 'a declaration is kept unchanged' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""

GUARD = """
CREATE TRIGGER aftersales_withdrawal_kept BEFORE UPDATE OR DELETE ON aftersales_withdrawal
FOR EACH ROW EXECUTE FUNCTION aftersales_refuse_rewriting()
"""


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [REFUSE, GUARD],
            [
                "DROP TRIGGER aftersales_withdrawal_kept ON aftersales_withdrawal",
                "DROP FUNCTION aftersales_refuse_rewriting()",
            ],
        ),
    ]
