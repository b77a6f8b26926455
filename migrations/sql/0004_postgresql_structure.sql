-- What a house is built as (多层、高层), where the roster says so; empty where it does not.

ALTER TABLE household ADD COLUMN structure text COLLATE "C" CONSTRAINT ck_household_structure CHECK(structure IN('multi_storey','high_rise'))
