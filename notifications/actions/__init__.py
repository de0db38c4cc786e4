from notifications.actions.audit_heads import send_audit_head
from notifications.actions.notices import notify, post

__all__ = ["notify", "post", "send_audit_head"]
