import { useSignal } from '@preact/signals';
import type { SendAnswer } from '../../../api/send.ts';
import { post, RequestError } from '../../data/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { Field } from '../../parts/field.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type EventFormProps = {
  event: string;
  /** What the button says. */
  action: string;
  path: string;
  bodyOf(event: string): object;
};

/** An event to edit and to send, and what came back. */
export function EventForm({ event, action, path, bodyOf }: EventFormProps) {
  const t = texts();
  const given = useSignal(event);
  const answer = useSignal<SendAnswer>();
  const error = useSignal<RequestError>();
  const isWaiting = useSignal(false);
  const send = async (submitted: Event) => {
    submitted.preventDefault();
    answer.value = undefined;
    error.value = undefined;
    isWaiting.value = true;
    try {
      answer.value = await post<SendAnswer>(path, bodyOf(given.value));
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure;
    } finally {
      isWaiting.value = false;
    }
  };
  const wrong = error.value?.fields['event'];
  return (
    <>
      <form class="form wide" onSubmit={send}>
        <Field
          label={t.event}
          rows={Math.min(18, Math.max(4, given.value.split('\n').length + 1))}
          value={given.value}
          onInput={(value) => (given.value = value)}
          error={wrong}
        />
        <button class="primary" disabled={isWaiting.value}>
          {action}
        </button>
      </form>
      <div role="status" class="answer">
        {isWaiting.value && <p>{t.sending}</p>}
        {error.value && wrong === undefined && <p>{error.value.message}</p>}
        {answer.value && <Answer answer={answer.value} />}
      </div>
    </>
  );
}

function Answer({ answer: { status, error, report, trace, text } }: { answer: SendAnswer }) {
  const t = texts();
  const isGood = status < 400 && error === undefined;
  return (
    <>
      <p>
        <Badge tone={isGood ? 'good' : 'bad'}>{isGood ? t.ok : (error ?? t.failed)}</Badge> {t.status}{' '}
        {status} {trace !== undefined && <a href={hrefOf('traces', trace).replace(/\?.*$/, '')}>{t.trace}</a>}
      </p>
      {report !== undefined && (
        <p>
          <code>{report}</code>
        </p>
      )}
      <TextView label={t.answer} text={text} />
    </>
  );
}
