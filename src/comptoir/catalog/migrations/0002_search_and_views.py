"""What PostgreSQL keeps by itself: folded names, search vectors, and the views that higher rooms may read."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalog_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(replace(replace(lower(written), 'œ', 'oe'), 'æ', 'ae'),
                     'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')
$$;

ALTER TABLE catalog_product
    ADD COLUMN search_terms text NOT NULL DEFAULT '',
    ADD COLUMN name_fr_folded text GENERATED ALWAYS AS (
        catalog_fold(coalesce(name ->> 'fr', name ->> 'en', ''))) STORED,
    ADD COLUMN name_en_folded text GENERATED ALWAYS AS (
        catalog_fold(coalesce(name ->> 'en', name ->> 'fr', ''))) STORED,
    ADD COLUMN search_fr tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.french', catalog_fold(coalesce(name ->> 'fr', ''))), 'A')
        || setweight(to_tsvector('pg_catalog.simple', catalog_fold(coalesce(name ->> 'fr', ''))), 'A')
        || setweight(to_tsvector('pg_catalog.simple', search_terms), 'B')
        || setweight(to_tsvector('pg_catalog.french', catalog_fold(coalesce(description ->> 'fr', ''))), 'C')) STORED,
    ADD COLUMN search_en tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.english', catalog_fold(coalesce(name ->> 'en', ''))), 'A')
        || setweight(to_tsvector('pg_catalog.simple', catalog_fold(coalesce(name ->> 'en', ''))), 'A')
        || setweight(to_tsvector('pg_catalog.simple', search_terms), 'B')
        || setweight(to_tsvector('pg_catalog.english', catalog_fold(coalesce(description ->> 'en', ''))), 'C')) STORED;

CREATE INDEX product_search_fr ON catalog_product USING gin (search_fr);
CREATE INDEX product_search_en ON catalog_product USING gin (search_en);
CREATE INDEX product_by_name_fr ON catalog_product (name_fr_folded, id);
CREATE INDEX product_by_name_en ON catalog_product (name_en_folded, id);
CREATE INDEX product_newest ON catalog_product (created_at DESC, id);

CREATE VIEW catalog_listed AS
SELECT p.id AS product_id, m.code AS market, c.path AS category_path, p.name_fr_folded, p.name_en_folded,
       p.created_at, s.starts_at, s.ends_at
FROM catalog_product p
JOIN catalog_publication s ON s.product_id = p.id
JOIN org_market m ON m.id = s.market_id
LEFT JOIN catalog_category c ON c.id = p.category_id
WHERE EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active);

CREATE VIEW catalog_variant_of AS
SELECT id AS variant_id, product_id FROM catalog_variant WHERE active;
"""

BACKWARD = """
DROP VIEW catalog_variant_of;
DROP VIEW catalog_listed;
ALTER TABLE catalog_product DROP COLUMN search_en, DROP COLUMN search_fr, DROP COLUMN name_en_folded,
    DROP COLUMN name_fr_folded, DROP COLUMN search_terms;
DROP FUNCTION catalog_fold(text);
DROP INDEX IF EXISTS product_newest;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("org", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
