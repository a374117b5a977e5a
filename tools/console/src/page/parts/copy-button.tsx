import { texts } from '../i18n/texts.ts';
import { toast } from './toast.tsx';

type CopyButtonProps = {
  text: string;
  /** What is copied, where several buttons stand near each other. */
  label?: string;
};

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { copy, copied, notCopied } = texts();
  const write = () =>
    navigator.clipboard.writeText(text).then(
      () => toast(copied),
      () => toast(notCopied),
    );
  return (
    <button class="copy" type="button" onClick={write}>
      {copy}
      {label !== undefined && <span class="unseen"> {label}</span>}
    </button>
  );
}
