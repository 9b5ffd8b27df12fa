// Stages of a qualification in their colours.
frappe.provide("cqs.qualification");

cqs.qualification.COLOURS = {
	Inquiry: "grey",
	"Information Requested": "orange",
	"Financial Review": "blue",
	"Compliance Review": "blue",
	"Credit Approval": "yellow",
	"Contract and Onboarding": "purple",
	Active: "green",
	"Review Due": "orange",
	Expired: "red",
	Rejected: "red",
};
