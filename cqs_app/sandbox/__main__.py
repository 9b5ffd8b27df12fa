"""`python -m cqs_app.sandbox` is the same as `cqs`."""

from cqs_app.sandbox.cli import main

if __name__ == "__main__":
	raise SystemExit(main())
