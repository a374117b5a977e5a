import { CopyButton } from './copy-button.tsx';

/** A command of the terminal, ready to copy. */
export function Command({ text }: { text: string }) {
  return (
    <p class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </p>
  );
}
