"""The legal forms of the countries that list and trade: words, and phrases of several words, by their kind."""

from __future__ import annotations

# Kinds that a register tells apart. `company` says only that it is one, and agrees with each of the others.
LIMITED, STOCK, PARTNERSHIP, COMPANY, STATE, ASSOCIATION = (
	"limited",
	"stock",
	"partnership",
	"company",
	"state",
	"association",
)

# Patterns over plain words (ASCII, one blank between). Endings are left open for cases, transliterations and errors.
PHRASES: tuple[tuple[str, str], ...] = (
	# Russia and its neighbours
	(
		r"(?:ob\w*s\w*estvo|tovaris\w+|t[ao]varyst\w+) (?:s|z) (?:ograni\w+|[oa]bm[ei]zh\w+) (?:otvet\w+|vidpov\w+|adkazn\w+)",
		LIMITED,
	),
	(
		r"(?:otkr\w+ |zakr\w+ |publi\w+ |nepubli\w+ |vidkr\w+ |adkr\w+ |zakryt\w+ |pryvat\w+ )?a[kc][tc]?[is]\w*[oe]n\w+ (?:ob\w*s\w*estvo|t[ao]varyst\w+)(?: (?:otkr|zakr)\w+ tipa)?",
		STOCK,
	),
	(r"(?:federal\w* )?(?:state|gosudarstv\w+) unitar\w+ (?:enterprise|predpriyati\w+)", STATE),
	(r"(?:individual\w* (?:entrepreneur|predprinimatel\w*))", COMPANY),
	# German
	(r"gesel\w*schaft (?:mit beschr\w+ haftung|mbh|m b h)", LIMITED),
	(r"(?:gmbh|ag|se) (?:and |und )?(?:co|compagnie) (?:kg|ohg|kgaa)(?: aa)?", PARTNERSHIP),
	(r"(?:and |und )?co kg(?:aa)?", PARTNERSHIP),
	(r"kommanditgesellschaft(?: auf aktien)?", PARTNERSHIP),
	(r"aktien gesellschaft", STOCK),
	(r"eingetragener (?:verein|kaufmann)", ASSOCIATION),
	# French, Spanish, Portuguese, Italian
	(r"soci\w+ (?:de|a) res\w+ lim\w+(?: de capital variable)?", LIMITED),
	(r"soci\w+ limitada(?: unipersonal)?", LIMITED),
	(
		r"soci\w+ (?:an[ou]\w+|(?:par|por) ac\w+ simpl\w+(?: unipers\w+)?|per azioni)(?: bursatil)?(?: de capital variable)?",
		STOCK,
	),
	(
		r"soci\w+ (?:en|in) (?:commandit\w+|nom collectif|accomandita)(?: (?:par|per) \w+| simple| semplice)?",
		PARTNERSHIP,
	),
	(r"s de r ?l(?: m ?i)?(?: de c ?v)?", LIMITED),
	(r"sa(?:pi|b)? de c ?v", STOCK),
	(r"en liquidacion|in liquidation|in administration|en liquidation", COMPANY),
	# English
	(r"(?:free zone|fz) (?:limited liability )?(?:company|establishment|llc|co)", LIMITED),
	(r"limited (?:liability )?partnership", PARTNERSHIP),
	(r"limited liability (?:company|co)", LIMITED),
	(r"(?:with )?limited liability", LIMITED),
	(
		r"(?:public|private|open|closed|mixed|publicly held|non public|egyptian|saudi)? ?joint ?stock(?: (?:company|co|corporation))?",
		STOCK,
	),
	(r"public limited(?: liability)?(?: company| co)?|public (?:company|co)(?: limited| ltd)?", STOCK),
	(r"(?:private|pvt|pte|pty|proprietary|p) (?:limited|ltd|co ltd|company limited|company)", LIMITED),
	(r"(?:sendirian|sdn) (?:berhad|bhd)", LIMITED),
	(r"(?:company|co) (?:limited|ltd)", LIMITED),
	# Central and northern Europe, the Balkans
	(r"s ?p(?:olka|ol)? (?:z|s) (?:ograni\w+ odpow\w+|o ?o|r ?o)(?: s ?p ?k)?", LIMITED),
	(r"spol\w+ s ruc\w+ omez\w+|spolocnost s rucenim obm\w+", LIMITED),
	(r"spolka (?:akcyjna|komandytowa|jawna)|akciova spol\w+", STOCK),
	(r"korlatolt felelos\w+ tars\w+", LIMITED),
	(r"(?:nyilvanosan mukodo|zartkoruen mukodo) reszv\w+", STOCK),
	(r"drus\w+ (?:s|sa|z) ogran\w+ odgov\w+", LIMITED),
	(r"(?:akcionarsko|dionicko|delnisko|aktsionerno) dru[sz]\w+", STOCK),
	(r"druzba z omejeno odgov\w+", LIMITED),
	(r"societate cu raspun\w+ limit\w+|druzhestvo s ograni\w+ otgov\w+", LIMITED),
	(r"uzdaroji akcine bendrove", LIMITED),
	(r"sabiedriba ar ierobezotu atbildibu", LIMITED),
	(r"ab publ", STOCK),
	(r"(?:besloten|naamloze) vennootschap", STOCK),
	# Turkey and Asia
	(r"anonim s[ia]rket\w*", STOCK),
	(r"limited s[ia]rket\w*|ltd sti", LIMITED),
	(r"perseroan terbatas", LIMITED),
	(r"(?:kabushiki|yugen|godo) (?:kaisha|gaisha)", STOCK),
	(r"(?:gufen )?(?:youxian|you xian) (?:zeren |ze ren )?(?:gongsi|gong si)", LIMITED),
)
WORDS: tuple[tuple[str, str], ...] = (
	(
		LIMITED,
		"ltd limited lmtd limitada limitee llc gmbh ggmbh gesmbh mbh sarl sarlu eurl srl srls sl slu eirl eu bv bvba sprl "
		"ooo tov tzov too doo dooel ood eood kft sro spzoo zoo bhd berhad sdn pte pvt pty private proprietary fze fzco fzc wll lda "
		"ltda eireli rl uab sia osauhing ou dmcc ehf aps anpartsselskab unipersonal gk",
	),
	(
		STOCK,
		"inc incorporated corp corporation plc ag aktiengesellschaft sa ca sac spa sapa sas sasu nv ab abp publ "
		"aktiebolag aktiebolaget asa allmennaksjeselskap aksjeselskap aktieselskab oyj osakeyhtio jsc pjsc ojsc cjsc ao oao zao pao "
		"aoot aozt pat prat tas tbk persero kk kabushiki psc saog pjs saoc sak sae sal zrt nyrt rt ad dd se hf as oy pt",
	),
	(PARTNERSHIP, "llp lp lllp kg kgaa ohg gbr snc scs sca sc cv vof"),
	(
		COMPANY,
		"co company companies compagnie compania companhia compagnia cie cia kompaniya kompaniia kompani kampaniya "
		"sherkat sherkate shirkat sirketi borisat gongsi firma gesellschaft ek",
	),
	(STATE, "fgup gup mup fsue fku sue"),
	(ASSOCIATION, "ev vzw asbl"),
)
# As often a part of the name: a form only at the beginning or the end of it.
ONLY_AT_AN_END = frozenset(
	"sa companies se as ag ab ao ad pt pat tas rt dd oy hf sal sl sc gk ek ev cv sia ou zoo too rl private firma gesellschaft".split()
)
# Forms of South America that are other things in front of a name: only its last word.
ONLY_BEHIND = frozenset("ca eu sac".split())
# Words that look like a misspelled form, and are none.
NO_FORM = frozenset("corporations cooperation corporate".split())
