import { Field } from '../../parts/field.tsx';
import { texts } from './texts.ts';

/** What is asked for, as it is written. */
export type RideDraft = { rider: string; latitude: string; longitude: string };

type RideFormProps = {
  draft: RideDraft;
  fields: Readonly<Record<string, string>>;
  isAsking: boolean;
  onChange(draft: RideDraft): void;
  onAsk(): void;
};

const NAMES = ['rider', 'latitude', 'longitude'] as const;

/** Asks for a ride at a place that is written, as a click on the map does. */
export function RideForm({ draft, fields, isAsking, onChange, onAsk }: RideFormProps) {
  const t = texts();
  return (
    <form
      class="ride-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk();
      }}
    >
      {NAMES.map((name) => (
        <Field
          key={name}
          label={t[name]}
          value={draft[name]}
          onInput={(value) => onChange({ ...draft, [name]: value })}
          error={fields[name]}
        />
      ))}
      <button class="primary" disabled={isAsking}>
        {t.ask}
      </button>
    </form>
  );
}
