"""Who and what the demo organisation is made of. All names are invented; several are written in their own script."""

from dataclasses import dataclass

from teams.models import Department
from teams.permissions import Role

SLUG, NAME, TIME_ZONE, CURRENCY = "demo", "Saltmarsh Paper & Desk", "Asia/Dubai", "USD"
SOURCE_SYSTEM = "Saltmarsh CRM"

DEPARTMENTS = {
    "Sales": Department.Kind.SALES,
    "Marketing": Department.Kind.MARKETING,
    "Sales operations": Department.Kind.SALES_OPERATIONS,
    "Leadership": Department.Kind.LEADERSHIP,
}
# Department and the account of its head.
HEADS = {"Sales": "sales", "Marketing": "marketing", "Sales operations": "ops", "Leadership": "owner"}
# Team, its department, the team it is part of.
TEAMS = (
    ("Field sales", "Sales", None),
    ("Enterprise", "Sales", "Field sales"),
    ("Mid-market", "Sales", "Field sales"),
    ("International", "Sales", None),
    ("Gulf & South Asia", "Sales", "International"),
    ("East Asia & Pacific", "Sales", "International"),
    ("Demand generation", "Marketing", None),
    ("Content & events", "Marketing", None),
    ("Revenue operations", "Sales operations", None),
    ("Executive team", "Leadership", None),
)
SELLING_TEAMS = ("Enterprise", "Mid-market", "Gulf & South Asia", "East Asia & Pacific")
MARKETING_TEAMS = ("Demand generation", "Content & events")
# Territory and how readily it buys.
TERRITORIES = {
    "North America": 1.0,
    "Europe": 0.95,
    "Gulf": 1.1,
    "South Asia": 0.9,
    "East Asia": 1.0,
    "Pacific islands": 1.05,
}

# A competitor came to this market so many days ago, and wins are rarer there since: something to find on the dashboard.
COMPETITOR_IN, COMPETITOR_DAYS, COMPETITOR_EFFECT = "Europe", 80, 0.55


@dataclass(frozen=True, slots=True)
class ProductLine:
    """List price in whole units of money, of which `cost_share` is the cost; `appeal` multiplies the chance of a win, `patience` the time it takes."""

    name: str
    code: str
    price: int
    share: float
    appeal: float = 1.0
    patience: float = 1.0
    cost_share: float = 0.58


PRODUCTS = (
    ProductLine("Heron standing desk", "HER-10", 740, 22),
    ProductLine("Plover task chair", "PLO-20", 310, 24, appeal=1.1, patience=0.8),
    ProductLine("Kestrel meeting table", "KES-30", 1_650, 12),
    ProductLine("Osprey acoustic booth", "OSP-40", 5_900, 7, appeal=0.85, patience=1.6, cost_share=0.44),
    ProductLine("Lapwing storage wall", "LAP-50", 2_200, 9, patience=1.3, cost_share=0.47),
    ProductLine("Wren desk lamp", "WRE-60", 85, 10, appeal=1.2, patience=0.6),
    ProductLine("Curlew copy paper, pallet", "CUR-70", 960, 11, appeal=1.25, patience=0.5, cost_share=0.81),
    ProductLine("Teal label printer", "TEA-80", 430, 5, appeal=0.8),
)


@dataclass(frozen=True, slots=True)
class Channel:
    """A lead source: its share of the leads, how many of those qualify, and the team whose work it is."""

    name: str
    share: float
    quality: float
    team: str


