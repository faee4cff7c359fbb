"""The names of everything that can be pressed, chosen or sent in: what surfaces draw and handlers listen for."""

from __future__ import annotations

# Buttons. Their value is a claim's number, unless it says otherwise.
TAKE = "take"
RELEASE = "release"
SNOOZE = "snooze"
DISPUTE = "dispute"
DISCARD = "discard"
EDIT = "edit"
PART_OF_STATEMENT = "part_of_statement"
EDIT_DISPUTE = "edit_dispute"  # value: the dispute's id
DISPUTE_AS_CLAIM = "dispute_as_claim"  # value: the dispute's id
MAKE_DESK = "make_desk"  # value: the channel
LIST_UNVERIFIED = "list_unverified"  # value: the desk's id

# Forms.
FILE_FORM = "file_claim"
EDIT_FORM = "edit_claim"
DISPUTE_FORM = "dispute_claim"
EDIT_DISPUTE_FORM = "edit_dispute"
DISCARD_FORM = "discard_claim"
SETUP_FORM = "set_up_desk"

# Menus that search as one types.
PICK_CLAIMS = "pick_claims"
PICK_ZONE = "pick_zone"

# Shortcuts on a message.
FILE_AS_CLAIM = "file_as_claim"
DISPUTE_A_CLAIM = "dispute_a_claim"
