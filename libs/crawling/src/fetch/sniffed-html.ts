import { NotHtmlError } from '../errors.ts';

/** Bytes that a type is sniffed from. https://mimesniff.spec.whatwg.org/#reading-the-resource-header */
const HEADER_BYTES = 1_445;
/** What HTML begins with. https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type */
const HTML =
  /^[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[ >]/i;

/** The chunks of a body that has no known type, if it begins as HTML does. Throws `NotHtmlError` otherwise. */
export async function* sniffedHtml(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array();
  let isKnown = false;
  for await (const chunk of chunks) {
    if (isKnown) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEADER_BYTES) continue;
    isKnown = true;
    yield checked(head);
  }
  if (!isKnown) yield checked(head);
}

function checked(head: Uint8Array): Uint8Array {
  const text = Buffer.from(head.subarray(0, HEADER_BYTES)).toString('latin1');
  if (!HTML.test(text)) throw new NotHtmlError();
  return head;
}
