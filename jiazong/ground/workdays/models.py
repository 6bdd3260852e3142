from django.db import models


class Notice(models.Model):
    """The official notice of one year's holidays; a year without one is provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.year)


class SwappedDay(models.Model):
    """A day that differs from its weekday: a holiday, or a weekend day that is worked instead."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="days")

    def __str__(self) -> str:
        return str(self.day)
