from cqs_app.erp.qualification import pages

no_cache = 1
sitemap = 0


def get_context(context):
	pages.documents_context(context)
