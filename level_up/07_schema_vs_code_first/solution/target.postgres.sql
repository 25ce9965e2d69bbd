-- What the new warehouse's database should be, in the words of its administrator.
CREATE TYPE order_status AS ENUM ('new', 'packed', 'sent');

CREATE TABLE people (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    name VARCHAR(80) NOT NULL,
    grade VARCHAR(1) DEFAULT 'B' NOT NULL,
    manager_id INTEGER,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT fk_people_manager_id_people FOREIGN KEY (manager_id) REFERENCES people (id)
);

CREATE TABLE orders (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    note TEXT,
    status order_status DEFAULT 'new' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    seller_id INTEGER NOT NULL,
    packer_id INTEGER,
    CONSTRAINT pk_orders PRIMARY KEY (id),
    CONSTRAINT fk_orders_seller_id_people FOREIGN KEY (seller_id) REFERENCES people (id),
    CONSTRAINT fk_orders_packer_id_people FOREIGN KEY (packer_id) REFERENCES people (id),
    CONSTRAINT ck_orders_packer_known CHECK (status = 'new' OR packer_id IS NOT NULL)
);
CREATE INDEX ix_orders_created_at ON orders (created_at);

CREATE TABLE order_lines (
    order_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sku VARCHAR(20) NOT NULL,
    quantity INTEGER NOT NULL,
    price NUMERIC(10, 2) NOT NULL,
    amount NUMERIC(12, 2) GENERATED ALWAYS AS (quantity * price) STORED,
    CONSTRAINT pk_order_lines PRIMARY KEY (order_id, number),
    CONSTRAINT fk_order_lines_order_id_orders FOREIGN KEY (order_id)
        REFERENCES orders (id) ON DELETE CASCADE,
    CONSTRAINT uq_order_lines_order_id_sku UNIQUE (order_id, sku),
    CONSTRAINT ck_order_lines_quantity_positive CHECK (quantity > 0)
);

CREATE TABLE returns (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    order_id INTEGER NOT NULL,
    line_number INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT pk_returns PRIMARY KEY (id),
    CONSTRAINT fk_returns_order_id_line_number_order_lines FOREIGN KEY (order_id, line_number)
        REFERENCES order_lines (order_id, number)
);

CREATE TABLE visits (
    person_id INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    room VARCHAR(20) NOT NULL,
    CONSTRAINT pk_visits PRIMARY KEY (person_id, at),
    CONSTRAINT fk_visits_person_id_people FOREIGN KEY (person_id) REFERENCES people (id)
);
