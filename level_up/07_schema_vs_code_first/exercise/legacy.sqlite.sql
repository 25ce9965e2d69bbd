-- The same warehouse on SQLite, for a laptop.
CREATE TABLE tbl_person (
    pers_no INTEGER NOT NULL PRIMARY KEY,
    pers_nm VARCHAR(80) NOT NULL,
    class CHAR(1) NOT NULL DEFAULT 'B',
    mgr_no INTEGER,
    FOREIGN KEY (mgr_no) REFERENCES tbl_person (pers_no)
);

CREATE TABLE tbl_ord (
    ord_no INTEGER NOT NULL PRIMARY KEY,
    metadata TEXT,
    st VARCHAR(1) NOT NULL DEFAULT 'N' CHECK (st IN ('N', 'P', 'S')),
    crt_ts DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sold_by INTEGER NOT NULL,
    packed_by INTEGER,
    FOREIGN KEY (sold_by) REFERENCES tbl_person (pers_no),
    FOREIGN KEY (packed_by) REFERENCES tbl_person (pers_no)
);

CREATE TABLE tbl_ord_ln (
    ord_no INTEGER NOT NULL,
    ln_no INTEGER NOT NULL,
    sku VARCHAR(20) NOT NULL,
    qty INTEGER NOT NULL CHECK (qty > 0),
    price NUMERIC(10, 2) NOT NULL,
    amt NUMERIC(12, 2) GENERATED ALWAYS AS (qty * price) STORED,
    PRIMARY KEY (ord_no, ln_no),
    UNIQUE (ord_no, sku),
    FOREIGN KEY (ord_no) REFERENCES tbl_ord (ord_no)
);

CREATE TABLE tbl_ret (
    ret_no INTEGER NOT NULL PRIMARY KEY,
    ord_no INTEGER NOT NULL,
    ln_no INTEGER NOT NULL,
    qty INTEGER NOT NULL,
    FOREIGN KEY (ord_no, ln_no) REFERENCES tbl_ord_ln (ord_no, ln_no)
);

-- No primary key.  Nobody is in two rooms at once.
CREATE TABLE "LogVisit" (
    pers_no INTEGER NOT NULL,
    at DATETIME NOT NULL,
    "Room No" VARCHAR(20) NOT NULL,
    UNIQUE (pers_no, at),
    FOREIGN KEY (pers_no) REFERENCES tbl_person (pers_no)
);

CREATE VIEW v_ord_total AS
    SELECT o.ord_no, coalesce(sum(l.amt), 0) AS total
    FROM tbl_ord AS o LEFT JOIN tbl_ord_ln AS l ON l.ord_no = o.ord_no
    GROUP BY o.ord_no;
