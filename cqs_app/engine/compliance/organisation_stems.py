"""How usual words of organisations begin, where a language bends their endings or copies spell them as they please.

`natsionalnaya`, `natsionalnyi`, `natsyyanalny`: all are national. A stem is long enough to begin no name.
"""

from __future__ import annotations

# Meaning as in `organisation_words`: stems.
_STEMS = """
academy: akadem
administration: administrac
agriculture: agropecuari agroindustr selskokhoz
association: obyedineni obedineni obiedinen obedinanie asociac
bank: bankovsk bankivsk
bureau: byuro
charity: khayri khairi kheiri blagotvor dobrochin
chemicals: khimich khimichn quimic
commercial: kommerch komerts komercijal kamercyj
committee: komitet kamitet
communications: telekommunik telecomunic
construction: stroiteln budivel construccion constructor construtor konstruktiv
consulting: konsalt consultor consultori asesori
credit: kredit
defense: oboronn
design: konstruktors
development: razviti rozvyt desarroll
distribution: distribui distribuid
economic: ekonomich economi
education: obrazovatel
electric: elektrich elektrot elektron electric electron
energy: energet energeti
engineering: ingenier inzhener inzhinir muhendis
enterprises: predpriyat pidpryem pidpriem empresari
export: exportad exportac eksport
factory: fabrik
combat: combatan kombatan
finance: finansov finansovy financier
gas: gazov
import: importad importac
industries: promyshlen promislov promyslov industri
information: informatsi informaci informati
institute: institut instytut
insurance: strakhov
international: internac internaz mezhdunarod mizhnarod internasion
investments: investitsi inversion investis
islamic: islami islamiy islamia eslami
livestock: ganader
logistics: logisti
machinery: mashinostroe mashinostroi mashynobud maschinen maquinari
management: upravlen upravlya menedzhm menedzment
manufacturing: proizvod vyrobny
marine: morsko morska
mechanical: mekhanich mechanick
metals: metallurg metalurg
military: voenn voyenn viiskov
ministry: ministerst ministeri
motors: avtomobil
mujahideen: mujah mojah moudjah mudjah
national: natsion natsyyanal nacional nazional nasional
oil: neftyan petrol
petrochemicals: neftekhim petroquim petrokim
pharmaceuticals: farmac farmats pharmac
products: produkts
property: inmobil imobil inmueb immobil
publishing: izdatel editorial
railway: zheleznodoroz
republic: respubli republi
research: issledov doslidn investigac
revolutionary: revoluc revolyuts revolution
science: nauchn naukov
security: segurid bezopasn
services: servici servizi sluzhb
shipbuilding: sudostroit korablestr
shipping: sudokhod parokhod
society: obshchestv
state: gosudarstv derzhavn dzyarzhaun
supply: suministr
systems: sistem system
technologies: tekhnolog tecnolog teknoloj technolog tehnolog tekhnich tecnic
television: televi
trading: comercializ torgov torhov bazargan
transport: transportad transportn transportis transporte
travel: turis touris
united: obyedinenn obyedinyonn obedinenn
university: universi
"""
_SHORTEST, _LONGEST = 5, 13


def _table() -> dict[str, str]:
	found = {}
	for line in _STEMS.strip().splitlines():
		meaning, _colon, stems = line.partition(":")
		found.update(dict.fromkeys(stems.split(), meaning))
	return found


_MEANING = _table()


def meaning_by_stem(word: str) -> str:
	"""The longest stem that the word begins with decides; empty for a word that begins like none."""
	for length in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
		if meaning := _MEANING.get(word[:length]):
			return meaning
	return ""
