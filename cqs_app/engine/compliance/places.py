"""Countries and regions in the names of organisations: the word for the place, its adjective, other languages."""

from __future__ import annotations

from collections.abc import Mapping

_PLACES = """
afghanistan afghan afghani
africa african afrique
albania albanian
algeria algerian algerie
america american americana americas us usa
arabia arabian arab saudi
argentina argentine
armenia armenian
asia asian
australia australian
austria austrian osterreich
azerbaijan azerbaijani azeri
bahrain bahraini
bangladesh
belarus belarusian belorussia belarusi
belgium belgian belgique
brazil brazilian brasil
britain british uk
bulgaria bulgarian
canada canadian
caribbean caribe
chile chilean
china chinese chine
colombia colombian colombiana
crimea crimean krym krymskaya
croatia croatian hrvatska
cuba cuban cubana cubano
cyprus cypriot
czech bohemia
denmark danish
dubai
egypt egyptian
emirates uae
estonia estonian
europe european europa europea
finland finnish
france french francaise
georgia georgian
germany german deutschland deutsche
ghana
greece greek hellenic
gulf
hongkong hk
hungary hungarian
india indian hindustan
indonesia indonesian
iran iranian irani iranienne
iraq iraqi
ireland irish
israel israeli
italy italian italia italiana
japan japanese nippon
jordan jordanian
kazakhstan kazakh
kenya kenyan
korea korean koryo choson chosun dprk
kuwait kuwaiti
kyrgyzstan kyrgyz
latvia latvian
lebanon lebanese liban
libya libyan
lithuania lithuanian
malaysia malaysian
mexico mexican mexicana mexicano
moldova moldovan
morocco moroccan maroc
moscow moskva moscovskiy moskovskiy
myanmar burma burmese
netherlands dutch nederland
nigeria nigerian
norway norwegian norge
oman omani
pacific
pakistan pakistani
palestine palestinian
panama panamanian
peru peruvian
philippines philippine
poland polish polska
portugal portuguese
qatar qatari
romania romanian
russia russian rossiya rossii rossiski rossiskoi rossiyskoy rossiskaya russe russische rusia rossiyskaya rossiyskiy russland russkaya
serbia serbian srbija
singapore
somalia somali
spain spanish espana espanola
sudan sudanese
sweden swedish sverige
switzerland swiss schweiz suisse
syria syrian syrienne
taiwan taiwanese
tajikistan tajik
thailand thai siam
tunisia tunisian
turkey turkish turkiye turk turkiyenin
turkmenistan turkmen
ukraine ukrainian ukraina
uzbekistan uzbek
venezuela venezuelan venezolana
vietnam vietnamese
yemen yemeni
zimbabwe
"""


def _table(text: str) -> Mapping[str, str]:
	return {word: line.split()[0] for line in text.strip().splitlines() for word in line.split()}


_PLACE = _table(_PLACES)
# A place says where rather than who, and many share it.
PLACE_WEIGHT = 0.8


def place_of(word: str) -> str:
	"""`iranian` -> iran; empty for a word that names no place."""
	return _PLACE.get(word, "")
