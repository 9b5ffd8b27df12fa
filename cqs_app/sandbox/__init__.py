"""The engine on an embedded SQLite ledger: `cqs demo` and `cqs backtest`. No bench, no clock, no network."""
