"""What words in the names of organisations mean, and how little the usual ones say."""

from __future__ import annotations

from collections.abc import Mapping

from cqs_app.engine.qualification.party_names import ABBREVIATIONS

# Words that organisations share by the thousand, with the same word in other languages and its abbreviations.
_USUAL = """
agency: agencia agence agentstvo agentur
agriculture: agricultural agricola agro
air: aviation aero avia airways airlines airline aviacion aerolineas
and
army: armed
associates
association: asociacion associacao assotsiatsiya verband assn associations
bank: banco banque banca banka bankas bankasi bankers banking
brigades: brigade battalion battalions saraya kataib kataeb katibat liwa detachment
brothers: hermanos freres
business: businesses
capital
cargo: freight
center: centro centr centrum zentrum tsentr centre merkez merkezi
central: centralnyi tsentralny zentral
chemicals: quimica chimie khimiya chimica
club: klub
committee: comite komitet
commercial: commerce comercial comercio komerc handel handels handelsgesellschaft kommercheskiy
communications: communication telecom telekomunikasyon telecommunication telecommunications telekom
construction: constructora constructions construcciones building builders stroy stroitelnaya insaat construtora
concern: kontsern konzern
consulting: consultancy consultants consultores advisory
control
corporation: korporatsiya
department: departamento departement
design
development: desarrollo razvitie
distribution: distributor distributors distribuidora
east: eastern oriental
economic
electric: electrical electrica electronics electronic elektronik elektro
energy: energia energie energetika enerji
engineering: ingenieria inzhiniring ingenierie muhendislik engineers
enterprises: empresa entreprise predpriyatie preduzece poduzece predusece
equipment: equipos
establishment: est anstalt
estate
exchange: exchangers change hawala sarrafi sarafi saraf sarraf
export: exports eksport exporters
factory: fabrica fabrik zavod usine fabrika plant works
federal: federalnoe federation
finance: financial financiera finanz finans financing
food: foods alimentos gida
foundation: fundacion fondation stiftung fond fonds vakfi stichting
front
fund: fonds fondo funds
gas: gaz
general: generale generalnaya
global: globalnyi
group: grupo groupe gruppe gruppa grup grupa gruppo
health: healthcare
holding: holdings kholding beteiligungs beteiligung
hotel: hotels
import: imports importers
industries: industrial industria industrias industrie ind promyshlennaya sanayi san industri sanayii industrielle
institute: instituto institut
insurance: seguros assurance versicherung sigorta assurances reinsurance
international: internacional internationale mezhdunarodnaya internazionale uluslararasi internationaler internasional
investments: investment inversiones invest investitionen investissements investissement inversion investor investors
islamic
joint
laboratory: laboratorio laboratories laboratoire labs lab
leasing: lizing
limited
line: lines linea lineas
logistics: logistica logistik logistique
management: gestion upravlenie verwaltung verwaltungs
manufacturing: manufacturers manufacturer fabricacion produktion production producers proizvodnju proizvodstvo
marine: maritime maritima maritim
market: supermarket
marketing
materials
media
medical: medico medizin
metals: metal metall metallurgical metallurgy
military
mining: minera minerals
ministry: ministerio ministere ministerium
motors: motor automotive auto automobile
movement: movimiento mouvement
national: nacional natsionalnyi nationale nazionale natsionalnaya ulusal
network: networks
new: nuevo nueva nouveau novaya
north: northern nord norte
office: oficina buro bureau
oil: petrol petroleum petroleo petroleos neft petrole
operations
organization: organisation organizacion organizatsiya organizations
party
partners
people
petrochemical: petrochemicals
pharmaceuticals: pharmaceutical farma pharma farmaceutica ilac
power
products: productos produits produkte
professional
project: projects proyectos proje
property: properties immobilien inmobiliaria immobiliere
public
real
regional
relief
research: investigacion forschung investigaciones
resources: recursos ressources
royal: koninklijke royale kongelige kungliga
science: sciences scientific nauchno
security: seguridad securite
services: servicios servizi dienst dienste uslugi usluge hizmetleri servis servicing
navigation: navegacion navigatsiya
shipping: naviera schiffahrt schifffahrt shippers denizcilik reederei ship
society: sociedad societa obshchestvo
solutions: soluciones losungen
south: southern sud sur
state: gosudarstvennyi estatal staatliche
steel: acero stahl stal celik
supply: supplies suministros
systems: sistemas systeme sistemy sistem
technologies: tecnologia technik technique technical tehnologii tecnologias teknoloji tekhnologii technologie tecnica teknik
textiles: textile textil
trading: trade traders trader torgovaya trgovinu promet ticaret tic tijarat
transport: transportation transportes transporte spedition trans nakliyat transports
travel: tourism turismo tours
trust
union: sindicato unione soyuz
united: unidos unis
university: universidad universite universitat universitet
west: western occidental
world: worldwide
"""
# What only joins the others: the articles and prepositions of the languages that companies are named in.
STOP_WORDS = frozenset(
	"a an the and of for in on at to by with y e et und og och de del della dei di du des da do dos das la le les el los "
	"las il lo der die das den dem van von zu zur fur pour para per i al ul ve wa for branch dba aka".split()
)
# Two degrees of saying little: what an organisation does, and words that say no more than that it is one.
USUAL_WEIGHT = 0.5
EMPTY_WEIGHT = 0.25
_EMPTY = frozenset(
	"associates association brothers businesses corporation enterprises establishment foundation general group holding "
	"international limited organization royal partners concern firm world".split()
)


def _table(text: str) -> Mapping[str, str]:
	meaning = {}
	for line in text.strip().splitlines():
		word, _colon, others = line.partition(":")
		for other in (word, *others.split()):
			meaning[other] = word
	return meaning


_MEANING = _table(_USUAL)
_NOT_ABBREVIATED = frozenset("n s e w st int".split())
_WRITTEN_OUT = {short: long for short, long in ABBREVIATIONS.items() if short not in _NOT_ABBREVIATED}


def meaning_of(word: str) -> str:
	"""`banco` -> bank, `intl` -> international; any other word stands for itself."""
	word = _WRITTEN_OUT.get(word, word)
	return _MEANING.get(word, word)


def is_usual(word: str) -> bool:
	"""Of a word as `meaning_of` gives it."""
	return word in _MEANING


def usual_weight(meaning: str) -> float:
	return EMPTY_WEIGHT if meaning in _EMPTY else USUAL_WEIGHT
