/** A partition key takes 2,048 bytes; a receipt's holds three names, as JSON that may be six times as long. */
const NAME_BYTES = 100;

/**
 * Whether a text can be the name of a room or a member, or a client id: 1 to 100 bytes of UTF-8 without lone
 * surrogates, and no `$` first, by which the tables tell items of their own.
 */
export function isChatName(text: string): boolean {
  if (text === '' || text.startsWith('$') || !text.isWellFormed()) return false;
  return Buffer.byteLength(text) <= NAME_BYTES;
}
