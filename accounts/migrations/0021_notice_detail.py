from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0020_right_to_small_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="detail",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
