"""Those who leave: lost houses (灭失), estates that change keeper (划转), closed accounts."""
