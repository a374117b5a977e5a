import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { isHelpOpen } from './keys.ts';

/** The list of keys, which `?` opens. */
export function Help() {
  const { help } = texts();
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="help-title">{help.title}</h2>
      <dl>
        {help.keys.map(([keys = '', does]) => (
          <div key={keys}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button>{help.close}</button>
      </form>
    </dialog>
  );
}
