frappe.listview_settings["Credit Limit Change"] = { hide_name_column: true };
