-- SPDX-License-Identifier: Apache-2.0
-- Columns never change their meaning; a new meaning is a new column, added by the
-- next numbered file.  `head`, `body` and `value` are sealed; everything else is open.

PRAGMA application_id = 0x5041524c; -- "PARL"

-- One sealed value that only the right archive key opens.
CREATE TABLE probe (
  id INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  sealed BLOB NOT NULL DEFAULT x''
) STRICT;

-- `filed` is never used twice, so it is also the order of every list.
CREATE TABLE entry (
  filed INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  link TEXT NOT NULL DEFAULT '',
  direction INTEGER NOT NULL DEFAULT 0 CHECK (direction IN (0, 1)),
  incarnation INTEGER NOT NULL DEFAULT 0,
  serial INTEGER NOT NULL DEFAULT 0,
  flags INTEGER NOT NULL DEFAULT 0,
  leaf BLOB NOT NULL DEFAULT x'',
  head BLOB NOT NULL DEFAULT x'',
  body BLOB NOT NULL DEFAULT x'',
  UNIQUE (link, direction, incarnation, serial)
) STRICT;

-- One for each bit of EntryFlag: a list reads only what it shows.
CREATE INDEX entry_pending ON entry (filed) WHERE flags & 1;
CREATE INDEX entry_open ON entry (filed) WHERE flags & 2;
CREATE INDEX entry_message ON entry (filed) WHERE flags & 4;
CREATE INDEX entry_bad ON entry (filed) WHERE flags & 8;

-- Where a value is: see slots.py for why it is not here.
CREATE TABLE shelf (
  shelf TEXT NOT NULL DEFAULT '',
  key BLOB NOT NULL DEFAULT x'',
  slot INTEGER NOT NULL DEFAULT 0 UNIQUE,
  PRIMARY KEY (shelf, key)
) STRICT, WITHOUT ROWID;

-- Rows are appended and overwritten in place, never deleted and never resized.
CREATE TABLE slot (
  id INTEGER NOT NULL PRIMARY KEY,
  free INTEGER NOT NULL DEFAULT 0 CHECK (free IN (0, 1)),
  bytes INTEGER NOT NULL DEFAULT 0,
  value BLOB NOT NULL DEFAULT x'' CHECK (length(value) = bytes)
) STRICT;

CREATE INDEX slot_free ON slot (bytes) WHERE free = 1;
