"""Stage words of exports, guessed into the stages this product knows. A guess is always shown and can be changed."""

from pipeline.rules.text import key

DEAL_WORDS = {
    "won": "won|closed won|closed - won|closedwon|win|gained|success|successful|signed|delivered|paid|invoiced|ganho|"
    "fechado ganho|ganada|ganado|gagné|gagne|gewonnen|vinto|赢单|成交|مكسب|فوز|تم الفوز|جیت گئے|panalo",
    "lost": "lost|closed lost|closed - lost|closedlost|loss|failed|cancelled|canceled|rejected|declined|abandoned|dead|"
    "perdido|perdida|perdu|verloren|perso|输单|丢单|خسارة|مفقود|ہار گئے|talo|unqualified|disqualified",
}
LEAD_WORDS = {
    "mql": "mql|marketing qualified|marketing qualified lead|pre qualified|pre-qualified|prequalified|hot|warm",
    "sal": "sal|sales accepted|sales accepted lead|accepted|assigned",
    "sql": "sql|sales qualified|sales qualified lead|qualified|qualified lead",
    "opportunity": "opportunity|opportunities|converted|proposal|negotiation",
    "won": "won|closed won|customer|client|signed",
    "lost": "lost|lost lead|closed lost|junk|junk lead|dead|unqualified|not qualified|disqualified|rejected|bad",
    "recycled": "recycled|nurture|nurturing|contact in future|contact later|postponed|on hold",
}
ACTIVITY_WORDS = {
    "call": "call|phone|phone call|outbound|inbound|telephone|outgoing|incoming",
    "meeting": "meeting|event|visit|appointment|lunch",
    "presentation": "presentation|demo|demonstration|product demo|webinar",
    "proposal": "proposal|quote|quotation|offer|estimate",
    "email": "email|e-mail|mail|newsletter",
    "store_visit": "store visit|shop visit|retail visit|store check",
    "coaching": "coaching|coaching session|mentoring|one on one|1:1",
    "training": "training|course|reading|workshop|certification",
    "event": "association meeting|conference|trade fair|trade show|exhibition|congress",
    "press_release": "press release|news release|media release|بيان صحفي|新闻稿|پریس ریلیز",
    "interview": "interview|press briefing|media briefing|press conference",
    "publication": "article|post|blog post|social post|publication|newsletter issue",
    "task": "task|to do|todo|follow up|follow-up",
}

CASE_WORDS = {
    "closed": "closed|resolved|solved|done|completed|answered|finished|مغلق|تم الحل|已关闭|已解决|بند|sarado",
}
CASE_KINDS = {
    "customer_request": "customer request|question|request|support|service|problem|issue|incident",
    "complaint": "complaint|claim|شكوى|投诉|شکایت|reklamo",
    "press_inquiry": "press inquiry|press enquiry|press|media|media inquiry|journalist",
    "legal_statement": "lawsuit|legal|legal statement|litigation|statement",
    "quote_request": "quote request|request for quote|rfq|rfp|tender",
    "internal_request": "internal|internal request|colleague",
}


def _table(words: dict[str, str]) -> dict[str, str]:
    return {key(word): stage for stage, line in words.items() for word in line.split("|")}


DEALS, LEADS, ACTIVITIES = _table(DEAL_WORDS), _table(LEAD_WORDS), _table(ACTIVITY_WORDS)
CASES, KINDS_OF_CASES = _table(CASE_WORDS), _table(CASE_KINDS)


def deal_status(word: str) -> str:
    """won, lost, or open when the word says neither."""
    return DEALS.get(key(word), "open")


def lead_stage(word: str) -> str:
    """One of the lead stages; inquiry when the word says nothing more."""
    return LEADS.get(key(word), "inquiry")


def activity_kind(word: str) -> str:
    """One of the kinds of activity; other when the word is unknown."""
    return ACTIVITIES.get(key(word), "other")


def case_status(word: str) -> str:
    """closed, or open when the word does not say that it is over."""
    return CASES.get(key(word), "open")


def case_kind(word: str) -> str:
    """One of the kinds of case; other when the word is unknown."""
    return KINDS_OF_CASES.get(key(word), "other")
