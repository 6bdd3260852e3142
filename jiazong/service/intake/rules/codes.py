"""The words of the front desk as codes: by which way somebody came, about what, what came of it."""
WALK_IN, PHONE, ONLINE, REFERRAL = "walk_in", "phone", "online", "referral"
CHANNELS = (WALK_IN, PHONE, ONLINE, REFERRAL)

# Domain A14: resource questions are answered at the desk; support and counselling go to a social worker.
POLICY, RESOURCE, ACTIVITY, PAPERS, COMPLAINT, SUPPORT, COUNSELLING, OTHER = (
    "policy", "resource", "activity", "papers", "complaint", "support", "counselling", "other",
)  # fmt: skip
KINDS = (POLICY, RESOURCE, ACTIVITY, PAPERS, COMPLAINT, SUPPORT, COUNSELLING, OTHER)
NEEDS_A_WORKER = (SUPPORT, COUNSELLING)

ANSWERED, APPOINTMENT, CASE, REFERRED, NOTHING = "answered", "appointment", "case", "referred", "nothing"
OUTCOMES = (ANSWERED, APPOINTMENT, CASE, REFERRED, NOTHING)
# Of these outcomes something was said that is kept sealed; "nothing" is somebody who left before it came to that.
TOLD = (ANSWERED, REFERRED)
