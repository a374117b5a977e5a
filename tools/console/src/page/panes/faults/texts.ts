import { translated } from '../../i18n/language.ts';

type Limits = {
  times?: number | undefined;
  ms?: number | undefined;
  units?: number | undefined;
  nth?: number | undefined;
};

const en = {
  faults: 'Faults',
  hint: 'Kind, operation or caller',
  add: 'Add a fault',
  addOn: 'Add and turn on',
  added: 'The fault is on',
  save: 'Save',
  saved: 'Saved; the fault counts anew',
  remove: 'Remove',
  removed: 'Removed',
  notTurned: 'This was not turned on',
  noMatch: 'Nothing matches the filter',
  strikes: 'What struck lately',
  noStrikes: 'Nothing has struck. Turn a fault on and send something.',
  kind: 'Kind',
  on: 'On',
  target: 'Strikes',
  of: (caller: string) => `of ${caller}`,
  rate: 'Share',
  more: 'Limits',
  limits: ({ times, ms, units, nth }: Limits) =>
    [
      nth === undefined ? '' : `call no. ${nth}`,
      ms === undefined ? '' : `${ms} ms`,
      units === undefined ? '' : `${units} units/s`,
      times === undefined ? '' : `at most ${times}×`,
    ]
      .filter(Boolean)
      .join(', '),
  struck: 'Struck',
  last: 'Last',
  time: 'Time',
  caller: 'Caller',
  fields: {
    service: 'Service',
    operation: 'Operation',
    caller: 'Caller (a function, or external; empty: every one)',
    rate: 'Share of the calls, over 0 and at most 1',
    times: 'How often at most (empty: without end)',
    ms: 'Milliseconds',
    units: 'Write units of one partition key in a second of the clock',
    nth: 'Only the call of this number, counted from 1 (empty: each by its share)',
  },
  kinds: {
    throttle: { name: 'Throttled', does: 'The call is refused as too fast; nothing is done.' },
    error5xx: { name: 'Server error', does: 'The service fails with a 5xx error; nothing is done.' },
    replyLost: { name: 'Reply lost', does: 'All is done, and the connection breaks off before the answer.' },
    connectionReset: { name: 'Connection reset', does: 'The connection breaks off; nothing is done.' },
    latency: { name: 'Latency', does: 'The call takes so much longer.' },
    transactionConflict: {
      name: 'Transaction conflict',
      does: 'Another transaction is under way: this one is cancelled.',
    },
    partitionLimit: {
      name: 'Partition limit',
      does: 'Writes of one partition key beyond so many units in a second are throttled.',
    },
    gone: { name: 'Receiver gone', does: 'A post to a WebSocket connection is told that it is gone.' },
    reorder: {
      name: 'Posts reordered',
      does: 'A post arrives after the next one to its connection, at the latest after so many milliseconds.',
    },
    dropDisconnect: { name: 'Disconnect lost', does: 'A connection ends, and $disconnect does not run.' },
    repeatDisconnect: { name: 'Disconnect twice', does: 'A connection ends, and $disconnect runs twice.' },
  },
  clock: 'Clock of the stack',
  speed: (speed: number) => (speed === 1 ? 'in real time' : `${speed}× as fast as real time`),
  ahead: (span: string) => `${span} ahead`,
  advance: 'Move on',
  minutes: 'Minutes',
  unit: 'min',
  step: (minutes: number) => `+${minutes} min`,
};

const ko: typeof en = {
  faults: '장애',
  hint: '종류, 작업 또는 호출자',
  add: '장애 추가',
  addOn: '추가하고 켜기',
  added: '장애를 켰습니다',
  save: '저장',
  saved: '저장했습니다. 횟수를 처음부터 다시 셉니다',
  remove: '삭제',
  removed: '삭제했습니다',
  notTurned: '켜지 못했습니다',
  noMatch: '필터에 맞는 것이 없습니다',
  strikes: '최근에 일어난 장애',
  noStrikes: '아직 일어난 장애가 없습니다. 장애를 켜고 요청을 보내 보세요.',
  kind: '종류',
  on: '켬',
  target: '대상',
  of: (caller) => `호출자 ${caller}`,
  rate: '비율',
  more: '조건',
  limits: ({ times, ms, units, nth }) =>
    [
      nth === undefined ? '' : `${nth}번째 호출`,
      ms === undefined ? '' : `${ms} ms`,
      units === undefined ? '' : `초당 ${units} 단위`,
      times === undefined ? '' : `최대 ${times}번`,
    ]
      .filter(Boolean)
      .join(', '),
  struck: '횟수',
  last: '마지막',
  time: '시각',
  caller: '호출자',
  fields: {
    service: '서비스',
    operation: '작업',
    caller: '호출자 (함수 이름 또는 external, 비우면 모두)',
    rate: '호출 중 비율 (0 초과 1 이하)',
    times: '최대 횟수 (비우면 제한 없음)',
    ms: '밀리초',
    units: '스택 시계의 1초 동안 파티션 키 하나의 쓰기 단위',
    nth: '이 번호의 호출만, 1부터 (비우면 비율대로)',
  },
  kinds: {
    throttle: { name: '스로틀링', does: '호출이 너무 잦다고 거부되고, 아무 일도 하지 않습니다.' },
    error5xx: { name: '서버 오류', does: '서비스가 5xx 오류로 실패하고, 아무 일도 하지 않습니다.' },
    replyLost: { name: '응답 유실', does: '처리는 모두 끝나지만, 응답 전에 연결이 끊깁니다.' },
    connectionReset: { name: '연결 재설정', does: '연결이 끊기고, 아무 일도 하지 않습니다.' },
    latency: { name: '지연', does: '호출이 그만큼 더 오래 걸립니다.' },
    transactionConflict: { name: '트랜잭션 충돌', does: '다른 트랜잭션이 진행 중이어서 취소됩니다.' },
    partitionLimit: {
      name: '파티션 한도',
      does: '파티션 키 하나에 대한 쓰기가 1초에 이 단위를 넘으면 제한됩니다.',
    },
    gone: { name: '수신자 끊김', does: 'WebSocket 연결에 보내면 연결이 없다는 응답(410)이 옵니다.' },
    reorder: {
      name: '순서 바뀜',
      does: '같은 연결의 다음 메시지보다 늦게 도착합니다. 늦어도 이 밀리초 뒤에는 도착합니다.',
    },
    dropDisconnect: { name: 'Disconnect 유실', does: '연결이 끊겨도 $disconnect가 실행되지 않습니다.' },
    repeatDisconnect: { name: 'Disconnect 중복', does: '연결이 끊기면 $disconnect가 두 번 실행됩니다.' },
  },
  clock: '스택의 시계',
  speed: (speed) => (speed === 1 ? '실제 시간' : `실제 시간의 ${speed}배속`),
  ahead: (span) => `${span} 앞섬`,
  advance: '앞으로',
  minutes: '분',
  unit: '분',
  step: (minutes) => `+${minutes}분`,
};

/** `en` decides which texts there are. */
export const texts = translated({ en, ko });
