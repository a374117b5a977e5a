/** Longest URL of a crawl, in characters of its normal form. */
export const MAX_CRAWL_URL = 8_000;

/** Most links of a page, and most bytes that they take as JSON: a state's payload ends at 256 KiB. */
export const MAX_LINKS = 1_000;
/** Most bytes that the links of a page take as JSON. */
export const MAX_LINK_BYTES = 150_000;
/** Longest title of a page, in UTF-16 code units. */
export const MAX_TITLE = 500;
/** Longest description, in UTF-16 code units. */
export const MAX_DESCRIPTION = 2_000;

/** Longest reason of a verdict, in UTF-16 code units. */
export const MAX_REASON = 1_000;
/** Most seconds until the next attempt. */
export const MAX_AFTER_SECONDS = 86_400;
