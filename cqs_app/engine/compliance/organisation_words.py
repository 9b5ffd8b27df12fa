"""What words in the names of organisations mean, and how little the usual ones say."""

from __future__ import annotations

from collections.abc import Mapping

from cqs_app.engine.qualification.party_names import ABBREVIATIONS

# Words that organisations share by the thousand, with the same word in other languages and its abbreviations.
_USUAL = """
academy: academia akademiya akademie academie
administration: administracion verwaltung administratsiya
agency: agencia agence agentstvo agentur
agriculture: agricultural agricola agro
air: aviation aero avia airways airlines airline aviacion aerolineas
army: armed armadas
associates
association: asociacion associacao assotsiatsiya verband assn associations
authority: autoridad autorite
bank: banco banque banca banka bankas bankasi bankers banking
branch: sucursal filiale filial zweigniederlassung succursale
brigades: brigade battalion battalions saraya kataib kataeb katibat liwa detachment
brothers: hermanos freres
business: businesses
capital
cargo: freight
center: centro centr centrum zentrum tsentr centre merkez merkezi
central: centralnyi tsentralny zentral
charity: charitable hayir blagotvoritelnyi
chemicals: quimica chimie khimiya chimica
church: iglesia kirche eglise tserkov
club: klub
commercial: commerce comercial comercio komerc handel handels handelsgesellschaft kommercheskiy
committee: comite komitet
communications: communication telecom telekomunikasyon telecommunication telecommunications telekom
concern: kontsern konzern
construction: constructora constructions construcciones building builders stroy stroitelnaya insaat construtora
consulting: consultancy consultants consultores advisory
control
cooperative: cooperativa kooperativ coop genossenschaft
corporation: korporatsiya
council: consejo conseil sovet rada rat
defense: defence defensa verteidigung oborony oborona
democratic: democratica demokraticheskaya demokratische
department: departamento departement
design
development: desarrollo razvitie
digital
distribution: distributor distributors distribuidora
east: eastern oriental
economic
education: educacion educational obrazovanie bildung
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
force: forces fuerzas fuerza
foreign: extranjero exterior auslandische vneshne vnesheconom
foundation: fundacion fondation stiftung fond fonds vakfi stichting
front
fund: fondo funds
gas: gaz
general: generale generalnaya
global: globalnyi
group: grupo groupe gruppe gruppa grup grupa gruppo
guard: guards garde guardia
headquarters: hq
health: healthcare
holding: holdings kholding beteiligungs beteiligung
hospital: hospitales klinik clinic clinica
hotel: hotels
human: humanitarian humanitaire
import: imports importers
industries: industrial industria industrias industrie ind promyshlennaya sanayi san industri sanayii industrielle
information: informacion informatsiya informatik informatique informatics
institute: instituto institut
insurance: seguros assurance versicherung sigorta assurances reinsurance
interior: internal innere inneres vnutrennikh
international: internacional internationale mezhdunarodnaya internazionale uluslararasi internationaler internasional
investments: investment inversiones invest investitionen investissements investissement inversion investor investors
islamic
jewelry: jewellery jewelers jewellers joyeria
joint
justice: justicia justiz yustitsii
laboratory: laboratorio laboratories laboratoire labs lab
leasing: lizing
liberation: liberacion osvobozhdenie
limited
line: lines linea lineas
logistics: logistica logistik logistique
machinery: machine machines maquinaria maschinen mashinostroenie mashinostroitelnyi maschinenbau
management: gestion upravlenie verwaltungs
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
mobile
motors: motor automotive auto automobile
movement: movimiento mouvement
national: nacional natsionalnyi nationale nazionale natsionalnaya ulusal
navigation: navegacion navigatsiya
network: networks
new: nuevo nueva nouveau novaya
north: northern nord norte
office: oficina buro bureau
oil: petrol petroleum petroleo petroleos neft petrole
operations
organization: organisation organizacion organizatsiya organizations
partners
party
people
petrochemical: petrochemicals
pharmaceuticals: pharmaceutical farma pharma farmaceutica ilac
police: policia polizei politsiya
port: puerto hafen seaport
power
printing: imprenta
products: productos produits produkte
professional
project: projects proyectos proje
property: properties immobilien inmobiliaria immobiliere
public
railway: railways railroad bahn ferrocarril zheleznaya
refinery: refineria raffinerie npz
regional
relief
republic: republica republik respublika republique
research: investigacion forschung investigaciones
resources: recursos ressources
restaurant: restaurante
retail
revolutionary: revolution revolucion revolucionario
royal: koninklijke royale kongelige kungliga
school: escuela schule ecole shkola
science: sciences scientific nauchno
security: seguridad securite
services: servicios servizi dienst dienste uslugi usluge hizmetleri servis servicing
shipbuilding: shipyard shipyards verf werft astilleros
shipping: naviera schiffahrt schifffahrt shippers denizcilik reederei ship
society: sociedad societa obshchestvo
software
solutions: soluciones losungen
south: southern sud sur
special: especial spezial spetsialnyi
sport: sports deportivo
state: gosudarstvennyi estatal staatliche
steel: acero stahl stal celik
stores: store shop shops
studio: estudio
supply: supplies suministros
systems: sistemas systeme sistemy sistem
technologies: tecnologia technik technique technical tehnologii tecnologias teknoloji tekhnologii technologie tecnica teknik
television: tv
terminal
textiles: textile textil
trading: trade traders trader torgovaya trgovinu promet ticaret tic tijarat
transport: transportation transportes transporte spedition trans nakliyat transports
travel: tourism turismo tours
trust
union: sindicato unione soyuz
united: unidos unis
university: universidad universite universitat universitet
water: agua wasser eau
west: western occidental
winery: wines bodegas
women
world: worldwide
youth: juventud molodezh jugend
"""
# What only joins the others: the articles and prepositions of the languages that companies are named in.
STOP_WORDS = frozenset(
	"a an the and of for in on at to by with y e et und og och de del della dei di du des da do dos das la le les el los "
	"las il lo der die das den dem van von zu zur fur pour para per i al ul ve wa for branch dba aka".split()
)
# Two degrees of saying little: what an organisation does, and words that say no more than that it is one.
USUAL_WEIGHT = 0.4
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
