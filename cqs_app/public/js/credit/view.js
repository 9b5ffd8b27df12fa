// The panel as HTML: a pure function of its state, so that it can be read at one glance.
frappe.provide("cqs.credit.view");

(() => {
	const { esc, money } = cqs.credit;

	/** `state`: {note} or {position, outcome?, findings?, increase?, released?, observes?, hold?, buttons?}. */
	cqs.credit.view.panel = (state) => {
		if (state.note) return `<p class="cqs-credit__note">${esc(state.note)}</p>`;
		return `
			<div class="cqs-credit__head">
				<h2 class="cqs-credit__title">${__("Credit")}</h2>
				${verdict(state)}${reason(state)}
				${companies(state)}
				<span class="cqs-credit__busy" role="status">${state.busy ? __("Checking …") : ""}</span>
				<div class="cqs-credit__actions">${(state.buttons || []).map(button).join("")}</div>
			</div>
			<dl class="cqs-credit__figures">${figures(state).map(figure).join("")}</dl>
			${bar(state)}
			${cover_lines(state.position)}
			${group_line(state.position)}
			${qualification_line(state.position)}
			${hold_line(state)}
			${findings(state.findings || [])}
			${cqs.credit.terms_line(state.position.agreed_terms)}
			<div class="cqs-credit__components">${components(state.position)}</div>`;
	};

	function verdict(state) {
		if (state.outcome) {
			const [text, colour] = cqs.credit.verdict(state);
			return cqs.credit.pill(text, colour);
		}
		const { status, available } = state.position;
		if (status !== "Active") return cqs.credit.pill(__(status), "red");
		if (available !== null && available < 0 && cqs.credit.has_limit(state.position)) {
			return cqs.credit.pill(__("Over the limit"), "red");
		}
		return state.credit_status ? cqs.credit.pill(__(state.credit_status), "gray") : "";
	}

	function reason({ position, outcome }) {
		if (outcome || position.status === "Active") return "";
		return `<span>${esc(position.status_reason)}</span>`;
	}

	function companies(state) {
		if (!state.companies || state.companies.length < 2) return "";
		const options = state.companies.map((name) => {
			const selected = name === state.position.company ? " selected" : "";
			return `<option value="${esc(name)}"${selected}>${esc(name)}</option>`;
		});
		return `<select class="form-control input-xs cqs-credit__company" aria-label="${__("Company")}">
			${options.join("")}</select>`;
	}

	function figures(state) {
		const { position, increase } = state;
		const { currency } = position;
		const limited = cqs.credit.has_limit(position);
		const rows = [
			[__("Limit"), cqs.credit.limit_text(position)],
			[__("Exposure"), money(position.exposure, currency)],
		];
		if (increase) {
			const sign = increase > 0 ? "+" : "";
			rows.push([__("This document"), sign + money(increase, currency)]);
		}
		if (limited) {
			const after = position.available + (state.covered || 0) - Math.max(increase || 0, 0);
			if (state.covered) rows.push([__("Covered with it"), "+" + money(state.covered, currency)]);
			rows.push([__("Available"), money(position.available, currency), position.available < 0]);
			if (increase > 0) rows.push([__("Left after it"), money(after, currency), after < 0]);
		}
		const days = position.oldest_overdue_days;
		const late = days > 0 ? ` <small>${__("up to {0} days", [days])}</small>` : "";
		rows.push([__("Overdue"), money(position.overdue_amount, currency) + late, position.overdue_amount > 0]);
		rows.push(...cqs.credit.arrangements(position));
		return rows;
	}

	function figure([label, text, bad]) {
		const mark = bad ? ' class="cqs-credit__bad"' : "";
		return `<div><dt>${esc(label)}</dt><dd${mark}>${text}</dd></div>`;
	}

	function bar(state) {
		const { position } = state;
		const limit = position.effective_limit + (state.covered || 0);
		if (!cqs.credit.has_limit(position) || limit <= 0) return "";
		const adds = Math.max(state.increase || 0, 0);
		const total = Math.max(position.exposure, 0) + adds;
		const scale = Math.max(limit, total);
		const percent = Math.round((total / limit) * 100);
		const colour = state.outcome
			? cqs.credit.verdict(state)[1]
			: percent > 100
				? "red"
				: percent > 90
					? "orange"
					: "green";
		const text = adds
			? __("{0} % of the limit with this document", [percent])
			: __("{0} % of the limit used", [percent]);
		const width = (part) => `${((Math.max(part, 0) / scale) * 100).toFixed(2)}%`;
		const edge =
			total > limit ? `<span class="cqs-credit__edge" style="left: ${width(limit)}"></span>` : "";
		return `
			<div class="cqs-credit__bar cqs-credit__bar--${colour}" role="progressbar" aria-valuemin="0"
				aria-valuemax="100" aria-valuenow="${Math.min(Math.max(percent, 0), 100)}"
				aria-valuetext="${esc(text)}" aria-label="${__("Credit used")}">
				<span class="cqs-credit__used" style="width: ${width(position.exposure)}"></span>
				<span class="cqs-credit__adds" style="width: ${width(adds)}"></span>${edge}
			</div>
			<p class="cqs-credit__percent">${esc(text)}</p>`;
	}

	/** The last qualification, where there is one; in red when nothing is sold on credit because of it. */
	function qualification_line({ qualification }) {
		if (!qualification) return "";
		const good = ["Active", "Review Due"].includes(qualification.stage);
		const until = qualification.valid_upto ? __("until {0}", [day(qualification.valid_upto)]) : "";
		const parts = [cqs.credit.link("Customer Qualification", qualification.name), esc(__(qualification.stage))];
		if (good) parts.push(until);
		if (!good && qualification.note) parts.push(esc(qualification.note));
		const text = __("Qualification {0}", [parts.filter(Boolean).join(", ")]);
		return `<p class="cqs-credit__note${good ? "" : " cqs-credit__bad"}">${text}</p>`;
	}

	/** What the limit is made of, where it is more than the base limit. */
	function cover_lines({ cover = [], currency, ...position }) {
		const lines = cover.map((one) => cover_line(one, currency));
		if (position.has_temporary_limit) {
			const figures = [money(position.temporary_limit, currency), day(position.temporary_limit_upto)];
			lines.unshift(__("Temporary limit {0} until {1}", figures));
		}
		if (!lines.length) return "";
		const base = position.is_assessed ? money(position.limit, currency) : __("none");
		return `<ul class="cqs-credit__cover"><li>${__("Base limit: {0}", [base])}</li>
			${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;
	}

	function cover_line(one, currency) {
		const title = `${esc(__(one.type))} ${cqs.credit.link("Credit Guarantee", one.name)}, ${esc(one.issuer)}`;
		if (one.cover === null) {
			return `<span class="cqs-credit__bad">${__("{0}: covers nothing, {1} has no exchange rate", [
				title,
				esc(one.currency),
			])}</span>`;
		}
		const figure = `<b>${money(one.cover, currency)}</b>`;
		const parts = [`${title}: ${figure}`];
		if (one.order) {
			const bound = [figure, money(one.most, currency), cqs.credit.link("Sales Order", one.order)];
			parts[0] = `${title}: ${__("{0} of {1}, for order {2} only", bound)}`;
		}
		if (one.begins_later) parts.push(__("from {0}", [day(one.valid_from)]));
		if (one.latest_shipment_on) parts.push(__("ships by {0}", [day(one.latest_shipment_on)]));
		if (one.valid_upto) parts.push(__("until {0}", [day(one.valid_upto)]));
		return parts.join(", ");
	}

	const day = (text) => esc(frappe.datetime.str_to_user(text));

	/** The limit that this customer shares with others, where there is one. */
	function group_line({ group }) {
		if (!group) return "";
		const title = cqs.credit.link("Credit Group", group.name, group.title);
		if (group.available === null) {
			return `<p class="cqs-credit__bad">${__("Credit group {0}: an exchange rate is missing.", [title])}</p>`;
		}
		const bad = group.available < 0 ? ' class="cqs-credit__bad"' : "";
		const figures = [group.available, group.limit].map((amount) => money(amount, group.currency));
		const text = __("Credit group {0}: {1} of {2} are free.", [title, ...figures]);
		return `<p${bad}>${text}</p>`;
	}

	function hold_line({ hold }) {
		if (!hold) return "";
		const parts = [
			cqs.credit.pill(__(hold.status), cqs.credit.HOLD_COLOURS[hold.status]),
			`${__("Credit hold {0}", [cqs.credit.link("Credit Hold", hold.name)])}.`,
		];
		if (hold.status === "Open" && hold.request_note) {
			parts.push(esc(__("Release requested: {0}", [hold.request_note])));
		}
		if (hold.status !== "Open" && hold.release_reason) parts.push(esc(hold.release_reason));
		if (hold.why_not) parts.push(`<span class="text-muted">${esc(hold.why_not)}</span>`);
		return `<p class="cqs-credit__hold">${parts.join(" ")}</p>`;
	}

	function findings(list) {
		if (!list.length) return "";
		const rows = list.map((finding) => {
			const pill = cqs.credit.pill(__(finding.outcome), cqs.credit.COLOURS[finding.outcome]);
			return `<li>${pill} <b>${esc(__(finding.rule))}</b>: ${esc(finding.message)}</li>`;
		});
		return `<ul class="cqs-credit__findings">${rows.join("")}</ul>`;
	}

	function components(position) {
		const included = new Set(position.included);
		const rows = Object.entries(position.components)
			.filter(([, amount]) => amount)
			.map(([name, amount]) => {
				const label = cqs.credit.COMPONENTS[name] || name;
				const note = included.has(name) ? "" : ` <small>(${__("not counted")})</small>`;
				return `<button type="button" class="btn btn-default btn-xs" data-component="${esc(name)}"
					title="${__("Show the documents")}">${esc(label)}
					<b>${money(amount, position.currency)}</b>${note}</button>`;
			});
		const made_of = rows.length ? __("Exposure by component") : __("No open documents make an exposure.");
		return `<span class="text-muted">${made_of}</span> ${rows.join("")}`;
	}

	function button({ action, label, primary }) {
		const kind = primary ? "btn-primary" : "btn-default";
		return `<button type="button" class="btn btn-xs ${kind}" data-action="${action}">${esc(label)}</button>`;
	}
})();
