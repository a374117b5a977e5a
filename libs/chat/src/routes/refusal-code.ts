/** The code in a frame for a refusal: `NotMember` is NOT_MEMBER. */
export function codeOf(refusal: string): string {
  return refusal.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
