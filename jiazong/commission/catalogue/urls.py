"""Every address of needs, catalogue and roll-out."""
from django.urls import path

from jiazong.commission.catalogue.views import items, needs, proposals, rollout, rounds

app_name = "catalogue"
urlpatterns = [
    path("needs/", needs.surveys, name="surveys"),
    path("needs/new", needs.survey_new, name="survey_new"),
    path("needs/<uuid:pk>/", needs.survey, name="survey"),
    path("needs/<uuid:pk>/sample", needs.survey_sample, name="survey_sample"),
    path("needs/<uuid:pk>/close", needs.survey_close, name="survey_close"),
    path("needs/<uuid:pk>/form/<slug:shape>", needs.survey_form, name="survey_form"),
    path("needs/<uuid:pk>/enter", needs.answer_new, name="answer_new"),
    path("needs/<uuid:pk>/answers", needs.answers, name="answers"),
    path("needs/<uuid:pk>/import", needs.answers_import, name="answers_import"),
    path("", rounds.rounds, name="rounds"),
    path("rounds/new", rounds.round_new, name="round_new"),
    path("rounds/<uuid:pk>/", rounds.round, name="round"),
    path("rounds/<uuid:pk>/propose", proposals.propose, name="propose"),
    path("rounds/<uuid:pk>/pairs", rounds.pairs, name="pairs"),
    path("rounds/<uuid:pk>/compare", rounds.compare, name="compare"),
    path("rounds/<uuid:pk>/publish", rounds.publish, name="publish"),
    path("pairs/<uuid:pk>/", rounds.judge, name="judge"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/edit", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<uuid:pk>/withdraw", proposals.withdraw, name="withdraw"),
    path("proposals/<uuid:pk>/decide", proposals.decide, name="decide"),
    path("items/", items.items, name="items"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/note", items.item_note, name="item_note"),
    path("removals", items.removals, name="removals"),
    path("published/", items.editions, name="editions"),
    path("published/<uuid:pk>/", items.edition, name="edition"),
    path("published/<uuid:pk>/<slug:shape>", items.edition_print, name="edition_print"),
    path("rollout/", rollout.rollout, name="rollout"),
    path("rollout/targets/new", rollout.target_new, name="target_new"),
    path("rollout/new", rollout.site_new, name="site_new"),
    path("rollout/<uuid:pk>/", rollout.site, name="site"),
    path("rollout/<uuid:pk>/edit", rollout.site_edit, name="site_edit"),
    path("rollout/<uuid:pk>/ceremony", rollout.ceremony, name="ceremony"),
]
