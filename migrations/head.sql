-- What the migrations make of an empty SQLite file. After a new one, tests/test_records.py says
-- what this file must become.
PRAGMA application_id = 1146243404;
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE attempts (
    id INTEGER NOT NULL,
    drill VARCHAR(200) NOT NULL,
    answer_digest VARCHAR(16) NOT NULL,
    checks_digest VARCHAR(16) NOT NULL,
    started_at DATETIME NOT NULL,
    duration_ms DOUBLE NOT NULL,
    status VARCHAR(20) NOT NULL,
    passed BOOLEAN NOT NULL,
    first_failed VARCHAR(200),
    CONSTRAINT pk_attempts PRIMARY KEY (id),
    CONSTRAINT ck_attempts_passed_agrees_with_status CHECK (passed = (status = 'passed')),
    CONSTRAINT ck_attempts_duration_not_negative CHECK (duration_ms >= 0)
);
CREATE INDEX ix_attempts_drill ON attempts (drill);
CREATE TABLE attempt_checks (
    attempt_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    status VARCHAR(20) NOT NULL,
    duration_ms DOUBLE NOT NULL,
    CONSTRAINT pk_attempt_checks PRIMARY KEY (attempt_id, position),
    CONSTRAINT ck_attempt_checks_duration_not_negative CHECK (duration_ms >= 0),
    CONSTRAINT fk_attempt_checks_attempt_id_attempts FOREIGN KEY(attempt_id) REFERENCES attempts (id) ON DELETE CASCADE
);
CREATE TABLE hints_shown (
    drill VARCHAR(200) NOT NULL,
    check_name VARCHAR(200) NOT NULL,
    depth INTEGER NOT NULL,
    shown_at DATETIME NOT NULL,
    CONSTRAINT pk_hints_shown PRIMARY KEY (drill, check_name, depth),
    CONSTRAINT ck_hints_shown_depth_from_one CHECK (depth >= 1)
);
CREATE TABLE reviews (
    id INTEGER NOT NULL,
    drill VARCHAR(200) NOT NULL,
    begun_at DATETIME NOT NULL,
    CONSTRAINT pk_reviews PRIMARY KEY (id)
);
CREATE INDEX ix_reviews_drill ON reviews (drill);
CREATE TABLE quizzes (
    track VARCHAR(200) NOT NULL,
    drill VARCHAR(200) NOT NULL,
    begun_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    CONSTRAINT pk_quizzes PRIMARY KEY (track, drill, begun_at),
    CONSTRAINT ck_quizzes_takes_time CHECK (ends_at > begun_at)
);
CREATE TABLE marks (
    learner VARCHAR NOT NULL,
    drill VARCHAR(200) NOT NULL,
    answer_digest VARCHAR(16) NOT NULL,
    drill_digest VARCHAR(16) NOT NULL,
    status VARCHAR(20) NOT NULL,
    points DOUBLE NOT NULL,
    max_points DOUBLE NOT NULL,
    verdict JSON NOT NULL,
    marked_at DATETIME NOT NULL,
    CONSTRAINT pk_marks PRIMARY KEY (learner, drill, answer_digest, drill_digest),
    CONSTRAINT ck_marks_points_not_negative CHECK (points >= 0)
);
INSERT INTO alembic_version VALUES ('0004');