CHANNELS = (
    Channel("Organic search", 27, 0.42, "Demand generation"),
    Channel("Paid search", 21, 0.34, "Demand generation"),
    Channel("Social media", 16, 0.22, "Demand generation"),
    Channel("Partner", 8, 0.58, "Demand generation"),
    Channel("Webinar", 12, 0.46, "Content & events"),
    Channel("Trade fair", 9, 0.50, "Content & events"),
    Channel("Referral", 7, 0.66, "Content & events"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """`skill` multiplies the chance of a win, `reach` the size of a deal, `discount` is what is usually given away.

    `account` is the local part of the sign-in of those who have one. Days are counted back from today.
    """

    name: str
    team: str
    territory: str | None = None
    role: Role = Role.REP
    skill: float = 1.0
    reach: float = 1.0
    discount: float = 0.05
    account: str = ""
    language: str = ""
    joined_days_ago: int | None = None
    left_days_ago: int | None = None
    moved_days_ago: int | None = None
    moved_from: str = ""


REPS = (
    Person("Grace Whitfield", "Enterprise", "North America", skill=1.15, reach=1.2, discount=0.04, account="rep"),
    Person("Daniel Osei", "Enterprise", "North America", reach=1.1),
    Person("Sofia Lindqvist", "Enterprise", "Europe", skill=1.1, discount=0.03),
    Person("Marcus Bell", "Enterprise", "North America", skill=0.8, reach=1.3, discount=0.11),
    Person("Ingrid Halvorsen", "Enterprise", "Europe", skill=0.95, reach=1.05),
    Person("Chloé Fontaine", "Enterprise", "Europe", moved_days_ago=250, moved_from="Mid-market"),
    Person("Tomás Herrera", "Mid-market", "North America", skill=0.9, discount=0.08),
    Person("Priya Raman", "Mid-market", "North America", skill=1.2),
    Person("Liam Gallagher", "Mid-market", "Europe", skill=0.95),
    Person("Ethan Brooks", "Mid-market", "North America", skill=0.75, discount=0.12),
    Person("Nia Adeyemi", "Mid-market", "Europe", skill=1.05, joined_days_ago=400),
    Person("Jonas Weber", "Mid-market", "Europe", skill=0.85, left_days_ago=140),
    Person("Hannah Kowalska", "Mid-market", "Europe", reach=0.9, discount=0.03),
    Person("فاطمة الزهراني", "Gulf & South Asia", "Gulf", skill=1.15, account="rep.arabic", language="ar"),
    Person("Khalid Al-Mansouri", "Gulf & South Asia", "Gulf", reach=1.25),
    Person("عمر الحسيني", "Gulf & South Asia", "Gulf", skill=0.9, discount=0.09),
    Person("عائشہ صدیقی", "Gulf & South Asia", "South Asia", skill=1.05, account="rep.urdu", language="ur"),
    Person("Bilal Qureshi", "Gulf & South Asia", "South Asia", skill=0.95),
    Person("Zainab Rizvi", "Gulf & South Asia", "South Asia", reach=0.9, discount=0.02),
    Person("林雨桐", "East Asia & Pacific", "East Asia", skill=1.1, account="rep.chinese", language="zh-hans"),
    Person("Chen Haoran", "East Asia & Pacific", "East Asia", reach=1.15, discount=0.07),
    Person("Wang Jiayi", "East Asia & Pacific", "East Asia", skill=0.85),
    Person("Maricel Dela Cruz", "East Asia & Pacific", "Pacific islands", account="rep.filipino", language="fil"),
    Person("Jose Miguel Santos", "East Asia & Pacific", "Pacific islands", skill=0.95, reach=0.95),
)
MARKETERS = (
    Person("Olivia Hart", "Demand generation", role=Role.MARKETER, account="marketer"),
    Person("Rafael Mendes", "Demand generation", role=Role.MARKETER),
    Person("Yusuf Demir", "Demand generation", role=Role.MARKETER),
    Person("Amelia Novak", "Content & events", role=Role.MARKETER),
    Person("Bea Villanueva", "Content & events", role=Role.MARKETER),
)
MANAGERS = (
    Person("Samuel Okonkwo", "Field sales", role=Role.SALES_MANAGER, account="sales"),
    Person("Layla Haddad", "International", role=Role.SALES_MANAGER, account="sales.international"),
    Person("Elena Marchetti", "Demand generation", role=Role.MARKETING_MANAGER, account="marketing"),
    Person("Victor Lund", "Revenue operations", role=Role.OPS_AUDITOR, account="ops"),
    Person("Noor Rahman", "Revenue operations", role=Role.ADMIN, account="admin"),
    Person("Amara Castellan", "Executive team", role=Role.OWNER, account="owner"),
    Person("George Penhale", "Executive team", role=Role.VIEWER, account="viewer"),
)
PEOPLE = MANAGERS + REPS + MARKETERS

ACCOUNT_FIRST = (
    "Amberline,Northgate,Bluefern,Copperfield,Silverbirch,Redwater,Greystone,Highmoor,Lakeshore,Westbrook,Ironbridge,"
    "Fairhaven,Oakridge,Seabright,Crestview,Longmeadow,Stonegate,Brightwell,Palmcourt,Date Grove,Al Waha,Indus,Shalimar,"
    "Jade River,Lotus Bay,Mabini,Kalayaan,Sampaguita,Harbour,Monsoon,Zephyr,Juniper,Marigold,Ravenscar,Tidewater"
).split(",")
ACCOUNT_LAST = (
    "Logistics,Dental,Architects,Foods,Clinics,Textiles,Analytics,Insurance,Hotels,Schools,Shipping,Legal,Energy,"
    "Robotics,Pharmacies,Studios,Credit Union,Motors,Software,Farms,Print,Library Trust,Contractors,Travel"
).split(",")
CONTACTS = (
    "Ada,Bashir,Carmen,Dmitri,Esra,Farid,Gloria,Hiro,Imran,Jun,Karim,Leila,Mei,Nabil,Omar,Paolo,Qi,Rosa,Sana,Tariq,"
    "Usha,Vera,Wei,Xiomara,Yara,Zoran"
).split(",")
FAMILY_NAMES = (
    "Abadi,Bautista,Castro,Dogan,Eriksen,Farooq,Garcia,Huang,Iqbal,Jansen,Khan,Li,Malik,Nasser,Ocampo,Petrov,Qureshi,"
    "Reyes,Saleh,Tan,Ueda,Vargas,Wu,Xu,Yilmaz,Zhang"
).split(",")
