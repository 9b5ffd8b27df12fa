"""Addresses of the same people."""

import pytest

from cqs_app.engine.qualification.mail_address import mailbox, same_sender


@pytest.mark.parametrize(
	("one", "other", "same"),
	[
		("ann@buyer.example", "ANN@Buyer.example ", True),
		("ann@buyer.example", "bob@buyer.example", True),
		("ann@mail.buyer.example", "bob@buyer.example", True),
		("ann@buyer.example", "bob@notbuyer.example", False),
		("ann+ref@gmail.com", "a.n.n@googlemail.com", True),
		("ann@gmail.com", "bob@gmail.com", False),
		("ann@gmx.de", "ann@web.de", False),
		("nobody", "nobody", False),
	],
)
def test_addresses_of_the_same_people(one, other, same):
	assert same_sender(one, other) is same_sender(other, one) is same


def test_the_mailbox_behind_an_address():
	assert mailbox(" Ann+x@Buyer.Example. ") == "ann@buyer.example"
	assert mailbox("x@") == mailbox("@x") == mailbox("") == ""
