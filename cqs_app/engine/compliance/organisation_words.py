"""What words in the names of organisations mean, and how little the usual ones say."""

from __future__ import annotations

from collections.abc import Mapping

from cqs_app.engine.compliance.organisation_stems import meaning_by_stem
from cqs_app.engine.qualification.party_names import ABBREVIATIONS

# Words that organisations share by the thousand, with the same word in other languages and its abbreviations.
_USUAL = """
academy: academia akademiya akademie academie
administration: administracion verwaltung administratsiya
advanced
aerospace: space
agency: agencia agence agentstvo agentur agencies agencija agensi wakala wakalat
agriculture: agricultural agricola agro
aid: relief assistance igatha ighatha secours hilfe ayuda
air: aviation aero avia airways airlines airline aviacion aerolineas yollari hava havayollari havacilik
aircraft
ammunition: munitions
apartments
army: armed armadas armee ejercito armia armija jaish jaysh lashkar laskar jund
art: arts
assembly
associates: asociados associados
association: asociacion associacao assotsiatsiya verband assn associations
authority: autoridad autorite
bakery: bakeries panaderia
bank: banco banque banca banka bankas bankasi bankers banking unhaeng pankki pank banke bankasinin
board
branch: sucursal filiale filial zweigniederlassung succursale
brigades: brigade battalion battalions saraya kataib kataeb katibat liwa detachment
broadcasting: broadcast
brokers: broker brokerage
brothers: hermanos freres
business: businesses negocios negocio
cafe
capital: kapital
cargo: freight fletes
cartel
casino
cement: siman cemento tsement zement ciment cimento
center: centro centr centrum zentrum tsentr centre merkez merkezi
central: centralnyi tsentralny zentral markazi tsentralnaya centralna
channel
charity: charitable hayir blagotvoritelnyi khayriyya kheirieh
chemicals: quimica chimie khimiya chimica
church: iglesia kirche eglise tserkov
civil
club: klub
coal: ugol ugolnye ugolnaya
combat: combatant combattant fighting
command
commercial: commerce comercial comercio komerc handel handels handelsgesellschaft kommercheskiy
commission: comision komissiya
committee: comite komitet lajna lajnat
communications: communication telecom telekomunikasyon telecommunication telecommunications telekom
community: communities
complex: compound
components: parts partes
computer: computers kompyuter
concern: kontsern konzern
congress
construction: constructora constructions construcciones building builders stroy stroitelnaya insaat construtora baustoff sakhteman
consulting: consultancy consultants consultores advisory
contracting: contractors contractor
control
cooperation
cooperative: cooperativa kooperativ coop genossenschaft taavon tavon
corporation: korporatsiya
corps: korpus
cotton
council: consejo conseil sovet rada rat shura
credit: credito kredi
culture: cultural kultura
currency
cyber
defense: defence defensa verteidigung oborony oborona
democratic: democratica demokraticheskaya demokratische
department: departamento departement
design
development: desarrollo razvitie developers developer desarrollos tose tosee toseh towse tanmiya gostar gostaresh attistibas ghostareshe
digital
directorate
distribution: distributor distributors distribuidora
division: div
drilling: bureniye bureniya
drug
east: eastern oriental vostochny vostochnaya shargh sharq
economic: economy eqtesad eqtesadi
education: educacion educational obrazovanie bildung talim
electric: electrical electrica electronics electronic elektronik elektro electricity
embassy
emergency
energy: energia energie energetika enerji energo
enforcement
engineering: ingenieria inzhiniring ingenierie muhendislik engineers
enterprises: empresa entreprise predpriyatie preduzece poduzece predusece
environment: environmental
equipment: equipos
establishment: est anstalt
estate
exchange: exchangers change hawala sarrafi sarafi saraf sarraf cambios cambio
executive
exploration
export: exports eksport exporters ihracat
express
facility: facilities
factory: fabrica fabrik zavod usine fabrika plant works factories karkhaneh werk werke
family: familia
farm: farms finca hacienda rancho granja ferme
federal: federalnoe federation
fighters: mujahideen mujahidin mujahedeen mujahedin mujahidun
finance: financial financiera finanz finans financing
fishing: fish fisheries fishery pesca
food: foods alimentos gida
force: forces fuerzas fuerza nirooye niruye niru
foreign: extranjero exterior auslandische vneshne vnesheconom vneshneekonomicheskoe
forest: forestry
foundation: fundacion fondation stiftung fond fonds vakfi stichting bonyad yayasan fonden muassasat
freedom
front: jabhat jabha frente
fuel: fuels combustible combustibles
fund: fondo funds
games: gaming game
gas: gaz
general: generale generalnaya ammah
global: globalnyi
goods
government
graphics
group: grupo groupe gruppe gruppa grup grupa gruppo
guard: guards garde guardia pasdaran guardians
hardware
headquarters: hq
health: healthcare
heritage
holding: holdings kholding beteiligungs beteiligung
hospital: hospitales klinik clinic clinica
hotel: hotels gostinica
house: casa haus maison khaneh
housing: maskan
human: humanitarian humanitaire
import: imports importers importadora ithalat
industries: industrial industria industrias industrie ind promyshlennaya sanayi san industri sanayii industrielle sanaye sanat sanati sanayeh
information: informacion informatsiya informatik informatique informatics
initiative
innovation: innovations innovative
institute: instituto institut mouassasat
institution: institutions
instrument: instruments
insurance: seguros assurance versicherung sigorta assurances reinsurance bimeh strakhovaya
integrated
intelligence
interior: internal innere inneres vnutrennikh
international: internacional internationale mezhdunarodnaya internazionale uluslararasi internationaler internasional
investments: investment inversiones invest investitionen investissements investissement inversion investor investors sarmayeh
islamic
jewelry: jewellery jewelers jewellers joyeria juwelier gems gemas
joint
justice: justicia justiz yustitsii
laboratory: laboratorio laboratories laboratoire labs lab
law: legal
league
leasing: lizing
leather
legion
liberation: liberacion osvobozhdenie tahrir
limited
line: lines linea lineas
livestock
local
logistics: logistica logistik logistique
machinery: machine machines maquinaria maschinen mashinostroenie mashinostroitelnyi maschinenbau
main
management: gestion upravlenie verwaltungs
manufacturing: manufacturers manufacturer fabricacion produktion production producers proizvodnju proizvodstvo
marine: maritime maritima maritim
market: supermarket
marketing
martyrs
materials
mechanical: mechanics
media: news press novosti novostnoe
medical: medico medizin darou
mercantile
metals: metal metall metallurgical metallurgy
middle
military
militia
mining: mines minera minerals madan minas mineria minerais
ministry: ministerio ministere ministerium
missile: missiles rocket rockets
mobile
money
motors: motor automotive auto automobile jidosha
movement: movimiento mouvement harakat harakah tanzim tehrik tehreek
national: nacional natsionalnyi nationale nazionale natsionalnaya ulusal
natural
naval: navy
navigation: navegacion navigatsiya
network: networks shabaka shabakeh
new: nuevo nueva nouveau novaya novy novoye novin jadid
north: northern nord norte severny severnaya severnyi shimal
nuclear: atomic atom
office: oficina buro bureau biuro
offshore
oil: petrol petroleum petroleo petroleos neft petrole naft petrolera
operations: operation
organization: organisation organizacion organizatsiya organizations
overseas
paper
partners
party: partido parti partiya hizb hezb
pension: pensions
people: peoples popular narodna narodnaya narodny khalq
personnel
petrochemical: petrochemicals
pharmaceuticals: pharmaceutical farma pharma farmaceutica ilac
pharmacy: apotheke farmacia drogueria
pipeline: pipelines pipe
plastic: plastics
police: policia polizei politsiya
polymer: polymers
port: puerto hafen seaport pristan morport
power
precision
printing: imprenta
prison
private: privat
procurement
products: productos produits produkte
professional
project: projects proyectos proje
promotion
property: properties immobilien inmobiliaria immobiliere imoti nekretnine
protection
province: provincial
public
publishing: publishers publications
radio
railway: railways railroad bahn ferrocarril zheleznaya
reconstruction: rebuilding sazandegi
recycling
refinery: refineria raffinerie npz refining
regional
renovation
repair: repairs
republic: republica republik respublika republique jomhouri jumhuri
research: investigacion forschung investigaciones nii
resistance: muqawama resistencia moghavemat moghavemate
resort: resorts
resources: recursos ressources
restaurant: restaurante cantina
retail
revolutionary: revolution revolucion revolucionario
royal: koninklijke royale kongelige kungliga
rural
safety
satellite
school: escuela schule ecole shkola
science: sciences scientific nauchno
security: seguridad securite amniyat
services: servicios servizi dienst dienste uslugi usluge hizmetleri servis servicing khadamat hizmet
shipbuilding: shipyard shipyards verf werft astilleros
shipping: naviera schiffahrt schifffahrt shippers denizcilik reederei ship shipmanagement
social
society: sociedad societa obshchestvo jamiat jamia jamaat jamaah jamaa djamaat gamaa jemaah jamiyat
software
soldiers
solutions: soluciones losungen
sons: hijos fils sohne synove soehne
south: southern sud sur yuzhny yuzhnaya yuzhnyi janub
special: especial spezial spetsialnyi
spinning
sport: sports deportivo
state: gosudarstvennyi estatal staatliche
station: stations estacion
steel: acero stahl stal celik foulad fulad
stores: store shop shops
strategic
studies
studio: estudio studiya
subsidiary: dochernee dochirne
supply: supplies suministros
support
systems: sistemas systeme sistemy sistem
tanker: tankers
technologies: tecnologia technik technique technical tehnologii tecnologias teknoloji tekhnologii technologie tecnica teknik
telephone: phone
television: tv
terminal
textiles: textile textil
timber: wood madera holz
tobacco
today: segodnya
tools
town
trading: trade traders trader torgovaya trgovinu promet ticaret tic tijarat tijari tijarah tijara liltijarah maoyi
trafficking
training
transfer: remittance
transit
transport: transportation transportes transporte spedition trans nakliyat transports transportadora trucking haulage
travel: tourism turismo tours
trucks
trust
union: sindicato unione soyuz unions
unit: units
united: unidos unis
universal
university: universidad universite universitat universitet daneshgah universidade univerzita
utilities
venture: ventures jv
village
vocational
warehouse: warehousing almacen
water: agua wasser eau waters vody vodokanal voda
weapons: arms armament armaments oruzheiny oruzheinyi waffen
welfare
west: western occidental zapadny zapadnaya gharb
wholesale
winery: wines bodegas
women
workers: labour labor labourers
world: worldwide
youth: juventud molodezh jugend
"""
# What only joins the others: the articles and prepositions of the languages that companies are named in.
STOP_WORDS = frozenset(
	"a an the and of for in on at to by with y e et und og och va wal ud ur lil za no akb imeni named de del della dei di du des da do dos das la le les el los "
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
_WRITTEN_OUT = {short: long for short, long in ABBREVIATIONS.items() if short not in _NOT_ABBREVIATED} | {
	"imp": "import",
	"exp": "export",
	"gen": "general",
	"shpg": "shipping",
	"fdn": "foundation",
	"mgmnt": "management",
	"res": "research",
}


def meaning_of(word: str) -> str:
	"""`banco` -> bank, `intl` -> international; any other word stands for itself."""
	word = _WRITTEN_OUT.get(word, word)
	if meaning := _MEANING.get(word):
		return meaning
	begun = meaning_by_stem(word)
	return _MEANING.get(begun, begun) or word


def is_usual(word: str) -> bool:
	"""Of a word as `meaning_of` gives it."""
	return word in _MEANING


def usual_weight(meaning: str) -> float:
	return EMPTY_WEIGHT if meaning in _EMPTY else USUAL_WEIGHT
