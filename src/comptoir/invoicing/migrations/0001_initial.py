
import comptoir.kit.ids
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_initial'),
        ('orders', '0003_line_options'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('invoice', 'invoice'), ('credit_note', 'credit note')], max_length=12)),
                ('legal_entity', models.SlugField()),
                ('year', models.PositiveSmallIntegerField()),
                ('sequence', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=20)),
                ('issued_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('supplied_on', models.DateField(blank=True, null=True)),
                ('order_number', models.CharField(max_length=12)),
                ('storefront', models.SlugField()),
                ('market', models.SlugField()),
                ('locale', models.CharField(max_length=5)),
                ('currency', models.CharField(max_length=3)),
                ('seller', models.JSONField()),
                ('buyer', models.JSONField()),
                ('buyer_folded', models.CharField(max_length=320)),
                ('lines', models.JSONField()),
                ('vat', models.JSONField()),
                ('corrects', models.JSONField(default=list)),
                ('net_minor', models.BigIntegerField()),
                ('vat_minor', models.BigIntegerField()),
                ('total_minor', models.BigIntegerField()),
                ('prepaid_minor', models.BigIntegerField()),
                ('due_minor', models.BigIntegerField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
            options={
                'ordering': ['-issued_on', '-sequence'],
            },
        ),
        migrations.CreateModel(
            name='BuyerCompany',
            fields=[
                ('id', models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('vat_number', models.CharField(blank=True, max_length=20)),
                ('siren', models.CharField(blank=True, max_length=9)),
                ('named_at', models.DateTimeField()),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('legal_entity', models.SlugField()),
                ('kind', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('last_number', models.PositiveIntegerField()),
                ('last_date', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('legal_entity', 'kind'), name='invoicing_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='ElectronicForm',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='electronic', serialize=False, to='invoicing.document')),
                ('xml', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('valid', models.BooleanField()),
                ('findings', models.JSONField(default=list)),
                ('checked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PrintedForm',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('locale', models.CharField(max_length=5)),
                ('pdf', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed', to='invoicing.document')),
            ],
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['order'], name='invoicing_of_order'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['customer', '-issued_on'], name='invoicing_of_customer'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['legal_entity', 'issued_on'], name='invoicing_by_date'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('legal_entity', 'kind', 'year', 'sequence'), name='invoicing_number_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('legal_entity', 'number'), name='invoicing_name_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('sequence__gt', 0)), name='invoicing_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('total_minor', django.db.models.expressions.CombinedExpression(models.F('net_minor'), '+', models.F('vat_minor')))), name='invoicing_total_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('due_minor', django.db.models.expressions.CombinedExpression(models.F('total_minor'), '-', models.F('prepaid_minor')))), name='invoicing_due_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('due_minor__gte', 0), ('net_minor__gte', 0), ('prepaid_minor__gte', 0), ('vat_minor__gte', 0)), name='invoicing_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='printedform',
            constraint=models.UniqueConstraint(fields=('document', 'locale'), name='invoicing_printed_once'),
        ),
    ]
