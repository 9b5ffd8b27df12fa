// What both pages behind a private link do: send a form, and say what the server says.
const page = document.getElementById("page");

function say(place, text, kind) {
	const line = place.querySelector(".said[role=status]");
	line.textContent = text;
	line.className = `said ${kind || ""}`;
	line.scrollIntoView({ block: "nearest" });
}

function refusalIn(answer) {
	const plain = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent;
	try {
		return JSON.parse(answer._server_messages).map((one) => plain(JSON.parse(one).message.replaceAll("<br>", " "))).join(" ");
	} catch {
		return page.dataset.failed;
	}
}

async function send(method, body, place, button) {
	button.disabled = true;
	say(place, page.dataset.sending);
	try {
		const headers = { Accept: "application/json" };
		if (page.dataset.csrf) headers["X-Frappe-CSRF-Token"] = page.dataset.csrf;
		const response = await fetch(`/api/method/cqs_app.api.${method}`, { method: "POST", headers, body });
		if (response.ok) return true;
		if (response.status === 413 && page.dataset.large) say(place, page.dataset.large, "bad");
		else say(place, refusalIn(await response.json().catch(() => ({}))), "bad");
	} catch {
		say(place, page.dataset.failed, "bad");
	} finally {
		button.disabled = false;
	}
	return false;
}
