import { useId } from 'preact/hooks';

type FieldProps = {
  label: string;
  value: string;
  onInput(value: string): void;
  /** What is wrong with the value and what to write instead. */
  error?: string | undefined;
  /** Several lines, such as JSON. */
  rows?: number;
  /** Values to choose from; others may be written. */
  choices?: readonly string[];
  disabled?: boolean;
};

/** A field of a form; what is wrong with it stands below and names it. */
export function Field({ label, value, onInput, error, rows, choices, disabled = false }: FieldProps) {
  const id = useId();
  const shared = {
    ...{ id, value, disabled, 'aria-invalid': error !== undefined },
    'aria-describedby': error === undefined ? undefined : `${id}-error`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input
          {...shared}
          list={choices && `${id}-choices`}
          autocomplete="off"
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={rows}
          spellcheck={false}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {choices && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="error" role="alert">
          {label}: {error}
        </p>
      )}
    </div>
  );
}

type SwitchProps = { label: string; isOn: boolean; onTurn(isOn: boolean): void };

/** Something that is on or off. */
export function Switch({ label, isOn, onTurn }: SwitchProps) {
  return (
    <button
      class="switch"
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      onClick={() => onTurn(!isOn)}
    >
      <span aria-hidden="true" />
    </button>
  );
}
