"""Statements from a file, as an analyst imports them: wrong cells by name, then what was read, then the ratios."""

from tests.browser.credit import ANALYST
from tests.erp import factories as make

GOOD = """Period End,2023-12-31,2024-12-31
Currency,USD,USD
Total Assets,900,1000
Total Liabilities,400,400
Equity,500,600
Turnover,1800,2000
"""


def test_import_shows_wrong_cells_then_the_ratios(desk, committed, tmp_path):
	dossier = make.make_qualification(by=ANALYST)
	committed()
	files = {"wrong.csv": GOOD.replace("1800", "<b>much</b>"), "good.csv": GOOD}
	for name, text in files.items():
		(tmp_path / name).write_text(text)
	screen = desk(ANALYST, f"customer-qualification/{dossier.name}")
	screen.js("cqs.qualification.import_statements(cur_frm)")
	screen.see("one period a row or a column")
	chooser = screen.all(".modal.show input[type=file]")[0]
	chooser.send_keys(str(tmp_path / "wrong.csv"))
	screen.see('B6: Revenue "<b>much</b>" is no number')
	assert not screen.all(".modal.show .btn-modal-primary:not(.disabled):not(.hide)")
	chooser.send_keys(str(tmp_path / "good.csv"))
	screen.see("The statement is not audited")
	screen.picture(tmp_path / "preview.png")
	screen.find(".modal.show .btn-modal-primary").click()
	screen.see("Imported.")
	screen.wait_until_quiet()
	screen.js("cur_frm.scroll_to_field('ratios_html')")
	screen.see("Equity Ratio")
	screen.see("60.0 %")
	screen.picture(tmp_path / "ratios.png")
	assert screen.errors() == []
