import { translated } from '../../i18n/language.ts';

export const texts = translated({
  en: {
    lines: 'Log lines',
    hint: 'Words in the line',
    time: 'Time',
    functionName: 'Function',
    request: 'Request',
    line: 'Line',
    allFunctions: 'All functions',
    oneFunction: 'Function',
    stream: 'Log stream',
    text: 'Text',
    ofRequest: 'All lines of this request',
    allRequests: 'All requests',
    none: {
      title: 'No function has logged anything yet',
      text: 'Send something, and its lines appear here:',
    },
    noMatch: 'No line matches the filter',
    platform: 'Lambda itself says this line',
  },
  ko: {
    lines: '로그',
    hint: '줄에 있는 낱말',
    time: '시각',
    functionName: '함수',
    request: '요청',
    line: '줄',
    allFunctions: '모든 함수',
    oneFunction: '함수',
    stream: '로그 스트림',
    text: '본문',
    ofRequest: '이 요청의 모든 줄',
    allRequests: '모든 요청',
    none: {
      title: '아직 로그를 남긴 함수가 없습니다',
      text: '무언가를 보내면 여기에 나타납니다:',
    },
    noMatch: '필터에 맞는 줄이 없습니다',
    platform: 'Lambda 자체가 남긴 줄',
  },
});
