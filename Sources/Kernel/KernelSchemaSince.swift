import Store

// What became of the kernel's tables since they were first made. Append only.
extension KernelSchema {
    static let since = [
        Migration(
            "0019-kernel-feeds",
            [
                .table(
                    "journal_feeds",
                    """
                    district TEXT NOT NULL
                    feed TEXT NOT NULL
                    seq INTEGER NOT NULL
                    failures INTEGER NOT NULL
                    next_try_at TIME
                    failure TEXT
                    PRIMARY KEY (district, feed)
                    """)
            ]),
        Migration(
            "0020-kernel-extensions",
            [
                .table(
                    "order_extensions",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    order_id UUID NOT NULL
                    office_id UUID NOT NULL
                    days INTEGER NOT NULL CHECK (days > 0)
                    reason TEXT NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused'))
                    asked_at TIME NOT NULL
                    asked_by UUID
                    answer TEXT
                    decided_at TIME
                    decided_by UUID
                    PRIMARY KEY (district, id)
                    FOREIGN KEY (district, order_id) REFERENCES orders (district, id)
                    """),
                .sql("CREATE INDEX order_extensions_by_order ON order_extensions (district, order_id, asked_at)"),
                .sql("CREATE INDEX order_extensions_by_office ON order_extensions (district, office_id, asked_at)"),
                .sql("CREATE INDEX orders_by_office ON orders (district, to_office, issued_at)"),
            ]),
        Migration(
            "0021-kernel-suspensions",
            [
                .addColumn("order_extensions", "kind TEXT NOT NULL DEFAULT 'extend' CHECK (kind IN ('extend', 'suspend', 'park'))"),
                .addColumn("order_extensions", "until TIME CHECK ((until IS NULL) = (kind = 'extend'))"),
            ]),
        Migration(
            "0023-kernel-messages",
            [
                // In place of `letters`: also to people without an account, by more than one way, and held back at night.
                .table(
                    "messages",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    recipient TEXT NOT NULL
                    account_id UUID
                    contact BLOB
                    contact_context TEXT
                    matter TEXT NOT NULL
                    text_key TEXT NOT NULL
                    values_json TEXT NOT NULL
                    href TEXT NOT NULL
                    channel TEXT NOT NULL CHECK (channel IN ('mail', 'gateway'))
                    channels_left TEXT NOT NULL
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up'))
                    held_for TEXT CHECK (held_for IN ('quiet', 'budget'))
                    compartment TEXT
                    attempts INTEGER NOT NULL
                    next_try_at TIME
                    made_at TIME NOT NULL
                    sent_at TIME
                    failure TEXT
                    PRIMARY KEY (district, id)
                    UNIQUE (district, recipient, matter)
                    CHECK ((account_id IS NULL) = (contact IS NOT NULL))
                    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL))
                    FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
                    """),
                .only(
                    .sqlite,
                    """
                    INSERT INTO messages (district, id, recipient, account_id, matter, text_key, values_json, href, channel, channels_left,
                      state, attempts, next_try_at, made_at, sent_at, failure)
                    SELECT l.district, l.id,
                      lower(substr(hex(l.account_id), 1, 8)
                        || '-' || substr(hex(l.account_id), 9, 4)
                        || '-' || substr(hex(l.account_id), 13, 4)
                        || '-' || substr(hex(l.account_id), 17, 4)
                        || '-' || substr(hex(l.account_id), 21)),
                      l.account_id, n.matter, n.text_key, n.values_json, n.href, 'mail', '', l.state, l.attempts,
                      CASE WHEN l.state = 'waiting' THEN l.next_try_at END, n.made_at, l.sent_at, l.failure
                    FROM letters l JOIN notices n ON n.district = l.district AND n.id = l.notice_id WHERE true ON CONFLICT DO NOTHING
                    """),
                .only(
                    .postgres,
                    """
                    INSERT INTO messages (district, id, recipient, account_id, matter, text_key, values_json, href, channel, channels_left,
                      state, attempts, next_try_at, made_at, sent_at, failure)
                    SELECT l.district, l.id,
                      l.account_id::text,
                      l.account_id, n.matter, n.text_key, n.values_json, n.href, 'mail', '', l.state, l.attempts,
                      CASE WHEN l.state = 'waiting' THEN l.next_try_at END, n.made_at, l.sent_at, l.failure
                    FROM letters l JOIN notices n ON n.district = l.district AND n.id = l.notice_id WHERE true ON CONFLICT DO NOTHING
                    """),
                .sql("DROP TABLE letters"),
                .sql("CREATE INDEX messages_waiting ON messages (district, next_try_at) WHERE state = 'waiting'"),
                .sql("CREATE INDEX messages_by_recipient ON messages (district, recipient, made_at)"),
                .sql("CREATE INDEX messages_by_time ON messages (district, made_at)"),
            ]),
        Migration(
            "0022-kernel-compartments",
            [
                .addColumn("orders", "compartment TEXT"),
                .addColumn("orders", "barred_office UUID"),
                .sql("CREATE INDEX orders_in_compartments ON orders (district, compartment) WHERE compartment IS NOT NULL"),
            ]),
        Migration(
            "0024-kernel-escalations",
            [
                .table(
                    "order_escalations",
                    """
                    district TEXT NOT NULL
                    order_id UUID NOT NULL
                    office_id UUID NOT NULL
                    step TEXT NOT NULL
                    action TEXT NOT NULL
                    at TIME NOT NULL
                    PRIMARY KEY (district, order_id, step, at)
                    FOREIGN KEY (district, order_id) REFERENCES orders (district, id)
                    """),
                .sql("CREATE INDEX order_escalations_by_time ON order_escalations (district, at)"),
                .addColumn("orders", "basis TEXT"),
            ]),
        Migration(
            "0025-kernel-leases",
            [
                .table(
                    "timer_leases",
                    """
                    district TEXT NOT NULL
                    timer TEXT NOT NULL
                    holder TEXT NOT NULL
                    until TIME NOT NULL
                    PRIMARY KEY (district, timer)
                    """)
            ]),
        Migration("0026-kernel-vouched-sessions", [.addColumn("sessions", "vouched FLAG NOT NULL DEFAULT 0")]),
        Migration(
            "0027-kernel-saved-views",
            [
                .table(
                    "saved_views",
                    """
                    district TEXT NOT NULL
                    id UUID NOT NULL
                    account_id UUID NOT NULL
                    office_id UUID
                    name TEXT NOT NULL
                    address TEXT NOT NULL
                    saved_at TIME NOT NULL
                    PRIMARY KEY (district, id)
                    UNIQUE (district, account_id, name)
                    FOREIGN KEY (district, account_id) REFERENCES accounts (district, id)
                    """),
                .sql("CREATE INDEX saved_views_by_office ON saved_views (district, office_id) WHERE office_id IS NOT NULL"),
            ]),
        Migration(
            "0028-kernel-stamps",
            // Whether what a process keeps in memory is still so: one row is read, where all offices were added up.
            [
                .table(
                    "stamps",
                    """
                    district TEXT NOT NULL
                    name TEXT NOT NULL
                    value INTEGER NOT NULL
                    PRIMARY KEY (district, name)
                    """),
                .sql("DROP INDEX offices_by_version"),
            ]),
    ]
}
