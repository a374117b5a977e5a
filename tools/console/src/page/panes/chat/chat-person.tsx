import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { now } from '../../data/live.ts';
import { Badge } from '../../parts/badge.tsx';
import { timeOfDay } from '../../parts/time.tsx';
import type { ChatLine } from './chat-line.ts';
import { texts } from './texts.ts';

type ChatPersonProps = {
  line: ChatLine;
  name: string;
  onName(name: string): void;
  onConnect(): void;
  nameOf(memberId: string): string;
};

/** One person: what they see of the room, and what they say. Who looks at it has read it. */
export function ChatPerson({ line, name, onName, onConnect, nameOf }: ChatPersonProps) {
  const t = texts();
  const text = useSignal('');
  const box = useRef<HTMLElement>(null);
  const isOpen = line.status.value === 'open';
  const readIfSeen = () => {
    if (box.current?.contains(document.activeElement)) line.read();
  };
  useEffect(readIfSeen, [line.messages.value]);
  const say = (event: Event) => {
    event.preventDefault();
    if (text.value.trim() === '') return;
    line.say(text.value);
    text.value = '';
  };
  return (
    <section ref={box} class="person" aria-label={name} onFocusIn={() => line.read()}>
      <header>
        <input
          aria-label={t.name}
          value={name}
          disabled={isOpen}
          size={10}
          onInput={({ currentTarget }) => onName(currentTarget.value)}
        />
        <Badge
          tone={({ off: 'quiet', connecting: 'warn', open: 'good', cut: 'bad' } as const)[line.status.value]}
        >
          {t.states[line.status.value]}
        </Badge>
        <span class="buttons">
          {isOpen ? (
            <>
              <button onClick={line.catchUp}>{t.catchUp(line.last.value)}</button>
              <button onClick={() => void line.kill()}>{t.kill}</button>
              <button onClick={line.leave}>{t.leave}</button>
            </>
          ) : (
            <button disabled={line.status.value === 'connecting'} onClick={onConnect}>
              {line.last.value > 0 ? t.resume(line.last.value) : t.connect}
            </button>
          )}
        </span>
      </header>
      <p class="present">
        <span data-part="present">
          {isOpen ? t.present([...line.present.value].map(nameOf).toSorted()) : t.away}
        </span>
        {line.unread.value > 0 && <Badge tone="info">{t.unread(line.unread.value)}</Badge>}
      </p>
      <Messages line={line} nameOf={nameOf} />
      <p class="typing" role="status">
        {[...line.typing.value]
          .filter(([id, until]) => until > now.value && id !== line.memberId.value)
          .map(([id]) => t.isTyping(nameOf(id)))}
        {line.trouble.value !== '' && <span class="error">{line.trouble.value}</span>}
      </p>
      <form onSubmit={say}>
        <input
          aria-label={t.message(name)}
          placeholder={t.write}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
            line.type();
          }}
        />
        <button disabled={line.status.value === 'off'}>{t.send}</button>
      </form>
      <details>
        <summary>{t.frames}</summary>
        <ol class="frames" tabIndex={0} aria-label={t.frames}>
          {line.frames.value.map((frame, index) => (
            <li key={line.frames.value.length - index}>
              <code>{frame}</code>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Messages({ line, nameOf }: { line: ChatLine; nameOf(memberId: string): string }) {
  const t = texts();
  const end = useRef<HTMLOListElement>(null);
  const shown = line.messages.value;
  useEffect(() => void end.current?.scrollTo({ top: end.current.scrollHeight }), [shown, line.unsent.value]);
  return (
    <ol ref={end} class="messages" tabIndex={0} aria-label={t.messages}>
      {shown.slice(-200).map(({ seq, senderId, text, sentAt, isLate }, index, all) => (
        <>
          {index > 0 && (all[index - 1]?.seq ?? 0) < seq - 1 && (
            <li key={`gap ${seq}`} class="gap">
              {t.missing(seq - 1 - (all[index - 1]?.seq ?? 0))}
            </li>
          )}
          <li key={seq} class={senderId === line.memberId.value ? 'own' : undefined}>
            <span class="seq">{seq}</span>
            <strong>{nameOf(senderId)}</strong>
            <span class="said">{text}</span>
            {isLate && <Badge tone="warn">{t.late}</Badge>}
            {line.acked.value.has(seq) && <span title={t.acked}>✓</span>}
            <span class="ago">{timeOfDay(new Date(sentAt)).slice(0, 8)}</span>
          </li>
        </>
      ))}
      {line.unsent.value.map(({ clientId, text, refused }) => (
        <li key={clientId} class="own">
          <span class="seq">…</span>
          <span class="said">{text}</span>
          <Badge tone={refused === undefined ? 'quiet' : 'bad'}>{refused ?? t.waiting}</Badge>
        </li>
      ))}
    </ol>
  );
}
