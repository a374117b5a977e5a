import { useSignal } from '@preact/signals';
import type { ClockState } from '../../../api/clock.ts';
import { now } from '../../data/live.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { timeOn } from '../../data/stack-clock.ts';
import { useAnswers } from '../../data/use-answers.ts';
import { useResource } from '../../data/use-resource.ts';
import { elapsed, timeOfDay } from '../../parts/time.tsx';
import { texts } from './texts.ts';

const STEPS = [1, 2, 10, 60] as const;

/** The clock of the stack, which can be moved on. */
export function ClockStrip() {
  const t = texts();
  const { shown, answer } = useAnswers(useResource<ClockState>(apiPath(['clock']), ['clock']).value);
  const minutes = useSignal('5');
  const error = useSignal('');
  const isMoving = useSignal(false);
  const advance = async (by: string) => {
    error.value = '';
    isMoving.value = true;
    try {
      const sent = by.trim() === '' ? by : Number(by);
      answer(
        await post<ClockState>(apiPath(['clock', 'advance']), { minutes: Number.isNaN(sent) ? by : sent }),
      );
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure.fields['minutes'] ?? failure.message;
    }
    isMoving.value = false;
  };
  return (
    <form
      class="clock"
      aria-label={t.clock}
      onSubmit={(event) => {
        event.preventDefault();
        void advance(minutes.value);
      }}
    >
      <h2>{t.clock}</h2>
      {shown.state === 'ready' && <ClockFace clock={shown.value} />}
      <span class="steps" role="group" aria-label={t.advance}>
        {STEPS.map((step) => (
          <button
            key={step}
            type="button"
            disabled={isMoving.value}
            onClick={() => void advance(String(step))}
          >
            {t.step(step)}
          </button>
        ))}
        <input
          aria-label={t.minutes}
          aria-invalid={error.value !== ''}
          inputmode="decimal"
          size={4}
          value={minutes.value}
          onInput={({ currentTarget }) => (minutes.value = currentTarget.value)}
        />
        <span class="ago" aria-hidden="true">
          {t.unit}
        </span>
        <button disabled={isMoving.value}>{t.advance}</button>
      </span>
      {error.value !== '' && (
        <p class="error" role="alert">
          {t.minutes}: {error.value}
        </p>
      )}
    </form>
  );
}

function ClockFace({ clock }: { clock: ClockState }) {
  const t = texts();
  const here = timeOn(clock);
  const ahead = here - Math.max(now.value, clock.realNow);
  return (
    <>
      <time dateTime={new Date(here).toISOString()} data-part="stack-time">
        {new Date(here).toLocaleDateString('sv')} {timeOfDay(new Date(here)).slice(0, 8)}
      </time>
      <span class="ago" data-part="clock-speed">
        {t.speed(clock.speed)}
        {ahead >= 1_000 && `, ${t.ahead(spanOf(ahead))}`}
      </span>
    </>
  );
}

const SIZES = [86_400_000, 3_600_000, 60_000, 1_000];

/** In its two largest units, such as `9 min 59 s`. */
function spanOf(exact: number): string {
  const ms = Math.round(exact / 1_000) * 1_000;
  const size = SIZES.find((each) => ms >= each) ?? 1_000;
  return ms % size === 0 ? elapsed(ms) : `${elapsed(ms)} ${elapsed(ms % size)}`;
}
