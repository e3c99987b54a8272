"""Template filters of the account pages."""

from django import template

from portal.accounts.browsers import browser_name

register = template.Library()
register.filter("browser_name", browser_name)
