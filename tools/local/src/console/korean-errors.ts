type Phrase = readonly [english: RegExp, korean: string];

/** What is not there. */
const ABSENT: readonly Phrase[] = [
  [
    /^There is no trace of (.+): it is .*$/,
    '$1의 추적이 없습니다: 이 스택의 것이 아니거나 오래되어 지워졌습니다',
  ],
  [/^There is no matchmaking configuration (.+)$/, '매치메이킹 구성 $1이(가) 없습니다'],
  [
    /^There is no ticket (.+): it never.*$/,
    '티켓 $1이(가) 없습니다: 처음부터 없었거나 끝난 지 한 시간이 지났습니다',
  ],
  [/^There is no state machine (.+) in this stack$/, '이 스택에 상태 머신 $1이(가) 없습니다'],
  [/^This stack has no Redis$/, '이 스택에는 Redis가 없습니다'],
  [/^There is no execution (.+) of (.+)$/, '$2의 실행 $1이(가) 없습니다'],
  [/^There is no sample (.+) for this stack$/, '이 스택에 맞는 예제 $1이(가) 없습니다'],
  [/^There is no queue (.+)$/, '큐 $1이(가) 없습니다'],
  [/^There is no bucket (.+)$/, '버킷 $1이(가) 없습니다'],
  [/^There is no fault (.+): it was.*$/, '장애 $1이(가) 없습니다: 지워졌거나 처음부터 없었습니다'],
  [/^There is no (\/_hanok.*): see (.+)$/, '$1이(가) 없습니다: $2를 보세요'],
  [/^Invocation (.+) is not known any more$/, '호출 $1은(는) 더 이상 남아 있지 않습니다'],
  [/^no function (.+) has a role in this stack$/i, '이 스택에 역할이 있는 함수 $1이(가) 없습니다'],
  [/^(.+) has no object (.+)$/, '$1에 객체 $2이(가) 없습니다'],
  [/^(.+) has no item (.+)$/, '$1에 항목 $2이(가) 없습니다'],
  [/^(.+) has no message (.+)$/, '$1에 메시지 $2이(가) 없습니다'],
  [
    /^The stack (\w+), which has the players, does not run$/,
    '플레이어가 있는 스택 $1이(가) 실행 중이 아닙니다',
  ],
  [/^The stack (\w+) does not run.*$/, '스택 $1이(가) 실행 중이 아닙니다: `npm start`로 시작하세요'],
  [/^the local stack has no (.+)$/, '로컬 스택에 $1이(가) 없습니다'],
  [/^(\S*) is none of (.+)$/, '$1은(는) 없습니다. 다음 중 하나를 쓰세요: $2'],
];

/** What was written in a field, and what to write in its place. */
const FIELDS: readonly Phrase[] = [
  [/^this is no JSON: (.+)$/s, 'JSON이 아닙니다: $1'],
  [/^write an object, such as (.+)$/, '객체를 쓰세요. 예: $1'],
  [/^write a type and a value, such as (.+) or (.+)$/, '형식과 값을 쓰세요. 예: $1, $2'],
  [/^BOOL is true or false$/, 'BOOL은 true 또는 false입니다'],
  [/^NULL is true$/, 'NULL은 true입니다'],
  [/^M is an object$/, 'M은 객체입니다'],
  [/^S is text in quotes$/, 'S는 따옴표 안의 글입니다'],
  [/^N is a number in quotes, such as (.+)$/, 'N은 따옴표 안의 숫자입니다. 예: $1'],
  [/^B is base64 in quotes$/, 'B는 따옴표 안의 base64입니다'],
  [/^write a list$/, '목록을 쓰세요'],
  [/^write a name$/, '이름을 쓰세요'],
  [/^write a number of minutes$/, '몇 분인지 숫자로 쓰세요'],
  [/^write more than 0 minutes$/, '0분보다 길게 쓰세요'],
  [/^write at most 1440 minutes.*$/, '1440분(하루) 이하로 쓰세요'],
  [/^write (-\d+) to (\d+)$/, '$1에서 $2 사이로 쓰세요'],
  [/^write at most (\d+) characters$/, '$1자 이하로 쓰세요'],
  [/^write 1 to (\d+) letters, .*$/, '글자, 숫자, 점, 하이픈, 밑줄을 1~$1자 쓰세요'],
  [/^write letters, digits, .*$/, '글자, 숫자, ., _, -만 쓰세요'],
  [/^write the name of a function, such as (.+)$/, '함수 이름을 쓰세요. 예: $1'],
  [/^write it as service:Action, such as (.+)$/, 'service:Action 꼴로 쓰세요. 예: $1'],
  [/^write an ARN, or \* .*$/, 'ARN을 쓰거나, 이름을 가리지 않으려면 *를 쓰세요'],
  [/^write 1 to (\d+) characters without (.) and (.)$/, '$2와 $3 없이 1~$1자를 쓰세요'],
  [/^must be (\S+) for (?:a fault of |a )?(\S+)$/, '$2에는 $1이어야 합니다'],
  [/^must be (\S+), which .*$/, '$1이어야 합니다'],
  [/^is no part of a fault of (\S+), .*$/, '$1 장애에는 쓰지 않습니다'],
  [/^the rates for (.+) add up to (.+), over 1$/, '$1의 비율을 더하면 $2이(가) 되어 1을 넘습니다'],
  [/^Too big: expected string to have <=(\d+) characters$/, '$1자 이하로 쓰세요'],
  [/^Too small: expected string to have >=(\d+) characters$/, '$1자 이상 쓰세요'],
  [/^Too big: expected \w+ to be <=(.+)$/, '$1 이하로 쓰세요'],
  [/^Too big: expected \w+ to be <(.+)$/, '$1보다 작게 쓰세요'],
  [/^Too small: expected \w+ to be >=(.+)$/, '$1 이상으로 쓰세요'],
  [/^Too small: expected \w+ to be >(.+)$/, '$1보다 크게 쓰세요'],
  [/^(?:Invalid (?:option|input): expected|must be) one of (.+)$/, '다음 중 하나를 쓰세요: $1'],
  [/^Invalid input: expected (?:number|int), received .*$/, '숫자를 쓰세요'],
  [/^Invalid input: expected (\w+), received undefined$/, '$1 값이 빠졌습니다'],
  [/^Invalid input: expected (\w+), received (\w+)$/, '$2 대신 $1 값을 쓰세요'],
  [/^Invalid input$/, '잘못된 값입니다'],
  [/^Unrecognized keys?: (.+)$/, '모르는 이름입니다: $1'],
];

