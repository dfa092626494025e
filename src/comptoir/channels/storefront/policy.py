"""What the pages of the storefront may load and call: themselves."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'inline-speculation-rules'",  # which pages to fetch ahead: no code
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
