"""What the curators' tabs say on every page, whichever room the page belongs to."""

from django import template

from portal.dashboard.waiting import waiting_numbers

register = template.Library()
register.simple_tag(waiting_numbers)
