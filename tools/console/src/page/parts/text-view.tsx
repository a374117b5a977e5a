import { useSignal } from '@preact/signals';
import { texts } from '../i18n/texts.ts';
import { CopyButton } from './copy-button.tsx';
import { indentJson } from './indent-json.ts';

/** Characters that are shown at first: more than this slows a page down. */
const SHOWN = 50_000;

type TextViewProps = { label: string; text: string };

/**
 * A text from the stack, such as a payload, as text and nothing else: what is in it is never markup, a link or an
 * image. JSON is indented and its parts are coloured.
 */
export function TextView({ label, text }: TextViewProps) {
  const { nothing, showAll } = texts();
  const isWhole = useSignal(false);
  const readable = indentJson(text);
  const shown = isWhole.value ? readable : readable.slice(0, SHOWN);
  return (
    <figure class="text-view">
      <figcaption>
        {label} <CopyButton text={text} label={label} />
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        {text === '' ? <em>{nothing}</em> : <Coloured text={shown} />}
      </pre>
      {shown.length < readable.length && (
        <button onClick={() => (isWhole.value = true)}>{showAll(Math.ceil(readable.length / 1024))}</button>
      )}
    </figure>
  );
}

/** A key or string, a number, a word of JSON. */
const TOKEN = /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|\b(true|false|null)\b/g;

function Coloured({ text }: { text: string }) {
  if (!/^\s*[[{]/.test(text)) return <>{text}</>;
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon, number] = match;
    const kind = colon !== undefined ? 'key' : quoted !== undefined ? 'string' : number ? 'number' : 'word';
    parts.push(text.slice(from, match.index), <span class={kind}>{quoted ?? whole}</span>, colon);
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
