/**
 * Below 0 when `one` stands for the earlier event of an object, above 0 for the later, 0 for the same. Sequencers of
 * different keys say nothing of each other. They are hexadecimal numbers of different lengths: the shorter is padded
 * with zeros on the left. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function compareSequencers(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  const [left, right] = [one, other].map((each) => each.toUpperCase().padStart(length, '0'));
  if (left === undefined || right === undefined || left === right) return 0;
  return left < right ? -1 : 1;
}
