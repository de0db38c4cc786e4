from reports.views.dashboard import dashboard
from reports.views.quota import member_quota, my_quota

__all__ = ["dashboard", "member_quota", "my_quota"]
