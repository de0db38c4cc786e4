from pipeline.models.activity import Activity
from pipeline.models.case import Case
from pipeline.models.crm_import import CrmImport, ImportChunk, ImportProblem
from pipeline.models.deal import Deal
from pipeline.models.deal_stage import DealStage, StageChance
from pipeline.models.former_fact import FormerFact
from pipeline.models.hand_off import LeadAssignment, LeadRejection
from pipeline.models.lead import Lead, Stage
from pipeline.models.lead_definition import LeadDefinition, LeadDefinitionSignature, LeadJudgement
from pipeline.models.lead_news import LeadNews
from pipeline.models.names import LeadSource, Product, SourceSystem
from pipeline.models.reading import Reading, ReadingSeries, ReadingVersion
from pipeline.models.routing import RepCapacity, RoutingRule
from pipeline.models.spend import Spend
from pipeline.models.stage_transition import StageTransition
from pipeline.models.touched import Touched

__all__ = [
    "Activity",
    "Case",
    "CrmImport",
    "Deal",
    "DealStage",
    "FormerFact",
    "ImportChunk",
    "ImportProblem",
    "Lead",
    "LeadAssignment",
    "LeadDefinition",
    "LeadDefinitionSignature",
    "LeadJudgement",
    "LeadNews",
    "LeadRejection",
    "LeadSource",
    "Product",
    "Reading",
    "ReadingSeries",
    "ReadingVersion",
    "RepCapacity",
    "RoutingRule",
    "SourceSystem",
    "Spend",
    "Stage",
    "StageChance",
    "StageTransition",
    "Touched",
]
