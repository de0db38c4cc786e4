"""What kind a department is, by its name."""

from pipeline.rules.text import key

WORDS = {
    "marketing": ("marketing", "growth", "demand", "brand", "تسويق", "التسويق", "مارکیٹنگ", "市场", "营销"),
    "communications": ("communication", "public relations", "press", "علاقات", "公关"),
    "sales_operations": ("operations", "revops", "sales ops", "enablement", "运营"),
    "leadership": ("leadership", "executive", "management", "board", "إدارة"),
    "sales": ("sales", "account", "commercial", "مبيعات", "المبيعات", "سیلز", "销售", "benta"),
}


def department_kind(name: str) -> str:
    """A kind of department; other when the name tells none."""
    folded = key(name)
    return next((kind for kind, words in WORDS.items() if any(word in folded for word in words)), "other")
