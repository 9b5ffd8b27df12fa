// What the lists of screening share: words where nothing is shown, and the way to Look Up.
frappe.provide("cqs.compliance");

Object.assign(cqs.compliance, {
	/** `why`: words, or a function that gives them. `applies(filters)`: whether the words hold with the filters that are set; else without any. */
	say_if_empty(listview, what, why, applies = (filters) => !filters.length) {
		const plain = listview.get_no_result_message.bind(listview);
		listview.get_no_result_message = () => {
			if (!applies(listview.get_filters_for_args())) return plain();
			return `<div class="msg-box no-border"><p>${what}</p><p class="text-muted small">${typeof why === "function" ? why() : why}</p></div>`;
		};
	},

	add_look_up(listview) {
		if (!cqs.compliance.is_officer()) return;
		listview.page.add_inner_button(__("Look Up a Name"), () => frappe.set_route("screening-look-up"));
	},
});
