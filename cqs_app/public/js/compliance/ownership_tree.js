// Who stands behind the party of a dossier: beneficial owners, what is odd about the rows, and the tree of all layers.
// Drawn from the stored field `ownership`, which only those get who read the compliance data.
frappe.provide("cqs.ownership");

frappe.ui.form.on("Customer Qualification", {
	refresh: (frm) => cqs.ownership.show(frm),
});
frappe.ui.form.on("Qualification Owner", {
	beneficial_owners_remove: (frm) => cqs.ownership.tell_outdated(frm),
	...Object.fromEntries(
		["owner_name", "owner_type", "owned_entity", "ownership_percent", "has_control", "is_nominee", "is_director"].map(
			(field) => [field, (frm) => cqs.ownership.tell_outdated(frm)],
		),
	),
});

Object.assign(cqs.ownership, {
	// Larger trees open with their first layers only.
	OPEN_LAYERS: 3,
	SMALL_TREE: 60,

	show(frm) {
		const field = frm.fields_dict.ownership_html;
		if (!field || !field.disp_status || field.disp_status === "None") return;
		const label = `<label class="control-label">${__("Who Stands Behind")}</label>`;
		const found = cqs.ownership.parsed(frm.doc.ownership);
		field.$wrapper.html(label + (found ? cqs.ownership.drawing(found) : cqs.ownership.nobody(frm.doc)));
		cqs.ownership.make_walkable(field.$wrapper.find("[role=tree]"));
	},

	parsed(text) {
		try {
			return text ? JSON.parse(text) : null;
		} catch {
			return null;
		}
	},

	tell_outdated(frm) {
		const { $wrapper } = frm.fields_dict.ownership_html || {};
		if (!$wrapper || $wrapper.find(".cqs-owners__outdated").length) return;
		$wrapper.prepend(`<p class="cqs-owners__outdated text-muted">${__("Rows have changed. Save to see who stands behind now.")}</p>`);
	},

	nobody(doc) {
		const words = doc.no_owner_reason
			? __("No owner is named: {0}.", [__(doc.no_owner_reason)])
			: __("Nobody is named yet. Enter above who owns, controls or directs the company, each with his share; for an owner of an owner, name the company in Owns.");
		return `<p class="cqs-owners__empty text-muted">${cqs.credit.esc(words)}</p>`;
	},

	drawing(found) {
		const parts = [
			cqs.ownership.beneficial(found),
			cqs.ownership.odd(found),
			cqs.ownership.tree(found.tree),
		];
		return `<div class="cqs-owners">${parts.join("")}</div>`;
	},

	beneficial({ owners, threshold, unknown }) {
		const { esc } = cqs.credit;
		const who = owners.filter(({ reasons }) => reasons.length);
		const head = __("Beneficial owners (from {0} % on)", [cqs.ownership.percent(threshold)]);
		const lines = who.map(cqs.ownership.owner_line).join("") || `<li>${esc(__("None is known."))}</li>`;
		const rest = Number(unknown)
			? `<p class="text-muted small">${esc(__("No person is known behind {0} %.", [cqs.ownership.percent(unknown)]))}</p>`
			: "";
		return `<h6>${esc(head)}</h6><ul class="cqs-owners__list">${lines}</ul>${rest}`;
	},

	owner_line({ name, percent, reasons, is_nominee, paths }) {
		const { esc, pill } = cqs.credit;
		const flags = [...reasons.map((reason) => [__(reason), "blue"]), ...(is_nominee ? [[__("Nominee"), "orange"]] : [])];
		const ways = paths.length
			? `<details><summary>${esc(paths.length === 1 ? __("By one path") : __("By {0} paths", [paths.length]))}</summary>
				<ol>${paths.map((path) => `<li>${esc(path)}</li>`).join("")}</ol></details>`
			: "";
		return `<li><b>${esc(name)}</b> <span class="cqs-owners__share">${cqs.ownership.percent(percent)}&nbsp;%</span>
			${flags.map(([text, colour]) => pill(text, colour)).join(" ")}${ways}</li>`;
	},

	/** What has to be mended or explained before compliance is cleared, and what is merely told. */
	odd({ problems, issues }) {
		const { esc } = cqs.credit;
		const told = issues.filter(({ grave }) => !grave);
		const list = (items) => `<ul>${items.map((text) => `<li>${esc(text)}</li>`).join("")}</ul>`;
		const grave = problems.length
			? `<div class="cqs-owners__grave" role="note"><b>${esc(__("To mend or to explain before compliance is cleared"))}</b>${list(problems)}</div>`
			: "";
		const more = told.length
			? `<details class="cqs-owners__told"><summary>${esc(__("Noticed ({0})", [told.length]))}</summary>${list(
					told.map(({ kind, message }) => `${__(kind)}: ${message}`),
				)}</details>`
			: "";
		return grave + more;
	},

	tree(root) {
		const count = cqs.ownership.size(root);
		const layers = count > cqs.ownership.SMALL_TREE ? cqs.ownership.OPEN_LAYERS : Infinity;
		return `<ul role="tree" class="cqs-tree" aria-label="${cqs.credit.esc(__("Owners of {0}", [root.name]))}">
			${cqs.ownership.node(root, 1, layers)}</ul>`;
	},

	size: (node) => 1 + node.owners.reduce((sum, owner) => sum + cqs.ownership.size(owner), 0),

	node(node, level, layers) {
		const { esc } = cqs.credit;
		const open = level <= layers;
		const below = node.owners.map((owner) => cqs.ownership.node(owner, level + 1, layers)).join("");
		const expanded = node.owners.length ? ` aria-expanded="${open}"` : "";
		const toggle = node.owners.length ? '<span class="cqs-tree__toggle" aria-hidden="true"></span>' : "";
		return `<li role="treeitem" aria-level="${level}"${expanded} tabindex="${level === 1 ? 0 : -1}">
			<div class="cqs-tree__node${node.is_beneficial_owner ? " cqs-tree__node--owner" : ""}">
				${toggle}<span class="cqs-tree__name">${esc(node.name)}</span>
				<span class="cqs-tree__shares">${cqs.ownership.shares(node, level)}</span>
				<span class="cqs-tree__flags">${cqs.ownership.flags(node, level)}</span>
			</div>${below ? `<ul role="group">${below}</ul>` : ""}</li>`;
	},

	shares(node, level) {
		const { esc } = cqs.credit;
		const { percent } = cqs.ownership;
		const parts = [];
		if (level > 1) parts.push(Number(node.percent) ? __("{0} %", [percent(node.percent)]) : __("no share"));
		if (level > 2 && Number(node.percent)) parts.push(__("{0} % of the customer", [percent(node.effective)]));
		if (Number(node.unknown_percent)) parts.push(__("owners of {0} % unknown", [percent(node.unknown_percent)]));
		return parts.map((part) => `<span>${esc(part)}</span>`).join("");
	},

	flags(node, level) {
		const named = [
			[level === 1, __("Customer"), "gray"],
			[level > 1 && !node.is_person, __("Company"), "gray"],
			[node.is_beneficial_owner, __("Beneficial Owner"), "blue"],
			[node.has_control, __("Control"), "purple"],
			[node.is_director, __("Director"), "gray"],
			[node.is_nominee, __("Nominee"), "orange"],
			[node.is_repeated, __("Cycle: comes back to a company above"), "red"],
			[node.is_cut, __("Cut: too large to show all"), "gray"],
		];
		return named.filter(([holds]) => holds).map(([, text, colour]) => cqs.credit.pill(text, colour)).join(" ");
	},

	/** 33.3333 as the user writes numbers, without zeros at the end. */
	percent: (text) => format_number(Number(text), null, 4).replace(/([.,]\d*?)0+$/, "$1").replace(/[.,]$/, ""),

	/** Arrow keys, Home, End, Enter and Space as in any tree; a click on a node opens or closes it. */
	make_walkable($tree) {
		const shown = () => $tree.find("[role=treeitem]").filter((_i, item) => !$(item).parents('[aria-expanded="false"]').length);
		const focus = (item) => {
			if (!item) return;
			$tree.find("[role=treeitem]").attr("tabindex", -1);
			$(item).attr("tabindex", 0).trigger("focus");
		};
		const set_open = ($item, open) => $item.attr("aria-expanded") !== undefined && $item.attr("aria-expanded", String(open));
		const is_open = ($item) => $item.attr("aria-expanded") === "true";
		$tree.on("click", ".cqs-tree__node", (event) => {
			const $item = $(event.currentTarget).parent();
			set_open($item, !is_open($item));
			focus($item[0]);
		});
		$tree.on("keydown", "[role=treeitem]", (event) => {
			const $item = $(event.currentTarget);
			const items = shown().get();
			const at = items.indexOf($item[0]);
			const moves = {
				ArrowDown: () => focus(items[at + 1]),
				ArrowUp: () => focus(items[at - 1]),
				ArrowRight: () => (is_open($item) ? focus(items[at + 1]) : set_open($item, true)),
				ArrowLeft: () => (is_open($item) ? set_open($item, false) : focus($item.parent().closest("[role=treeitem]")[0])),
				Home: () => focus(items[0]),
				End: () => focus(items[items.length - 1]),
				Enter: () => set_open($item, !is_open($item)),
				" ": () => set_open($item, !is_open($item)),
			};
			if (!moves[event.key]) return;
			event.preventDefault();
			event.stopPropagation();
			moves[event.key]();
		});
	},
});

frappe.require("/assets/cqs_app/css/compliance.css");
