
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionbank', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='encoding',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='length',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='ImportSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=40)),
                ('section', models.JSONField()),
                ('override', models.JSONField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='questionbank.importbatch')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=40)),
                ('included', models.BooleanField(null=True)),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('error', 'Error'), ('check', 'Check'), ('sure', 'Sure')], max_length=10)),
                ('severity', models.CharField(blank=True, max_length=10)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('start', models.PositiveIntegerField(null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('edit', models.JSONField(null=True)),
                ('remarks', models.JSONField(default=list)),
                ('draft', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='questionbank.importbatch')),
                ('item', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_row', to='questionbank.item')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='questionbank.importsection')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ImportPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('line', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('marks', models.JSONField(default=list)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='questionbank.importbatch')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='import_passage_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('severity', models.CharField(max_length=10)),
                ('diagnostic', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='questionbank.importbatch')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='import_remark_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='importsection',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='import_section_once'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['batch', 'state', 'item', 'included', 'position'], name='import_row_state'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('batch', 'position'), name='import_row_once'),
        ),
    ]
