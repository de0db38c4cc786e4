from django.utils.translation import gettext_lazy as _

from pipeline.importers.fields import Field, Kind, Parse

PRODUCT = Kind(
    "product",
    (
        Field("name", _("Product"), Parse.NAME, "product|product name|item|item name|article|title", True, 150),
        Field("code", _("Code"), Parse.TEXT, "product code|sku|article number|part number|item code|productid|product id", limit=100),
        Field("amount", _("List price"), Parse.AMOUNT, "sales_price|list price|price|unit price|retail price|standard price"),
        Field("currency", _("Currency"), Parse.CURRENCY, "currency code|iso code"),
    ),
    identity=("name",),
)  # fmt: skip
