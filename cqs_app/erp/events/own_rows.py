"""Documents with tables: their rows are theirs."""

from cqs_app.erp.qualification.kept_rows import refuse_foreign_rows


def before_validate(doc, method=None):
	refuse_foreign_rows(doc, doc.get_doc_before_save())


before_update_after_submit = before_validate
