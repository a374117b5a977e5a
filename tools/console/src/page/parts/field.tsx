import { useId } from 'preact/hooks';

type FieldProps = {
  label: string;
  value: string;
  onInput(value: string): void;
  /** What is wrong with the value and what to write instead. */
  error?: string | undefined;
  /** Several lines, such as JSON. */
  rows?: number;
};

/** A field of a form; what is wrong with it stands below and names it. */
export function Field({ label, value, onInput, error, rows }: FieldProps) {
  const id = useId();
  const shared = {
    ...{ id, value, 'aria-invalid': error !== undefined },
    'aria-describedby': error === undefined ? undefined : `${id}-error`,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input {...shared} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      ) : (
        <textarea
          {...shared}
          rows={rows}
          spellcheck={false}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="error" role="alert">
          {label}: {error}
        </p>
      )}
    </div>
  );
}
