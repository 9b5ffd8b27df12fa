"""The harness of the browser tests itself."""

from tests.erp import factories as make


def test_login_form(screen):
	screen.open("login")
	screen.find("#login_email").send_keys("sales@cqs.example")
	screen.find("#login_password").send_keys(make.PASSWORD)
	screen.find(".form-login .btn-login").click()
	screen.wait(lambda: "/app" in screen.driver.current_url, "the desk")
	screen.wait_until_quiet()


def test_desk_shows_a_committed_order(desk, committed):
	order = make.make_sales_order(amount=123)
	committed()
	screen = desk("sales@cqs.example", f"sales-order/{order.name}")
	screen.see(order.customer)
	assert screen.js("return cur_frm.doc.grand_total") == 123
