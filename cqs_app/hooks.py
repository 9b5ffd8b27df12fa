app_name = "cqs_app"
app_title = "CQS"
app_publisher = "CQS for ERPNext"
app_description = "Credit qualification, credit limits and credit holds for ERPNext"
app_email = "cqs@example.com"
app_license = "mit"
required_apps = ["erpnext"]
