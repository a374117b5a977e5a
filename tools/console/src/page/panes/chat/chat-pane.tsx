import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ChatState } from '../../../api/chat.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { queryValue, setQueryValue } from '../../router/place.ts';
import { createChatLine } from './chat-line.ts';
import { ChatPerson } from './chat-person.tsx';
import { LineFaults } from './line-faults.tsx';
import { texts } from './texts.ts';

const ROOM = 'lobby';

/** Two people side by side, each on a WebSocket connection of their own to the stack Chat. */
export function ChatPane() {
  const t = texts();
  const resource = useResource<ChatState>(apiPath(['chat'])).value;
  return (
    <Loaded of={resource}>
      {({ isRunning }) =>
        isRunning ? (
          <TwoPeople />
        ) : (
          <Notice title={t.notRunning}>
            <Command text="npm start" />
          </Notice>
        )
      }
    </Loaded>
  );
}

function TwoPeople() {
  const t = texts();
  const lines = useMemo(() => [createChatLine(), createChatLine()] as const, []);
  useEffect(() => () => lines.forEach((line) => line.end()), [lines]);
  const [left, right] = [useSignal('kim'), useSignal('lee')];
  const room = queryValue('room') || ROOM;
  const areApart = lines.every(({ status }) => status.value === 'off' || status.value === 'cut');
  const people = [
    { line: lines[0], name: left },
    { line: lines[1], name: right },
  ];
  const nameOf = (memberId: string) =>
    people.find(({ line }) => line.memberId.value === memberId)?.name.value ?? memberId.slice(4, 12);
  return (
    <div class="chat">
      <div class="toolbar">
        <label>
          {t.room}{' '}
          <input
            value={room}
            disabled={!areApart}
            onInput={({ currentTarget }) => setQueryValue('room', currentTarget.value)}
          />
        </label>
        <button
          class="primary"
          disabled={!areApart}
          onClick={() =>
            people.forEach(({ line, name }) => void line.connect(name.value, room).catch(shown(line)))
          }
        >
          {t.connectBoth}
        </button>
        <LineFaults />
      </div>
      <div class="people">
        {people.map(({ line, name }, index) => (
          <ChatPerson
            key={index}
            line={line}
            name={name.value}
            onName={(value) => (name.value = value)}
            onConnect={() => void line.connect(name.value, room).catch(shown(line))}
            nameOf={nameOf}
          />
        ))}
      </div>
    </div>
  );
}

/** Shows why a person could not connect. */
function shown({ status, trouble }: ReturnType<typeof createChatLine>) {
  return (error: unknown) => {
    status.value = 'off';
    trouble.value = error instanceof Error ? error.message : String(error);
  };
}
