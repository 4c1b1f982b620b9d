"""Sync, in one place: what tablets ask (push, pull, reconcile) and what the server itself changes."""

from server.domain.changes import Draft
from server.services.sync_apply import new_id
from server.services.sync_drafts import Author, Made, commit_changes, make_changes
from server.services.sync_pull import Page, PullQuery, pull
from server.services.sync_push import PushBody, Pushed, Result, push
from server.services.sync_reconcile import ReconcileBody, Reconciled, reconcile
from server.storage.feed import FeedRow

__all__ = [
    "Author",
    "Draft",
    "FeedRow",
    "Made",
    "Page",
    "PullQuery",
    "PushBody",
    "Pushed",
    "ReconcileBody",
    "Reconciled",
    "Result",
    "commit_changes",
    "make_changes",
    "new_id",
    "pull",
    "push",
    "reconcile",
]
