from notifications.actions.audit_heads import send_audit_head
from notifications.actions.given_up import tell_of_given_up
from notifications.actions.notices import notify, post
from notifications.actions.tokens import tell_of_revoked

__all__ = ["notify", "post", "send_audit_head", "tell_of_given_up", "tell_of_revoked"]
