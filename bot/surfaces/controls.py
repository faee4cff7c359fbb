"""The names of everything that can be pressed, chosen or sent in: what surfaces draw and handlers listen for."""

from __future__ import annotations

# Buttons. Their value is a claim's number, unless it says otherwise.
TAKE = "take"
RELEASE = "release"
SNOOZE = "snooze"
HOW_REMINDED = "how_reminded"  # value: where it was pressed
DISPUTE = "dispute"
DISCARD = "discard"
EDIT = "edit"
PART_OF_STATEMENT = "part_of_statement"
EDIT_DISPUTE = "edit_dispute"  # value: the dispute's id
DISPUTE_AS_CLAIM = "dispute_as_claim"  # value: the dispute's id
MAKE_DESK = "make_desk"  # value: the channel
VERDICT = "verdict"
MORE = "more"
HAND_OVER = "hand_over"
ASK_TO_HAND_OVER = "ask_to_hand_over"
ASK_TO_SIGN = "ask_to_sign"
WITHDRAW = "withdraw_verdict"
HOLD = "hold"
RESUME = "resume"
SPLIT = "split"
MERGE = "merge"
UNMERGE = "unmerge"
RESTORE = "restore"
FOLLOW = "follow"
FOLLOW_DIRECTLY = "follow_directly"
UNFOLLOW = "unfollow"
COPY_WORDING = "copy_wording"
UPDATED_BY = "updated_by"
NOT_UPDATED = "not_updated"
DECIDE_DISPUTE = "decide_dispute"  # value: the dispute's id
ADD_EVIDENCE = "add_evidence"
ADD_REPORT = "add_report"
ADD_USED_IN = "add_used_in"
TRANSLATE = "translate"
SET_PRIORITY = "set_priority"
RESTRICT = "restrict"
LIFT_RESTRICTION = "lift_restriction"
TAKE_BACK_EVIDENCE = "take_back_evidence"  # value: the evidence's id
ASK_REPLY = "ask_for_reply"
NOTE_REPLY = "note_reply"  # value: the request's id
REPLY_AS_DISPUTE = "reply_as_dispute"  # value: the request's id
REPLY_AS_REPORT = "reply_as_report"  # value: the request's id
HISTORY = "history"
LIST_UNVERIFIED = "list_unverified"  # value: the desk's id
LIST_CONTESTED = "list_contested"  # value: the desk's id
LIST_NEWER = "list_newer"  # value: a packed bot.desk.filters.Place
LIST_OLDER = "list_older"
SEARCH_BACK = "search_back"  # value: the words and how many stand before the page, packed
SEARCH_ON = "search_on"
HISTORY_EARLIER = "history_earlier"  # value: the claim and where the page begins or ends, packed
HISTORY_LATER = "history_later"
JOIN_NAMES = "join_names"  # value: speaker or source, a colon, the name's id
PART_NAME = "part_name"
# About a desk.
MORE_SETTINGS = "more_settings"
FIRST_SETTINGS = "first_settings"
UNDO_SETTINGS = "undo_settings"  # value: the event that is undone
TEST_DIGEST = "test_digest"  # value: the desk's id
DESK_SETTINGS = "desk_settings"  # value: the desk's id
# On the Home tab.
SEARCH = "search"  # a field to type into, and the button beside it
LIST_ALL = "list_all"  # value: a packed bot.desk.filters.Place
FILE_AT_HOME = "file_at_home"
REFRESH_HOME = "refresh_home"
# Answers to "looks the same as". Value: the new claim's number, the older one's, and the likeness, colons between.
ALIKE_NEWER = "alike_newer"
ALIKE_SAME = "alike_same"
ALIKE_CONTRADICTS = "alike_contradicts"
ALIKE_KEEP = "alike_keep"

# Forms.
FILE_FORM = "file_claim"
EDIT_FORM = "edit_claim"
DISPUTE_FORM = "dispute_claim"
EDIT_DISPUTE_FORM = "edit_dispute"
DISCARD_FORM = "discard_claim"
PROPOSE_FORM = "propose_verdict"
SIGN_FORM = "sign_verdict"
REOPEN_FORM = "reopen_claim"
HAND_OVER_FORM = "hand_over_claim"
HOLD_FORM = "hold_claim"
SNOOZE_FORM = "snooze_claim"
HOW_REMINDED_FORM = "choose_reminders"
SPLIT_FORM = "split_claim"
MERGE_FORM = "merge_claim"
UPDATED_BY_FORM = "update_claim"
DECIDE_FORM = "decide_dispute"
EVIDENCE_FORM = "add_evidence_to_claim"
USED_IN_FORM = "use_claim_in_story"
REPORT_FORM = "add_report_to_claim"
TRANSLATE_FORM = "translate_claim"
PRIORITY_FORM = "set_priority_of_claim"
RESTRICT_FORM = "restrict_claim"
LIFT_FORM = "lift_restriction_of_claim"
ADD_FORM = "add_to_claim"
ASKING_FORM = "ask_for_reply_to_claim"
OUTCOME_FORM = "note_reply_to_claim"
SETUP_FORM = "set_up_desk"
JOIN_FORM = "join_names"

# Menus that search as one types.
PICK_CLAIMS = "pick_claims"
PICK_CLAIM = "pick_claim"  # one only
PICK_ZONE = "pick_zone"
PICK_HOLIDAYS = "pick_holidays"  # a country or a part of one
PICK_SPEAKER = "pick_speaker"  # who said it: a known name, or a new one as it was typed
PICK_OTHER_SPEAKER = "pick_other_speaker"
PICK_OTHER_SOURCE = "pick_other_source"

# Fields of the set-up form that are looked at as soon as something is chosen in them.
DIGEST_TIME = "digest_time"
DIGEST_CHANNEL = "digest_channel"
LEADS = "leads"
TELL_AT_LAST = "tell_at_last"
WORK_FROM = "work_from"
WORK_UNTIL = "work_until"
DAYS_OFF = "days_off"

# Shortcuts on a message.
FILE_AS_CLAIM = "file_as_claim"
DISPUTE_A_CLAIM = "dispute_a_claim"
ADD_TO_A_CLAIM = "add_to_a_claim"
OPEN_A_CLAIM = "open_a_claim"
