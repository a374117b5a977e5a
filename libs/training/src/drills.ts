/** The five drills: the function that records each, and what it is called. */
export const DRILLS = {
  'training-attack': '공격 훈련',
  'training-pass': '패스 훈련',
  'training-defense': '수비 훈련',
  'training-free-kick': '프리킥 훈련',
  'training-duel': '볼 경합 훈련',
} as const;

export type DrillFunction = keyof typeof DRILLS;

/** The drills with which every training ends. */
export const LAST_DRILLS: ReadonlySet<DrillFunction> = new Set(['training-free-kick', 'training-duel']);
