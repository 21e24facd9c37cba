import GRDB

/// The tables and views, as migrations. One that was released is never edited: a change is a new one.
enum StoreSchema {
  /// In the header of every store, so that another program's database is not taken for one: "LZRT".
  static let applicationID = 0x4C5A_5254

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: tables)
      try db.execute(sql: views)
    }
    migrator.registerMigration("v2") { db in try db.execute(sql: profiles) }
    migrator.registerMigration("v3") { db in try db.execute(sql: revisions) }
    migrator.registerMigration("v4") { db in try db.execute(sql: bookings) }
    migrator.registerMigration("v5") { db in try db.execute(sql: provenance) }
    migrator.registerMigration("v6") { db in try db.execute(sql: reviews) }
    migrator.registerMigration("v7") { db in try db.execute(sql: windows) }
    migrator.registerMigration("v8") { db in try db.execute(sql: sourceRevisions) }
    migrator.registerMigration("v9") { db in try db.execute(sql: answersInOrder) }
    return migrator
  }

  private static let tables = """
    CREATE TABLE store (
      one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
      id TEXT NOT NULL,
      change INTEGER NOT NULL CHECK (change >= 0)
    ) STRICT;
    INSERT INTO store (one, id, change) VALUES (1, lower(hex(randomblob(8))), 0);

    CREATE TABLE run (
      id TEXT NOT NULL PRIMARY KEY,
      command TEXT NOT NULL,
      pipeline TEXT NOT NULL,
      policy TEXT NOT NULL,
      started_at TEXT NOT NULL,
      finished_at TEXT,
      outcome TEXT CHECK (outcome IN ('complete', 'incomplete', 'failed', 'interrupted')),
      summary TEXT CHECK (summary IS NULL OR json_valid(summary)),
      CHECK ((finished_at IS NULL) = (outcome IS NULL)),
      CHECK ((finished_at IS NULL) = (summary IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE document (
      id TEXT NOT NULL PRIMARY KEY,
      source TEXT NOT NULL,
      uri TEXT NOT NULL,
      title TEXT,
      media_type TEXT NOT NULL,
      language TEXT,
      modified TEXT,
      content_sha256 TEXT NOT NULL,
      byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
      policy TEXT NOT NULL,
      notes TEXT NOT NULL CHECK (json_valid(notes)),
      complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
      waiting_chunks INTEGER NOT NULL CHECK (waiting_chunks >= 0),
      pending_since TEXT,
      run TEXT NOT NULL REFERENCES run (id),
      updated_at TEXT NOT NULL,
      seen_run TEXT NOT NULL REFERENCES run (id),
      UNIQUE (source, uri),
      CHECK (complete = (pending_since IS NULL)),
      CHECK (complete = 0 OR waiting_chunks = 0)
    ) STRICT;

    CREATE TABLE chunk (
      id TEXT NOT NULL PRIMARY KEY,
      document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
      lane TEXT NOT NULL CHECK (lane IN ('visible', 'hidden')),
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      start_byte INTEGER NOT NULL CHECK (start_byte >= 0),
      end_byte INTEGER NOT NULL CHECK (end_byte >= start_byte),
      heading_path TEXT NOT NULL CHECK (json_valid(heading_path)),
      original_sha256 TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('clean', 'masked', 'quarantined', 'unscreened')),
      text TEXT,
      sha256 TEXT,
      masks TEXT NOT NULL CHECK (json_valid(masks)),
      screened_by TEXT NOT NULL CHECK (json_valid(screened_by)),
      policy TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id),
      change INTEGER NOT NULL,
      CHECK ((text IS NOT NULL) = (lane = 'visible' AND state IN ('clean', 'masked'))),
      CHECK ((text IS NULL) = (sha256 IS NULL)),
      CHECK ((state = 'masked') = (masks <> '[]'))
    ) STRICT;
    CREATE INDEX chunk_in_order ON chunk (document, lane, ordinal);
    CREATE INDEX chunk_by_state ON chunk (state, lane, policy);
    CREATE INDEX chunk_by_change ON chunk (change);

    CREATE TABLE quarantine (
      chunk TEXT NOT NULL PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
      sha256 TEXT NOT NULL,
      reasons TEXT NOT NULL CHECK (json_valid(reasons)),
      text TEXT NOT NULL,
      since TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id)
    ) STRICT;

    CREATE TABLE unscreened (
      chunk TEXT NOT NULL PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
      reasons TEXT NOT NULL CHECK (json_valid(reasons)),
      since TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE finding (
      chunk TEXT NOT NULL REFERENCES chunk (id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      screener TEXT NOT NULL,
      label TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('admit', 'monitor', 'mask', 'quarantine')),
      vendor_action TEXT CHECK (vendor_action IN ('admit', 'monitor', 'mask', 'quarantine')),
      start_byte INTEGER CHECK (start_byte >= 0),
      end_byte INTEGER CHECK (end_byte >= start_byte),
      note TEXT,
      PRIMARY KEY (chunk, position),
      CHECK ((start_byte IS NULL) = (end_byte IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE screening (
      text_sha256 TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      screener TEXT NOT NULL,
      findings TEXT NOT NULL CHECK (json_valid(findings)),
      evidence TEXT NOT NULL CHECK (json_valid(evidence)),
      at TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id),
      PRIMARY KEY (text_sha256, fingerprint)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE item (
      source TEXT NOT NULL,
      uri TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('unchanged', 'skipped', 'failed')),
      reason TEXT,
      at TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id),
      PRIMARY KEY (source, uri)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE tombstone (
      chunk TEXT NOT NULL PRIMARY KEY,
      document TEXT NOT NULL,
      source TEXT NOT NULL,
      uri TEXT NOT NULL,
      removed_at TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id),
      change INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tombstone_by_document ON tombstone (document);
    CREATE INDEX tombstone_by_change ON tombstone (change);
    """

  /// What the answers of each run revealed about the screeners.
  private static let profiles = """
    CREATE TABLE profile (
      run TEXT NOT NULL REFERENCES run (id),
      fingerprint TEXT NOT NULL,
      screener TEXT NOT NULL,
      policies TEXT NOT NULL CHECK (json_valid(policies)),
      detectors TEXT NOT NULL CHECK (json_valid(detectors)),
      builds TEXT NOT NULL CHECK (json_valid(builds)),
      modes TEXT NOT NULL CHECK (json_valid(modes)),
      readings TEXT NOT NULL CHECK (json_valid(readings)),
      canary TEXT CHECK (canary IS NULL OR json_valid(canary)),
      PRIMARY KEY (fingerprint, run)
    ) STRICT, WITHOUT ROWID;
    """

  /// Requests by calendar month, for the limits that hold across runs.
  private static let bookings = """
    CREATE TABLE booking (
      account TEXT NOT NULL,
      month TEXT NOT NULL,
      requests INTEGER NOT NULL CHECK (requests >= 0),
      PRIMARY KEY (account, month)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX document_by_wait ON document (pending_since, id) WHERE complete = 0;
    """

  /// What an item looked like when it was read, for items that need not be read again while they look
  /// like that.
  private static let revisions = """
    ALTER TABLE document ADD COLUMN revision TEXT;
    ALTER TABLE item ADD COLUMN revision TEXT;
    ALTER TABLE item ADD COLUMN policy TEXT CHECK ((policy IS NULL) = (revision IS NULL));
    """

  /// What a later policy, or a person, needs to decide again: every text that was withheld, in one place
  /// where it can be encrypted, and what people decided. `reading` stays empty for documents of older
  /// versions, of which not every text was kept.
  private static let reviews = """
    ALTER TABLE store ADD COLUMN key TEXT;
    ALTER TABLE document ADD COLUMN reading TEXT;
    ALTER TABLE document ADD COLUMN withheld_names BLOB;
    ALTER TABLE document ADD COLUMN withheld_names_key TEXT
      CHECK (withheld_names_key IS NULL OR withheld_names IS NOT NULL);
    CREATE TABLE withheld (
      chunk TEXT NOT NULL PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
      text BLOB NOT NULL,
      key TEXT
    ) STRICT;
    INSERT INTO withheld (chunk, text) SELECT chunk, CAST(text AS BLOB) FROM quarantine;
    ALTER TABLE quarantine DROP COLUMN text;

    CREATE TABLE review (
      number INTEGER NOT NULL PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      chunk TEXT NOT NULL,
      document TEXT NOT NULL,
      source TEXT NOT NULL,
      uri TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('released', 'rejected')),
      reviewer TEXT NOT NULL CHECK (reviewer <> ''),
      reason TEXT NOT NULL CHECK (reason <> ''),
      at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX review_by_document ON review (document, chunk, number);
    CREATE INDEX review_by_chunk ON review (chunk, number);
    CREATE TRIGGER review_is_never_changed BEFORE UPDATE ON review
      BEGIN SELECT raise(ABORT, 'a review is never changed'); END;
    CREATE TRIGGER review_is_never_deleted BEFORE DELETE ON review
      BEGIN SELECT raise(ABORT, 'a review is never deleted'); END;
    ALTER TABLE chunk ADD COLUMN review TEXT REFERENCES review (id);

    CREATE VIEW review_history AS
    SELECT number, id, at, reviewer, verdict, reason, source, uri, chunk, document AS document_id, sha256,
      number = (SELECT max(latest.number) FROM review AS latest WHERE latest.chunk = review.chunk) AS counts
    FROM review;
    """

  /// What a source looked like when it was listed to its end and nothing of it was left to do.
  private static let sourceRevisions = """
    CREATE TABLE source_revision (
      source TEXT NOT NULL PRIMARY KEY,
      revision TEXT NOT NULL,
      policy TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id)
    ) STRICT, WITHOUT ROWID;
    """

  /// Where a chunk stands on paper, what its table is headed by, and when its bytes came.
  private static let provenance = """
    ALTER TABLE document ADD COLUMN fetched_at TEXT;
    ALTER TABLE chunk ADD COLUMN page INTEGER;
    ALTER TABLE chunk ADD COLUMN table_header TEXT CHECK (table_header IS NULL OR text IS NOT NULL);
    ALTER TABLE chunk ADD COLUMN table_header_start INTEGER;
    ALTER TABLE chunk ADD COLUMN table_header_end INTEGER
      CHECK ((table_header_start IS NULL) = (table_header_end IS NULL));

    DROP VIEW clean_corpus;
    CREATE VIEW clean_corpus AS
    SELECT chunk.id, chunk.document AS document_id, document.source, document.uri, document.title,
      document.media_type, document.language, document.modified, document.fetched_at,
      chunk.heading_path, chunk.table_header, chunk.page, chunk.ordinal, chunk.start_byte,
      chunk.end_byte, chunk.text, chunk.sha256, chunk.state = 'masked' AS masked, chunk.masks,
      chunk.screened_by, chunk.policy, chunk.run AS run_id, chunk.change
    FROM document JOIN chunk ON chunk.document = document.id
    WHERE chunk.lane = 'visible' AND chunk.state IN ('clean', 'masked');

    DROP VIEW quarantine_queue;
    CREATE VIEW quarantine_queue AS
    SELECT chunk.id, chunk.document AS document_id, document.source, document.uri, document.title,
      document.language, document.modified, document.fetched_at, chunk.lane, chunk.page,
      chunk.ordinal, chunk.start_byte, chunk.end_byte, chunk.heading_path, quarantine.reasons,
      quarantine.since, chunk.policy, quarantine.run AS run_id
    FROM quarantine
    JOIN chunk ON chunk.id = quarantine.chunk
    JOIN document ON document.id = chunk.document;
    """

  /// Which answers a chunk's state follows from. Empty for chunks of older versions, which have to be
  /// judged again before they leave.
  private static let windows = """
    ALTER TABLE chunk ADD COLUMN window_sha256 TEXT;
    ALTER TABLE chunk ADD COLUMN pieces TEXT CHECK (pieces IS NULL OR json_valid(pieces));
    """

  /// Answers stand in the order in which they came, and only their keys are sorted. The keys are random, so
  /// every answer dirties a page of what is sorted; keys alone fill half as many pages as whole rows, and so
  /// fewer are read back and written once more.
  private static let answersInOrder = """
    CREATE TABLE answer (
      text_sha256 TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      screener TEXT NOT NULL,
      findings TEXT NOT NULL CHECK (json_valid(findings)),
      evidence TEXT NOT NULL CHECK (json_valid(evidence)),
      at TEXT NOT NULL,
      run TEXT NOT NULL REFERENCES run (id),
      PRIMARY KEY (text_sha256, fingerprint)
    ) STRICT;
    INSERT INTO answer (text_sha256, fingerprint, screener, findings, evidence, at, run)
      SELECT text_sha256, fingerprint, screener, findings, evidence, at, run FROM screening;
    DROP TABLE screening;
    ALTER TABLE answer RENAME TO screening;
    """

  private static let views = """
    CREATE VIEW clean_corpus AS
    SELECT chunk.id, chunk.document AS document_id, document.source, document.uri, document.title,
      document.media_type, document.language, chunk.heading_path, chunk.ordinal, chunk.start_byte,
      chunk.end_byte, chunk.text, chunk.sha256, chunk.state = 'masked' AS masked, chunk.masks,
      chunk.screened_by, chunk.policy, chunk.run AS run_id, chunk.change
    FROM document JOIN chunk ON chunk.document = document.id
    WHERE chunk.lane = 'visible' AND chunk.state IN ('clean', 'masked');

    CREATE VIEW quarantine_queue AS
    SELECT chunk.id, chunk.document AS document_id, document.source, document.uri, document.title,
      chunk.lane, chunk.ordinal, chunk.start_byte, chunk.end_byte, chunk.heading_path,
      quarantine.reasons, quarantine.since, chunk.policy, quarantine.run AS run_id
    FROM quarantine
    JOIN chunk ON chunk.id = quarantine.chunk
    JOIN document ON document.id = chunk.document;

    CREATE VIEW run_history AS
    SELECT id, command, pipeline, policy, started_at, finished_at,
      coalesce(outcome, 'unfinished') AS outcome,
      json_extract(summary, '$.documents.seen') AS documents_seen,
      json_extract(summary, '$.chunks.total') AS chunks_total,
      json_extract(summary, '$.chunks.quarantined') AS chunks_quarantined,
      json_extract(summary, '$.chunks.unscreened') AS chunks_unscreened,
      json_extract(summary, '$.screenings.requests') AS requests,
      summary
    FROM run;
    """
}