/** What may not be done, or not now. */
const REFUSED: readonly Phrase[] = [
  [/^It was changed meanwhile: .*$/, '그사이에 바뀌었습니다: 닫았다가 다시 여세요'],
  [/^there is an item of this key: .*$/, '이 키의 항목이 이미 있습니다: 그 항목을 열어 바꾸세요'],
  [
    /^the key of an item stays as it is: .*$/,
    '항목의 키는 바꿀 수 없습니다: 새 항목을 만들고 이 항목을 지우세요',
  ],
  [/^the key needs a value of type (\w+)$/, '키에는 형식이 $1인 값이 필요합니다'],
  [
    /^Another rebuild of this board is under way.*$/,
    '이 순위표를 이미 재구축하고 있거나 1분 안에 중단되었습니다: 1분 뒤에 다시 하세요',
  ],
  [
    /^Redis lost the board that was being filled.*$/,
    '채우던 순위표를 Redis가 잃었습니다: 쓰던 순위표는 그대로입니다',
  ],
  [/^the path leads out of the API$/, '경로가 API 밖으로 나갑니다'],
  [/^somebody else signed this user up: .*$/, '다른 사람이 가입시킨 사용자입니다: 다른 이름을 고르세요'],
  [/^POST \/ride answered (\d+): (.*)$/s, 'POST /ride의 응답이 $1입니다: $2'],
  [/^(.+) is no raster picture$/, '$1은(는) 래스터 그림이 아닙니다'],
  [/^Only the page of the local stack itself may use .*$/, '로컬 스택의 페이지만 /_hanok을 쓸 수 있습니다'],
  [/^(\/_hanok\S*) takes (.+)$/, '$1에는 $2만 쓸 수 있습니다'],
  [/^Send the body with (.+)$/, '본문을 $1으로 보내세요'],
  [/^The body is over (\d+) bytes$/, '본문이 $1바이트를 넘습니다'],
  [/^The body is not valid JSON$/, '본문이 올바른 JSON이 아닙니다'],
  [/^The path is no valid percent-encoded UTF-8$/, '경로가 올바른 퍼센트 인코딩 UTF-8이 아닙니다'],
];

const PHRASES = [...ABSENT, ...FIELDS, ...REFUSED];

/** An error text of the console in Korean; what is in no phrase, such as the words of a service of AWS, stays as it is. */
export function inKorean(text: string): string {
  return phraseOf(text) ?? text.split('\n').map(ofLine).join('\n');
}

function phraseOf(text: string): string | undefined {
  const found = PHRASES.find(([english]) => english.test(text));
  return found && text.replace(...found);
}

/** A line may say first where it is wrong, as `Count: write a list` and zod's `✖ Too big: …` do. */
function ofLine(line: string): string {
  const whole = phraseOf(line);
  if (whole !== undefined) return whole;
  const [, place = '', rest = ''] = /^(✖ |[^:]*: )(.+)$/s.exec(line) ?? [];
  return place === '' ? line : place + ofLine(rest);
}
